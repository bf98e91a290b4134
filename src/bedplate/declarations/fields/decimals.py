"""Decimal numbers with a declared count of digits after the point, kept as scaled integers."""
from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, InvalidOperation
from typing import ClassVar, Final, Literal

from bedplate.declarations.fields.numbers import BOUNDS, closed_interval, made_between, require_between
from bedplate.declarations.fields.spelling import Rules, Spelling
from bedplate.declarations.fields.type import AnswerForm, FieldType, InvalidValue, Moment, Stored
from bedplate.declarations.fields.wrong import WrongRules

__all__ = ["DIGITS", "SPELLINGS", "DecimalNumber"]

DIGITS: Final = 18
"""Digits in all: a scaled value stays inside 64 bits, so sums and order on SQLite are exact."""

_TEXT: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.([0-9]{1,18}))?", re.ASCII)
_EXACT: Final = Context(prec=40, traps=[Inexact, InvalidOperation])


@dataclass(frozen=True, slots=True)
class DecimalNumber(FieldType):
    """A decimal with `places` digits after the point. `low` and `high` are in steps of 10**-places, both included.

    In JSON a string ("12.50") or an integer; a JSON number with a point is refused, because readers turn it into a float.
    """

    places: int
    low: int = -(10**DIGITS - 1)
    high: int = 10**DIGITS - 1

    kind: ClassVar[str] = "decimal"
    storage: ClassVar[Literal["TEXT", "INTEGER", "REAL", "BLOB"]] = "INTEGER"
    answer: ClassVar[AnswerForm] = "decimal"
    operators: ClassVar[frozenset[str]] = frozenset({"eq", "ne", "lt", "le", "gt", "ge", "in", "isnull"})

    def parse(self, value: object) -> Decimal:
        if value.__class__ is int and isinstance(value, int):
            return self._within(value * 10**self.places)
        if isinstance(value, str):
            return self.parse_text(value)
        raise InvalidValue("decimal", {"places": self.places}, 'must be a decimal number as text, such as "12.50"')

    def parse_text(self, text: str) -> Decimal:
        match = _TEXT.fullmatch(text)
        if match is None:
            raise InvalidValue("decimal", {"places": self.places}, 'must be a decimal number as text, such as "12.50"')
        digits = match[1] or ""
        if len(digits) > self.places:
            raise InvalidValue("places", {"places": self.places}, f"must have at most {self.places} digits after the point")
        return self._within(int(text.replace(".", "") + "0" * (self.places - len(digits))))

    def _within(self, steps: int) -> Decimal:
        if not self.low <= steps <= self.high:
            require_between(steps, self.low, self.high, (self._text(self.low), self._text(self.high)))
        return Decimal(steps).scaleb(-self.places, _EXACT)

    def check(self, value: object) -> Decimal:
        if not isinstance(value, Decimal) or not value.is_finite():
            raise InvalidValue("decimal", {"places": self.places}, "must be a finite Decimal")
        if value and not -30 < value.adjusted() < 30:
            raise InvalidValue("decimal", {"places": self.places}, f"must have at most {DIGITS} digits")
        return self._within(self._steps(value))

    def _steps(self, value: Decimal) -> int:
        try:
            return int(value.scaleb(self.places, _EXACT).to_integral_exact(context=_EXACT))
        except (Inexact, InvalidOperation):
            raise InvalidValue("places", {"places": self.places}, f"must have at most {self.places} digits after the point") from None

    def store(self, value: object) -> Stored:
        assert isinstance(value, Decimal | int)
        return self._steps(Decimal(value))

    def load(self, stored: Stored) -> Decimal:
        assert isinstance(stored, int)
        return Decimal(stored).scaleb(-self.places, _EXACT)

    def dump(self, value: object) -> object:
        stored = self.store(value)
        assert isinstance(stored, int)
        return self._text(stored)

    def _text(self, steps: int) -> str:
        digits = str(abs(steps)).rjust(self.places + 1, "0")
        sign = "-" if steps < 0 else ""
        return f"{sign}{digits[:-self.places]}.{digits[-self.places:]}" if self.places else f"{sign}{digits}"

    def schema(self) -> dict[str, object]:
        fraction = rf"(\.[0-9]{{1,{self.places}}})?" if self.places else ""
        return {
            "type": "string",
            "format": "decimal",
            "pattern": rf"^-?(0|[1-9][0-9]{{0,17}}){fraction}$",
            "maxLength": DIGITS + 3,
            "description": f"A decimal number from {self._text(self.low)} to {self._text(self.high)}; an integer is taken as well.",
        }

    def made_up(self, moment: Moment) -> object:
        whole = 10**self.places
        low, high = -(-self.low // whole), self.high // whole
        return Decimal(made_between(low, high, moment.number) * whole if high >= low else self.low).scaleb(-self.places)


def _made(rules: Rules, _inside: bool) -> FieldType:
    places = rules.get("places")
    if places is None:
        raise WrongRules("DECIMAL_WITHOUT_PLACES", "A Decimal has no `places`.", "Say how many digits stand after the point: places=2.")
    if places.__class__ is not int or not isinstance(places, int) or not 0 <= places <= DIGITS:
        raise WrongRules("WRONG_PLACES", "`places` is not a count of digits.", f"Write a number from 0 to {DIGITS}.")
    return DecimalNumber(places, *closed_interval(rules, scale=places, low=-(10**DIGITS - 1), high=10**DIGITS - 1))


SPELLINGS: Final = (Spelling(Decimal, _made, BOUNDS | {"places"}, constant=DecimalNumber(DIGITS)),)
