"""The context of a call: on whose behalf code reads, decides and acts. Thin faces over a `Decision`, which `logic` implements."""
from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Concatenate, Generic, Literal, ParamSpec, Protocol, TypeAlias, cast

from typing_extensions import TypeVar

from bedplate.declarations.expressions import Expr, node_of
from bedplate.declarations.rows import One

if TYPE_CHECKING:
    from bedplate.declarations.events import Event
    from bedplate.declarations.nodes import Node
    from bedplate.declarations.picked import PickSpec
    from bedplate.declarations.query import QuerySpec
    from bedplate.declarations.resources import Account, Row, System
    from bedplate.errors import Refusal

__all__ = ["AnyCtx", "Ctx", "Decision", "Effects", "Reads"]

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R", bound="Row")
Acc = TypeVar("Acc", bound="Account")
Who_co = TypeVar("Who_co", bound="Account | System | None", covariant=True, default="Account")


class Decision(Protocol):
    """What stands behind a context: collects one change set and reads committed rows. Implemented by `logic`."""

    @property
    def now(self) -> datetime:
        """The instant of the request (UTC), equal in every rerun."""
        ...

    @property
    def me(self) -> Row | System | None:
        """The caller's account row, the application, or nobody."""
        ...

    async def rows(self, spec: QuerySpec) -> list[Row]:
        """The rows of a query, at most `spec.limit`."""
        ...

    async def scalar(self, spec: QuerySpec, aggregate: Literal["count", "exists", "sum"], item: Node | None) -> object:
        """One value over the rows of a query."""
        ...

    async def picked(self, spec: PickSpec) -> list[tuple[object, ...]]:
        """Values of the rows of a query, at most `spec.limit` lines."""
        ...

    async def batch(self, spec: QuerySpec, after: object, size: int) -> list[Row]:
        """The next rows of a query behind this key (None: from the first), in its order; to look at only."""
        ...

    async def load(self, resource: str, key: object) -> Row:
        """One row by its key; NotFound where the caller may not see it."""
        ...

    def add(self, row: Row) -> None:
        """Collect a new row: fills its defaults and, where they are made here, its key and times."""
        ...

    def delete(self, row: Row) -> None:
        """Collect a deletion."""
        ...

    def restore(self, row: Row) -> None:
        """Collect the return of a deleted row."""
        ...

    def purge(self, row: Row) -> None:
        """Collect the end of a deleted row for good."""
        ...

    def update_all(self, spec: QuerySpec, puts: tuple[tuple[str, object | Node], ...]) -> None:
        """Collect one update of all rows of a query."""
        ...

    def delete_all(self, spec: QuerySpec) -> None:
        """Collect one deletion of all rows of a query."""
        ...

    def require(self, rule: Node, otherwise: type[Refusal]) -> None:
        """Collect a condition that must hold when the change set is applied."""
        ...

    def emit(self, event: Event, after: timedelta | None) -> None:
        """Collect an event for the outbox."""
        ...

    def system(self, why: str) -> Decision:
        """The same change set, as the application."""
        ...

    def acting_as(self, who: Row) -> Decision:
        """The same change set, as another account."""
        ...

    async def apply(self) -> None:
        """Apply what is decided so far."""
        ...

    async def decide(self, f: Callable[..., Awaitable[Any]], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Run `f(ctx, *args, **kwargs)` as a decision of its own and apply it; behind an `Effects` only."""
        ...


class Reads(Generic[Who_co]):
    """On whose behalf: queries show what they may read."""

    __slots__ = ("_decision",)

    def __init__(self, decision: Decision, /) -> None:
        self._decision = decision

    @property
    def me(self) -> Who_co:
        """Who is calling: an account row, `System`, or None for a stranger."""
        return cast("Who_co", self._decision.me)

    @property
    def now(self) -> datetime:
        """The instant of the request, in UTC."""
        return self._decision.now


class Ctx(Reads[Who_co]):
    """To decide. What is assigned, added, deleted and emitted here is one change set, applied in one short transaction when the function
    returns: under the caller's own rules (the row of an action excepted, its rule has been asked), and only if every field that was
    read still has the value that was read. Else the function runs again."""

    __slots__ = ()

    def system(self, why: str, /) -> Ctx[System]:
        """The same decision as the application itself: past the row policies, with a reason that is audited. Checks hold."""
        return Ctx(self._decision.system(_reason(why)))

    def acting_as(self, who: Acc, /) -> Ctx[Acc]:
        """The same decision under the rules of another account."""
        return Ctx(self._decision.acting_as(who))

    def add(self, row: R, /) -> R:
        """Add a new row when the decision is applied."""
        self._decision.add(row)
        return row

    def delete(self, row: Row, /) -> None:
        """Delete a row when the decision is applied."""
        self._decision.delete(row)

    def restore(self, row: Row, /) -> None:
        """Bring a deleted row back when the decision is applied, with all that went with it."""
        self._decision.restore(row)

    def purge(self, row: Row, /) -> None:
        """Delete a deleted row for good when the decision is applied, with its history."""
        self._decision.purge(row)

    async def load(self, one: One[R], /) -> R:
        """The related row on behalf of this context; `await one` is on behalf of whoever read its owner."""
        return cast("R", await self._decision.load(one._resource, one._key))  # pyright: ignore[reportPrivateUsage]

    def require(self, rule: Expr[bool], otherwise: type[Refusal], /) -> None:
        """`rule` must be true when the decision is applied, else `otherwise` is the answer."""
        self._decision.require(node_of(rule), otherwise)

    async def emit(self, event: Event, /, *, after: timedelta | None = None) -> None:
        """Tell others once this is committed, at once or after a while."""
        self._decision.emit(event, after)

    async def apply(self) -> None:
        """Apply what is decided so far; then keys made by the database are known."""
        await self._decision.apply()


AnyCtx: TypeAlias = "Ctx[Account | System | None]"


class Effects(Reads[Who_co]):
    """To act on the outside world: services are injected only here, and nothing here is run twice. It writes by decisions."""

    __slots__ = ()

    def system(self, why: str, /) -> Effects[System]:
        """The same, as the application itself."""
        return Effects(self._decision.system(_reason(why)))

    async def decide(self, f: Callable[Concatenate[Ctx[Who_co], P], Awaitable[T]], /, *a: P.args, **k: P.kwargs) -> T:
        """Run `f` and apply it, again if it lost a race. When the whole call is repeated (same Idempotency-Key, redelivered event),
        a decision that was applied is not taken again: its result is read back."""
        return cast("T", await self._decision.decide(f, a, k))


def _reason(why: str) -> str:
    if not why.strip():
        raise ValueError("say why the application does this itself: the reason is audited")
    return why
