"""Numbers of floating point: measured, not counted."""
from __future__ import annotations

import math
import re
import sys
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Final, Literal

from bedplate.declarations.fields.numbers import BOUNDS
from bedplate.declarations.fields.spelling import Rules, Spelling
from bedplate.declarations.fields.type import AnswerForm, FieldType, InvalidValue, Moment, Stored
from bedplate.declarations.fields.wrong import WrongRules

__all__ = ["SPELLINGS", "Float"]

_TEXT: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,308})(?:\.[0-9]{1,400})?(?:[eE][+-]?[0-9]{1,3})?", re.ASCII)
_LARGEST: Final = sys.float_info.max
_GOLDEN: Final = 0.6180339887498949  # its multiples spread evenly over an interval


@dataclass(frozen=True, slots=True)
class Float(FieldType):
    """A finite double (IEEE 754 binary64). -0.0 is 0.0; in JSON the shortest digits that name the value, as Python and browsers choose them.

    An integer is taken as well: JSON has one kind of number, and many encoders leave out the point of 1.0.
    """

    ge: float | None = None
    gt: float | None = None
    le: float | None = None
    lt: float | None = None

    kind: ClassVar[str] = "float"
    storage: ClassVar[Literal["TEXT", "INTEGER", "REAL", "BLOB"]] = "REAL"
    answer: ClassVar[AnswerForm] = "float"
    operators: ClassVar[frozenset[str]] = frozenset({"eq", "ne", "lt", "le", "gt", "ge", "in", "isnull"})
    marks: ClassVar[frozenset[str]] = frozenset({"filter", "sort", "unique"})

    def parse(self, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise InvalidValue("number", {}, "must be a number")
        try:
            found = float(value)
        except OverflowError:
            found = math.inf
        if not math.isfinite(found):
            raise InvalidValue("finite", {}, "must be a finite number")
        self._require_within(found)
        return found + 0.0

    def parse_text(self, text: str) -> float:
        if _TEXT.fullmatch(text) is None:
            raise InvalidValue("number", {}, "must be a number")
        return self.parse(float(text))

    def _require_within(self, value: float) -> None:
        if self.ge is not None and value < self.ge:
            raise InvalidValue("ge", {"ge": self.ge}, f"must be at least {_shown(self.ge)}")
        if self.gt is not None and value <= self.gt:
            raise InvalidValue("gt", {"gt": self.gt}, f"must be more than {_shown(self.gt)}")
        if self.le is not None and value > self.le:
            raise InvalidValue("le", {"le": self.le}, f"must be at most {_shown(self.le)}")
        if self.lt is not None and value >= self.lt:
            raise InvalidValue("lt", {"lt": self.lt}, f"must be less than {_shown(self.lt)}")

    def check(self, value: object) -> float:
        return self.parse(value)

    def store(self, value: object) -> Stored:
        assert isinstance(value, int | float)
        return float(value) + 0.0  # zero has one sign

    def load(self, stored: Stored) -> float:
        assert isinstance(stored, float)
        return stored

    def dump(self, value: object) -> object:
        assert isinstance(value, int | float)
        return float(value) + 0.0

    def schema(self) -> dict[str, object]:
        least = {"exclusiveMinimum": self.gt} if self.gt is not None else {"minimum": -_LARGEST if self.ge is None else self.ge}
        most = {"exclusiveMaximum": self.lt} if self.lt is not None else {"maximum": _LARGEST if self.le is None else self.le}
        return {"type": "number", "format": "double", **least, **most}

    def made_up(self, moment: Moment) -> object:
        if self._fits(float(moment.number)):
            return float(moment.number)
        low, high = _ends(self)
        part = (moment.number * _GOLDEN) % 1
        between = low * (1 - part) + high * part
        return next((one for one in (between, low, high) if self._fits(one)), between)

    def _fits(self, value: float) -> bool:
        try:
            self._require_within(value)
        except InvalidValue:
            return False
        return True


def _ends(kind: Float) -> tuple[float, float]:
    """The least and the greatest value."""
    low = math.nextafter(kind.gt, math.inf) if kind.gt is not None else -_LARGEST if kind.ge is None else kind.ge
    high = math.nextafter(kind.lt, -math.inf) if kind.lt is not None else _LARGEST if kind.le is None else kind.le
    return low, high


def _shown(bound: float) -> str:
    return str(int(bound)) if bound.is_integer() and abs(bound) < 1e15 else repr(bound)


def _made(rules: Rules, _inside: bool) -> FieldType:
    bounds = {name: _bound(name, rules[name]) for name in ("ge", "gt", "le", "lt") if name in rules}
    for either, other in (("ge", "gt"), ("le", "lt")):
        if either in bounds and other in bounds:
            raise WrongRules("TWO_BOUNDS", f"`{either}` and `{other}` both bound the same side.", "Keep one of them.")
    found = Float(**bounds)
    low, high = _ends(found)
    if low > high:
        raise WrongRules("EMPTY_RANGE", "No value lies between these bounds.", "Let the lower bound be at most the upper one.")
    return found


def _bound(name: str, bound: object) -> float:
    if isinstance(bound, bool) or not isinstance(bound, int | float | Decimal):
        raise WrongRules("WRONG_BOUND", f"`{name}` is no number.", f"Write {name}=0 or {name}=0.5.")
    try:
        found = float(bound)
    except OverflowError:
        found = math.inf
    if not math.isfinite(found):
        raise WrongRules("WRONG_BOUND", f"`{name}` is not a finite number.", "Write a finite one.")
    return found + 0.0


SPELLINGS: Final = (Spelling(float, _made, BOUNDS, constant=Float()),)
