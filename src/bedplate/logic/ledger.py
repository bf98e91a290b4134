"""What one decision has read and written so far, in the order of the program; at the end it is frozen into a change set.

Assignments are found on the rows themselves: whenever the program adds or deletes something, and at the end, each row that was met is
asked what was assigned since. So an update stands before an insert that came after it.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

from bedplate.declarations.contract import ComputedContract, ResourceContract
from bedplate.declarations.nodes import Always, Compare, Constant, IsNull, Node
from bedplate.declarations.query import QuerySpec, TooManyRows
from bedplate.declarations.rows import key_of, state_of
from bedplate.errors import Refusal
from bedplate.logic.linking import links_noted, merged
from bedplate.logic.moves import check_move, is_node
from bedplate.logic.payload import encode_event
from bedplate.logic.refusals import IllegalMove
from bedplate.logic.runtime import Runtime, speaks_of_me
from bedplate.logic.who import Who, key_tuple
from bedplate.storage.judging import told_at
from bedplate.values import BODY, Applied, Authority, Delete, Emit, Guard, Insert, LinkChange, Update

if TYPE_CHECKING:
    from bedplate.declarations.events import Event
    from bedplate.declarations.resources import Row

__all__ = ["MAX_ROWS", "AddedRow", "DeletedRow", "Ledger", "MetRow", "RestoredRow", "SetChange", "UpdatedRow", "build_row", "new_row", "place_of"]

MAX_ROWS = 1_000
"""Distinct rows that one decision may rest on or write."""


@dataclass(eq=False, slots=True)
class MetRow:
    """A committed row that the decision read. `where` found it; `taken` are the assignments that stand in the sequence already."""

    row: Row
    who: Who
    resource: ResourceContract
    key: tuple[object, ...]
    where: tuple[Node, ...] = ()
    verb: str = "update"
    granted: bool = False
    given: frozenset[str] | None = None
    match: tuple[str, ...] = ()
    place: str = BODY
    within: tuple[str, object] | None = None
    frozen: bool = False  # the old row that an update hook is shown
    caller: bool = False  # `ctx.me`: what is only read of it is no guard, the rules ask it anew when the set is applied
    taken: dict[str, object] = field(default_factory=dict[str, object])
    asked: set[str] = field(default_factory=set[str])


@dataclass(eq=False, slots=True)
class AddedRow:
    row: Row
    who: Who
    resource: ResourceContract
    given: frozenset[str]
    from_input: bool = False  # what was given is validated already
    place: str = BODY
    hooked: bool = False
    links: tuple[LinkChange, ...] = ()


@dataclass(eq=False, slots=True)
class UpdatedRow:
    met: MetRow
    values: dict[str, object]
    hooked: bool = False
    links: tuple[LinkChange, ...] = ()


@dataclass(eq=False, slots=True)
class DeletedRow:
    met: MetRow
    who: Who
    hooked: bool = False
    verb: Literal["delete", "purge"] = "delete"


@dataclass(eq=False, slots=True)
class RestoredRow:
    met: MetRow
    who: Who
    hooked: bool = False


@dataclass(eq=False, slots=True)
class SetChange:
    """All rows of a query: changed where there are `puts`, else deleted. Resolved before the hooks are asked."""

    spec: QuerySpec
    who: Who
    puts: tuple[tuple[str, object], ...]
    kind: Literal["update", "delete"]
    hooked: bool = False


Entry: TypeAlias = AddedRow | UpdatedRow | DeletedRow | RestoredRow | SetChange


class Ledger:
    """One decision in the making."""

    def __init__(self, runtime: Runtime, now: datetime) -> None:
        self.runtime = runtime
        self.now = now
        self.sequence: list[Entry] = []
        self.events: list[Emit] = []
        self.conditions: list[Guard] = []
        self.found_nothing = False
        self.partly_applied = False
        self._met: dict[tuple[int, str, tuple[object, ...]], MetRow] = {}
        self._looked: list[MetRow] = []
        self._distinct: set[tuple[str, tuple[object, ...]]] = set()
        self._added: dict[tuple[str, tuple[object, ...]], Row] = {}

    # ---- reading
    def meet(self, who: Who, resource: ResourceContract, values: Mapping[str, object], owner: Any, where: tuple[Node, ...] = ()) -> MetRow:
        """A row that storage found. The same row read again on the same behalf is the same object, as it was read first."""
        key = tuple(values[name] for name in resource.key)
        place = (id(who), resource.name, key)
        met = self._met.get(place)
        if met is None:
            self.count(resource.name, key)
            met = self._met[place] = MetRow(build_row(resource, values, owner), who, resource, key)
        met.where = (*met.where, *(node for node in where if not isinstance(node, Always) and node not in met.where))
        return met

    def meet_caller(self, who: Who, owner: Any) -> None:
        """The caller's own row, as the context shows it: what is assigned to it counts. One that stands for somebody else (`acting_as`)
        was met already by whoever read it."""
        row = cast("Row", who.me)
        place = (id(who), "", key_tuple(who.key))
        if place in self._met or any(met.row is row for met in self._met.values()):
            return
        state = state_of(row)
        state.owner = state.owner or owner
        assert state.contract is not None
        self._met[place] = MetRow(row, who, state.contract, key_tuple(who.key), caller=True)

    def met(self, who: Who, resource: str, key: tuple[object, ...]) -> MetRow | None:
        """The row as it was met before on this behalf."""
        return self._met.get((id(who), resource, key))

    def added(self, resource: str, key: tuple[object, ...]) -> Row | None:
        """A row that this decision added itself."""
        return self._added.get((resource, key))

    def look(self, met: MetRow, owner: Any) -> Row:
        """A second object of a met row as it was read, for a hook to compare with; what is read of it counts, it cannot be written."""
        state = state_of(met.row)
        old = MetRow(build_row(met.resource, {**state.values, **state.computed}, owner), met.who, met.resource, met.key, frozen=True)
        self._looked.append(old)
        return old.row

    def count(self, resource: str, key: tuple[object, ...]) -> None:
        """One more distinct row, if it is one. Raises TooManyRows: a decision is small, or it holds everybody up."""
        self._distinct.add((resource, key))
        if len(self._distinct) > MAX_ROWS:
            raise TooManyRows(f"one decision may rest on {MAX_ROWS} rows at most: cut the work into several")

    # ---- writing
    def add(self, who: Who, row: Row, resource: ResourceContract, given: frozenset[str], *, from_input: bool = False, place: str = BODY,
            links: tuple[LinkChange, ...] = (), several: bool = False) -> None:
        """A new row, complete but for what is assigned to it later. `several`: it is one of many, and nothing was assigned between them."""
        if not several:
            self.flush()
        self.sequence.append(AddedRow(row, who, resource, given, from_input, place, links=links))
        key = tuple(state_of(row).values.get(name) for name in resource.key)
        self.count(resource.name, key if None not in key else (id(row),))
        if None not in key:
            self._added[resource.name, key] = row

    def delete(self, who: Who, row: Row, resource: ResourceContract, verb: Literal["delete", "purge"] = "delete") -> None:
        """The end of a row; one that was only added is forgotten, one that is deleted already stays so."""
        self.flush()
        if verb == "delete" and resource.deletion and state_of(row).values.get("deleted_at") is not None:
            return
        if state_of(row).new:
            self.sequence = [entry for entry in self.sequence if not (isinstance(entry, AddedRow) and entry.row is row)]
            return
        met = self._holder(who, row, resource)
        self.sequence.append(DeletedRow(met, who, verb=verb))

    def restore(self, who: Who, row: Row, resource: ResourceContract) -> None:
        """The return of a deleted row."""
        self.flush()
        self.sequence.append(RestoredRow(self._holder(who, row, resource), who))

    def delete_met(self, met: MetRow) -> None:
        """The end of a row that was met, nothing else being assigned since."""
        self.sequence.append(DeletedRow(met, met.who))

    def change_set(self, change: SetChange) -> None:
        """A change of all rows of a query."""
        self.flush()
        self.sequence.append(change)

    def touch(self, met: MetRow) -> None:
        """An update that changes nothing: its rules and its precondition are still asked."""
        self.flush()
        self.sequence.append(UpdatedRow(met, {}))

    def resolve(self, change: SetChange, rows: Sequence[MetRow]) -> None:
        """Put the changes of the rows of a set in its place."""
        at = self.sequence.index(change)
        if change.kind == "delete":
            self.sequence[at : at + 1] = [DeletedRow(met, change.who) for met in rows]
            return
        for met in rows:
            for name, value in change.puts:
                check_move(met.resource.fields[name], state_of(met.row), value)
            state_of(met.row).changed.update(change.puts)
            met.taken.update(change.puts)
        self.sequence[at : at + 1] = [UpdatedRow(met, dict(change.puts)) for met in rows]

    def flush(self) -> None:
        """Take what was assigned since the last time into the sequence."""
        for old in self._looked:
            if state_of(old.row).changed:
                raise RuntimeError(f"the old {old.resource.name} of an update hook cannot be changed: change the new one")
        for entry in self.sequence:
            if isinstance(entry, AddedRow) and state_of(entry.row).links:
                entry.links = merged(entry.links, links_noted(state_of(entry.row)))
        for met in self._met.values():
            state = state_of(met.row)
            if state.changed:
                fresh = {name: value for name, value in state.changed.items() if name not in met.taken or met.taken[name] is not value}
                if fresh:
                    self._update(met, fresh)
            if state.links:
                self._update(met, {}, links_noted(state))

    def link(self, met: MetRow, links: tuple[LinkChange, ...]) -> None:
        """Links that came with the input of an update."""
        self.flush()
        self._update(met, {}, links)

    def _update(self, met: MetRow, fresh: dict[str, object], links: tuple[LinkChange, ...] = ()) -> None:
        for name, value in fresh.items():
            try:
                check_move(met.resource.fields[name], state_of(met.row), value)
            except IllegalMove as refusal:
                raise told_at(refusal, met.place) from None
        met.taken.update(fresh)
        last = next((one for one in reversed(self.sequence) if not isinstance(one, UpdatedRow) or one.met is met), None)
        if isinstance(last, UpdatedRow):
            last.values.update(fresh)
            last.links = merged(last.links, links)
            return
        self.sequence.append(UpdatedRow(met, dict(fresh), links=links))

    def _holder(self, who: Who, row: Row, resource: ResourceContract) -> MetRow:
        for met in self._met.values():
            if met.row is row:
                return met
        met = MetRow(row, who, resource, key_tuple(key_of(row)))
        self.count(resource.name, met.key)
        return met

    def emit(self, event: Event, after: timedelta | None) -> None:
        """One entry of the outbox for each handler, all with one id."""
        contract = self.runtime.events[type(event)]
        event_id = self.runtime.new_id(self.now)
        payload = encode_event(contract, event, self.runtime.contract)
        due = self.now + (after or timedelta())
        handlers = [handler.name for handler in self.runtime.handlers[contract.name]] or [""]
        self.events.extend(Emit(event_id, contract.name, payload, due, handler) for handler in handlers)

    # ---- the end
    @property
    def writes(self) -> bool:
        """Whether there is anything to apply."""
        return bool(self.sequence or self.events or self.conditions)

    def changes(self) -> tuple[Insert | Update | Delete, ...]:
        """What is written, in order."""
        return tuple(self._change(entry) for entry in self.sequence)

    def guards(self) -> tuple[Guard, ...]:
        """What was read, and must still be so."""
        everything = (*self._met.values(), *self._looked)
        return (*self.conditions, *(found for met in everything if (found := guard_of(met)) is not None))

    def writers(self) -> list[Who]:
        """On whose rules the changes depend."""
        found: list[Who] = []
        for entry in self.sequence:
            who = entry.met.who if isinstance(entry, UpdatedRow) else entry.who
            if who.access is not None and who not in found:
                found.append(who)
        return found

    def _change(self, entry: Entry) -> Insert | Update | Delete:
        if isinstance(entry, AddedRow):
            values = _values_of(entry)
            key = () if any(values.get(name) is None for name in entry.resource.key) else tuple(values[name] for name in entry.resource.key)
            given = entry.given if entry.from_input else entry.given.union(one.relation for one in entry.links)
            return Insert(entry.resource.name, key, values, entry.who.authority, given, entry.who.actor.why, entry.place, entry.links)
        if isinstance(entry, UpdatedRow):
            return self._update_of(entry)
        if isinstance(entry, DeletedRow):
            met = entry.met
            authority: Authority = "granted" if met.granted else entry.who.authority
            return Delete(met.resource.name, met.key, authority, met.match, entry.who.actor.why, met.place, met.within, entry.verb)
        if isinstance(entry, RestoredRow):
            met = entry.met
            return Update(met.resource.name, met.key, {}, entry.who.authority, verb="restore", match=met.match, why=entry.who.actor.why)
        raise RuntimeError("a set change was not resolved")

    def _update_of(self, entry: UpdatedRow) -> Update:
        met = entry.met
        values: Mapping[str, object] = _checked(met.resource, entry.values, met.given or frozenset[str]())
        for name, one in met.resource.fields.items():
            if one.automatic == "updated_at" and values and name not in values:
                values = {**values, name: self.now}
        authority: Authority = "granted" if met.granted else met.who.authority
        given = met.given
        if given is None:
            given = frozenset([*entry.values, *(one.relation for one in entry.links)]) if authority == "caller" else frozenset[str]()
        return Update(
            met.resource.name, met.key, values, authority, given, met.verb, met.match, met.who.actor.why, met.place, met.within, entry.links)

    def settled(self, applied: Applied) -> None:
        """After it was applied: the rows are as the database has them, and what comes next is a new change set."""
        keys = iter(applied.keys)
        for entry in self.sequence:
            if isinstance(entry, AddedRow):
                state = state_of(entry.row)
                known = {**current_values(entry.row), **dict(zip(entry.resource.key, next(keys, ()), strict=False))}
                state.values = {name: value for name, value in known.items() if value is not None or not _numbered(entry.resource, name)}
                state.new = False
                key = tuple(state.values[name] for name in entry.resource.key)
                self._met[id(entry.who), entry.resource.name, key] = MetRow(entry.row, entry.who, entry.resource, key)
            elif isinstance(entry, DeletedRow):
                self._met = {place: met for place, met in self._met.items() if met is not entry.met}
        for met in self._met.values():
            _settle(met)
        self.sequence, self.events, self.conditions, self._looked, self._added = [], [], [], [], {}
        self.partly_applied = True


def _numbered(resource: ResourceContract, name: str) -> bool:
    """A number that the database drew."""
    field = resource.fields[name]
    return field.serial is not None and not field.nullable


def _settle(met: MetRow) -> None:
    """What was assigned is now stored; what an expression came to is not known here."""
    state = state_of(met.row)
    for name, value in state.changed.items():
        if is_node(value):
            state.values.pop(name, None)
        else:
            state.values[name] = value
    if state.changed:
        state.computed = {}
    state.changed, state.read = {}, set()
    met.where, met.taken, met.asked = (), {}, set()


def _checked(resource: ResourceContract, values: Mapping[str, object], validated: frozenset[str]) -> dict[str, object]:
    """Values made by code keep the rules of their fields too. Raises InvalidValue, which is a bug of that code."""
    return {
        name: value if value is None or name in validated or is_node(value) else resource.fields[name].type.check(value)
        for name, value in values.items()
    }


def _values_of(entry: AddedRow) -> dict[str, object]:
    """What came from input and what was completed is in order: of such a row only what code assigned is looked at."""
    state = state_of(entry.row)
    if not entry.from_input:
        return _checked(entry.resource, current_values(entry.row), frozenset[str]())
    return {**state.values, **_checked(entry.resource, state.changed, frozenset[str]())}


def place_of(entry: Entry) -> str:
    """Where in the input an entry was asked for, if it was one of several."""
    return entry.place if isinstance(entry, AddedRow) else entry.met.place if isinstance(entry, UpdatedRow | DeletedRow) else BODY


def new_row(resource: ResourceContract, values: Mapping[str, object], owner: Any) -> Row:
    """A row object of complete values, which nobody has stored yet."""
    if resource.build is None:
        raise RuntimeError(f"{resource.name} cannot be built")
    row = cast("Row", resource.build(values, owner))
    state_of(row).new = True
    return row


def build_row(resource: ResourceContract, values: Mapping[str, object], owner: Any) -> Row:
    """A loaded row object."""
    if resource.build is None:
        raise RuntimeError(f"{resource.name} cannot be built")
    row = cast("Row", resource.build({name: value for name, value in values.items() if name in resource.fields}, owner))
    state_of(row).computed.update({name: value for name, value in values.items() if name in resource.computed})
    return row


def current_values(row: Row) -> dict[str, object]:
    """All values of a row that was added."""
    state = state_of(row)
    return {**state.values, **state.changed}


def guard_of(met: MetRow) -> Guard | None:
    """What the decision rests on of one row: fields that code looked at, and the query that found it."""
    state = state_of(met.row)
    if met.caller and not met.taken:
        return None
    fields: dict[str, object] = {}
    where = list(met.where)
    for name in sorted(state.read):
        own = met.resource.fields.get(name)
        if own is not None and name in state.values and name not in met.resource.key:
            fields[name] = _stored(met.resource, state.values, name)
        elif name in met.resource.computed and name in state.computed:
            where.extend(_still(met.resource.computed[name], state.computed[name]))
    if not fields and not where:
        return None
    if met.resource.deletion:
        fields["deleted_at"] = _stored(met.resource, state.values, "deleted_at")
    return Guard(met.resource.name, met.key, fields, tuple(where))


def _stored(resource: ResourceContract, values: Mapping[str, object], name: str) -> object:
    value = values.get(name)
    return None if value is None else resource.fields[name].type.store(value)


def _still(computed: ComputedContract, value: object) -> Sequence[Node]:
    if speaks_of_me(computed.node):
        return ()
    return (IsNull(computed.node) if value is None else Compare("eq", computed.node, Constant(value, computed.type.kind)),)


def otherwise_of(resource: str, key: tuple[object, ...], rule: Node, otherwise: type[Refusal]) -> Guard:
    """A condition of the program's own about a row."""
    return Guard(resource, key, {}, (rule,), otherwise)
