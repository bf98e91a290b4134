"""Exports: as many rows as there are, in batches by key, each one short statement on a reader thread.

Nothing is held between two batches: no transaction, so the write-ahead log can start over, no thread, and no row that was sent. What it
costs is that a long export is no snapshot: a row is shown as it is when its batch is read, and never twice. Each batch asks the rules
anew, so an account that is closed meanwhile gets no further row.
"""
from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import cast

from bedplate.declarations.contract import Operation, ResourceContract
from bedplate.declarations.fields.type import FieldType
from bedplate.declarations.operations import MEDIA
from bedplate.logic.delimited import csv_writer
from bedplate.logic.reads import Perform
from bedplate.logic.refusals import Unauthenticated
from bedplate.storage.store import ListAnswer, Store
from bedplate.values import Grant, Outcome, Selection

__all__ = ["Lines", "attachment", "prepare_export", "writer_of"]

Lines = Callable[[Sequence[str]], bytes]
"""Rows as JSON -> lines of the file."""


def writer_of(form: str, columns: Sequence[tuple[str, FieldType]]) -> tuple[bytes, Lines]:
    """What a file of this format begins with, and how its lines are made."""
    return csv_writer(columns) if form == "csv" else (b"", _ndjson)


def _ndjson(rows: Sequence[str]) -> bytes:
    return "".join([f"{row}\n" for row in rows]).encode()


def attachment(path: str, form: str) -> tuple[tuple[str, str], ...]:
    """A file to be kept, under a plain name."""
    return (("Content-Disposition", f'attachment; filename="{path}.{form}"'),)


def prepare_export(store: Store, operation: Operation) -> Perform:
    """The first batch is read before the answer begins, so that what refuses the whole has its own status."""
    resource = store.contract.resources[operation.resource or ""]

    async def export(grant: Grant) -> Outcome:
        step = grant.call.steps[0]
        assert step.selection is not None
        form = str(step.input["format"])
        head, lines = writer_of(form, [(name, _type_of(resource, name)) for name in step.selection.fields])
        batches = _batches(store, grant, step.selection, step.slots)
        first = await anext(batches)
        return Outcome(200, headers=attachment(resource.path, form), media=MEDIA[form], stream=_stream(head + lines(first), batches, lines))

    return export


def _type_of(resource: ResourceContract, name: str) -> FieldType:
    return (resource.fields.get(name) or resource.computed[name]).type


async def _batches(store: Store, grant: Grant, selection: Selection, slots: tuple[object, ...]) -> AsyncIterator[list[str]]:
    """At least one, which may be empty. Raises Unauthenticated once the caller's account is gone."""
    found = await _batch(store, grant, selection, slots)
    yield found.items
    following = replace(selection, after=tuple(range(len(slots), len(slots) + len(selection.sort))))
    while found.more:
        found = await _batch(store, grant, following, (*slots, *cast("tuple[object, ...]", found.last)))
        yield found.items


async def _batch(store: Store, grant: Grant, selection: Selection, slots: tuple[object, ...]) -> ListAnswer:
    found = await store.list(grant.access, grant.actor, selection, slots, grant.call.request.now, "reader")
    if not found.alive:
        raise Unauthenticated
    return found


async def _stream(first: bytes, batches: AsyncIterator[list[str]], lines: Lines) -> AsyncIterator[bytes]:
    async with aclosing(batches):  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
        if first:
            yield first
        async for rows in batches:
            yield lines(rows)
