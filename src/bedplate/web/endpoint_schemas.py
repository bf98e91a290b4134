"""How OpenAPI tells of endpoints: each reply under its status, and refusals in the shape that their group gives them."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, cast

from bedplate.declarations.contract import Contract, EndpointContract, ParameterContract, ReplyContract, RowParameter
from bedplate.web.schemas import TEXT, nullable, parameter_schema

__all__ = ["endpoint_parameter", "phrase_of", "with_replies"]

_Responses = dict[str, dict[str, Any]]
_BODILESS = ("204", "304")


def phrase_of(status: int) -> str:
    """What a status says in general, for those that only an application answers with."""
    try:
        return f"{HTTPStatus(status).phrase}."
    except ValueError:
        return f"Status {status}."


def endpoint_parameter(contract: Contract, parameter: ParameterContract) -> dict[str, object]:
    """A parameter outside of path and body: of the query, a header or a cookie."""
    schema = parameter_schema(contract, parameter.type)
    name = parameter.source_name or parameter.name
    return {"name": name, "in": parameter.source or "query", "required": parameter.required, "description": parameter.doc or name, "schema": schema}


def with_replies(
    contract: Contract, endpoint: EndpointContract, refusals: Mapping[str, object], refusal: Callable[[int], dict[str, Any]], headers: dict[str, object]
) -> dict[str, object]:
    """The responses of an endpoint: its own replies, and the refusals of the framework. `refusal` describes one of a status in full."""
    found: dict[str, object] = dict(refusals)
    shown = _by_status(endpoint.replies, ())
    told = _by_status(endpoint.errors.replies, [int(status) for status in refusals]) if endpoint.errors is not None else {}
    for status in sorted({*shown, *told}):
        replies = [(one, endpoint.raw) for one in shown.get(status, ())] + [(one, True) for one in told.get(status, ())]
        content = _content(contract, replies) if status not in _BODILESS else {}
        if status in refusals:
            full = refusal(int(status))
            found[status] = {**full, "content": _both(cast("dict[str, Any]", full["content"]), content)}
        else:
            found[status] = {"description": phrase_of(int(status)), "headers": headers, **({"content": content} if content else {})}
    return found


def _by_status(replies: Sequence[ReplyContract], usual: Sequence[int]) -> dict[str, list[ReplyContract]]:
    found: dict[str, list[ReplyContract]] = {}
    for reply in replies:
        for status in (reply.status,) if reply.status is not None else usual:
            found.setdefault(str(status), []).append(reply)
    return found


def _content(contract: Contract, replies: Sequence[tuple[ReplyContract, bool]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for reply, raw in replies:
        if reply.media:
            found[reply.media] = {"schema": {**TEXT, "maxLength": 16_777_216}}
        elif reply.type is not None or not raw:
            found = _both(found, {"application/json": {"schema": _schema(contract, reply, raw=raw)}})
    return found


def _schema(contract: Contract, reply: ReplyContract, *, raw: bool) -> dict[str, object]:
    if reply.type is None:
        shown: dict[str, object] = {"type": "null"}
    elif isinstance(reply.type, RowParameter):
        shown = nullable({"$ref": f"#/components/schemas/{reply.type.resource}"}, nullable=reply.nullable)
    else:
        shown = nullable(reply.type.schema(), nullable=reply.nullable)
    return shown if raw else {"type": "object", "additionalProperties": False, "required": ["data"], "properties": {"data": shown}}


def _both(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Either of two contents; two shapes of one media type are told side by side."""
    found = dict(one)
    for media, described in other.items():
        before = found.get(media)
        if before is None:
            found[media] = described
        elif before != described:
            shapes = [shape for one in (before["schema"], described["schema"]) for shape in one.get("anyOf", [one])]
            found[media] = {"schema": {"anyOf": shapes}}
    return found
