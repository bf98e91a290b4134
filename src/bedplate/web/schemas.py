"""JSON Schemas of what is answered and sent, from the Contract."""

from __future__ import annotations

from collections.abc import Iterator

from bedplate.declarations.contract import ComputedContract, Contract, FieldContract, Operation, ResourceContract, RowParameter
from bedplate.declarations.fields.type import FieldType
from bedplate.declarations.grids import Grid, grid_of
from bedplate.declarations.link_inputs import link_inputs
from bedplate.web.history_schemas import history_data

__all__ = ["TEXT", "data_schema", "groups_schema", "input_schema", "made_by_json", "nullable", "parameter_schema", "resource_schemas", "shown_fields"]

TEXT: dict[str, object] = {"type": "string", "pattern": r"^[^\u0000]*$"}
"""A text without further rules: NUL is refused everywhere."""


def resource_schemas(contract: Contract) -> dict[str, object]:
    """A schema per resource with an API: all that can ever be shown of a row, nested rows included."""
    return {resource.name: _row(contract, resource) for resource in contract.resources.values() if not resource.internal}


def shown_fields(resource: ResourceContract) -> Iterator[FieldContract | ComputedContract]:
    """Stored and computed fields that may appear in an answer."""
    fields: tuple[FieldContract | ComputedContract, ...] = (*resource.fields.values(), *resource.computed.values())
    for field in fields:
        if not field.hidden and not field.secret:
            yield field


def _row(contract: Contract, resource: ResourceContract) -> dict[str, object]:
    ruled = {name for rule in resource.rules for name in rule.fields}
    properties: dict[str, object] = {}
    for field in shown_fields(resource):
        schema = nullable(field.type.schema(), nullable=field.nullable or field.name in ruled)
        if field.doc:
            schema["description"] = field.doc
        properties[field.name] = schema
    for relation in resource.relations.values():
        target = contract.resources[relation.target]
        if target.internal:
            continue
        reference = {"$ref": f"#/components/schemas/{target.name}"}
        if relation.cardinality == "many":
            properties[relation.name] = {"type": "array", "maxItems": relation.max, "items": reference}
        else:
            properties[relation.name] = {"oneOf": [properties.get(relation.name, {"type": "null"}), reference]}
    return {
        "type": "object",
        "title": resource.name,
        "description": resource.doc or resource.name,
        "additionalProperties": False,
        "properties": properties,
    }


def nullable(schema: dict[str, object], *, nullable: bool) -> dict[str, object]:
    """The schema, or null as well."""
    if not nullable:
        return dict(schema)
    kind = schema.get("type")
    if isinstance(kind, str) and "enum" not in schema and "const" not in schema:
        return {**schema, "type": [kind, "null"]}
    return {"oneOf": [schema, {"type": "null"}]}


def groups_schema(grid: Grid | None, *, whole: bool = False) -> dict[str, object]:
    """A page of groups, each with the columns that were asked for, or the `whole` of them."""
    columns = () if grid is None else (*grid.groups.values(), *grid.measures.values())
    properties = {one.name: nullable(one.type.schema(), nullable=one.nullable) for one in columns}
    item: dict[str, object] = {"type": "object", "additionalProperties": False, "properties": properties, **({"required": list(properties)} if whole else {})}
    return {"type": "array", "maxItems": 1000, "items": item}


def parameter_schema(contract: Contract, kind: FieldType | RowParameter) -> dict[str, object]:
    """What comes in for a parameter: a value, or the key of a row."""
    if isinstance(kind, FieldType):
        return kind.schema()
    target = contract.resources[kind.resource]
    return dict(target.fields[target.key[0]].type.schema())


def input_schema(resource: ResourceContract, verb: str, parent: str | None) -> dict[str, object]:
    """The body of a create or of a merge patch."""
    creating = verb == "create"
    properties: dict[str, object] = {}
    required: list[str] = []
    for field in resource.fields.values():
        if not field.writable or field.automatic or field.hidden or field.name == parent or (field.immutable and not creating):
            continue
        sent = field.type.input_schema()
        if sent is None:  # never by JSON, but to take it away
            if field.nullable:
                properties[field.name] = {"type": "null"}
            continue
        properties[field.name] = nullable(sent, nullable=field.nullable)
        if (creating and field.required) or (verb == "replace" and (field.required or field.default_caller is not None)):
            required.append(field.name)
    for name, kind in link_inputs(resource).items():
        properties[name] = {**kind.schema(), "description": "Keys of the rows to link; those that are not among them are linked no more."}
    schema: dict[str, object] = {"type": "object", "additionalProperties": False, "properties": properties}
    if required:
        schema["required"] = required
    if not creating:
        schema["minProperties"] = 0
    return schema


def data_schema(contract: Contract, operation: Operation) -> dict[str, object]:
    """The envelope of a success."""
    properties: dict[str, object] = {"data": _data(contract, operation)}
    required = ["data"]
    if operation.verb in ("list", "aggregate", "report", "history"):
        properties["page"] = _GROUPS_PAGE if operation.verb in ("aggregate", "report") else _PAGE
        required.append("page")
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties}


def made_by_json(resource: ResourceContract) -> bool:
    """Whether JSON alone makes a row: it has no file."""
    return not any(one.required and one.type.input_schema() is None for one in resource.fields.values())


_CURSOR: dict[str, object] = {"type": ["string", "null"], "maxLength": 4096, "pattern": "^[A-Za-z0-9_-]+$"}
_PAGE: dict[str, object] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["next", "previous", "limit"],
    "properties": {
        "next": {**_CURSOR, "description": "The cursor of the next page."},
        "previous": {**_CURSOR, "description": "The cursor of the page before."},
        "total": {"type": "integer", "format": "int64", "minimum": 0, "maximum": 9007199254740991, "description": "Rows of all pages, where `count` asked for it."},
        "capped": {"type": "boolean", "description": "Whether there are more than `total`, with `count=capped`."},
        "limit": {"type": "integer", "format": "int32", "minimum": 1, "maximum": 1000},
    },
}

_GROUPS_PAGE: dict[str, object] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["next", "limit"],
    "properties": {
        "next": {**_CURSOR, "description": "The cursor of the next page."},
        "limit": {"type": "integer", "format": "int32", "minimum": 1, "maximum": 1000},
    },
}


def _data(contract: Contract, operation: Operation) -> dict[str, object]:
    if operation.answer is not None:
        return dict(operation.answer)
    if operation.action is not None:
        return _result(contract, operation.action.result, operation.action.result_nullable, operation.action.result_many)
    if operation.endpoint is not None:
        return _result(contract, operation.endpoint.result, nullable_result=True, many=False)
    if operation.report is not None:
        return groups_schema(contract.reports[operation.report].grid, whole=True)
    if operation.resource is None:
        return {}
    reference: dict[str, object] = {"$ref": f"#/components/schemas/{operation.resource}"}
    if operation.verb == "history":
        return history_data(contract, operation)
    if operation.verb == "aggregate":
        return groups_schema(grid_of(contract.resources[operation.resource]))
    if operation.verb == "list":
        return {"type": "array", "maxItems": contract.resources[operation.resource].max_page, "items": reference}
    return reference


def _result(contract: Contract, result: FieldType | RowParameter | None, nullable_result: bool, many: bool) -> dict[str, object]:
    if result is None:
        return {"type": "null"}
    if isinstance(result, RowParameter):
        shown: dict[str, object] = {"$ref": f"#/components/schemas/{contract.resources[result.resource].name}"}
    else:
        shown = result.schema()
    if many:
        shown = {"type": "array", "maxItems": 1000, "items": shown}
    return nullable(shown, nullable=nullable_result)
