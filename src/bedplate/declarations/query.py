"""Queries in code: always on somebody's behalf, never unbounded."""
from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, Self, cast, overload

from typing_extensions import TypeVar

from bedplate.declarations.expressions import Expr, N, node_of
from bedplate.declarations.faces import Face, face_place
from bedplate.declarations.members import Member
from bedplate.declarations.nodes import Node
from bedplate.declarations.picked import Picked, PickSpec, TooManyRows
from bedplate.declarations.puts import Put
from bedplate.declarations.relations import Rows
from bedplate.declarations.rows import key_of, state_of
from bedplate.errors import NotFound

if TYPE_CHECKING:
    from bedplate.declarations.context import Ctx, Reads
    from bedplate.declarations.resources import Row

__all__ = ["Query", "QuerySpec", "Related", "TooManyRows"]

R = TypeVar("R", bound="Row")
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
E = TypeVar("E")
STREAMED = 200
"""Rows that one statement of a stream reads."""


@dataclass(frozen=True, slots=True)
class QuerySpec:
    """A query as data. `limit` rows at most, after skipping `offset`; `load` names relations (dotted) to bring along."""

    resource: str
    where: tuple[Node, ...] = ()
    order: tuple[tuple[Node, bool], ...] = ()  # (expression, descending)
    limit: int = 200
    offset: int = 0
    load: tuple[str, ...] = ()
    deleted: bool = False  # rows that are marked as deleted, too


class Query(Generic[R]):
    """`all`, `first`, `one` give rows that a decision may rest on: what was read of them is checked again when it is applied.
    `stream`, `select`, `count`, `sum` and `exists` only look. `update` and `delete` join the decision as one statement."""

    __slots__ = ("_paged", "_spec")

    def __init__(self, spec: QuerySpec, *, paged: bool = False) -> None:
        self._spec = spec
        self._paged = paged

    @property
    def spec(self) -> QuerySpec:
        """The query as data."""
        return self._spec

    def where(self, *c: Expr[bool]) -> Self:
        """Only rows for which all of this holds."""
        return self._with(where=(*self._spec.where, *(node_of(one) for one in c)))

    def order_by(self, *c: Expr[Any]) -> Self:
        """In this order; the key breaks ties."""
        return self._with(order=(*self._spec.order, *((node_of(one), one.descending) for one in c)))

    def page(self, number: int, /, *, of: int) -> Self:
        """The page `number` (from 1) of so many rows, by offset; the API's own lists use cursors."""
        if number < 1 or of < 1:
            raise ValueError("pages are counted from 1 and hold at least one row")
        return type(self)(replace(self._spec, limit=of, offset=(number - 1) * of), paged=True)

    def load(self, *relations: type[Row] | Rows[Any]) -> Self:
        """Bring related rows along in the same statement."""
        found = list(self._spec.load)
        for one in relations:
            name = ".".join(_relation_path(one))
            if name not in found:
                found.append(name)
        return self._with(load=tuple(found))

    def with_deleted(self) -> Self:
        """Deleted rows too: for the application all of them, for a caller those that they may restore or purge."""
        return self._with(deleted=True)

    async def all(self, ctx: Reads[Any], /, *, max: int = 200) -> list[R]:
        """All rows; more than `max` is an error (TooManyRows), never a cut."""
        if self._paged:
            return await self._rows(ctx, self._spec)
        rows = await self._rows(ctx, replace(self._spec, limit=max + 1))
        if len(rows) > max:
            raise TooManyRows(f"the query for {self._spec.resource} found more than {max} rows: narrow it, page it, or raise `max=`")
        return rows

    async def first(self, ctx: Reads[Any], /) -> R | None:
        """The first row, or None."""
        rows = await self._rows(ctx, replace(self._spec, limit=1))
        return rows[0] if rows else None

    async def one(self, ctx: Reads[Any], /) -> R:
        """The only row. Refuses with NotFound where there is none; several are an error (TooManyRows)."""
        rows = await self._rows(ctx, replace(self._spec, limit=2))
        if not rows:
            raise NotFound
        if len(rows) > 1:
            raise TooManyRows(f"the query for one {self._spec.resource} found several: narrow it, or use `first`")
        return rows[0]

    async def stream(self, ctx: Reads[Any], /) -> AsyncIterator[R]:
        """Any number of rows, in the order of their key, in batches: nothing is held between two. Rows that are only looked at: no decision
        rests on them, and assigning to them is an error."""
        if self._paged or self._spec.order or self._spec.load:
            raise TypeError("`stream` gives all rows in the order of their key, by themselves: it takes no `order_by`, `page` or `load`")
        last: object = None
        while True:
            rows = cast("list[R]", await ctx._decision.batch(self._spec, last, STREAMED))  # pyright: ignore[reportPrivateUsage]
            for row in rows:
                yield row
            if len(rows) < STREAMED:
                return
            last = key_of(rows[-1])

    @overload
    def select(self, a: Expr[A], /) -> Picked[A]: ...
    @overload
    def select(self, a: Expr[A], b: Expr[B], /) -> Picked[A, B]: ...
    @overload
    def select(self, a: Expr[A], b: Expr[B], c: Expr[C], /) -> Picked[A, B, C]: ...
    @overload
    def select(self, a: Expr[A], b: Expr[B], c: Expr[C], d: Expr[D], /) -> Picked[A, B, C, D]: ...
    @overload
    def select(self, a: Expr[A], b: Expr[B], c: Expr[C], d: Expr[D], e: Expr[E], /) -> Picked[A, B, C, D, E]: ...
    def select(self, *e: Any) -> Any:
        """Values instead of rows: expressions of the row, or figures over groups of them."""
        if self._paged or self._spec.order or self._spec.load:
            raise TypeError("`select` comes before `order_by`, and takes no `page` or `load`: what is picked has an order of its own")
        return Picked[Any](PickSpec(self._spec, tuple(node_of(one) for one in e)))

    async def exists(self, ctx: Reads[Any], /) -> bool:
        """Whether there is such a row. Never rely on having found nothing: a unique set does."""
        return bool(await ctx._decision.scalar(self._spec, "exists", None))  # pyright: ignore[reportPrivateUsage]

    async def count(self, ctx: Reads[Any], /) -> int:
        """How many rows there are that the caller may read."""
        return cast("int", await ctx._decision.scalar(self._spec, "count", None))  # pyright: ignore[reportPrivateUsage]

    async def sum(self, ctx: Reads[Any], e: Expr[N], /) -> N:
        """The sum of an expression; of no rows: 0."""
        return cast("N", await ctx._decision.scalar(self._spec, "sum", node_of(e)))  # pyright: ignore[reportPrivateUsage]

    def update(self, ctx: Ctx[Any], /, *puts: Put) -> None:
        """Change all rows of the query as one statement of the decision."""
        ctx._decision.update_all(self._spec, tuple((one.name, one.value) for one in puts))  # pyright: ignore[reportPrivateUsage]

    def delete(self, ctx: Ctx[Any], /) -> None:
        """Delete all rows of the query as one statement of the decision."""
        ctx._decision.delete_all(self._spec)  # pyright: ignore[reportPrivateUsage]

    async def _rows(self, ctx: Reads[Any], spec: QuerySpec) -> list[R]:
        return cast("list[R]", await ctx._decision.rows(spec))  # pyright: ignore[reportPrivateUsage]

    def _with(self, **parts: Any) -> Self:
        return type(self)(replace(self._spec, **parts), paged=self._paged)


def _relation_path(relation: object) -> tuple[str, ...]:
    """`Ticket.author` is ("author",), `CartLine.variant.product` is ("variant", "product")."""
    if isinstance(relation, Face) and (path := face_place(relation)[2]):
        return path
    if isinstance(relation, Rows):
        return cast("Rows[Any]", relation).relation_path  # type: ignore[redundant-cast]
    raise TypeError("`load` takes relations of the queried resource: `.load(Ticket.author)`")


class Related(Query[R]):
    """The rows of a to-many relation of one row."""

    __slots__ = ("_links",)

    def __init__(self, spec: QuerySpec, *, paged: bool = False, links: tuple[Row, Member] | None = None) -> None:
        super().__init__(spec, paged=paged)
        self._links = links

    def add(self, *rows: R) -> None:
        """Link these rows; those that are linked already stay so. A write of the row whose relation it is. `links` only."""
        self._note(rows, linked=True)

    def remove(self, *rows: R) -> None:
        """Let these rows be linked no more. A write of the row whose relation it is. `links` only."""
        self._note(rows, linked=False)

    def _note(self, rows: tuple[R, ...], *, linked: bool) -> None:
        if self._links is None:
            raise TypeError("only the `links` of a row itself can be added to and removed from; the rows of `many` hold the reference themselves")
        owner, relation = self._links
        if relation.rules.get("through"):
            raise TypeError(f"the links of {relation.name!r} are rows of {relation.rules['through']}: add and delete those")
        state = state_of(owner)
        for row in rows:
            if type(row).__name__ != self.spec.resource:
                raise TypeError(f"{relation.name!r} links {self.spec.resource}, not {type(row).__name__}")
            changed = state.links = {} if state.links is None else state.links
            changed.setdefault(relation.name, {})[key_of(row)] = linked
