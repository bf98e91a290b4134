"""What stands behind an `Effects`: it reads, and it writes by decisions of their own.

Under one Idempotency-Key (of an event: its job) every decision has a number; the record of what it came to is written in its own
transaction. When the whole call is repeated, a decision that was applied is not taken again: its result is read back, rows as rows.
"""
from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Literal, NoReturn, cast, get_type_hints

import msgspec

from bedplate.declarations.accounts import Caller
from bedplate.declarations.context import Ctx
from bedplate.declarations.nodes import Node
from bedplate.declarations.picked import PickSpec
from bedplate.declarations.query import QuerySpec
from bedplate.declarations.rows import RowState, key_of, state_of
from bedplate.errors import Refusal
from bedplate.logic.decide import Decider, Requirement, Verdict, replayed
from bedplate.logic.ledger import Ledger
from bedplate.logic.payload import dump_key, parse_key
from bedplate.logic.runtime import Runtime
from bedplate.logic.view import View
from bedplate.logic.who import Who, key_tuple, system_of
from bedplate.values import Applied, Idempotency, Outcome

if TYPE_CHECKING:
    from bedplate.declarations.events import Event
    from bedplate.declarations.resources import Row, System

__all__ = ["EffectsView", "Occasion"]


@dataclass(eq=False, slots=True)
class Occasion:
    """One call with effects: what its decisions are counted and recorded under. `granted` is the row and right of an action."""

    runtime: Runtime
    route: str
    now: datetime
    wanted: Idempotency | None = None
    granted: Requirement | None = None
    decisions: int = 0
    reading: list[Ledger] = field(default_factory=list[Ledger])
    caller: Caller | None = None  # of an endpoint

    def check_nothing_was_assigned(self) -> None:
        """An assignment outside of a decision would be lost without a word: it is an error instead."""
        for ledger in self.reading:
            ledger.flush()
            if ledger.writes:
                raise RuntimeError("a row was assigned to outside of a decision: write it in a function given to `ctx.decide`")


class EffectsView:
    """One call with effects on behalf of one `Who`."""

    __slots__ = ("_occasion", "_reads", "_whose", "who")

    def __init__(self, occasion: Occasion, who: Who, whose: Callable[[], Awaitable[Who]]) -> None:
        self._occasion = occasion
        self._whose = whose
        self.who = who
        ledger = Ledger(occasion.runtime, occasion.now)
        occasion.reading.append(ledger)
        self._reads = View(ledger, who, occasion.route, _no_apply)

    @property
    def now(self) -> datetime:
        return self._occasion.now

    @property
    def caller(self) -> Caller | None:
        """Where the call of an endpoint comes from, for what it does about accounts."""
        return self._occasion.caller

    @property
    def me(self) -> Row | System | None:
        return self.who.me

    async def rows(self, spec: QuerySpec) -> list[Row]:
        return await self._reads.rows(spec)

    async def scalar(self, spec: QuerySpec, aggregate: Literal["count", "exists", "sum"], item: Node | None) -> object:
        return await self._reads.scalar(spec, aggregate, item)

    async def picked(self, spec: PickSpec) -> list[tuple[object, ...]]:
        return await self._reads.picked(spec)

    async def batch(self, spec: QuerySpec, after: object, size: int) -> list[Row]:
        return await self._reads.batch(spec, after, size)

    async def load(self, resource: str, key: object) -> Row:
        return await self._reads.load(resource, key)

    def system(self, why: str) -> EffectsView:
        if self.who.access is None:
            return self
        who = system_of(self._occasion.runtime, self.who, why, self._occasion.route)
        return EffectsView(self._occasion, who, _constant(who))

    def acting_as(self, who: Row) -> EffectsView:
        acting = self._reads.acting_as(who).who
        return EffectsView(self._occasion, acting, _constant(acting))

    async def decide(self, f: Callable[..., Awaitable[Any]], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Take a decision, or read back what it came to when it was taken before."""
        occasion = self._occasion
        occasion.decisions += 1
        route = f"{occasion.route}#{occasion.decisions}:{getattr(f, '__name__', 'decision')}"
        wanted = occasion.wanted
        if wanted is not None:
            found = await replayed(occasion.runtime, self.who, route, wanted, occasion.now)
            if found is not None:
                return await _read_back(self._reads, f, found.body)

        async def work(view: View) -> Verdict:
            requirement = await self._grant(view, args, kwargs)
            fresh = [await _reloaded(view, value) for value in args]
            named = {name: await _reloaded(view, value) for name, value in kwargs.items()}
            result = await f(Ctx[Any](view), *fresh, **named)
            finish = None if wanted is None else _recording(occasion.runtime, f, result)
            return Verdict(body=b"null", finish=finish, require=requirement, result=result)

        taken = await Decider(occasion.runtime, route, occasion.now, self._whose, work, wanted).take()
        if taken.verdict is None or taken.ledger is None:
            return await _read_back(self._reads, f, cast("Outcome", taken.applied.replayed).body)
        if taken.applied.replayed is not None:
            return await _read_back(self._reads, f, taken.applied.replayed.body)
        taken.ledger.settled(taken.applied)
        await _complete(self._reads, taken.verdict.result)
        return taken.verdict.result

    async def _grant(self, view: View, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Requirement | None:
        """The row of the action, where a decision is given it, is covered by the right to the action in there too."""
        granted = self._occasion.granted
        if granted is None or view.who.access is None or not granted[2]:
            return None
        for value in (*args, *kwargs.values()):
            if _is_row(value) and _place(value) == (granted[0], granted[2]):
                await view.load(granted[0], granted[2])
                met = view.ledger.met(view.who, granted[0], granted[2])
                if met is not None:
                    met.granted, met.verb = True, granted[1]
                    view.subject = (granted[0], granted[2])
                return granted
        return None

    # ---- not here
    def add(self, row: Row) -> None:
        _only_in_decisions()

    def delete(self, row: Row) -> None:
        _only_in_decisions()

    def restore(self, row: Row) -> None:
        _only_in_decisions()

    def purge(self, row: Row) -> None:
        _only_in_decisions()

    def update_all(self, spec: QuerySpec, puts: tuple[tuple[str, object | Node], ...]) -> None:
        _only_in_decisions()

    def delete_all(self, spec: QuerySpec) -> None:
        _only_in_decisions()

    def require(self, rule: Node, otherwise: type[Refusal]) -> None:
        _only_in_decisions()

    def emit(self, event: Event, after: timedelta | None) -> None:
        _only_in_decisions()

    async def apply(self) -> None:
        _only_in_decisions()


def _only_in_decisions() -> NoReturn:
    raise RuntimeError("this context acts on the outside world: write in a function given to `ctx.decide`")


async def _no_apply() -> None:
    _only_in_decisions()


def _constant(who: Who) -> Callable[[], Awaitable[Who]]:
    async def whose() -> Who:
        return who

    return whose


# ---- rows that go into a decision, and results that come out of it
def _is_row(value: object) -> bool:
    return isinstance(getattr(value, "_state", None), RowState)


def _place(row: Any) -> tuple[str, tuple[object, ...]]:
    return type(row).__name__, key_tuple(key_of(row))


async def _reloaded(view: View, value: Any) -> Any:
    """A row of an earlier moment becomes a row of this decision."""
    if _is_row(value):
        return await view.load(*_place(value))
    if isinstance(value, list):
        return [await _reloaded(view, one) for one in cast("list[object]", value)]
    return value


async def _complete(view: View, result: Any) -> None:
    """The rows among what a decision gave."""
    for one in cast("list[Any]", result) if isinstance(result, list | tuple) else [result]:
        if _is_row(one):
            await _completed(view, one)


async def _completed(view: View, row: Row) -> None:
    """What the database made of a written row (computed fields, numbers, what an expression came to) is read, as a repeat of the call
    would read it; of a row that the caller may not read it stays unknown."""
    state, resource, who = state_of(row), view.runtime.by_kind[type(row)], view.who
    fields = view.runtime.readable_fields[resource.name, who.actor.kind is not None]
    if all(name in state.values or name in state.computed for name in fields):
        return
    found = await view.runtime.store.row(who.access, who.actor, resource.name, fields, key_tuple(key_of(row)), view.now)
    if found is not None:
        state.values |= {name: value for name, value in found.items() if name in resource.fields}
        state.computed = {name: value for name, value in found.items() if name not in resource.fields}


def _recording(runtime: Runtime, f: Callable[..., Any], result: Any) -> Callable[[Applied], Outcome]:
    """Keeps a result for repeats. Raises TypeError at once, not at the repeat, for one that would come back as something else."""
    body = msgspec.json.encode(_recorded(runtime, result))
    kept = cast("dict[str, Any]", msgspec.json.decode(body))
    if "value" in kept and _value_of(f, kept["value"]) != result:
        name = getattr(f, "__name__", "the decision")
        raise TypeError(f"a repeat could not read back what {name} returns: annotate its result with a type of JSON's, a dataclass or a row")

    def finish(applied: Applied) -> Outcome:
        return Outcome(200, body)

    return finish


def _recorded(runtime: Runtime, result: Any) -> object:
    """A result as it can be read back: rows by their keys, shapes as JSON by the annotation of the function."""
    if _is_row(result):
        name = type(result).__name__
        return {"row": name, "key": dump_key(runtime.contract.resources[name], key_of(result))}
    if isinstance(result, list | tuple) and result and all(_is_row(one) for one in cast("list[Any]", result)):
        return {"rows": [_recorded(runtime, one) for one in cast("list[Any]", result)]}
    return {"value": cast("object", result)}


async def _read_back(view: View, f: Callable[..., Any], body: bytes) -> Any:
    kept = cast("dict[str, Any]", msgspec.json.decode(body))
    if "row" in kept:
        return await view.load(kept["row"], parse_key(view.runtime.contract.resources[kept["row"]], kept["key"]))
    if "rows" in kept:
        return [await view.load(one["row"], parse_key(view.runtime.contract.resources[one["row"]], one["key"])) for one in kept["rows"]]
    return _value_of(f, kept["value"])


def _value_of(f: Callable[..., Any], kept: object) -> Any:
    """A value by the annotation of the function, or as JSON has it where there is none that can be resolved."""
    hint: Any = getattr(f, "__annotations__", {}).get("return", Any)
    try:
        hint = get_type_hints(SimpleNamespace(__annotations__={"return": hint}), getattr(f, "__globals__", {}), _closure(f))["return"]
    except NameError:
        hint = Any
    if kept is None or hint is type(None):
        return kept
    try:
        return msgspec.convert(kept, hint, strict=False)
    except msgspec.ValidationError:
        raise TypeError(f"the result of a decision is no {getattr(hint, '__name__', hint)}, as its annotation says") from None


def _closure(f: Callable[..., Any]) -> dict[str, Any]:
    """The names that an annotation inside of a function may speak of."""
    code, cells = getattr(f, "__code__", None), getattr(f, "__closure__", None)
    return {} if code is None or not cells else {name: cell.cell_contents for name, cell in zip(code.co_freevars, cells, strict=True)}
