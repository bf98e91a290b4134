"""What becomes of a row that is written together with rows that refer to it: all of it, or nothing.

First whether the caller may ever do each of it; then each row in its order (the whole, then its rows as they are given here):
looked at as it is, then written; and when all is written each is looked at as it has become. Where several of them are at fault any of
their refusals may be told, so all are given.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bedplate.declarations.contract import ResourceContract

from .naive import Row, Unanswerable, gone
from .naive_writes import Writer

Rows = Mapping[str, Mapping[Any, Row]]


@dataclass(frozen=True)
class Part:
    """One row that comes along: by which reference it refers to the whole."""

    verb: str
    by: str
    key: Any
    given: Mapping[str, Any]


@dataclass
class Parted:
    """What a write with parts came to. `statuses`: the one of a success, or all that may be told."""

    statuses: set[int]
    rows: Rows
    row: Any = None


@dataclass
class _Course:
    """A write as it goes on."""

    start: Writer
    now: Writer
    faults: set[int] = field(default_factory=set)
    unsure: bool = False

    def tried(self, work: Callable[[], object]) -> bool:
        try:
            work()
        except Unanswerable as end:
            self.faults.add(end.status)
            return False
        return True


def write_with_parts(writer: Writer, resource: ResourceContract, verb: str, key: Any, given: Row, parts: Sequence[tuple[ResourceContract, Part]]) -> Parted:
    """A create or a merge patch with all that comes along."""
    course = _Course(writer, writer)
    verbs = {(one.name, part.verb): one for one, part in parts}
    course.tried(lambda: writer._may_ever(resource, verb, keyed=verb == "update"))
    for (_, each), one in verbs.items():
        course.tried(lambda one=one, each=each: writer._may_ever(one, each, keyed=True))  # type: ignore[misc]
        course.tried(lambda one=one, each=each: writer._may_ever(one, each, keyed=False))  # type: ignore[misc]
    if course.faults:
        return Parted(course.faults, writer.world.rows)
    written = [_whole(course, resource, verb, key, given, touched=bool(parts))]
    for one, part in parts:
        written.append(_part(course, one, part, key))
    for found in written:
        if found is not None:
            _look(course, *found)
    changed = [(resource, key), *((one, part.key) for one, part in parts)]
    course.tried(lambda: course.now.require_wholes(writer, changed))
    if course.faults:
        return Parted(course.faults | ({409} if course.unsure else set()), writer.world.rows)
    return Parted({201 if verb == "create" else 200} | ({409} if course.unsure else set()), course.now.world.rows, key)


_Seen = tuple[ResourceContract, Any, Row, str, bool]
"""What is looked at again: resource, key, what was given, verb, whether anything was written."""


def _whole(course: _Course, resource: ResourceContract, verb: str, key: Any, given: Row, *, touched: bool) -> _Seen | None:
    row: Row = {}

    def before() -> None:
        nonlocal row
        if verb == "create":
            row = course.now._complete(resource, key, given)
            return
        row = course.now._row(resource, key)
        course.now.require_rules(resource, row, given, "update", readable=True)
        stamps = {one.name: course.now.world.now for one in resource.fields.values() if one.automatic == "updated_at"}
        row = {**row, **given, **(stamps if given or touched else {})}

    return _put(course, resource, key, row, given, verb, touched=bool(given) or touched) if course.tried(before) else None


def _part(course: _Course, resource: ResourceContract, part: Part, whole: Any) -> _Seen | None:
    row: Row = {}
    given = dict(part.given)

    def before() -> None:
        nonlocal row
        if part.verb == "create":
            given[part.by] = whole
            row = course.now._complete(resource, part.key, given)
            return
        row = course.now._row(resource, part.key)
        if row[part.by] != whole:
            raise Unanswerable(404)
        course.now.require_rules(resource, row, given, part.verb, readable=True)
        if part.verb == "update" and given:
            row = {**row, **given, **{one.name: course.now.world.now for one in resource.fields.values() if one.automatic == "updated_at"}}

    if not course.tried(before):
        return None
    if part.verb != "delete":
        return _put(course, resource, part.key, row, given, part.verb, touched=bool(given))

    def remove() -> None:
        if resource.deletion == "own":
            course.now = course.now._in(course.now.marked(resource, part.key))
            return
        going, unsure = course.now._goes(resource, part.key)
        course.unsure = course.unsure or unsure
        course.now = course.now._in(course.now._without(going))

    course.tried(remove)
    return None


def _put(course: _Course, resource: ResourceContract, key: Any, row: Row, given: Row, verb: str, *, touched: bool) -> _Seen:
    rows = course.now.world.rows
    after = course.now._in({**rows, resource.name: {**rows[resource.name], key: row}})
    if not after.takes(resource, row):
        course.faults.add(409)
        judge = course.now
        course.tried(lambda: judge.require_references(resource, row, given, None))
        course.tried(lambda: judge.require_rules(resource, row, given, verb, readable=False))
    course.now = after
    return resource, key, given, verb, touched or verb == "create"


def _look(course: _Course, resource: ResourceContract, key: Any, given: Row, verb: str, touched: bool) -> None:
    now = course.now
    row = now.world.rows[resource.name].get(key)
    if row is None or gone(row):
        return  # removed again, with another one
    course.tried(lambda: now.require_references(resource, row, given, None))
    course.tried(lambda: now.require_rules(resource, row, given, verb, readable=False))
    if touched:
        course.tried(lambda: now.require_checks(resource, row))
