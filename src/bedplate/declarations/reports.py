"""`class Sales(Report, of=OrderLine, limit="30/min")`: rows of a resource, grouped and measured under names of their own."""
from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal, cast

from typing_extensions import TypeVar

from bedplate.declarations.contract import Limit, Rule
from bedplate.declarations.declared import Declared
from bedplate.declarations.descriptors import Field
from bedplate.declarations.expressions import Expr
from bedplate.declarations.grids import Grid
from bedplate.declarations.members import place_here
from bedplate.declarations.nodes import Node
from bedplate.errors import Place

if TYPE_CHECKING:
    from bedplate.declarations.resources import Row

__all__ = ["Report", "ReportColumn", "ReportContract", "group", "measure"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ReportContract:
    """A report, compiled. Its columns are named by its grid; `where` narrows the rows of the resource `of`."""

    name: str
    path: str
    of: str
    grid: Grid
    where: Node | None
    rules: tuple[Rule, ...]  # of the verbs `read` and `export`; they speak of the caller only
    limit: Limit
    export: tuple[str, ...]
    place: Place
    doc: str = ""


class ReportColumn(Field[Any]):
    """A group or a measure as it was written."""

    def __init__(self, expression: Expr[Any], rules: Mapping[str, Any], *, measured: bool) -> None:
        super().__init__(rules, place_here(3))
        self.expression: object = expression
        self.measured = measured


def group(e: Expr[T], /) -> Field[T]:
    """Rows that are equal in this make a group: `day: Field[date] = group(fn.day(OrderLine.order.paid_on))`."""
    return ReportColumn(e, {}, measured=False)


def measure(e: Expr[T], /, *, pii: bool = False) -> Field[T]:
    """A figure over the rows of a group: `pieces: Field[int] = measure(fn.sum(OrderLine.quantity))`."""
    return ReportColumn(e, {"pii": pii}, measured=True)


class Report:
    """Rows of `of`, as the caller may read them, grouped: filters of `of`, sorts, paging, export. Who may ask is said by rules for `read`
    and `export`, which speak of the caller only."""

    _declaration: ClassVar[Declared]

    def __init_subclass__(
        cls, *, of: type[Row], limit: str, where: Expr[bool] | None = None, export: tuple[Literal["csv", "ndjson"], ...] = (), path: str = ""
    ) -> None:
        super().__init_subclass__()
        options = {"of": of, "limit": limit, "where": where, "export": export, "path": path}
        cls._declaration = Declared(cast("Any", cls), options, sys._getframe(1))  # pyright: ignore[reportPrivateUsage]
