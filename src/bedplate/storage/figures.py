"""Figures over the rows of a group: exact, or an error; never rounded where their kind is exact."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bedplate.declarations.fields.decimals import DIGITS
from bedplate.declarations.fields.instants import MICROSECONDS_MAX
from bedplate.declarations.fields.numbers import SAFE_INTEGER
from bedplate.declarations.nodes import ROW, Node, Path
from bedplate.storage.expression_kinds import Typed
from bedplate.storage.fragment import Fragment, join, name, number, quoted, sql
from bedplate.storage.scopes import Scope

__all__ = ["Part", "figure_of", "is_stored", "made_once"]

_TOO_LARGE = sql("abs(count(*) * 0 + (-9223372036854775807 - 1))")
"""Raises `integer overflow` where it is reached, in a group."""

_TOO_LARGE_ROW = sql("abs(-9223372036854775807 - 1)")
"""The same, in a row."""

_LARGEST = 1.7976931348623157e308
_EXACT = ("integer", "bigint", "decimal", "duration")
_BOUNDS: dict[str, int] = {"integer": SAFE_INTEGER, "decimal": 10**DIGITS - 1, "duration": MICROSECONDS_MAX}


@dataclass(frozen=True, slots=True)
class Part:
    """What a column is made of, of one row: without an item the row itself. `plain` ones may be written several times at no cost."""

    item: Typed | None
    where: Fragment | None = None
    plain: bool = True


def is_stored(node: Node, row: Scope) -> bool:
    """Whether an expression is nothing but a column of the row."""
    return isinstance(node, Path) and node.scope == ROW and not node.refs and node.field in row.resource.fields


def made_once(parts: Sequence[Part], rows: Fragment) -> tuple[list[Part], Fragment]:
    """The same parts, each calculated once for each row: a figure names its item several times, and SQLite would calculate it as often.
    The LIMIT is what keeps it from doing so. A product beyond 64 bits is a float there, which an exact value may never become."""
    columns = [sql("1 AS seen")]
    made: list[Part] = []
    for i, one in enumerate(parts, 1):
        item, where = one.item, one.where
        if item is not None:
            value = sql("s.{}", name(f"v{i}"))
            columns.append(sql("{} AS {}", item.fragment, name(f"v{i}")))
            whole = sql("iif(typeof({}) = 'real', {}, {})", value, _TOO_LARGE_ROW, value) if item.kind in _EXACT else value
            item = Typed(whole, item.kind, item.places)
        if where is not None:
            columns.append(sql("{} AS {}", where, name(f"w{i}")))
            where = sql("s.{}", name(f"w{i}"))
        made.append(Part(item, where))
    return made, sql("FROM (SELECT {} {} LIMIT -1) AS s", join(", ", columns), rows)


def figure_of(figure: str, part: Part) -> Typed:
    """A figure over the rows of a group; NULL where there are none, but for counts and sums."""
    only = sql("") if part.where is None else sql(" FILTER (WHERE {})", part.where)
    item = part.item
    if item is None:
        return Typed(sql("count(*){}", only), "integer")
    value = item.fragment
    if figure in ("min", "max"):
        return Typed(sql("min({}){}" if figure == "min" else "max({}){}", value, only), item.kind, item.places)
    if figure == "mean":
        return _mean(item, value, only)
    if item.kind == "float":
        most = quoted(_LARGEST)
        found = sql("coalesce(sum({}){}, 0.0)", value, only)
        return Typed(sql("iif({} BETWEEN -{} AND {}, {}, {})", found, most, most, found, _TOO_LARGE), "float")
    found = _exact_sum(value, only)
    if item.kind in _BOUNDS:
        most = number(_BOUNDS[item.kind])
        found = sql("iif({} BETWEEN -{} AND {}, {}, {})", found, most, most, found, _TOO_LARGE)
    return Typed(found, item.kind, item.places)


def _exact_sum(value: Fragment, only: Fragment) -> Fragment:
    """Of none 0. The upper and the lower halves of 64 bits are added up each for itself, so that a total is refused only where it does not
    fit, whatever the order of the rows and whatever was reached on the way."""
    low = sql("coalesce(sum({} & 4294967295){}, 0)", value, only)
    high = sql("(coalesce(sum({} >> 32){}, 0) + ({} >> 32))", value, only, low)
    return sql("iif({} BETWEEN -2147483648 AND 2147483647, {} * 4294967296 + ({} & 4294967295), {})", high, high, low, _TOO_LARGE)


def _mean(item: Typed, value: Fragment, only: Fragment) -> Typed:
    if item.kind == "float":
        return Typed(sql("avg({}){}", value, only), "float")
    summed, counted = _exact_sum(value, only), sql("nullif(count({}){}, 0)", value, only)
    if item.kind in ("integer", "bigint"):
        return Typed(sql("CAST({} AS REAL) / {}", summed, counted), "float")
    return Typed(sql("({} + iif({} < 0, -1, 1) * ({} / 2)) / {}", summed, summed, counted, counted), item.kind, item.places)
