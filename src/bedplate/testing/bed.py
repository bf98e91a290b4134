"""`Bed`: an application over a fresh database, with a clock that stands still and services that can be replaced."""
from __future__ import annotations

import io
import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec

from bedplate.declarations.contract import Contract, EventContract, ResourceContract, RowParameter
from bedplate.declarations.events import Event
from bedplate.declarations.expressions import Expr, node_of
from bedplate.declarations.faces import Face, FieldExpr, face_place
from bedplate.declarations.nodes import Node
from bedplate.declarations.puts import Put, Takes
from bedplate.declarations.resources import Account, Row, User
from bedplate.declarations.rows import key_of, state_of
from bedplate.declarations.service_order import order_of
from bedplate.declarations.services import Service
from bedplate.errors import NotFound
from bedplate.logic.payload import parse_key
from bedplate.logic.who import key_tuple
from bedplate.running import Clock, compose_application
from bedplate.storage.sqlite import Database
from bedplate.testing.client import Client
from bedplate.testing.clock import StandingClock
from bedplate.testing.inspection import Caller, Inspection, Place
from bedplate.testing.making import Maker
from bedplate.testing.reasons import Reasons, closed_by_declaration
from bedplate.testing.template import Template
from bedplate.testing.who_may_what import WhoMayWhat, agree, verbs_of
from bedplate.values import Access, Actor, Response
from bedplate.web.connection import Connection

__all__ = ["Bed", "EventNotHandled"]

T = TypeVar("T")
R = TypeVar("R", bound=Row)
E = TypeVar("E", bound=Event)
Svc = TypeVar("Svc", bound=Service)

_EVENTS = "SELECT payload FROM bedplate_outbox WHERE event = ?1 GROUP BY id ORDER BY id"
_PROBLEMS = "SELECT id, handler, event, attempts, problem FROM bedplate_outbox WHERE problem <> '' AND state <> 'done' ORDER BY id, handler"


class EventNotHandled(AssertionError):
    """A handler failed while the bed settled. The words name the handler, the kind of its error and the place."""


class Bed:
    """One application for one test. Rows are made as the application itself; what is asked is asked as the rules have it."""

    def __init__(self, template: Template, folder: Path, environment: Mapping[str, str]) -> None:
        path = folder / "bed.db"
        template.copy_to(path)
        self._clock = StandingClock()
        self._failures: list[Exception] = []
        self._reported: set[tuple[object, ...]] = set()
        self._begun = False
        self._replaced: set[type[Any]] = set()
        self._log = io.BytesIO()
        settings = template.settings(environment, path)
        contract = template.app.contract
        database = Database.open(path, synchronous="OFF", readers=1)
        try:
            self._running = compose_application(
                contract, settings, template.environment(environment), database=database, log=self._log,
                clock=Clock(self._clock.now, self._clock.monotonic, self._clock.new_id), jitter=lambda: 0.0, told=self._failures.append,
            )  # fmt: skip
        except BaseException:  # raised on
            database.close_now()
            raise
        self._inspection = Inspection(contract, path, self._clock.now)
        self._maker = Maker(contract, self._running.store, self._inspection, self._clock.now, self._clock.new_id)
        self._loader = _Loader(contract, self._inspection)
        self._reasons = Reasons(contract, self._inspection)

    async def close(self) -> None:
        """Stop the services that were started, close the database. The fixture does it."""
        self._inspection.close()
        await self._running.stop()

    # ---- rows
    async def make(self, kind: type[R], /, *puts: Put) -> R:
        """A row in the database; what is not said with `put` is a default or made up, and required references are made too, in one
        tenant. It is put there as it is: no rule is asked, no hook runs, no event is emitted; uniqueness and checks hold.

        Raises ValueError for a value that breaks its field's rules or cannot be made up, Conflict for a check.
        """
        resource = self._resource(kind)
        place = await self._maker.make(resource, {one.name: one.value for one in puts})
        return cast("R", self._row(place))

    async def read(self, row: Row, what: Expr[T], /) -> T:
        """What an expression comes to on this row now, for the application itself: `bed.read(ticket, Ticket.late)`."""
        return cast("T", self._inspection.value(self._place(row), node_of(what)))

    # ---- rules
    async def allows(self, who: Account | None, verb: str, row: Row, /, what: Expr[Any] | type[Row] | None = None) -> bool:
        """Whether the rules allow this verb (`read`, `create`, `update`, `delete` or an action) on the row as it stands; with `what` also
        for this field of it. None is a stranger. Raises ValueError for a verb that there is not."""
        place = self._place(row)
        return await self._allows(place, _verb(place.resource, verb), who, "" if what is None else _field_of(what))

    async def shows(self, who: Account | None, row: Row, what: Expr[Any] | type[Row], /) -> bool:
        """Whether an answer would show this field of the row, or of a row that it refers to: `Comment.ticket.title`."""
        place = self._place(row)
        refs, field = _way_to(what)
        for reference in refs:
            values = self._inspection.values(place)
            if values is None or values[reference] is None or not await self._allows(place, "read", who, reference):
                return False
            target = place.resource.fields[reference].target or ""
            place = Place(self._running.contract.resources[target], key_tuple(values[reference]))
        return await self._allows(place, "read", who, field)

    async def why(self, who: Account | None, verb: str, row: Row, /, what: Expr[Any] | type[Row] | None = None) -> str:
        """The same decision in words: "yes: own, staff", or "no: " and each part that stands against it, with its name and place: the
        tenant, rules that do not hold, rules that forbid, the row that this one is a part of, or that nothing opens it ("closed")."""
        place = self._place(row)
        verb, field = _verb(place.resource, verb), "" if what is None else _field_of(what)
        caller = self._caller(who)
        faults = self._reasons.faults(place, verb, caller, field)
        if await self._allows(place, verb, who, field) is bool(faults):
            raise RuntimeError(f"the decision and its reasons differ, which is a bug of the framework: {faults}")
        return f"no: {'; '.join(faults)}" if faults else f"yes: {', '.join(self._reasons.reasons(place, verb, caller))}"

    async def who_may_what(self, path: Path, /, **callers: Account) -> None:
        """Decide every verb of every resource for every kind of caller and role, on rows of their own, another's and another tenant's, and
        compare with the table in this file, which is written where it is missing: read it once, and keep it. `callers` are further ones, by
        names of yours: accounts whose role is a row of its own, `owner=await seated(bed, Role.OWNER)`. With BEDPLATE_WRITE_TABLE=1 it is
        written anew. Raises AssertionError with the lines that differ. In a test of its own: it fills the bed with rows."""

        async def permits(place: Place, verb: str, caller: Place | None) -> bool:
            return await self._allows(place, verb, None if caller is None else cast("Account", self._row(caller)), "")

        named = {words: self._place(account) for words, account in callers.items()}
        text = await WhoMayWhat(self._running.contract, self._maker, self._inspection, permits).text(named)
        agree(text, path, write=os.environ.get("BEDPLATE_WRITE_TABLE") == "1")

    async def _allows(self, place: Place, verb: str, who: Account | None, field: str) -> bool:
        actor, access = self._actor(who)
        now = self._clock.now()
        if not await self._running.store.permits(access, actor, place.resource.name, verb, place.key, now):
            return False
        if not field:
            return True
        if closed_by_declaration(place.resource, verb, field):
            return False
        node: Node | None = access.fields.get((place.resource.name, verb, field))
        return node is None or self._inspection.holds(place, node, self._caller(who))

    # ---- calls
    def client(self, who: Account | None = None, /) -> Client:
        """Calls the API as this account, with an access token; without one as a stranger, who may sign in. The whole way of a request is
        gone, without a socket. An error that no rule foresaw is raised here instead of being answered with 500."""
        if who is None:
            return Client(self._send)
        actor, _ = self._actor(who)
        kind, key = str(actor.kind), str(actor.id)
        tokens = self._running.accounts.tokens
        return Client(self._send, lambda: tokens.issue(kind, key, self._clock.now()))

    async def set_password(self, who: User, password: str, /) -> None:
        """Let an account sign in with its address and this password, for tests of that; all others need none. Raises PasswordRefused."""
        caller = self._caller(who)
        await self._running.accounts.set_password(caller.kind, str(caller.key), who.email, password)

    async def _send(self, connection: Connection) -> Response:
        await self._begin()
        self._failures.clear()
        response = await self._running.answer(connection)
        if self._failures:
            raise self._failures.pop()
        return response

    @property
    def log(self) -> bytes:
        """What was logged so far: one JSON object a line."""
        self._running.log.flush()
        return self._log.getvalue()

    # ---- services, time, events
    def replace(self, kind: Takes[Svc], fake: Svc, /) -> None:
        """Hand in this instance wherever a parameter has that type, in the constructors of other services too. Before the first call.
        Raises KeyError for what is no service of this application, RuntimeError when services were started already."""
        if self._begun:
            raise RuntimeError("services are started by the first call of a test: replace them before it")
        services = self._running.services
        replaced = cast("type[Service]", kind)
        services.replace(replaced, fake)
        self._replaced.add(replaced)
        changed = set(self._replaced)
        declared = self._running.contract.services
        for one in order_of(declared, frozenset({need for each in declared for _, need in each.needs} - {each.kind for each in declared})):
            if one.kind not in self._replaced and any(need in changed for _, need in one.needs):
                services.replace(one.kind, one.kind(**services.of(one.needs)))
                changed.add(one.kind)

    @property
    def now(self) -> datetime:
        """The present instant of this test: it begins on Monday, 2026-01-05, at 09:00 UTC, and stands still."""
        return self._clock.now()

    def travel(self, by: timedelta, /) -> None:
        """Let time pass: for rules and computed fields, tokens and sessions, limits, and events that wait."""
        self._clock.travel(by)

    async def settle(self) -> None:
        """Until every event that is due has been handled, with those that follow from it. Raises EventNotHandled if a handler fails;
        travel and settle again to see it retried."""
        await self._begin()
        await self._running.worker.drain()
        fresh = [row for row in self._inspection.rows(_PROBLEMS, []) if row[:4] not in self._reported]
        self._reported.update(row[:4] for row in fresh)
        if fresh:
            raise EventNotHandled("; ".join(f"{row[1]!s} of {row[2]!s}, attempt {row[3]!s}: {row[4]!s}" for row in fresh))

    def emitted(self, kind: type[E], /) -> list[E]:
        """The events of this type that were committed in this test, in order, handled or not; their rows as they stand now."""
        event = self._running.runtime.events.get(kind)
        if event is None:
            raise TypeError(f"{kind.__name__} is not an event of this application")
        rows = self._inspection.rows(_EVENTS, [event.name])
        return [cast("E", self._event(event, cast("bytes", row[0]))) for row in rows]

    async def _begin(self) -> None:
        if not self._begun:
            self._begun = True
            await self._running.services.start()

    # ---- from rows to places and back
    def _event(self, event: EventContract, payload: bytes) -> object:
        sent = cast("dict[str, object]", msgspec.json.decode(payload))
        fields: dict[str, object] = {}
        for name, kind in event.fields:
            value = sent.get(name)
            if value is None:
                fields[name] = None
            elif isinstance(kind, RowParameter):
                target = self._running.contract.resources[kind.resource]
                fields[name] = self._row(Place(target, key_tuple(parse_key(target, value))))
            else:
                fields[name] = kind.parse(value)
        return event.kind(**fields)

    def _row(self, place: Place) -> Row:
        """The row as it stands, or with nothing but its key if it is gone."""
        resource = place.resource
        return self._loader.build(resource, self._inspection.values(place) or dict(zip(resource.key, place.key, strict=True)))

    def _resource(self, kind: type[Row]) -> ResourceContract:
        resource = self._running.runtime.by_kind.get(kind)
        if resource is None:
            raise TypeError(f"{kind.__name__} is not a resource of this application")
        return resource

    def _place(self, row: Row) -> Place:
        return Place(self._resource(type(row)), key_tuple(key_of(row)))

    def _caller(self, who: Account | None) -> Caller:
        if who is None:
            return Caller()
        place = self._place(who)
        if not place.resource.account:
            raise TypeError(f"{place.resource.name} is not an account of this application: nobody can call as one")
        return Caller(place.resource.name, str(place.resource.fields[place.resource.key[0]].type.dump(place.key[0])))

    def _actor(self, who: Account | None) -> tuple[Actor, Access]:
        caller = self._caller(who)
        actor = Actor() if caller.kind is None else Actor(caller.kind, caller.key, "token")
        return actor, self._running.runtime.accesses[caller.kind]


class _Loader:
    """Stands behind the rows that a bed hands out, so that `await ticket.author` works on them; each time as it stands then."""

    def __init__(self, contract: Contract, inspection: Inspection) -> None:
        self._contract = contract
        self._inspection = inspection

    async def load(self, resource: str, key: object) -> Row:
        place = Place(self._contract.resources[resource], key_tuple(key))
        values = self._inspection.values(place)
        if values is None:
            raise NotFound
        return self.build(place.resource, values)

    def build(self, resource: ResourceContract, values: Mapping[str, object]) -> Row:
        """A loaded row object."""
        if resource.build is None:
            raise RuntimeError(f"{resource.name} cannot be built")
        row = cast("Row", resource.build({name: value for name, value in values.items() if name in resource.fields}, self))
        state_of(row).computed.update({name: value for name, value in values.items() if name in resource.computed})
        return row


def _verb(resource: ResourceContract, verb: str) -> str:
    """The verb that rules speak of. A misspelt one would be allowed to nobody, and a test of that would pass for ever."""
    known = verbs_of(resource)
    governed = "read" if verb == "list" else verb
    if governed not in known:
        raise ValueError(f"{resource.name} has no verb {verb!r}; it has {', '.join(sorted(known))}")
    return governed


def _way_to(what: object) -> tuple[tuple[str, ...], str]:
    """References, then a field: of `Comment.ticket.title`, `Ticket.late` or the reference `Ticket.author` itself."""
    if isinstance(what, FieldExpr):
        return what.refs, what.name
    if isinstance(what, Face):
        *refs, field = face_place(what)[2]
        return tuple(refs), field
    raise TypeError("name a field: Ticket.title, Ticket.author, Comment.ticket.title")


def _field_of(what: object) -> str:
    refs, field = _way_to(what)
    if refs:
        raise TypeError("name a field of the row itself")
    return field
