"""`Order.where(…).select(a, b)`: values instead of rows, one by one or as figures over groups. Nothing rests on them: they are only looked at."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVarTuple, cast

from typing_extensions import TypeVar

from bedplate.declarations.expressions import Expr, node_of
from bedplate.declarations.nodes import Figure, Node

if TYPE_CHECKING:
    from bedplate.declarations.context import Reads
    from bedplate.declarations.query import QuerySpec

__all__ = ["PickSpec", "Picked", "TooManyRows"]

Ts = TypeVarTuple("Ts")
T = TypeVar("T")


class TooManyRows(RuntimeError):
    """A query found more rows than its `max`. They are never cut off in silence: raise `max=`, narrow the query, or use `page`."""


@dataclass(frozen=True, slots=True)
class PickSpec:
    """What is picked of the rows of a query. With `groups` (which may be none) the columns are groups and figures, else values of rows."""

    query: QuerySpec
    columns: tuple[Node, ...]
    groups: tuple[Node, ...] | None = None
    order: tuple[tuple[Node, bool], ...] = ()
    limit: int = 1_001


class Picked(Generic[*Ts]):
    """Values of the rows that the caller may read. A column is an expression of the row, or a figure: `fn.count()`, `fn.sum(Line.price)`."""

    __slots__ = ("_spec",)

    def __init__(self, spec: PickSpec) -> None:
        self._spec = spec

    def group_by(self, *e: Expr[Any]) -> Self:
        """Rows that are equal in all of these are one; every column is one of these, or a figure."""
        return type(self)(replace(self._spec, groups=(*(self._spec.groups or ()), *(node_of(one) for one in e))))

    def order_by(self, *e: Expr[Any]) -> Self:
        """In this order; the groups, or the key, break ties."""
        return type(self)(replace(self._spec, order=(*self._spec.order, *((node_of(one), one.descending) for one in e))))

    async def all(self, ctx: Reads[Any], /, *, max: int = 1000) -> list[tuple[*Ts]]:
        """All of them; more than `max` is an error (TooManyRows), never a cut."""
        spec = _whole(replace(self._spec, limit=max + 1))
        rows = await ctx._decision.picked(spec)  # pyright: ignore[reportPrivateUsage]
        if len(rows) > max:
            raise TooManyRows(f"the query for {spec.query.resource} found more than {max}: narrow it, group it, or raise `max=`")
        return cast("list[tuple[*Ts]]", rows)

    async def into(self, shape: Callable[[*Ts], T], ctx: Reads[Any], /, *, max: int = 1000) -> list[T]:
        """The same, each as `shape(a, b, …)`: a dataclass, a NamedTuple, any function."""
        return [shape(*row) for row in await self.all(ctx, max=max)]


def _whole(spec: PickSpec) -> PickSpec:
    """With a figure among the columns there are groups, if only one. Raises TypeError for what is neither a group nor a figure."""
    if spec.groups is None and not any(isinstance(one, Figure) for one in spec.columns):
        if any(isinstance(one, Figure) for one, _ in spec.order):
            raise TypeError("`order_by` of a figure, but nothing is grouped: write `.group_by(...)`")
        return spec
    groups = spec.groups or ()
    if any(isinstance(one, Figure) for one in groups):
        raise TypeError("`group_by` takes values of a row; a figure is a column of `select`")
    loose = [one for one in (*spec.columns, *(node for node, _ in spec.order)) if not isinstance(one, Figure) and one not in groups]
    if loose:
        raise TypeError("beside a figure or `group_by` each column and each order is one of the groups, or a figure: name it in `.group_by(...)`")
    return replace(spec, groups=groups)
