"""Bounds of numbers: `ge gt le lt` folded into one closed interval, for every type that counts in whole steps."""
from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from bedplate.declarations.fields.type import InvalidValue
from bedplate.declarations.fields.wrong import WrongRules

__all__ = ["BOUNDS", "SAFE_INTEGER", "closed_interval", "made_between", "require_between"]

BOUNDS: Final = frozenset({"ge", "gt", "le", "lt"})

SAFE_INTEGER: Final = 2**53 - 1
"""The largest integer that every JSON reader keeps exactly (RFC 8259 §6)."""


def closed_interval(rules: Mapping[str, object], *, scale: int, low: int, high: int) -> tuple[int, int]:
    """`ge gt le lt` in units of the type, as the lowest and highest step of 10**-scale units. Raises WrongRules."""
    bounds = {name: _steps(name, rules[name], scale) for name in ("ge", "gt", "le", "lt") if rules.get(name) is not None}
    for either, other in (("ge", "gt"), ("le", "lt")):
        if either in bounds and other in bounds:
            raise WrongRules("TWO_BOUNDS", f"`{either}` and `{other}` both bound the same side.", "Keep one of them.")
    lowest = bounds["ge"] if "ge" in bounds else bounds["gt"] + 1 if "gt" in bounds else low
    highest = bounds["le"] if "le" in bounds else bounds["lt"] - 1 if "lt" in bounds else high
    if lowest < low or highest > high:
        raise WrongRules("BOUND_TOO_WIDE", "A bound lies outside of what this type can hold.", f"Leave it out, or stay from {Decimal(low).scaleb(-scale)} to {Decimal(high).scaleb(-scale)}.")
    if lowest > highest:
        raise WrongRules("EMPTY_RANGE", "No value lies between these bounds.", "Let the lower bound be at most the upper one.")
    return lowest, highest


def _steps(name: str, bound: object, scale: int) -> int:
    if isinstance(bound, bool) or not isinstance(bound, int | Decimal):
        raise WrongRules("WRONG_BOUND", f"`{name}` is neither an int nor a Decimal.", f"Write {name}=0 or {name}=Decimal('0.5').")
    try:
        steps = Decimal(bound).scaleb(scale)
        whole = int(steps)
    except (InvalidOperation, ValueError, OverflowError):
        raise WrongRules("WRONG_BOUND", f"`{name}` is not a finite number.", "Write a finite one.") from None
    if steps != whole:
        raise WrongRules("WRONG_BOUND", f"`{name}` has more digits after the point than the field.", "Use as many digits as `places` says.")
    return whole


def require_between(steps: int, low: int, high: int, shown: tuple[object, object]) -> None:
    """Raises InvalidValue unless low <= steps <= high; `shown` are the bounds as the caller writes them."""
    if steps < low:
        raise InvalidValue("ge", {"ge": shown[0]}, f"must be at least {shown[0]}")
    if steps > high:
        raise InvalidValue("le", {"le": shown[1]}, f"must be at most {shown[1]}")


def made_between(low: int, high: int, number: int) -> int:
    """A number between two bounds for tests, positive where that is possible, not the same for neighbouring numbers."""
    start = max(low, min(1, high))
    return start + (number - 1) % (high - start + 1)
