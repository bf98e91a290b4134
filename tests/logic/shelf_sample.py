"""A small shop, compiled by hand: people, shelves with a stock, orders, tasks with moves. Only what logic needs is filled in."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import count
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from bedplate.declarations import nodes as n
from bedplate.declarations.context import Ctx, Effects
from bedplate.declarations.contract import (
    ActionContract,
    CheckContract,
    Contract,
    EventContract,
    FieldContract,
    FromCaller,
    HandlerContract,
    HookContract,
    Limit,
    Operation,
    ParameterContract,
    ResourceContract,
    RowParameter,
    UniqueContract,
)
from bedplate.declarations.descriptors import Field, Ref, field, ref
from bedplate.declarations.events import Event
from bedplate.declarations.fields.enumeration import Enumeration
from bedplate.declarations.fields.instants import Timestamp
from bedplate.declarations.fields.integer import Integer
from bedplate.declarations.fields.text import Text
from bedplate.declarations.fields.uuids import Uuid
from bedplate.declarations.resources import Resource, User, builder
from bedplate.errors import Conflict, Place
from bedplate.logic.perform import prepare_perform
from bedplate.logic.runtime import Runtime
from bedplate.logic.services import Services
from bedplate.storage.sqlite import Database
from bedplate.storage.store import Store
from bedplate.values import Access, Actor, Call, Grant, Idempotency, Outcome, Precondition, Request, RowAccess, Step

HERE = Place(__file__, 1)
START = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
LIMIT = Limit(60, 60, 10)


class State(StrEnum):
    OPEN, DONE, CLOSED = "open", "done", "closed"


class SoldOut(Conflict):
    """There is nothing left."""


class Person(User):
    name: Field[str] = field(max=80)


class Shelf(Resource):
    name: Field[str] = field(max=80)
    stock: Field[int] = field(default=0)
    note: Field[str] = field(max=80, default="")


class Order(Resource):
    customer: Ref[Person] = ref()
    shelf: Ref[Shelf] = ref()
    pieces: Field[int] = field()


class Task(Resource):
    title: Field[str] = field(max=20)
    state: Field[State] = field(default=State.OPEN)
    owner: Ref[Person] = ref()


@dataclass(frozen=True)
class Sold(Event):
    order: Order
    pieces: int


def own(name: str, kind: Any, **more: Any) -> FieldContract:
    return FieldContract(name, name, kind, nullable=more.pop("nullable", False), place=HERE, **more)


def same(field_name: str) -> n.Node:
    """`cls.<field> == me.id`"""
    return n.Compare("eq", n.Path(n.ROW, (), field_name), n.Path(n.ME, (), "id"))


def resource(kind: type[Any], path: str, *fields: FieldContract, **more: Any) -> ResourceContract:
    automatic = (
        own("id", Uuid(), automatic="key", key=True), own("created_at", Timestamp(), automatic="created_at"),
        own("updated_at", Timestamp(), automatic="updated_at"),
    )
    build, tell = builder(kind)
    made = ResourceContract(
        name=kind.__name__, path=path, table=kind.__name__.lower(), key=("id",), fields={one.name: one for one in (*automatic, *fields)},
        relations={}, computed={}, rules=(), uniques=(), indexes=(), actions={}, sort=(), place=HERE, kind=kind, build=build,
        **{"checks": (), "hooks": (), **more},
    )
    tell(made)
    return made


def action(of: str, name: str, call: Any, *parameters: ParameterContract, **more: Any) -> ActionContract:
    return ActionContract(
        name=name, resource=of, instance=more.pop("instance", True), mode=more.pop("mode", "decide"), caller="Person",
        parameters=parameters,
        services=more.pop("services", ()), result=more.pop("result", RowParameter(of)), result_nullable=True, limit=LIMIT, idempotent=True,
        raises=more.pop("raises", ()), call=call, place=HERE, **more,
    )


def parameter(name: str, kind: Any, **more: Any) -> ParameterContract:
    return ParameterContract(name, kind, nullable=False, required=True, **more)


async def buy(shelf: Shelf, ctx: Ctx[Person], pieces: int) -> Order:
    """Reads nothing of the shelf: the check alone keeps the stock."""
    if pieces > 50:
        raise SoldOut
    shelf.stock = Shelf.stock - pieces  # type: ignore[assignment]
    order = ctx.system("only buying writes orders").add(Order(customer=ctx.me, shelf=shelf, pieces=pieces))
    await ctx.emit(Sold(order=order, pieces=pieces))
    return order


async def take_note(shelf: Shelf, ctx: Ctx[Person], text: str) -> Shelf:
    """Rests on what was read: two at once cannot both append to the same text."""
    shelf.note = f"{shelf.note}{text}"
    return shelf


ACTIONS = (
    action("Shelf", "buy", lambda row, ctx, services, args: buy(row, ctx, **args), parameter("pieces", Integer(ge=1)),
           result=RowParameter("Order"), raises=(SoldOut,)),
    action("Shelf", "take_note", lambda row, ctx, services, args: take_note(row, ctx, **args), parameter("text", Text(max=20))),
)

MOVES = {State.OPEN: (State.DONE,), State.DONE: (State.OPEN, State.CLOSED), State.CLOSED: ()}


def contract(
    *, actions: tuple[ActionContract, ...] = ACTIONS, hooks: tuple[HookContract, ...] = (), handlers: tuple[HandlerContract, ...] = (),
    uniques: tuple[UniqueContract, ...] = (), operations: tuple[Operation, ...] = (),
) -> Contract:
    """The shop; tests hand in what they are about."""
    def hooks_of(name: str) -> tuple[HookContract, ...]:
        return tuple(hook for hook in hooks if hook.resource == name)

    enough = n.Compare("ge", n.Path(n.ROW, (), "stock"), n.Constant(0, "integer"))
    check = CheckContract("enough_stock", "ENOUGH_STOCK", "There is not enough of it left.", enough, True, HERE)
    resources = (
        resource(Person, "people", own("disabled_at", Timestamp(), nullable=True), own("email", Text(max=200), pii=True),
                 own("verified_at", Timestamp(), nullable=True), own("name", Text(max=80)), account=True),
        resource(Shelf, "shelves", own("name", Text(max=80)), own("stock", Integer(), has_default=True, default=0),
                 own("note", Text(max=80), has_default=True, default=""), checks=(check,), hooks=hooks_of("Shelf")),
        resource(Order, "orders", own("customer", Uuid(), target="Person"), own("shelf", Uuid(), target="Shelf"), own("pieces", Integer()),
                 hooks=hooks_of("Order")),
        resource(Task, "tasks", own("title", Text(max=20)),
                 own("state", Enumeration(State), has_default=True, default=State.OPEN, moves=MOVES),
                 own("owner", Uuid(), target="Person", default_caller=FromCaller(()), writable=False), hooks=hooks_of("Task")),
    )
    resources = tuple(replace(one, uniques=tuple(unique for unique in uniques if unique.name.startswith(one.name))) for one in resources)
    for one in resources:
        builder_of(one)
    built_in = tuple(
        Operation(f"{one.table}.{verb}", method, f"/v1/{one.path}{'' if verb in ('list', 'create') else '/{id}'}", verb, one.name)
        for one in resources
        for verb, method in (("list", "GET"), ("read", "GET"), ("create", "POST"), ("update", "PATCH"), ("delete", "DELETE"))
    )
    own_actions = tuple(
        Operation(f"{of}.{one.name}", "POST", f"/v1/{of}/{{id}}/{one.name}", one.name, one.resource, one)
        for one in actions
        for of in [one.resource.lower()]
    )
    sold = EventContract("Sold", "", 1, Sold, (("order", RowParameter("Order")), ("pieces", Integer())))
    return Contract(
        title="Shop", version="1", resources={one.name: one for one in resources}, accounts=("Person",),
        operations=(*built_in, *own_actions, *operations), events={"Sold": sold}, handlers=handlers, services=(), endpoints=(),
        settings=None, limit=LIMIT,
    )


def builder_of(made: ResourceContract) -> None:
    """Each contract builds rows of its own."""
    build, tell = builder(made.kind)
    object.__setattr__(made, "build", build)
    tell(made)


def handler(name: str, call: Any, mode: Any = "decide", retries: int = 2, **more: Any) -> HandlerContract:
    return HandlerContract("Sold", name, mode, retries, more.pop("timeout", 5.0), more.pop("services", ()), call, HERE)


def access(contract: Contract) -> Access:
    """Who is signed in: reads everything, writes shelves, tasks of their own, and may buy and note."""
    everywhere = RowAccess(n.Always(), n.Always())
    mine = RowAccess(same("owner"), same("owner"))
    rows = {(name, "read"): everywhere for name in contract.resources}
    rows |= {("Shelf", verb): everywhere for verb in ("create", "update", "delete")}
    rows |= {("Task", verb): mine for verb in ("read", "create", "update", "delete")}
    rows |= {(one.action.resource, one.action.name): everywhere for one in contract.operations if one.action is not None}
    return Access("Person", rows, {})


class Shop:
    """The shop in operation."""

    def __init__(self, contract: Contract, database: Database, worker_wake: Callable[[], None] = lambda: None, **services: Any) -> None:
        numbers = count(1)
        self.contract, self.database = contract, database
        self.time = START
        self.audited: list[tuple[str, str]] = []
        self.access = access(contract)
        self.store = Store(contract, database)
        self.runtime = Runtime(
            contract=contract, store=self.store, accesses={"Person": self.access, None: Access(None, {}, {})},
            services=services.get("services", Services()), now=self.now,
            new_id=lambda now: str(UUID(int=(7 << 76) | (2 << 62) | (int(now.timestamp()) << 80) | next(numbers))),
            audit=lambda why, actor, route: self.audited.append((why, route)), wake=worker_wake,
        )
        handlers = {one.id: self._unused for one in contract.operations if one.resource is None and one.endpoint is None}
        self.perform = prepare_perform(self.runtime, handlers, lambda operation, sort, values, back=False: "next")

    def now(self) -> datetime:
        return self.time

    def travel(self, by: timedelta) -> None:
        self.time += by

    async def _unused(self, grant: Grant) -> Outcome:
        raise AssertionError

    async def call(
        self, operation: str, who: Person | UUID | None = None, key: UUID | None = None, *, once: Idempotency | None = None,
        match: tuple[str, ...] = (), none_match: tuple[str, ...] = (), selection: Any = None, slots: tuple[Any, ...] = (), **sent: Any,
    ) -> Outcome:
        """One call as `authorize` hands it over."""
        found = next(one for one in self.contract.operations if one.id == operation)
        request = Request("r1", found, {}, "", {}, "192.0.2.1", self.now(), _no_body)
        step = Step(found.verb, found.resource, selection, slots, () if key is None else (key,), sent, Precondition(match, none_match))
        actor = Actor("Person", str(who), "token") if who is not None else Actor()
        return await self.perform(Grant(Call(request, (step,), idempotency=once), actor, self.access if who else Access(None, {}, {})))

    async def put(self, kind: type[Any], **values: Any) -> UUID:
        """A row in the database, by the system."""
        from bedplate.logic.decide import Decider, Verdict
        from bedplate.logic.who import Who

        made: list[Any] = []

        async def work(view: Any) -> Verdict:
            made.append(kind(**values))
            view.add(made[-1])
            return Verdict(body=b"null")

        async def whose() -> Who:
            return Who(Actor(via="system", why="a test"), None, None)

        await Decider(self.runtime, "test", self.now(), whose, work).take()
        return made[-1]._state.values["id"]

    async def values(self, kind: str, key: UUID | None = None) -> Any:
        """Rows as they are stored: one, or all."""
        from bedplate.logic.who import is_key
        from bedplate.storage.store import RowQuery

        one = self.contract.resources[kind]
        where = () if key is None else (is_key(one, key),)
        found = await self.store.load(RowQuery(kind, where, (), 1000, 0, None, Actor(via="system"), self.now(), tuple(one.fields)))
        rows = [SimpleNamespace(**row) for row in found]
        return rows if key is None else rows[0]


async def _no_body(limit: int) -> bytes:
    return b""


__all__ = ["Effects"]
