"""Made-up values and texts that match a pattern."""
from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedplate import BigInt, Email, Url
from bedplate.declarations.fields.matching import text_matching
from bedplate.declarations.fields.of import field_type
from bedplate.declarations.fields.type import FieldType
from bedplate.testing.made_up import Moment, made_up

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


class Colour(StrEnum):
    RED, BLUE = "red", "blue"


PATTERNS = (
    "[A-Z]{3}-[0-9]{4}", "[a-z][a-z0-9-]*", r"\+[1-9]\d{6,14}", "red|green|blue", "(?:ab|cd)+x?", "[^ab]+", "[é-ü]{2}", "a.b", r"\w+ \w",
    r"[^\d]{3}", r"\s?x", "[-_.]z*", "[^a]", r"\D\S\W",
)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_texts_match_their_pattern(pattern: str) -> None:
    """For numbers small and large."""
    for number in (1, 2, 30, 700):
        assert re.fullmatch(pattern, text_matching(pattern, number), re.ASCII)


def test_texts_of_a_pattern_differ_as_long_as_there_are_some() -> None:
    """A short pattern grows longer texts instead of repeating itself."""
    assert len({text_matching("[a-z]+", number) for number in range(1, 2000)}) == 1999
    assert {text_matching("red|green", number) for number in range(1, 5)} == {"red", "green"}


def test_a_length_that_no_text_of_a_pattern_has_is_refused() -> None:
    """With what to do instead."""
    with pytest.raises(ValueError, match=r"give the value with put\(...\)"):
        text_matching("[a-z]{3}", 1, least=4)
    assert len(text_matching("[a-z]+", 1, least=40)) >= 40


KINDS: tuple[tuple[Any, dict[str, object]], ...] = (
    (str, {"max": 1}), (str, {"max": 3, "min": 3}), (str, {"max": 200, "min": 150}), (int, {"ge": -5, "le": -2}), (int, {}), (int, {"gt": 10**6}),
    (Decimal, {"places": 2, "gt": 0, "lt": Decimal("0.5")}), (Decimal, {"places": 0}), (Decimal, {"places": 2, "lt": -7}), (bool, {}),
    (datetime, {}), (date, {}), (timedelta, {"gt": 3600}), (timedelta, {"le": -1}), (UUID, {}), (Colour, {}), (list[int], {"min": 2, "max": 4}),
    (dict[str, int], {"max": 3}), (float, {}), (float, {"gt": 0, "lt": 1e-300}), (float, {"le": -1e308}), (float, {"ge": 0.5, "le": 0.5}), (time, {}),
    (bytes, {"max": 1}), (bytes, {"max": 80, "min": 70}), (BigInt, {"ge": 2**60}), (BigInt, {"le": -(2**60)}), (Email, {}), (Url, {}),
    (list[int], {"min": 3, "max": 4, "distinct": True}), (list[float], {"min": 3, "max": 4, "distinct": True}), (list[Email], {"min": 2, "max": 4, "distinct": True}),
)


@pytest.mark.parametrize(("annotation", "rules"), KINDS)
@given(number=st.integers(1, 100_000))
def test_made_up_values_keep_the_rules_of_their_type(annotation: Any, rules: dict[str, object], number: int) -> None:
    """Whatever the number, also as the database and the API would hold them."""
    kind: FieldType = field_type(annotation, rules)[0]
    value = made_up(kind, Moment("a name of some length", number, NOON))
    assert kind.load(kind.store(value)) == kind.parse(kind.dump(value)) == value
