"""What can be translated is what is said: the lists that catalogues are checked against hold every code and rule of the source, and no other."""
from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from tests.languages.kitchen_app import app as kitchen
from tests.web.logged_sample import app as silent

import bedplate
from bedplate.declarations.message_names import CODES, RULES
from bedplate.testing import Bed
from bedplate.tools.inspect import picture
from bedplate.validation.groups import WORDS
from bedplate.web.catalogue import framework_refusals

_RULE_AT = {"Detail": 1, "InvalidValue": 0, "wrong": 1, "_wrong": 0, "wrong_body": 1}
"""Which argument of what makes a detail names its rule."""
_ELSEWHERE = {"syntax", "null", "required", *WORDS}
"""Rules that are chosen among several before a detail is made of them."""


def test_every_code_of_the_framework_can_be_translated() -> None:
    """And no code stands there that nothing answers with."""
    import_module("bedplate.running")
    assert {kind.code for kind in framework_refusals()} == CODES


def _said() -> Iterator[tuple[str, set[str]]]:
    """(rule, parameters) of everything in the source that makes a detail and says its rule there."""
    root = Path(bedplate.__file__).parent
    for path in root.rglob("*.py"):
        if path.relative_to(root).parts[0] in ("checklist", "tools"):
            continue
        for call in (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)):
            at = _RULE_AT.get(getattr(call.func, "id", getattr(call.func, "attr", "")))
            rule = call.args[at] if at is not None and len(call.args) > at else None
            if isinstance(rule, ast.Constant) and isinstance(rule.value, str) and rule.value.isidentifier():
                dicts = [node for argument in call.args for node in ast.walk(argument) if isinstance(node, ast.Dict)]
                yield rule.value, {str(key.value) for one in dicts for key in one.keys if isinstance(key, ast.Constant)}


def test_every_rule_and_parameter_of_the_source_can_be_translated() -> None:
    """A rule that is new in the source is missing here until it stands in the list, with its parameters."""
    found: dict[str, set[str]] = {}
    for rule, parameters in _said():
        found.setdefault(rule, set()).update(parameters)
    assert set(found) | _ELSEWHERE == set(RULES)
    assert {rule: names for rule, names in found.items() if not names <= RULES[rule]} == {}


def test_inspect_tells_what_is_left_to_english() -> None:
    """One line for each language, with what has no words in it."""
    german, swiss, _ = picture(kitchen.contract)["messages"]  # type: ignore[misc]
    assert german["language"] == "de" and "RATE_LIMITED" in german["english"] and "NOT_FOUND" not in german["english"]
    assert swiss["codes"].startswith("1 of ")


def test_without_catalogues_there_is_nothing_of_languages() -> None:
    """Nothing in the contract, nothing in the description."""
    assert silent.contract.messages == () and picture(silent.contract)["messages"] == []


class TestWithout:
    """An application that speaks English only."""

    @pytest.fixture
    def bedplate_app(self) -> bedplate.App:
        return silent

    async def test_not_a_byte_is_different(self, bed: Bed) -> None:
        """Whatever language is asked for, head and body are those of a request without the header."""
        plain = await bed.client().send("GET", "/v1/nothing")
        asked = await bed.client().send("GET", "/v1/nothing", headers={"accept-language": "de"})
        assert (plain.status, plain.headers, plain.body) == (asked.status, asked.headers, asked.body)
        assert "content-language" not in plain.headers and "vary" not in plain.headers
        assert "anguage" not in (await bed.client().get("/openapi.json")).body.decode()
