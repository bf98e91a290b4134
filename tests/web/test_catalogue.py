"""The catalogue of errors: made from the classes that exist."""
from __future__ import annotations

import bedplate.running  # all rooms, so that every refusal is known
from bedplate.web.catalogue import framework_refusals
from bedplate.web.openapi import WORDS


def test_every_code_has_words_a_cause_and_a_cure() -> None:
    """None is left to guess."""
    assert bedplate.running.compose_application
    assert [kind.__name__ for kind in framework_refusals() if not (kind.words and kind.cause and kind.cure)] == []


def test_a_code_is_told_by_the_class_that_is_named_after_it() -> None:
    """INVALID_INPUT is first of all about any input, and a refused password is one more cause of it."""
    kinds = [kind for kind in framework_refusals() if kind.code == "INVALID_INPUT"]
    assert [kind.__name__ for kind in kinds] == ["InvalidInput", "PasswordRefused"]


def test_what_two_rooms_say_under_one_code_is_told_with_both_causes() -> None:
    """OVERLOADED is about the database or about passwords."""
    causes = {kind.cause for kind in framework_refusals() if kind.code == "OVERLOADED"}
    assert len(causes) == 2


def test_openapi_has_words_for_what_can_be_refused_and_nothing_else() -> None:
    """A status without words would break the page; words without a status would promise what nobody raises."""
    assert {status for status in WORDS if status >= 400} == {kind.status for kind in framework_refusals()}
