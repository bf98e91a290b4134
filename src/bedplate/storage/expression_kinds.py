"""What is known of an expression before it runs: which kind of value it gives, and its digits after the point."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum

from bedplate.declarations.contract import ComputedContract, FieldContract
from bedplate.declarations.fields.known import constant_type
from bedplate.declarations.fields.type import FieldType
from bedplate.storage.fragment import Fragment
from bedplate.storage.sqlite import Stored

__all__ = ["Lifted", "Typed", "instant_text", "places_in", "places_of", "stored_constant"]


@dataclass(frozen=True, slots=True)
class Typed:
    """An emitted expression: `places` counts the digits of a decimal, which is a scaled integer."""

    fragment: Fragment
    kind: str
    places: int = 0


@dataclass(frozen=True, slots=True)
class Lifted:
    """Stands in a Constant for a value that was taken out, so that queries that differ in values only are one shape."""

    index: int
    places: int = 0
    many: bool = False  # all options of an IN


def places_of(kind: FieldType | FieldContract | ComputedContract) -> int:
    """Digits after the point of a decimal type, 0 for every other."""
    found = kind if isinstance(kind, FieldType) else kind.type
    return int(getattr(found, "places", 0))


def places_in(value: object) -> int:
    """Digits after the point of a constant."""
    if isinstance(value, Lifted):
        return value.places
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0
    return 0


def instant_text(value: datetime) -> str:
    """27 characters in UTC whose byte order is the order of time."""
    found = value if value.tzinfo is UTC else value.astimezone(UTC)
    return found.isoformat(timespec="microseconds")[:26] + "Z"


def stored_constant(value: object, places: int = 0) -> Stored:
    """A Python value as columns hold it; numbers with `places` digits after the point as scaled integers."""
    if value is None or isinstance(value, Enum):
        return None if value is None else str(value.value)
    if isinstance(value, Decimal):
        return int(value.scaleb(places))
    if isinstance(value, int):
        return int(int(value) * 10**places)
    kind = constant_type(value)
    if kind is None:
        raise TypeError(f"a {type(value).__name__} cannot stand in an expression")
    return kind.store(value)
