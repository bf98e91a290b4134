"""What an operation takes: its path, query and header parameters, and its body, as OpenAPI says it."""

from __future__ import annotations

import re

from bedplate.declarations.contract import Contract, Operation, ParameterContract, ResourceContract
from bedplate.declarations.grids import grid_of
from bedplate.declarations.reports import ReportContract
from bedplate.web.endpoint_schemas import endpoint_parameter
from bedplate.web.file_bodies import RANGE_HEADERS, file_body, form_body, row_form_body
from bedplate.web.filter_parameters import filters_of, query_parameter, references
from bedplate.web.grouping_input import grouping_parameters
from bedplate.web.nested_input import whole_schema
from bedplate.web.schemas import nullable, parameter_schema, shown_fields
from bedplate.web.writing_schemas import BY_FILTER, WRITES, writing_body, writing_headers

__all__ = ["parameters", "request_body"]


_SHOWING = ("list", "read", "create", "update", "replace", "upsert", "bulk", "restore")


def parameters(contract: Contract, operation: Operation) -> list[dict[str, object]]:
    """Every parameter outside the body."""
    found = _path(contract, operation)
    if operation.resource is not None:
        resource = contract.resources[operation.resource]
        found.extend(_whole(contract, resource, operation.verb))
        if operation.verb in _SHOWING and operation.endpoint is None and operation.action is None and not _is_download(operation):
            found.append(_fields(resource))
        if operation.verb == "list":
            found.extend(_list(contract, resource))
        if operation.verb in BY_FILTER:
            found.extend(filters_of(contract, resource))
        found.extend(_headers(operation))
        if operation.action is None:
            found.extend(writing_headers(operation, resource))
    if operation.report is not None:
        found.extend(_report(contract, contract.reports[operation.report], operation.verb))
    if operation.endpoint is not None:
        in_path = {str(parameter["name"]) for parameter in found}
        for parameter in operation.endpoint.parameters:
            if parameter.name not in in_path:
                found.append(endpoint_parameter(contract, parameter))
    return found


def _is_download(operation: Operation) -> bool:
    return operation.file is not None and operation.verb == "read"


def request_body(contract: Contract, operation: Operation) -> dict[str, object] | None:
    """The body, or None where there is none."""
    if operation.file is not None:
        return None if _is_download(operation) else {"required": True, "content": file_body(contract, operation)}
    if operation.endpoint is not None and operation.endpoint.form:
        return {"required": True, "content": form_body(operation)}
    schema = _body(contract, operation)
    if schema is None:
        return None
    media: dict[str, object] = {"application/json": {"schema": schema}}
    if operation.resource is not None and operation.verb == "create" and operation.action is None:
        media = _created(contract.resources[operation.resource], operation, schema, media)
    may_be_empty = operation.endpoint is None and operation.verb not in WRITES and not schema.get("required")
    if operation.method == "PATCH":
        media["application/merge-patch+json"] = {"schema": schema}
    return {"required": not may_be_empty, "content": media}


def _created(resource: ResourceContract, operation: Operation, schema: dict[str, object], media: dict[str, object]) -> dict[str, object]:
    """With files a row is made by a form, and by JSON only where none of them must be there."""
    form = row_form_body(resource, schema, operation.parent)
    needed = any(one.type.kind == "file" and one.required for one in resource.fields.values())
    return media if form is None else form if needed else {**media, **form}


def _body(contract: Contract, operation: Operation) -> dict[str, object] | None:
    if operation.action is not None:
        return _object(contract, operation.action.parameters)
    if operation.endpoint is not None:
        return operation.endpoint.body.schema() if operation.endpoint.body is not None else None
    if operation.resource is not None and operation.verb in ("create", "update"):
        return whole_schema(contract, contract.resources[operation.resource], operation.verb, operation.parent)
    if operation.resource is not None and operation.verb in WRITES:
        return writing_body(contract.resources[operation.resource], operation.verb)
    return _object(contract, operation.parameters) if operation.parameters else None


def _object(contract: Contract, listed: tuple[ParameterContract, ...]) -> dict[str, object]:
    properties: dict[str, object] = {}
    for parameter in listed:
        schema: dict[str, object] = parameter_schema(contract, parameter.type)
        if parameter.many:
            schema = {"type": "array", "maxItems": 100, "items": schema}
        properties[parameter.name] = nullable(schema, nullable=parameter.nullable)
    body: dict[str, object] = {"type": "object", "additionalProperties": False, "properties": properties}
    required = [parameter.name for parameter in listed if parameter.required]
    if required:
        body["required"] = required
    return body


def _path(contract: Contract, operation: Operation) -> list[dict[str, object]]:
    declared = {parameter.name: parameter for parameter in operation.endpoint.parameters} if operation.endpoint is not None else {}
    found: list[dict[str, object]] = []
    for segment in operation.path.split("/"):
        if not segment.startswith("{"):
            continue
        for name in segment.split(","):
            bare = name.strip("{}*")
            schema = parameter_schema(contract, declared[bare].type) if bare in declared else _key(contract, operation, bare)
            found.append({"name": bare, "in": "path", "required": True, "schema": schema, "description": f"The key `{bare}`."})
    return found


def _key(contract: Contract, operation: Operation, name: str) -> dict[str, object]:
    if operation.resource is None:
        return {"type": "string", "maxLength": 200, "pattern": "^[A-Za-z0-9._/-]+$"}
    resource = contract.resources[operation.resource]
    if operation.parent is not None:
        target = resource.fields[operation.parent].target
        resource = contract.resources[target] if target is not None else resource
    field = resource.fields.get(name) or resource.fields[resource.key[0]]
    return field.type.schema()


_TAG = r'(W/)?"[!#-~]*"'  # RFC 9110 section 8.8.3
_TAGS: dict[str, object] = {"type": "string", "minLength": 1, "maxLength": 1000, "pattern": rf"^(\*|{_TAG}(, ?{_TAG}){{0,19}})$", "examples": ["*"]}
_KEY_OF_REPEATS: dict[str, object] = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"}


_REPEATS = "Makes repeats harmless: one effect, the same answer, for 24 hours."


def _headers(operation: Operation) -> list[dict[str, object]]:
    def header(name: str, words: str, schema: dict[str, object]) -> dict[str, object]:
        return {"name": name, "in": "header", "description": words, "schema": schema}

    if operation.verb == "read":
        known = header("If-None-Match", "Tags of known representations: 304 if one is current.", _TAGS)
        return [known, *(header(*one) for one in RANGE_HEADERS if operation.file is not None)]
    match = header("If-Match", "The tag that was read: 412 if the row changed since.", _TAGS)
    key = header("Idempotency-Key", _REPEATS, _KEY_OF_REPEATS)
    found: list[dict[str, object]] = []
    built_in = operation.action is None
    if operation.must_match or (built_in and operation.verb in ("update", "delete", "replace", "purge", "restore")):
        found.append({**match, "required": True} if operation.must_match else match)
    if operation.verb in BY_FILTER or operation.verb == "upsert" or operation.method == "POST":
        found.append({**key, "required": True} if operation.action is not None and operation.action.idempotent else key)
    return found


def _fields(resource: ResourceContract) -> dict[str, object]:
    shown, relations = [field.name for field in shown_fields(resource)], list(resource.relations)
    words = f"Which fields to answer, each once, `*` for all: {', '.join(shown)}." + (
        f" Nested: {', '.join(relations)}, as `name(field,…)`." if relations else ""
    )
    below = [rf"({'|'.join(relations)})\([A-Za-z0-9_*(),]+\)"] if relations else []
    item = "|".join([r"\*", *dict.fromkeys([*shown, *relations]), *below])
    return query_parameter("fields", {"type": "string", "maxLength": 2000, "pattern": f"^({item})(,({item}))*$"}, words)


def _whole(contract: Contract, resource: ResourceContract, verb: str) -> list[dict[str, object]]:
    """Of aggregates and exports: of all rows rather than of a page; and of histories."""
    if verb == "history":
        return _page(resource)
    if verb == "aggregate":
        return [*grouping_parameters(grid_of(resource)), *filters_of(contract, resource)]
    if verb != "export":
        return []
    formats: dict[str, object] = {"type": "string", "enum": list(resource.export), "default": resource.export[0]}
    return [query_parameter("format", formats, f"One of: {', '.join(resource.export)}."), _plain_fields(resource), *filters_of(contract, resource)]


def _report(contract: Contract, report: ReportContract, verb: str) -> list[dict[str, object]]:
    found = grouping_parameters(report.grid, chosen=False)
    if verb != "report":
        formats: dict[str, object] = {"type": "string", "enum": list(report.export), "default": report.export[0]}
        found = [query_parameter("format", formats, f"One of: {', '.join(report.export)}."), *(one for one in found if one["name"] not in ("limit", "cursor"))]
    return [*found, *filters_of(contract, contract.resources[report.of])]


def _plain_fields(resource: ResourceContract) -> dict[str, object]:
    shown = [field.name for field in shown_fields(resource)]
    item = "|".join([r"\*", *shown])
    return query_parameter("fields", {"type": "string", "maxLength": 2000, "pattern": f"^({item})(,({item}))*$"}, f"Which fields, each once, `*` for all: {', '.join(shown)}.")


def _page(resource: ResourceContract) -> list[dict[str, object]]:
    limit: dict[str, object] = {"type": "integer", "format": "int32", "minimum": 1, "maximum": resource.max_page, "default": resource.page}
    cursor: dict[str, object] = {"type": "string", "maxLength": 4096, "pattern": "^[A-Za-z0-9_-]+$"}
    return [query_parameter("limit", limit, "Rows of a page."), query_parameter("cursor", cursor, "`page.next` or `page.previous` of another page.")]


def _list(contract: Contract, resource: ResourceContract) -> list[dict[str, object]]:
    found = _page(resource)
    if resource.deletion == "own":
        found.append(query_parameter("deleted", {"type": "boolean", "default": False}, "The deleted rows instead, for whoever may restore or purge them."))
    sortable = [field.name for field in shown_fields(resource) if field.sort]
    sortable += [f"{way.name}.{field.name}" for way, target in references(contract, resource) for field in shown_fields(target) if field.sort]
    if sortable:
        key = f"-?({'|'.join(re.escape(name) for name in sortable)})"
        found.append(query_parameter("sort", {"type": "string", "maxLength": 500, "pattern": f"^{key}(,{key}){{0,4}}$"}, f"Of: {', '.join(sortable)}, each once; `-` descends."))
    counts = ["capped", "exact"] if resource.count == "exact" else ["capped"]
    found.append(query_parameter("count", {"type": "string", "enum": counts}, "Adds `total` to `page`; a capped one ends at 10,000."))
    found.extend(filters_of(contract, resource))
    return found
