"""The entries of a history, as OpenAPI says it."""
from __future__ import annotations

from bedplate.declarations.contract import Contract, Operation, ResourceContract

__all__ = ["history_data"]

_TEXT: dict[str, object] = {"maxLength": 1000, "pattern": r"^[^\u0000]*$"}


def history_data(contract: Contract, operation: Operation) -> dict[str, object]:
    """A page of entries."""
    resource = contract.resources[operation.resource or ""]
    verbs = ["create", "update", *(["delete", "restore"] if resource.deletion else [])]
    properties: dict[str, object] = {
        "at": {"type": "string", "format": "date-time", "maxLength": 27, "description": "When it was written."},
        "verb": {"type": "string", "enum": verbs, "description": "What happened to the row."},
        "operation": {**_TEXT, "type": ["string", "null"], "description": "The operation, event or schedule that did it."},
        "account": {"oneOf": [_ACCOUNT, {"type": "null"}], "description": "Who called."},
        "why": {**_TEXT, "type": ["string", "null"], "description": "Why the application did it in its own right."},
        "changes": _changes(resource),
    }
    entry = {"type": "object", "additionalProperties": False, "required": list(properties), "properties": properties}
    return {"type": "array", "maxItems": resource.max_page, "items": entry}


_ACCOUNT: dict[str, object] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["kind", "id"],
    "properties": {
        "kind": {**_TEXT, "type": "string", "description": "Which class of accounts."},
        "id": {"oneOf": [{**_TEXT, "type": "string"}, {"type": "integer", "format": "int64", "minimum": -(2**63), "maximum": 2**63 - 1}], "description": "The key of the account."},
    },
}


def _changes(resource: ResourceContract) -> dict[str, object]:
    """By field; a relation is only named. Values are those of their time, which need not fit what is declared today."""
    was = {"from": {"description": "Before; null where there was nothing."}, "to": {"description": "Since then."}}
    change = {"type": "object", "additionalProperties": False, "properties": was}
    return {
        "type": "object",
        "additionalProperties": change,
        "maxProperties": max(1, len(resource.fields) + len(resource.relations)),
        "description": "What changed, by field: from what to what, as answers show it. Of a relation of links only that it did.",
    }
