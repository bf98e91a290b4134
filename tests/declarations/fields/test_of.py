"""From annotations to types: refusals first."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Annotated, Any, NotRequired, TypedDict
from uuid import UUID

import pytest

from bedplate.declarations.fields.big_integer import BigInteger
from bedplate.declarations.fields.binary import Binary
from bedplate.declarations.fields.boolean import Boolean
from bedplate.declarations.fields.decimals import DecimalNumber
from bedplate.declarations.fields.email import EmailAddress
from bedplate.declarations.fields.enumeration import Enumeration
from bedplate.declarations.fields.floating import Float
from bedplate.declarations.fields.instants import CalendarDate, Duration, Timestamp
from bedplate.declarations.fields.integer import Integer
from bedplate.declarations.fields.of import field_type
from bedplate.declarations.fields.shapes import ListOf, MapOf, ObjectOf
from bedplate.declarations.fields.text import Text
from bedplate.declarations.fields.time_of_day import TimeOfDay
from bedplate.declarations.fields.url import Url
from bedplate.declarations.fields.uuids import Uuid
from bedplate.declarations.fields.wrong import WrongRules


class Color(StrEnum):
    RED, BLUE = "red", "blue"


class Numbered(Enum):
    ONE = 1


class Quoted(StrEnum):
    ODD = 'a"b'


class Empty(StrEnum):
    pass


@dataclass
class Loop:
    inside: list[Loop]


@dataclass
class Address:
    street: str
    country: Annotated[str, type("R", (), {"rules": {"pattern": "[A-Z]{2}"}})()]
    floor: int | None = None


class Options(TypedDict):
    dark: bool
    zoom: NotRequired[int]


@pytest.mark.parametrize(("annotation", "rules", "code"), [
    (str, {}, "TEXT_WITHOUT_MAX"),
    (str, {"pattern": "[a-z]+"}, "TEXT_WITHOUT_MAX"),
    (str, {"max": 0}, "EMPTY_RANGE"),
    (str, {"max": 3, "min": 4}, "EMPTY_RANGE"),
    (str, {"max": True}, "WRONG_LENGTH"),
    (str, {"max": "9"}, "WRONG_LENGTH"),
    (str, {"max": 1_000_001}, "WRONG_LENGTH"),
    (str, {"max": 9, "ge": 1}, "RULE_OF_ANOTHER_TYPE"),
    (str, {"max": 9, "filter": True}, "UNKNOWN_RULE"),
    (str, {"max": 9, "pattern": 7}, "DANGEROUS_PATTERN"),
    (str, {"max": 9, "pattern": "(a+)+"}, "DANGEROUS_PATTERN"),
    (int, {"max": 5}, "RULE_OF_ANOTHER_TYPE"),
    (int, {"places": 2}, "RULE_OF_ANOTHER_TYPE"),
    (int, {"ge": 1, "gt": 1}, "TWO_BOUNDS"),
    (int, {"ge": 5, "le": 4}, "EMPTY_RANGE"),
    (int, {"gt": 4, "lt": 5}, "EMPTY_RANGE"),
    (int, {"ge": "1"}, "WRONG_BOUND"),
    (int, {"ge": True}, "WRONG_BOUND"),
    (int, {"ge": Decimal("0.5")}, "WRONG_BOUND"),
    (int, {"ge": Decimal("NaN")}, "WRONG_BOUND"),
    (int, {"le": 2**53}, "BOUND_TOO_WIDE"),
    (Decimal, {}, "DECIMAL_WITHOUT_PLACES"),
    (Decimal, {"places": 19}, "WRONG_PLACES"),
    (Decimal, {"places": 2, "ge": Decimal("0.001")}, "WRONG_BOUND"),
    (Decimal, {"places": 2, "le": 10**17}, "BOUND_TOO_WIDE"),
    (bool, {"max": 1}, "RULE_OF_ANOTHER_TYPE"),
    (datetime, {"ge": 1}, "RULE_OF_ANOTHER_TYPE"),
    (Color, {"max": 4}, "RULE_OF_ANOTHER_TYPE"),
    (Address, {"max": 4}, "RULE_OF_ANOTHER_TYPE"),
    (float, {"ge": True}, "WRONG_BOUND"),
    (float, {"ge": "0"}, "WRONG_BOUND"),
    (float, {"ge": float("nan")}, "WRONG_BOUND"),
    (float, {"ge": 10**400}, "WRONG_BOUND"),
    (float, {"ge": 1, "gt": 1}, "TWO_BOUNDS"),
    (float, {"gt": 1, "lt": 1}, "EMPTY_RANGE"),
    (float, {"places": 2}, "RULE_OF_ANOTHER_TYPE"),
    (complex, {}, "NO_FIELD_TYPE"),
    (dict, {}, "NO_FIELD_TYPE"),
    (list, {}, "NO_FIELD_TYPE"),
    (object, {}, "NO_FIELD_TYPE"),
    (Any, {}, "NO_FIELD_TYPE"),
    (bytes, {}, "BYTES_WITHOUT_MAX"),
    (bytes, {"max": 1_000_001}, "WRONG_LENGTH"),
    (bytes, {"max": -1}, "WRONG_LENGTH"),
    (bytes, {"max": 0}, "EMPTY_RANGE"),
    (bytes, {"max": 1, "min": 2}, "EMPTY_RANGE"),
    (list[bytes], {}, "BYTES_WITHOUT_MAX"),
    (time, {"ge": 1}, "RULE_OF_ANOTHER_TYPE"),
    (Annotated[int, "bigint"], {"le": 2**63}, "BOUND_TOO_WIDE"),
    (Annotated[str, "bigint"], {"max": 3}, "RULE_OF_ANOTHER_TYPE"),
    (Annotated[list[str], "email"], {}, "RULE_OF_ANOTHER_TYPE"),
    (str, {"max": 9, "distinct": True}, "RULE_OF_ANOTHER_TYPE"),
    (dict[str, object], {}, "NO_FIELD_TYPE"),
    (dict[int, int], {}, "WRONG_KEY_TYPE"),
    (dict[str | None, int], {}, "WRONG_KEY_TYPE"),
    (list[int], {"pattern": "a"}, "RULE_OF_ANOTHER_TYPE"),
    (list[int], {"max": 1, "min": 2}, "EMPTY_RANGE"),
    (int | str, {}, "UNION_TYPE"),
    (int | str | None, {}, "UNION_TYPE"),
    (Numbered, {}, "WRONG_ENUM_VALUE"),
    (Quoted, {}, "WRONG_ENUM_VALUE"),
    (Empty, {}, "EMPTY_ENUM"),
    (Loop, {}, "ENDLESS_TYPE"),
    (Annotated[int, "email"], {}, "RULE_OF_ANOTHER_TYPE"),
    (Annotated[str, 7], {}, "UNKNOWN_METADATA"),
    (list[list[list[list[list[list[list[list[list[int]]]]]]]]], {}, "TYPE_TOO_DEEP"),
])
def test_wrong_declarations_are_refused_with_words(annotation: object, rules: dict[str, object], code: str) -> None:
    """Each wrong combination has a stable code, what is wrong, and what to write instead."""
    with pytest.raises(WrongRules) as caught:
        field_type(annotation, rules)
    assert caught.value.code == code
    assert caught.value.what.endswith(".")
    assert caught.value.cure.endswith(".")


@pytest.mark.parametrize(("annotation", "rules", "expected"), [
    (str, {"max": 5}, Text(5)),
    (str, {"pattern": "[A-Z]{2}"}, Text(2, pattern="[A-Z]{2}")),
    (Annotated[str, "email"], {}, EmailAddress()),
    (Annotated[str, "url"], {"max": 500}, Url(500)),
    (int, {"gt": 0, "lt": 10}, Integer(1, 9)),
    (int, {}, Integer()),
    (Decimal, {"places": 2, "ge": 0, "lt": 1}, DecimalNumber(2, 0, 99)),
    (bool, {}, Boolean()),
    (datetime, {}, Timestamp()),
    (date, {}, CalendarDate()),
    (timedelta, {"ge": 0, "le": timedelta(hours=1)}, Duration(0, 3_600_000_000)),
    (UUID, {}, Uuid()),
    (time, {}, TimeOfDay()),
    (float, {}, Float()),
    (float, {"gt": 0, "le": Decimal("0.5")}, Float(gt=0.0, le=0.5)),
    (bytes, {"max": 32, "min": 16}, Binary(32, 16)),
    (Annotated[int, "bigint"], {}, BigInteger()),
    (Annotated[int, "bigint"], {"gt": 0}, BigInteger(ge=1)),
    (Color, {}, Enumeration(Color)),
    (list[int], {"max": 3}, ListOf(Integer(), 3)),
    (list[Annotated[str, "url"]], {"max": 3, "distinct": True}, ListOf(Url(), 3, distinct=True)),
    (list[float], {"max": 3, "distinct": False}, ListOf(Float(), 3)),
    (dict[str, int | None], {"max": 3}, MapOf(Text(200), Integer(), 3, nullable=True)),
])
def test_each_annotation_has_its_type(annotation: object, rules: dict[str, object], expected: object) -> None:
    """Annotation and rules decide the type; equal rules make equal types, with and without None."""
    assert field_type(annotation, rules) == (expected, False)
    assert field_type(annotation | None, rules) == (expected, True)  # type: ignore[operator]
    assert hash(field_type(annotation, rules)[0]) == hash(expected)


def test_rules_of_the_field_win_over_those_of_the_annotation() -> None:
    """`Short` with `max=50` has at most 50 characters, and None may stand inside of Annotated."""
    metadata = type("Rules", (), {"rules": {"max": 200}})()
    assert field_type(Annotated[str | None, metadata], {"max": 50}) == (Text(50), True)


def test_dataclasses_and_typed_dicts_become_objects() -> None:
    """Members keep their rules, their null and whether they are required."""
    kind, _ = field_type(Address, {})
    assert isinstance(kind, ObjectOf)
    assert [(m.name, m.nullable, m.required) for m in kind.members] == [("street", False, True), ("country", False, True), ("floor", True, False)]
    kind, _ = field_type(Options, {})
    assert isinstance(kind, ObjectOf)
    assert [(m.name, m.required) for m in kind.members] == [("dark", True), ("zoom", False)]
    assert kind.parse({"dark": True}) == {"dark": True}
