"""How OpenAPI tells of files: bodies and answers that are bytes, and forms."""
from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from bedplate.declarations.contract import Contract, Operation, ResourceContract
from bedplate.declarations.fields.file import StoredFile, Uploaded
from bedplate.declarations.fields.shapes import ObjectOf

__all__ = ["RANGE_HEADERS", "file_answer", "file_body", "form_body", "row_form_body"]

_FORM = "multipart/form-data"
_Content = dict[str, object]

RANGE_HEADERS: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("Range", "One range of bytes: 206 with it, 416 where there is none; anything else is ignored.", {"type": "string", "maxLength": 200, "pattern": "^[!-~ ]*$"}),
    ("If-Range", "The tag or date for which the range is meant; for another state the whole comes.", {"type": "string", "maxLength": 200, "pattern": "^[!-~ ]*$"}),
)


def _bytes(most: int) -> dict[str, object]:
    return {"type": "string", "format": "binary", "minLength": 1, "maxLength": most}


def _of(contract: Contract, operation: Operation) -> StoredFile:
    return cast("StoredFile", contract.resources[operation.resource or ""].fields[operation.file or ""].type)


def file_answer(contract: Contract, operation: Operation) -> _Content:
    """The bytes of a field, by media type."""
    kind = _of(contract, operation)
    return {media: {"schema": _bytes(kind.max)} for media in kind.types}


def file_body(contract: Contract, operation: Operation) -> _Content:
    """The bytes of a field as they are, or as the one part of a form."""
    kind, name = _of(contract, operation), operation.file or ""
    plain: _Content = {media: {"schema": _bytes(kind.max)} for media in kind.types}
    return {**plain, _FORM: _form({name: _bytes(kind.max)}, [name], {name: kind.types})}


def row_form_body(resource: ResourceContract, schema: Mapping[str, object], parent: str | None) -> _Content | None:
    """The body of a create that may bring files: fields as in the JSON body, and the files. None without files."""
    files = [one for one in resource.fields.values() if isinstance(one.type, StoredFile) and one.writable and not one.hidden and one.name != parent]
    if not files:
        return None
    kinds = {one.name: cast("StoredFile", one.type) for one in files}
    told = {name: one for name, one in cast("dict[str, object]", schema["properties"]).items() if name in resource.fields}
    properties = {**told, **{name: _bytes(kind.max) for name, kind in kinds.items()}}
    required = [*cast("list[str]", schema.get("required", [])), *(one.name for one in files if one.required)]
    return {_FORM: _form(properties, required, {name: kind.types for name, kind in kinds.items()})}


def form_body(operation: Operation) -> _Content:
    """The form of an endpoint."""
    endpoint = operation.endpoint
    assert endpoint is not None
    assert isinstance(endpoint.body, ObjectOf)
    uploads = {one.name for one in endpoint.body.members if isinstance(one.type, Uploaded)}
    properties = {one.name: _bytes(endpoint.body_max) if one.name in uploads else one.type.schema() for one in endpoint.body.members}
    return {_FORM: _form(properties, [one.name for one in endpoint.body.members if one.required], dict.fromkeys(uploads, endpoint.types))}


def _form(properties: Mapping[str, object], required: list[str], files: Mapping[str, tuple[str, ...]]) -> dict[str, object]:
    schema: dict[str, object] = {"type": "object", "additionalProperties": False, "properties": dict(properties)}
    if required:
        schema["required"] = list(dict.fromkeys(required))
    return {"schema": schema, "encoding": {name: {"contentType": ", ".join(types)} for name, types in files.items()}}
