"""Which requests the backend engineer takes: a labelled set in eleven languages, with floors."""
from __future__ import annotations

from pathlib import Path

import pytest

from bedplate.tools.agent.routing import Routing, route, words_of

BACKEND = ("pyproject.toml: depends on fastapi",)
ROWS = [line.split("\t") for line in Path(__file__).with_name("requests.tsv").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def _decided(kind: str, workspace: tuple[str, ...]) -> list[tuple[str, Routing]]:
    return [(text, route(text, workspace)) for _, label, _, text in ROWS if label == kind]


def test_the_set_is_large_and_speaks_many_languages() -> None:
    """At least 200 requests, both kinds, ten languages or more."""
    assert len(ROWS) >= 200
    assert {kind for _, kind, _, _ in ROWS} == {"backend", "other"}
    assert len({language for _, _, language, _ in ROWS}) >= 10
    assert len({text for _, _, _, text in ROWS}) == len(ROWS)


@pytest.mark.parametrize(("workspace", "floor"), [(BACKEND, 0.95), ((), 0.65)])
def test_requests_for_a_backend_are_taken(workspace: tuple[str, ...], floor: float) -> None:
    """Recall at 0.8; with the evidence of a backend in the folder it is far higher."""
    taken = _decided("backend", workspace)
    missed = [text for text, routing in taken if routing.decision != "run"]
    assert 1 - len(missed) / len(taken) >= floor, missed


@pytest.mark.parametrize("workspace", [BACKEND, ()])
def test_other_requests_are_not_taken(workspace: tuple[str, ...]) -> None:
    """At most 2 of 100 are falsely accepted, and 5 of 100 asked back about."""
    others = _decided("other", workspace)
    accepted = [text for text, routing in others if routing.decision == "run"]
    asked = [text for text, routing in others if routing.decision == "ask"]
    assert len(accepted) <= 0.02 * len(others), accepted
    assert len(asked) <= 0.05 * len(others), asked


def test_a_request_that_names_the_agent_is_always_taken() -> None:
    """`@backend-engineer` weighs 1, whatever else is said."""
    assert route("@backend-engineer make the button blue").decision == "run"
    assert route("backend-engineering is fun").decision != "run"


def test_the_four_triggers_are_enough() -> None:
    """Each phrase of the definition is taken in an empty folder."""
    for phrase in ("backend help", "API design", "database query", "server optimization"):
        assert route(phrase).decision == "run", phrase


def test_the_figure_is_the_product_of_its_reasons() -> None:
    """confidence = 1 - product(1 - weight), halved by a term of another field."""
    plain = route("the api", BACKEND)
    assert [one.kind for one in plain.matches] == ["concept", "workspace"]
    assert plain.confidence == 0.75
    assert route("the api of the css", BACKEND).confidence == 0.375


def test_a_workspace_alone_takes_nothing() -> None:
    """A poem is a poem in a backend's folder too."""
    assert route("please write", BACKEND).confidence == 0.0


def test_accents_and_capitals_do_not_matter_and_marks_of_other_scripts_do() -> None:
    """Latin letters lose their accents; Cyrillic and Japanese keep what makes another letter."""
    assert words_of("Événement ÜBER Straße") == "evenement uber strasse"
    assert words_of("Проверь й") == "проверь й"
    assert words_of("データベース") == "データベース"


@pytest.mark.parametrize("text", ["", " ", "\x00", "a" * 4_000, "api " * 1_000, "🙂", "\ud800", "'; drop table --", "(" * 500])
def test_any_text_gets_a_decision(text: str) -> None:
    """Odd input is routed like any other, at once."""
    assert 0 <= route(text, BACKEND).confidence <= 1
