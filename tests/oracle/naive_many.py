"""What becomes of a write of several rows of one kind: all of it, or nothing and the first refusal in this order: what is found of the rows
as they are, then what the table does not take, row after row, then references, rules and checks of all rows as they would be."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bedplate.declarations.contract import ResourceContract

from .naive import Row, Unanswerable, gone
from .naive_writes import Writer, Written

Change = tuple[Any, Row]
"""A key, and what is given of the row."""


def create_all(writer: Writer, resource: ResourceContract, changes: Sequence[Change]) -> Written:
    """New rows."""
    try:
        writer._may_ever(resource, "create", keyed=False)
        rows = [writer._complete(resource, key, given) for key, given in changes]
        return Written(201, _written(writer, resource, changes, rows, "create").world.rows)
    except Unanswerable as end:
        return Written(end.status, writer.world.rows)


def update_all(writer: Writer, resource: ResourceContract, changes: Sequence[Change], *, keyed: bool = True) -> Written:
    """Rows that are there."""
    try:
        writer._may_ever(resource, "update", keyed=keyed)
        rows: list[Row] = []
        for key, given in changes:
            row = _found(writer, resource, key)
            writer.require_rules(resource, row, given, "update", readable=True)
            stamps = {one.name: writer.world.now for one in resource.fields.values() if one.automatic == "updated_at"} if given else {}
            rows.append({**row, **given, **stamps})
        return Written(200, _written(writer, resource, changes, rows, "update").world.rows)
    except Unanswerable as end:
        return Written(end.status, writer.world.rows)


def delete_all(writer: Writer, resource: ResourceContract, keys: Sequence[Any], *, keyed: bool = True) -> Written:
    """Rows with all that hangs on them, one after the other."""
    try:
        writer._may_ever(resource, "delete", keyed=keyed)
        for key in keys:
            writer.require_rules(resource, _found(writer, resource, key), {}, "delete", readable=True)
        unsure = False
        rows: Mapping[str, Mapping[Any, Row]] = writer.world.rows
        for key in keys:
            if key not in rows[resource.name] or gone(rows[resource.name][key]):
                continue  # went with one before
            now = writer._in(rows)
            if resource.deletion == "own":
                rows = now.marked(resource, key)
            else:
                going, doubt = now._goes(resource, key)
                rows, unsure = now._without(going), unsure or doubt
        writer._in(rows).require_wholes(writer, [(resource, key) for key in keys])
        return Written(200, rows, unsure=unsure)
    except Unanswerable as end:
        return Written(end.status, writer.world.rows, unsure=end.status == 409)


def _found(writer: Writer, resource: ResourceContract, key: Any) -> Row:
    row = writer.world.rows[resource.name].get(key)
    if row is None or gone(row):
        raise Unanswerable(404)
    return row


def _written(writer: Writer, resource: ResourceContract, changes: Sequence[Change], rows: Sequence[Row], verb: str) -> Writer:
    now = writer
    for (key, given), row in zip(changes, rows, strict=True):
        after = now._in({**now.world.rows, resource.name: {**now.world.rows[resource.name], key: row}})
        if not after.takes(resource, row):
            now.require_references(resource, row, given, None)
            now.require_rules(resource, row, given, verb, readable=False)
            raise Unanswerable(409)
        now = after
    for (_, given), row in zip(changes, rows, strict=True):
        now.require_references(resource, row, given, None)
    for (_, given), row in zip(changes, rows, strict=True):
        now.require_rules(resource, row, given, verb, readable=False)
        if verb == "create" or given:
            now.require_checks(resource, row)
    now.require_wholes(writer, [(resource, key) for key, _ in changes])
    return now
