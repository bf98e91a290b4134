"""The fifth verb: a `Grant` becomes an `Outcome`. What an operation does is looked up, not decided: everything was prepared at boot."""
from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bedplate.declarations.contract import Operation
from bedplate.logic.actions import InFlight, prepare_action
from bedplate.logic.bulk import prepare_bulk
from bedplate.logic.by_filter import prepare_by_filter
from bedplate.logic.endpoints import prepare_endpoint
from bedplate.logic.exports import prepare_export
from bedplate.logic.files import prepare_download, takes_files, taking_files, with_bytes
from bedplate.logic.groups import prepare_aggregate
from bedplate.logic.history import prepare_history
from bedplate.logic.reads import MakeCursor, Perform, prepare_list, prepare_read
from bedplate.logic.reports import prepare_report
from bedplate.logic.returns import prepare_purge, prepare_restore
from bedplate.logic.runtime import Runtime
from bedplate.logic.upsert import prepare_upsert
from bedplate.logic.writes import prepare_create, prepare_delete, prepare_replace, prepare_update
from bedplate.storage.store import Store
from bedplate.values import Grant, Outcome

__all__ = ["prepare_perform"]


def prepare_perform(
    runtime: Runtime, handlers: Mapping[str, Perform], make_cursor: MakeCursor
) -> Callable[[Grant], Awaitable[Outcome]]:
    """`handlers` answer the operations of the framework itself, by operation id, those included that are in no Contract (OPTIONS).
    Raises RuntimeError for an operation of the Contract that nobody answers."""
    in_flight = InFlight()
    prepared = {one.id: handlers.get(one.id) or _prepare(runtime, one, make_cursor, in_flight) for one in runtime.contract.operations}
    table = {**handlers, **prepared}

    def perform(grant: Grant) -> Awaitable[Outcome]:
        return table[grant.call.request.operation.id](grant)

    return perform


def _prepare(runtime: Runtime, operation: Operation, make_cursor: MakeCursor, in_flight: InFlight) -> Perform:
    if operation.endpoint is not None:
        endpoint = with_bytes(runtime, prepare_endpoint(runtime, operation, in_flight))
        return taking_files(runtime, endpoint) if operation.endpoint.form else endpoint
    if operation.action is not None:
        return with_bytes(runtime, prepare_action(runtime, operation, in_flight))
    if operation.file is not None and operation.verb == "read":
        return prepare_download(runtime, operation)
    if operation.report is not None:
        return prepare_report(runtime.store, operation, make_cursor)
    verb = operation.verb if operation.resource is not None else ""
    if verb in _PAGES:
        return _PAGES[verb](runtime.store, operation, make_cursor)
    if verb == "export":
        return prepare_export(runtime.store, operation)
    if verb == "read":
        return prepare_read(runtime.store)
    if verb not in _WRITES:
        raise RuntimeError(f"nobody answers the operation {operation.id}")
    write = with_bytes(runtime, _WRITES[verb](runtime, operation))
    return taking_files(runtime, write) if takes_files(runtime, operation) else write


_PAGES: Mapping[str, Callable[[Store, Operation, MakeCursor], Perform]] = {
    "list": prepare_list, "aggregate": prepare_aggregate, "history": prepare_history,
}

_WRITES: Mapping[str, Callable[[Runtime, Operation], Perform]] = {
    "create": prepare_create, "update": prepare_update, "delete": prepare_delete, "restore": prepare_restore, "purge": prepare_purge,
    "replace": prepare_replace, "upsert": prepare_upsert,
    "bulk": prepare_bulk, "update_where": prepare_by_filter, "delete_where": prepare_by_filter,
}
