"""The filters of a list as OpenAPI says them: own fields, fields of other rows, rows of relations, groups.

Over references one step is described here; further steps (three at most) are made the same way, and are too many to be listed.
"""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.declarations.contract import ComputedContract, Contract, FieldContract, RelationContract, ResourceContract
from bedplate.declarations.fields.operators import filter_operators
from bedplate.declarations.fields.shapes import ListOf
from bedplate.declarations.followed import followed
from bedplate.web.schemas import TEXT, shown_fields

__all__ = ["filters_of", "query_parameter", "references"]

_RANGES = ("ne", "lt", "le", "gt", "ge")
_GROUP: dict[str, object] = {"type": "string", "minLength": 3, "maxLength": 4000, "pattern": "^\\([^\\u0000]+\\)$"}
_GROUPS = {
    "and": "All of these filters hold.", "or": "Any of these filters holds.",
    "not": "These filters do not hold together; what is unknown stays unknown.",
}
_SYNTAX = "Written `(name.op=value,name.in=(a,b),or(…),not(…))`; a backslash before a comma, a bracket or a backslash inside of a value."


def filters_of(contract: Contract, resource: ResourceContract) -> list[dict[str, object]]:
    """Every filter parameter of a list."""
    words = [one.name for one in resource.fields.values() if one.search]
    told = f"Words, all of which stand in {', '.join(words)}; the last may be the beginning of one."
    found = [query_parameter("q", {**TEXT, "maxLength": 200}, told)] if words else []
    found += [parameter for field in shown_fields(resource) for parameter in _of_field(field, field.name)]
    for way, target in references(contract, resource):
        for field in shown_fields(target):
            found += _of_field(field, f"{way.name}.{field.name}", absent=True)
    for way in followed(contract, resource):
        if way.cardinality == "many" and not contract.resources[way.target].internal:
            found += _of_rows(way)
    return [*found, *(query_parameter(name, _GROUP, f"{words} {_SYNTAX}") for name, words in _GROUPS.items())] if found else found


def references(contract: Contract, resource: ResourceContract) -> Iterator[tuple[RelationContract, ResourceContract]]:
    """The references that filters and sorts may go over, and where they lead."""
    for way in followed(contract, resource):
        target = contract.resources[way.target]
        if way.cardinality == "one" and not target.internal:
            yield way, target


def query_parameter(name: str, schema: dict[str, object], words: str, *, required: bool = False) -> dict[str, object]:
    """One parameter of the query."""
    return {"name": name, "in": "query", "required": required, "description": words or name, "schema": schema}


def _of_field(field: FieldContract | ComputedContract, name: str, *, absent: bool = False) -> Iterator[dict[str, object]]:
    contains = isinstance(field, FieldContract) and field.contains
    if field.filter:
        identity = isinstance(field, FieldContract) and field.target is not None
        operators = frozenset(filter_operators(field.type, nullable=field.nullable or absent, identity=identity))
        yield from _filters(name, field.type.schema(), operators | {"isnull"} if absent else operators)
    if contains:
        kind = field.type.item if isinstance(field.type, ListOf) else None
        schema = {**TEXT, "maxLength": 200} if kind is None else kind.schema()
        yield query_parameter(f"{name}.contains", schema, f"`{name}` contains this.")


def _of_rows(way: RelationContract) -> Iterator[dict[str, object]]:
    schema = {**_GROUP, "minLength": 2, "pattern": "^\\([^\\u0000]*\\)$"}
    for quantity, words in (("any", "Any row"), ("none", "No row")):
        yield query_parameter(f"{way.name}.{quantity}", schema, f"{words} of `{way.name}` meets these filters; `()` is met by each. {_SYNTAX}")


def _filters(name: str, schema: dict[str, object], operators: frozenset[str]) -> list[dict[str, object]]:
    most: object = 200
    if _is_text(schema):  # compared with any text as long as it could be, whatever its pattern
        most = schema["maxLength"]
        schema = {**TEXT, "maxLength": most}
    found = [query_parameter(name, schema, f"`{name}` equals this.")] if "eq" in operators else []
    found.extend(query_parameter(f"{name}.{op}", schema, f"`{name}` is {op} this.") for op in _RANGES if op in operators)
    if "in" in operators:
        found.append(_one_of(name, schema))
    if "prefix" in operators:
        found.append(query_parameter(f"{name}.prefix", {**TEXT, "maxLength": most}, f"`{name}` begins with this."))
    if "isnull" in operators:
        found.append(query_parameter(f"{name}.isnull", {"type": "boolean"}, f"`{name}` is null, or is not."))
    return found


def _one_of(name: str, schema: dict[str, object]) -> dict[str, object]:
    words = f"`{name}` is one of these, separated by commas."
    if _is_text(schema):
        return query_parameter(f"{name}.in", {**TEXT, "maxLength": 4000}, f"{words} A comma inside of one is written `\\,`, a backslash `\\\\`.")
    described = query_parameter(f"{name}.in", {"type": "array", "items": schema, "minItems": 1, "maxItems": 100}, words)
    return {**described, "style": "form", "explode": False}


def _is_text(schema: dict[str, object]) -> bool:
    return schema.get("type") == "string" and not schema.keys() & {"enum", "format"}
