"""The history of rows, told naively: what differs in a row before and after a write. Who may read what of it is asked of `naive`.

A row may be touched several times by one write (each reference to a row that went is emptied by itself): within a write the order of
such entries is not said.
"""
from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import apsw

from bedplate.declarations.contract import Contract, FieldContract, Operation, ResourceContract

from .declare import NOW
from .naive import Naive, Row, Unanswerable, as_json, gone
from .naive_writes import Rows, Writer
from .write import Write

Caller = tuple[str, UUID] | None
Entry = dict[str, Any]


def kept(resource: ResourceContract) -> list[FieldContract]:
    """The fields of which the history tells."""
    return [one for one in resource.fields.values() if not one.hidden and not one.secret and one.automatic not in ("updated_at", "deleted_at")]


@dataclass
class Recorded:
    """Of each row what each write did to it, the newest write first."""

    contract: Contract
    told: dict[tuple[str, UUID], list[list[Entry]]] = field(default_factory=dict)

    def note(self, before: Rows, after: Rows, one: Write, caller: Caller) -> None:
        """A write that stood."""
        head = {
            "at": as_json("timestamp", NOW), "operation": operation_of(self.contract, one).id,
            "account": None if caller is None else {"kind": caller[0], "id": str(caller[1])}, "why": None,
        }
        for resource in self.contract.resources.values():
            if resource.history:
                for key in {**before[resource.name], **after[resource.name]}:
                    self._note(resource, key, before[resource.name].get(key), after[resource.name].get(key), head, emptied=one.resource != resource.name or key != one.key)

    def _note(self, resource: ResourceContract, key: UUID, old: Row | None, new: Row | None, head: Entry, *, emptied: bool) -> None:
        if new is None:
            self.told.pop((resource.name, key), None)
            return
        verb = "create" if old is None else "update" if gone(old) == gone(new) else "delete" if gone(new) else "restore"
        changes = dict(_changes(resource, old, new))
        if verb == "update" and not changes:
            return
        split = [{name: change} for name, change in changes.items()] if verb == "update" and emptied else [changes]
        self.told.setdefault((resource.name, key), []).insert(0, [{**head, "verb": verb, "changes": one} for one in split])

    def read(self, naive: Writer, resource: ResourceContract, key: UUID) -> tuple[int, list[list[Entry]]]:
        """Status and entries for a caller."""
        try:
            naive.require_history(resource, key)
        except Unanswerable as end:
            return end.status, []
        row = naive.world.rows[resource.name][key]
        shown = [[_seen(naive, resource, row, one) for one in group] for group in self.told.get((resource.name, key), [])]
        return 200, [[one for one in group if one["changes"] or one["verb"] != "update"] for group in shown]


def _changes(resource: ResourceContract, old: Row | None, new: Row) -> Iterator[tuple[str, Entry]]:
    for one in kept(resource):
        places = getattr(one.type, "places", 0)
        was, now = (None if row is None or row[one.name] is None else as_json(one.type.kind, row[one.name], places) for row in (old, new))
        if was != now:
            yield one.name, {"from": was, "to": now}


def _seen(naive: Naive, resource: ResourceContract, row: Row, one: Entry) -> Entry:
    return {**one, "changes": {name: change for name, change in one["changes"].items() if naive.field_readable(resource, row, name)}}


def operation_of(contract: Contract, one: Write) -> Operation:
    """What was called."""
    return next(each for each in contract.operations if (each.verb, each.resource, each.parent) == (one.verb, one.resource, one.parent))


def agrees(predicted: list[list[Entry]], answered: list[Entry]) -> bool:
    """Whether these are the entries, in any order within a write."""
    at = 0
    for group in predicted:
        found = answered[at : at + len(group)]
        if sorted(map(_ordered, found)) != sorted(map(_ordered, group)):
            return False
        at += len(group)
    return at == len(answered)


def _ordered(one: Entry) -> str:
    return repr(sorted((name, sorted(value.items()) if isinstance(value, dict) else value) for name, value in one.items()))


def replayed(resource: ResourceContract, start: Row | None, entries: list[Entry]) -> dict[str, Any]:
    """What the entries, oldest first, make of a row: the fields that are kept, as JSON."""
    found: dict[str, Any] = {
        one.name: None if start is None or start[one.name] is None else as_json(one.type.kind, start[one.name], getattr(one.type, "places", 0))
        for one in kept(resource)}
    for entry in entries:
        for name, change in entry["changes"].items():
            assert found[name] == change["from"], (name, entry)
            found[name] = change["to"]
    return found


def require_replay(contract: Contract, folder: Path, start: Rows, rows: Rows) -> None:
    """All entries of a row over what it was in the beginning give what it is."""
    connection = apsw.Connection(str(folder / "oracle.db"))
    for name, resource in contract.resources.items():
        for key, row in rows[name].items() if resource.history else ():
            entries = [{"changes": json.loads(one)} for (one,) in connection.execute(
                "SELECT changes FROM bedplate_history WHERE owner = ? AND row = ? AND gone = 0 ORDER BY id", (resource.table, json.dumps([str(key)])))]
            assert replayed(resource, start[name].get(key), entries) == replayed(resource, row, []), (name, key, entries)
    connection.close()
