"""The validators of what is declared beyond one row at a time: bulk, by filter, PUT by a unique set, PUT of one row."""
from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final, Literal, TypeAlias

from bedplate.declarations.contract import Contract, Operation, ResourceContract
from bedplate.errors import Detail
from bedplate.settings import Settings
from bedplate.validation.body import read_body_of, require_empty
from bedplate.validation.bulk import bulk_reader
from bedplate.validation.by_filter import filter_reader
from bedplate.validation.idempotency import idempotency
from bedplate.validation.inputs import input_reader
from bedplate.validation.keys import key_reader
from bedplate.validation.preconditions import preconditions
from bedplate.validation.prefer import max_affected, wants_minimal
from bedplate.validation.query import Reader, Shape
from bedplate.validation.refusals import InvalidInput
from bedplate.values import Call, Request, Step

__all__ = ["MANY", "many_validator"]

MANY: Final = frozenset({"bulk", "update_where", "delete_where", "upsert", "replace"})

_Query: TypeAlias = Callable[[Operation, Shape], Reader]
_Validate: TypeAlias = Callable[[Request], Awaitable[Call]]


def many_validator(contract: Contract, settings: Settings, query: _Query, operation: Operation) -> _Validate:
    """The validator of one of these operations."""
    assert operation.resource is not None
    resource = contract.resources[operation.resource]
    if operation.verb == "bulk":
        return _bulk(settings, query, operation, resource)
    if operation.verb == "upsert":
        return _upsert(settings, query, operation, resource)
    if operation.verb == "replace":
        return _replace(settings, query, operation, resource)
    return _by_filter(settings, query, operation, resource)


def _bulk(settings: Settings, query: _Query, operation: Operation, resource: ResourceContract) -> _Validate:
    read, read_rows = query(operation, "one"), bulk_reader(resource)
    limit, depth = settings.body_max, settings.json_depth_max

    async def validate(request: Request) -> Call:
        _require_unconditional(request)
        selection, slots = read(request.query)
        given, _ = await read_body_of(request, limit, depth)
        steps = read_rows(given, selection, slots)
        return Call(request, steps, True, idempotency(request, given), units=len(steps), minimal=wants_minimal(request.headers))

    return validate


def _by_filter(settings: Settings, query: _Query, operation: Operation, resource: ResourceContract) -> _Validate:
    read = filter_reader(resource, query(operation, "list"))
    verb: Literal["update", "delete"] = "update" if operation.verb == "update_where" else "delete"
    read_body = input_reader(resource, "update", None)
    limit, depth = settings.body_max, settings.json_depth_max

    async def validate(request: Request) -> Call:
        _require_unconditional(request)
        most = max_affected(request.headers, resource.bulk)
        selection, slots = read(request.query, most)
        if verb == "update":
            given, _ = await read_body_of(request, limit, depth, patch=True)
        else:
            require_empty(request.headers.get("content-length"), request.headers.get("transfer-encoding"))
            given = {}
        step = Step(verb, operation.resource, selection, slots, (), read_body(given))
        return Call(request, (step,), True, idempotency(request, given), units=most, minimal=wants_minimal(request.headers))

    return validate


def _upsert(settings: Settings, query: _Query, operation: Operation, resource: ResourceContract) -> _Validate:
    """Two steps, of which one is done: who may not both create and update may not do either in this way."""
    read, read_body = query(operation, "one"), input_reader(resource, "create", None)
    limit, depth = settings.body_max, settings.json_depth_max

    async def validate(request: Request) -> Call:
        _require_unconditional(request)
        selection, slots = read(request.query)
        given, _ = await read_body_of(request, limit, depth)
        values = read_body(given)
        steps = tuple(Step(verb, operation.resource, selection, slots, (), values) for verb in ("create", "update"))
        return Call(request, steps, True, idempotency(request, given), minimal=wants_minimal(request.headers))

    return validate


def _replace(settings: Settings, query: _Query, operation: Operation, resource: ResourceContract) -> _Validate:
    read, read_body, key = query(operation, "one"), input_reader(resource, "replace", None), key_reader(operation, resource)
    limit, depth = settings.body_max, settings.json_depth_max

    async def validate(request: Request) -> Call:
        found, precondition = key(request), preconditions(request.headers)
        selection, slots = read(request.query)
        given, _ = await read_body_of(request, limit, depth)
        step = Step("update", operation.resource, selection, slots, found, read_body(given), precondition)
        return Call(request, (step,), minimal=wants_minimal(request.headers))

    return validate


def _require_unconditional(request: Request) -> None:
    """A tag names one representation of one row; a write of several has none, and must not look as if it had been compared."""
    for name in ("if-match", "if-none-match"):
        if name in request.headers:
            raise InvalidInput(details=(Detail(f"header.{name}", "unknown", {}, "is not taken here: it names one row"),))
