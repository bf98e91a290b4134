"""Bodies with the rows that may come along, as OpenAPI says them."""

from __future__ import annotations

from typing import cast

from bedplate.declarations.contract import Contract, RelationContract, ResourceContract
from bedplate.web.schemas import input_schema, made_by_json

__all__ = ["whole_schema"]


def whole_schema(contract: Contract, resource: ResourceContract, verb: str, parent: str | None) -> dict[str, object]:
    """The body of a create or of a merge patch, nested rows included."""
    schema = input_schema(resource, verb, parent)
    relations = [one for one in resource.relations.values() if one.nested]
    nested = {one.name: _rows(contract, one, verb) for one in relations if verb != "create" or made_by_json(contract.resources[one.target])}
    if nested:
        schema["properties"] = {**cast("dict[str, object]", schema["properties"]), **nested}
    return schema


def _rows(contract: Contract, relation: RelationContract, verb: str) -> dict[str, object]:
    target = contract.resources[relation.target]
    makes = made_by_json(target)
    words = relation.name.replace("_", " ")
    new = _list(relation, input_schema(target, "create", relation.by))
    if verb == "create":
        return {**new, "description": f"New {words}, made with it."}
    key = target.fields[target.key[0]]
    changed = input_schema(target, "update", relation.by)
    changed["properties"] = {key.name: key.type.schema(), **cast("dict[str, object]", changed["properties"])}
    changed["required"] = [key.name]
    return {
        "type": "object",
        "description": f"What becomes of its {words}: removed, changed and made in this order.",
        "additionalProperties": False,
        "properties": {**({"create": new} if makes else {}), "update": _list(relation, changed), "delete": _list(relation, key.type.schema())},
    }


def _list(relation: RelationContract, item: dict[str, object]) -> dict[str, object]:
    return {"type": "array", "maxItems": relation.max, "items": item}
