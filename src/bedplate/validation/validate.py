"""The verb `validate`: a Request, whose body is drawn here, becomes a Call; or it is refused.

What can be decided at boot is: each operation has its own reader of keys, queries and bodies.
"""
from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

from bedplate.declarations.contract import Contract, Operation, ResourceContract, RowParameter
from bedplate.declarations.fields.shapes import ObjectOf
from bedplate.declarations.fields.type import FieldType, InvalidValue
from bedplate.errors import Detail
from bedplate.settings import Settings
from bedplate.validation.body import JsonObject, read_body_of, require_empty
from bedplate.validation.cursor import CursorKey
from bedplate.validation.details import details_of, named
from bedplate.validation.exports import export_reader
from bedplate.validation.files import downloading, endpoint_form, row_form, uploading
from bedplate.validation.history import history_validator
from bedplate.validation.idempotency import idempotency
from bedplate.validation.keys import KeyReader, key_reader, no_key, part_reader, path_names
from bedplate.validation.many import MANY, many_validator
from bedplate.validation.nested import whole_reader
from bedplate.validation.pairs import query_pairs
from bedplate.validation.parameters import body_reader, endpoint_reader
from bedplate.validation.preconditions import preconditions
from bedplate.validation.prefer import wants_minimal
from bedplate.validation.query import Reader, prepare_query
from bedplate.validation.refusals import IdempotencyKeyRequired, InvalidInput, PreconditionRequired
from bedplate.validation.reports import aggregate_validator, report_validator
from bedplate.values import Call, Request, Selection, Step

__all__ = ["Validate", "prepare_validate"]

Validate: TypeAlias = Callable[[Request], Awaitable[Call]]
_OPTIONS: Final = "system.options"



def prepare_validate(contract: Contract, settings: Settings, key: CursorKey) -> Validate:
    """Bind the verb to an application's operations and limits.

    Refuses with INVALID_INPUT, INVALID_JSON, INVALID_CURSOR, UNSUPPORTED_MEDIA_TYPE, or NOT_FOUND for a key that no row could have.
    """
    preparation = _Preparation(contract, settings, key)
    validators = {operation.id: preparation.validator(operation) for operation in contract.operations}

    async def validate(request: Request) -> Call:
        validator = validators.get(request.operation.id)
        if validator is None:  # OPTIONS and whatever the web room adds for itself
            validator = preparation.validator(request.operation)
            if request.operation.verb != _OPTIONS:
                validators[request.operation.id] = validator
        return await validator(request)

    return validate


class _Preparation:
    """What the validators of one application are made from."""

    def __init__(self, contract: Contract, settings: Settings, key: CursorKey) -> None:
        self.contract = contract
        self.settings = settings
        self.key = key
        self.query = prepare_query(contract, key)

    def validator(self, operation: Operation) -> Validate:
        found = self._validator(operation)
        return _matching(found) if operation.must_match else found

    def _validator(self, operation: Operation) -> Validate:
        if operation.verb == _OPTIONS:
            return _options
        if operation.endpoint is not None:
            return self._endpoint(operation)
        if operation.action is not None:
            return self._action(operation)
        if operation.report is not None:
            return report_validator(self.contract, self.query, self.key, operation)
        if operation.resource is not None and operation.verb in MANY:
            return many_validator(self.contract, self.settings, self.query, operation)
        if operation.resource is None or operation.verb not in _REST:
            return self._framework(operation)
        prepared = {"list": self._list, "aggregate": self._aggregate, "export": self._export, "restore": self._restore, "history": self._history}.get(operation.verb)
        if prepared is not None:
            return prepared(operation)
        if operation.verb == "create":
            return self._create(operation)
        if operation.file is not None:
            return self._file(operation)
        return self._row(operation)

    def _list(self, operation: Operation) -> Validate:
        read = self.query(operation, "list")
        parent = self._parent(operation)

        async def validate(request: Request) -> Call:
            headers = request.headers
            require_empty(headers.get("content-length"), headers.get("transfer-encoding"))
            selection, slots = read(request.query)
            if parent is not None:
                slots = (*parent(request), *slots[1:])
            return Call(request, (Step("list", operation.resource, selection, slots),))

        return validate

    def _aggregate(self, operation: Operation) -> Validate:
        return aggregate_validator(self.contract, self.query, self.key, operation)

    def _export(self, operation: Operation) -> Validate:
        resource = self._resource(operation)
        read = export_reader(resource, resource.export, self.query(operation, "list"))

        async def validate(request: Request) -> Call:
            headers = request.headers
            require_empty(headers.get("content-length"), headers.get("transfer-encoding"))
            selection, slots, form = read(request.query)
            return Call(request, (Step("export", operation.resource, selection, slots, (), {"format": form}),))

        return validate

    def _history(self, operation: Operation) -> Validate:
        resource = self._resource(operation)
        return history_validator(operation, resource, key_reader(operation, resource), self.key)

    def _row(self, operation: Operation) -> Validate:
        """read, update, delete."""
        resource = self._resource(operation)
        key = key_reader(operation, resource)
        if operation.verb in ("delete", "purge"):
            return _deleting(operation, key)
        read = self.query(operation, "one")
        if operation.verb == "read":
            return _reading(operation, key, read)
        return self._update(operation, resource, key, read)

    def _file(self, operation: Operation) -> Validate:
        """The bytes of one field: out, or in."""
        resource = self._resource(operation)
        key = key_reader(operation, resource)
        return downloading(operation, key) if operation.verb == "read" else uploading(operation, resource, key, self.query(operation, "one"))

    def _update(self, operation: Operation, resource: ResourceContract, key: KeyReader, read: Reader) -> Validate:
        read_body = whole_reader(self.contract, resource, "update", None)
        limit, depth = self.settings.body_max, self.settings.json_depth_max

        async def validate(request: Request) -> Call:
            found, precondition = key(request), preconditions(request.headers)
            selection, slots = read(request.query)
            given, _ = await read_body_of(request, limit, depth, patch=True)
            values, nested = read_body(given)
            step = Step("update", operation.resource, selection, slots, found, values, precondition, nested=nested)
            return Call(request, (step,), units=1 + len(nested), minimal=wants_minimal(request.headers))

        return validate

    def _restore(self, operation: Operation) -> Validate:
        key = key_reader(operation, self._resource(operation))
        read = self.query(operation, "one")
        read_body = body_reader(self.contract, ())
        limit, depth = self.settings.body_max, self.settings.json_depth_max

        async def validate(request: Request) -> Call:
            found, precondition = key(request), preconditions(request.headers)
            selection, slots = read(request.query)
            given, _ = await read_body_of(request, limit, depth, may_be_empty=True)
            step = Step(operation.verb, operation.resource, selection, slots, found, read_body(given), precondition)
            return Call(request, (step,), True, idempotency(request, given))

        return validate

    def _create(self, operation: Operation) -> Validate:
        read = self.query(operation, "one")
        parent = self._parent(operation)
        read_body = whole_reader(self.contract, self._resource(operation), "create", operation.parent)
        limit, depth = self.settings.body_max, self.settings.json_depth_max
        name = operation.parent or ""
        form = row_form(self._resource(operation), operation.parent)

        async def validate(request: Request) -> Call:
            above = parent(request) if parent is not None else ()
            selection, slots = read(request.query)
            if form is not None and (incoming := form.incoming(request)) is not None:
                fixed = {name: above[0]} if above else _NOTHING
                return Call(request, (Step("create", operation.resource, selection, slots, (), fixed, incoming=incoming),), minimal=wants_minimal(request.headers))
            given, _ = await read_body_of(request, limit, depth)
            values, nested = read_body(given)
            if above:
                values[name] = above[0]
            step = Step("create", operation.resource, selection, slots, (), values, nested=nested)
            return Call(request, (step,), True, idempotency(request, given), units=1 + len(nested), minimal=wants_minimal(request.headers))

        return validate

    def _action(self, operation: Operation) -> Validate:
        action = operation.action
        assert action is not None
        key = key_reader(operation, self.contract.resources[action.resource]) if action.instance else no_key
        read_body = body_reader(self.contract, action.parameters)
        selection = self._answer(action.result)
        limit, depth = self.settings.body_max, self.settings.json_depth_max

        async def validate(request: Request) -> Call:
            found, precondition = key(request), preconditions(request.headers)
            _require_no_query(request)
            given, _ = await read_body_of(request, limit, depth, may_be_empty=True)
            step = Step(operation.verb, action.resource, selection, (), found, read_body(given), precondition)
            repeats = idempotency(request, given)
            if repeats is None and action.idempotent:
                raise IdempotencyKeyRequired
            return Call(request, (step,), True, repeats)

        return validate

    def _framework(self, operation: Operation) -> Validate:
        """Account operations, health, documentation: parameters of a body where some are declared, path parameters as they are."""
        read_body = body_reader(self.contract, operation.parameters)
        limit = self.settings.credential_body_max if operation.credential else self.settings.body_max
        depth = self.settings.json_depth_max
        reads_body = operation.method not in _BODILESS

        async def validate(request: Request) -> Call:
            _require_no_query(request)
            if reads_body:
                given, _ = await read_body_of(request, limit, depth, may_be_empty=True)
                values = {**request.path, **read_body(given)}
            else:
                require_empty(request.headers.get("content-length"), request.headers.get("transfer-encoding"))
                values = dict[str, object](request.path)
            return Call(request, (Step(operation.verb, operation.resource, input=values, precondition=preconditions(request.headers)),))

        return validate

    def _endpoint(self, operation: Operation) -> Validate:
        endpoint = operation.endpoint
        assert endpoint is not None
        read = endpoint_reader(self.contract, endpoint, frozenset(path_names(operation)))
        depth = self.settings.json_depth_max
        body = endpoint.body
        may_be_empty = operation.method in _BODILESS
        form = endpoint_form(endpoint, lambda given: _endpoint_body(_known(body), given, ignore=endpoint.unknown == "ignore")) if endpoint.form else None

        async def validate(request: Request) -> Call:
            values = read(request)
            if form is not None:
                return Call(request, (Step(operation.verb, None, input=values, incoming=form(request)),))
            given: JsonObject = {}
            raw = b""
            if body is None and may_be_empty:
                require_empty(request.headers.get("content-length"), request.headers.get("transfer-encoding"))
            elif body is None:
                raw = await request.body(endpoint.body_max)
                _require_nothing(raw)
            else:
                given, raw = await read_body_of(request, endpoint.body_max, depth, patch=operation.method == "PATCH")
                values["body"] = _endpoint_body(body, given, ignore=endpoint.unknown == "ignore")
            key = None if may_be_empty else idempotency(request, given)
            return Call(request, (Step(operation.verb, None, input=values),), True, key, raw)

        return validate

    def _resource(self, operation: Operation) -> ResourceContract:
        assert operation.resource is not None
        return self.contract.resources[operation.resource]

    def _parent(self, operation: Operation) -> KeyReader | None:
        """The key of the parent, from the first path parameter."""
        if operation.parent is None:
            return None
        return part_reader(path_names(operation)[:1], (self._resource(operation).fields[operation.parent].type,))

    def _answer(self, result: FieldType | RowParameter | None) -> Selection | None:
        if not isinstance(result, RowParameter):
            return None
        return self.query(Operation(f"answer.{result.resource}", "GET", "", "read", result.resource), "one")("")[0]


_REST: Final = frozenset({"list", "aggregate", "export", "read", "create", "update", "delete", "restore", "purge", "history"})
_BODILESS: Final = frozenset({"GET", "HEAD", "DELETE"})


def _matching(inner: Validate) -> Validate:
    async def validate(request: Request) -> Call:
        if request.headers.get("if-match") is None:
            raise PreconditionRequired
        return await inner(request)

    return validate


def _deleting(operation: Operation, key: KeyReader) -> Validate:
    async def validate(request: Request) -> Call:
        headers = request.headers
        require_empty(headers.get("content-length"), headers.get("transfer-encoding"))
        _require_no_query(request)
        return Call(request, (Step(operation.verb, operation.resource, key=key(request), precondition=preconditions(headers)),))

    return validate


def _reading(operation: Operation, key: KeyReader, read: Reader) -> Validate:
    async def validate(request: Request) -> Call:
        headers = request.headers
        require_empty(headers.get("content-length"), headers.get("transfer-encoding"))
        selection, slots = read(request.query)
        return Call(request, (Step("read", operation.resource, selection, slots, key(request), _NOTHING, preconditions(headers)),))

    return validate


async def _options(request: Request) -> Call:
    return Call(request, (Step(_OPTIONS, None),))


_NOTHING: Final[dict[str, object]] = {}


# ---- bodies ----------------------------------------------------------------------------------------------------------------
def _known(kind: FieldType | None) -> FieldType:
    if kind is None:
        raise RuntimeError("a form has a class")
    return kind


def _endpoint_body(kind: FieldType, given: JsonObject, *, ignore: bool) -> object:
    if ignore and isinstance(kind, ObjectOf):
        given = {member.name: given[member.name] for member in kind.members if member.name in given}
    try:
        return kind.parse(given)
    except InvalidValue as fault:
        raise InvalidInput(details=tuple(details_of("body", fault))) from None


def _require_nothing(raw: bytes) -> None:
    if raw:
        raise InvalidInput(details=(Detail("body", "empty", {}, "must be empty for this operation"),))


def _require_no_query(request: Request) -> None:
    if request.query:
        names = query_pairs(request.query)
        raise InvalidInput(details=[Detail(named("query", name), "unknown", {}, "is not a parameter here") for name in names])
