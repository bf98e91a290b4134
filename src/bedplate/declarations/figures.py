"""Figures over many rows: which there are, of which kinds of values, and what kind of value each gives."""
from __future__ import annotations

from typing import Final, Literal, TypeAlias

from bedplate.declarations.fields.big_integer import BigInteger
from bedplate.declarations.fields.decimals import DecimalNumber
from bedplate.declarations.fields.floating import Float
from bedplate.declarations.fields.instants import Duration
from bedplate.declarations.fields.integer import Integer
from bedplate.declarations.fields.type import FieldType

__all__ = ["COUNT", "FIGURES", "FigureName", "can_be_grouped", "figure_type", "figures_of"]

FigureName: TypeAlias = Literal["count", "sum", "mean", "min", "max"]
FIGURES: Final[tuple[FigureName, ...]] = ("sum", "mean", "min", "max")
"""Those of a field; `count` is of the rows themselves."""

COUNT: Final = Integer(0)


def figure_type(name: str, kind: FieldType) -> FieldType | None:
    """What a figure of such values is, None where there is no such figure. A mean of whole numbers is a float; of decimals and durations
    it has their digits, the last one rounded half away from zero."""
    if name in ("min", "max"):
        return kind if "lt" in kind.operators else None
    if kind.kind in ("integer", "bigint") and name == "mean":
        return Float()
    summed: dict[str, FieldType] = {"integer": Integer(), "bigint": BigInteger(), "float": Float(), "duration": Duration()}
    return DecimalNumber(kind.places) if isinstance(kind, DecimalNumber) else summed.get(kind.kind)


def figures_of(kind: FieldType) -> tuple[FigureName, ...]:
    """The figures that values of this type have."""
    return tuple(name for name in FIGURES if figure_type(name, kind) is not None)


def can_be_grouped(kind: FieldType) -> bool:
    """Whether equal values can be told and named in a cursor: neither JSON nor bytes."""
    return "eq" in kind.operators and kind.kind != "bytes"
