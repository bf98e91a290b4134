"""Steps about files: the bytes of one field, and rows made by a form."""
from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from bedplate.declarations.contract import EndpointContract, FieldContract, Operation, ResourceContract
from bedplate.declarations.endpoints import Form
from bedplate.declarations.fields.file import File, StoredFile, Uploaded
from bedplate.declarations.fields.shapes import Member, ObjectOf
from bedplate.declarations.fields.type import FieldType, InvalidValue
from bedplate.errors import Detail
from bedplate.storage.files.keeper import TEXT_MAX
from bedplate.validation.body import JsonObject, require_empty, require_plain
from bedplate.validation.details import details_of, named
from bedplate.validation.forms import FORM, form_parts, media_of, one_file
from bedplate.validation.idempotency import idempotency
from bedplate.validation.inputs import input_reader, takes
from bedplate.validation.preconditions import preconditions
from bedplate.validation.prefer import wants_minimal
from bedplate.validation.query import Reader
from bedplate.validation.refusals import InvalidInput, UnsupportedMediaType
from bedplate.values import Call, FileRule, Idempotency, Incoming, Request, Step

__all__ = ["RowForm", "downloading", "endpoint_form", "row_form", "uploading"]

_Key: TypeAlias = Callable[[Request], tuple[object, ...]]
_Validate: TypeAlias = Callable[[Request], Awaitable[Call]]
_Texts: TypeAlias = Mapping[str, str]
_Files: TypeAlias = Mapping[str, object]
_NOTHING: Final[dict[str, object]] = {}


# ---- one file
def downloading(operation: Operation, key: _Key) -> _Validate:
    """GET of the bytes of a field."""

    async def validate(request: Request) -> Call:
        headers = request.headers
        require_empty(headers.get("content-length"), headers.get("transfer-encoding"))
        _require_no_query(request)
        return Call(request, (Step("read", operation.resource, None, (), key(request), _NOTHING, preconditions(headers)),))

    return validate


def uploading(operation: Operation, resource: ResourceContract, key: _Key, read: Reader) -> _Validate:
    """PUT of the bytes of a field: an update of that field."""
    field = resource.fields[operation.file or ""]
    kind = _stored(field)
    rules = {field.name: FileRule(kind.max, kind.types)}

    def finish(texts: _Texts, files: _Files) -> tuple[Mapping[str, object], Idempotency | None]:
        faults = [Detail("body", "unknown", {}, "holds more than the file") for _ in texts]
        if field.name not in files:
            faults.append(Detail(f"body.{field.name}", "required", {}, "is required"))
        if faults:
            raise InvalidInput(details=faults)
        return files, None

    async def validate(request: Request) -> Call:
        found, precondition = key(request), preconditions(request.headers)
        selection, slots = read(request.query)
        require_plain(request.headers.get("content-encoding"))
        incoming = Incoming(one_file(request, field.name, kind.types, kind.max), rules, finish)
        return Call(request, (Step("update", operation.resource, selection, slots, found, _NOTHING, precondition, incoming=incoming),), minimal=wants_minimal(request.headers))

    return validate


# ---- a row made by a form
@dataclass(frozen=True, slots=True)
class RowForm:
    """How a create reads a form: which files it may hold, and how texts become what JSON would have been."""

    rules: Mapping[str, FileRule]
    fields: Mapping[str, FieldContract]
    read: Callable[[JsonObject], dict[str, object]]
    limit: int

    def incoming(self, request: Request) -> Incoming | None:
        """Of a request whose body is a form; None for any other."""
        if media_of(request) != FORM:
            return None
        require_plain(request.headers.get("content-encoding"))

        def finish(texts: _Texts, files: _Files) -> tuple[Mapping[str, object], Idempotency | None]:
            given = _as_json({name: one.type for name, one in self.fields.items()}, texts)
            return self.read({**given, **files}), idempotency(request, {**given, **_fingerprints(files)})

        return Incoming(form_parts(request, self.limit), self.rules, finish)


def row_form(resource: ResourceContract, parent: str | None) -> RowForm | None:
    """None for a resource that takes no files at its creation."""
    fields = {one.name: one for one in resource.fields.values() if takes(one, "create", parent)}
    rules = {name: FileRule(kind.max, kind.types) for name, one in fields.items() if isinstance(kind := one.type, StoredFile)}
    if not rules:
        return None
    return RowForm(rules, fields, input_reader(resource, "create", parent), sum(one.max for one in rules.values()) + TEXT_MAX)


# ---- the form of an endpoint
def endpoint_form(endpoint: EndpointContract, read: Callable[[JsonObject], object]) -> Callable[[Request], Incoming]:
    """Reads the form of an endpoint, whose class names texts and files."""
    members = _members(endpoint.body)
    rules = {one.name: FileRule(endpoint.body_max, endpoint.types) for one in members if isinstance(one.type, Uploaded)}
    kinds = {one.name: one.type for one in members}

    def of(request: Request) -> Incoming:
        if media_of(request) != FORM:
            raise UnsupportedMediaType(headers={"Accept": FORM})
        require_plain(request.headers.get("content-encoding"))

        def finish(texts: _Texts, files: _Files) -> tuple[Mapping[str, object], Idempotency | None]:
            given = _as_json(kinds, texts, ignore=endpoint.unknown == "ignore")
            return {"body": Form(read({**given, **files}))}, idempotency(request, {**given, **_fingerprints(files)})

        return Incoming(form_parts(request, endpoint.body_max), rules, finish)

    return of


def _members(kind: FieldType | None) -> tuple[Member, ...]:
    return kind.members if isinstance(kind, ObjectOf) else ()


# ---- texts
def _as_json(kinds: Mapping[str, FieldType], texts: _Texts, *, ignore: bool = False) -> JsonObject:
    """The texts of a form as JSON would have had them, so that one reader judges both. Raises InvalidInput with all faults."""
    found: JsonObject = {}
    faults: list[Detail] = []
    for name, text in texts.items():
        kind = kinds.get(name)
        if kind is None:
            if not ignore:
                faults.append(Detail(named("body", name), "unknown", {}, "is not a field that can be set here"))
            continue
        try:
            found[name] = kind.dump(kind.parse_text(text))
        except InvalidValue as fault:
            faults.extend(details_of(f"body.{name}", fault))
    if faults:
        raise InvalidInput(details=faults)
    return found


def _fingerprints(files: _Files) -> dict[str, object]:
    return {name: one.sha256 for name, one in files.items() if isinstance(one, File)}


def _stored(field: FieldContract) -> StoredFile:
    if not isinstance(field.type, StoredFile):
        raise RuntimeError(f"{field.name} is no file")
    return field.type


def _require_no_query(request: Request) -> None:
    if request.query:
        raise InvalidInput(details=[Detail("query", "unknown", {}, "takes no parameters here")])
