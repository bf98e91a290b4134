"""What is beyond one row at a time, and answers without rows, as OpenAPI says it."""

from __future__ import annotations

from bedplate.declarations.contract import Operation, ResourceContract
from bedplate.web.schemas import TEXT, input_schema, made_by_json

__all__ = ["BY_FILTER", "WRITES", "up_to", "writing_body", "writing_data", "writing_headers"]

BY_FILTER = frozenset({"update_where", "delete_where"})
WRITES = frozenset({"create", "update", "replace", "upsert", "bulk", *BY_FILTER})
"""Verbs that heed `Prefer: return=minimal`."""


def writing_body(resource: ResourceContract, verb: str) -> dict[str, object] | None:
    """The body of a write of several rows, or of a PUT."""
    if verb == "bulk":
        return _bulk(resource)
    if verb == "update_where":
        return input_schema(resource, "update", None)
    if verb in ("upsert", "replace"):
        return input_schema(resource, "create" if verb == "upsert" else "replace", None)
    return None


def _bulk(resource: ResourceContract) -> dict[str, object]:
    keys = {name: resource.fields[name].type.schema() for name in resource.key}
    changed = input_schema(resource, "update", None)
    properties = changed["properties"]
    assert isinstance(properties, dict)
    update: dict[str, object] = {**changed, "properties": {**keys, **properties}, "required": list(keys)}
    update.pop("minProperties", None)
    delete: dict[str, object] = next(iter(keys.values()))
    if len(keys) > 1:
        delete = {"type": "array", "minItems": len(keys), "maxItems": len(keys), "prefixItems": list(keys.values()), "items": False}
    lists: dict[str, object] = {"update": _listed(resource, update), "delete": _listed(resource, delete)}
    if not resource.account and made_by_json(resource):
        lists = {"create": _listed(resource, input_schema(resource, "create", None)), **lists}
    return {"type": "object", "additionalProperties": False, "minProperties": 1, "properties": lists,
            "description": f"All or nothing; at most {resource.bulk} rows, each named once. Rows are changed, then deleted, then created."}


def _listed(resource: ResourceContract, item: dict[str, object]) -> dict[str, object]:
    return {"type": "array", "minItems": 1, "maxItems": resource.bulk, "items": item}


def writing_data(resource: ResourceContract, verb: str) -> dict[str, object] | None:
    """What is answered: of rows that their writer may not read, null."""
    row: dict[str, object] = {"oneOf": [{"$ref": f"#/components/schemas/{resource.name}"}, {"type": "null"}]}
    if verb in ("create", "update", "replace", "upsert"):
        return row
    if verb not in WRITES:
        return None
    rows: dict[str, object] = {"type": "array", "maxItems": resource.bulk, "items": row}
    count: dict[str, object] = {"type": "integer", "format": "int32", "minimum": 0, "maximum": resource.bulk}
    shown = {"update_where": {"update": rows}, "delete_where": {"delete": count}}.get(verb, {"create": rows, "update": rows, "delete": count})
    return {"type": "object", "additionalProperties": False, "properties": shown}


def up_to(most: int) -> str:
    """A pattern of the whole numbers from 1 to `most`."""
    digits = str(most)
    shorter = [f"[1-9][0-9]{{{size}}}" if size else "[1-9]" for size in range(len(digits) - 1)]
    same: list[str] = []  # of as many digits: alike up to one, there less, then any
    for place, digit in enumerate(digits):
        least = 1 if place == 0 else 0
        if int(digit) > least:
            rest = len(digits) - place - 1
            same.append(f"{digits[:place]}[{least}-{int(digit) - 1}]" + (f"[0-9]{{{rest}}}" if rest else ""))
    return "|".join((*shorter, *same, digits))


def writing_headers(operation: Operation, resource: ResourceContract) -> list[dict[str, object]]:
    """`Prefer`: a wish, and where a filter says which rows, the number of rows that are meant."""
    if operation.verb in BY_FILTER:
        words = f"`max-affected=N`: how many rows are meant at most, up to {resource.bulk}; more are 409. Each costs a unit of the limit. Also `return=minimal`."
        schema: dict[str, object] = {
            "type": "string", "maxLength": 100, "pattern": f"^(return=minimal, )?max-affected=({up_to(resource.bulk)})$",
            "examples": [f"max-affected={resource.bulk}"]}
        return [{"name": "Prefer", "in": "header", "required": True, "description": words, "schema": schema}]
    if operation.verb not in WRITES:
        return []
    wish: dict[str, object] = {**TEXT, "maxLength": 1_000, "examples": ["return=minimal"]}  # what is unknown is ignored (RFC 7240)
    return [{"name": "Prefer", "in": "header", "description": "`return=minimal`: the answer needs no row.", "schema": wish}]
