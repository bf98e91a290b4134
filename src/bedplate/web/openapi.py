"""OpenAPI 3.1 (spec.openapis.org/oas/v3.1.1) from the Contract: every operation that is served stands here, and no other."""

from __future__ import annotations

from typing import Any, cast

from bedplate.declarations.contract import Contract, EndpointContract, Operation
from bedplate.declarations.operations import MEDIA
from bedplate.web.catalogue import framework_refusals
from bedplate.web.endpoint_schemas import phrase_of, with_replies
from bedplate.web.file_bodies import file_answer
from bedplate.web.language_headers import with_languages
from bedplate.web.operation_input import parameters, request_body
from bedplate.web.router import OPTIONS
from bedplate.web.schemas import TEXT, data_schema, resource_schemas
from bedplate.web.writing_schemas import WRITES, writing_data

__all__ = ["WORDS", "document"]

_UNDOCUMENTED = ("system.docs", "system.assets", "system.errors", OPTIONS)
_ANY_LENGTH = 2**53 - 1  # of a file
_EVERYWHERE = (400, 401, 403, 404, 406, 414, 429, 500, 503)  # the door may refuse any request: its host, address, tokens, rate
WORDS = {
    200: "Done.", 201: "Created.", 206: "The range that was asked for.", 204: "Done; there is nothing to show.", 304: "Unchanged since the tag in If-None-Match.",
    303: "See the address in Location.",
    400: "The request is not valid; `details` names places and rules.", 401: "No identity, or one that is no longer valid.",
    403: "Known to the caller, but not allowed.", 404: "Absent, or not visible to the caller.", 405: "Another method.", 406: "No such media type.",
    409: "Does not fit the present state.", 412: "The row changed since the revision in If-Match.", 413: "The body is too large.",
    414: "The address is too long.", 415: "Not in a media type that is taken here.", 416: "The file has no such range.", 428: "If-Match is missing.", 429: "The limit is used up until Retry-After.",
    500: "A fault of ours.", 503: "Overloaded; see Retry-After.",
}  # fmt: skip


def document(contract: Contract, server: str = "/") -> dict[str, object]:
    """The whole description as a JSON-ready value."""
    shown = [operation for operation in contract.operations if operation.id not in _UNDOCUMENTED]
    paths: dict[str, dict[str, object]] = {}
    for operation in shown:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(contract, operation)
    used = {status for path in paths.values() for status in _shared(path)}
    described: dict[str, object] = {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://spec.openapis.org/oas/3.1/dialect/base",
        "info": {
            "title": contract.title,
            "version": contract.version,
            "description": contract.doc or f"The API of {contract.title}, generated from its declarations.",
            "contact": {"name": contract.title},
            "license": {"name": "Proprietary", "identifier": "LicenseRef-Proprietary"},
        },
        "servers": [{"url": server, "description": "This server, production or local.", "x-internal": False}],
        "tags": [{"name": tag, "description": _tag_words(contract, tag)} for tag in _tags(shown)],
        "security": [{"bearer": []}, {"session": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "bearer": {
                    "type": "http", "scheme": "bearer", "bearerFormat": "at+jwt",
                    "description": "An access token of POST /v1/auth/token (RFC 6750, RFC 9068, RFC 8725).",
                },
                "session": {
                    "type": "apiKey", "in": "cookie", "name": contract.session_cookie or "__Host-session",
                    "description": "The cookie of POST /v1/auth/sign-in; unsafe methods also need X-CSRF-Token.",
                },
            },
            "headers": _headers(kept=any(one.file is not None or one.verb in ("export", "export_report") for one in shown)),
            "responses": {str(status): _refusal_response(status, _codes(status)) for status in sorted(used)},
            "schemas": resource_schemas(contract),
        },
    }  # fmt: skip
    return with_languages(described, contract.messages)


def _shared(path: dict[str, object]) -> set[int]:
    """The statuses that the operations of one path take from the components."""
    found: set[int] = set()
    for operation in path.values():
        responses = cast("dict[str, dict[str, object]]", cast("dict[str, object]", operation)["responses"])
        found |= {int(status) for status, response in responses.items() if "$ref" in response}
    return found


def _operation(contract: Contract, operation: Operation) -> dict[str, object]:
    described: dict[str, object] = {
        "operationId": operation.id.replace(".", "_").replace("-", "_"),
        "tags": [_tag(operation)],
        "summary": operation.summary or operation.id,
        "description": _description(contract, operation),
        "parameters": parameters(contract, operation),
        "responses": _responses(contract, operation) if operation.endpoint is None else _of_endpoint(contract, operation, operation.endpoint),
    }
    body = request_body(contract, operation)
    if body is not None:
        described["requestBody"] = body
    if operation.strangers:
        described["security"] = [{}, {"bearer": []}, {"session": []}]
    return described


def _description(contract: Contract, operation: Operation) -> str:
    who = "Anybody may call this." if operation.strangers else "An identity is needed."
    source = contract.reports[operation.report].doc if operation.report else operation.action.doc if operation.action else operation.endpoint.doc if operation.endpoint else ""
    return " ".join(part for part in (source, who, f"Limit: {operation.limit}{_cost(operation)}.") if part)


def _cost(operation: Operation) -> str:
    return f", of which a call takes {min(operation.cost, operation.limit.burst)}" if operation.cost > 1 else ""


def _responses(contract: Contract, operation: Operation) -> dict[str, object]:
    responses: dict[str, object] = {str(operation.success): _success(contract, operation)}
    if operation.verb in ("read", "list") and operation.method == "GET":
        responses["304"] = {"description": WORDS[304], "headers": _limit_headers()}
    if operation.resource is not None and operation.action is None and operation.verb in WRITES - {"create"}:
        responses["204"] = {"description": "Done; no row was asked for.", "headers": _limit_headers()}
    if operation.verb == "upsert":
        responses["201"] = {**_success(contract, operation), "description": WORDS[201]}
    statuses = set[int](_EVERYWHERE)
    if operation.method in ("POST", "PUT", "PATCH"):
        statuses |= {409, 413, 415}
    if operation.method in ("PATCH", "DELETE") or (operation.verb in ("restore", "replace") and operation.action is None):
        statuses |= {409, 412}
    if operation.must_match:
        statuses |= {412, 428}
    own: dict[int, list[str]] = {}
    if operation.file is not None:
        responses, more = {**responses, **_of_files(operation)}, {412} if operation.method == "PUT" else {416}
        statuses |= more
    for refusal in operation.refusals:
        own.setdefault(refusal.status, []).append(refusal.code)
        statuses.add(refusal.status)
    for status in sorted(statuses):
        codes = own.get(status)
        shared = {"$ref": f"#/components/responses/{status}"}
        responses[str(status)] = _refusal_response(status, (*_codes(status), *codes)) if codes else shared
    return responses


def _of_endpoint(contract: Contract, operation: Operation, endpoint: EndpointContract) -> dict[str, object]:
    def refusal(status: int) -> dict[str, Any]:
        own = (kind.code for kind in operation.refusals if kind.status == status)
        return _refusal_response(status, (*_codes(status), *own))

    refusals = {status: response for status, response in _responses(contract, operation).items() if int(status) >= 400}
    return with_replies(contract, endpoint, refusals, refusal, _limit_headers())


def _of_files(operation: Operation) -> dict[str, object]:
    if operation.method != "GET":
        return {}
    content = {"application/octet-stream": {"schema": {**TEXT, "maxLength": 16_777_216}}}
    return {"206": {"description": WORDS[206], "headers": _limit_headers(), "content": content}}


def _success(contract: Contract, operation: Operation) -> dict[str, object]:
    described: dict[str, object] = {"description": WORDS.get(operation.success, phrase_of(operation.success)), "headers": _limit_headers()}
    if operation.success == 204:
        return described
    if operation.file is not None and operation.method == "GET":
        described["headers"] = {**_limit_headers(), "Content-Disposition": {"$ref": "#/components/headers/Content-Disposition"}}
        described["content"] = file_answer(contract, operation)
        return described
    if operation.verb in ("export", "export_report") and operation.action is None and operation.endpoint is None:
        described["headers"] = {**_limit_headers(), "Content-Disposition": {"$ref": "#/components/headers/Content-Disposition"}}
        described["content"] = {MEDIA[form]: {"schema": {**TEXT, "maxLength": _ANY_LENGTH}} for form in _formats(contract, operation)}
        return described
    if operation.media != "application/json":
        described["content"] = {operation.media: {"schema": {**TEXT, "maxLength": 16_777_216}}}
        return described
    schema = data_schema(contract, operation)
    data = writing_data(contract.resources[operation.resource], operation.verb) if operation.resource is not None and operation.action is None else None
    if data is not None:
        schema = {**schema, "properties": {"data": data}}
    described["content"] = {"application/json": {"schema": schema}}
    return described


def _formats(contract: Contract, operation: Operation) -> tuple[str, ...]:
    return contract.reports[operation.report].export if operation.report is not None else contract.resources[operation.resource or ""].export


def _refusal_response(status: int, codes: tuple[str, ...]) -> dict[str, object]:
    headers = _limit_headers()
    if status in (429, 503):
        headers["Retry-After"] = {"$ref": "#/components/headers/Retry-After"}
    if status == 401:
        headers["WWW-Authenticate"] = {"$ref": "#/components/headers/WWW-Authenticate"}
    return {
        "description": WORDS.get(status, phrase_of(status)),
        "headers": headers,
        "content": {"application/json": {"schema": _error_schema(codes)}},
    }


def _error_schema(codes: tuple[str, ...]) -> dict[str, object]:
    code: dict[str, object] = {
        "type": "string",
        "pattern": "^[A-Z][A-Z0-9_]*$",
        "maxLength": 80,
        "description": "Stable; see /docs/errors.",
    }
    if codes:
        code["examples"] = sorted(set(codes))
    text = {**TEXT, "maxLength": 1000}
    detail = {
        "type": "object",
        "additionalProperties": False,
        "required": ["place", "rule", "parameters", "words"],
        "properties": {
            "place": {**text, "description": "Where in the input."},
            "rule": {**text, "description": "Which rule it breaks."},
            "parameters": {"type": "object", "additionalProperties": True, "maxProperties": 10, "description": "The rule's parameters."},
            "words": {**text, "description": "For people."},
        },
    }
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["error", "code"],
        "properties": {
            "error": {**text, "description": "For people."},
            "code": code,
            "details": {"type": "array", "maxItems": 200, "items": detail},
        },
    }


def _limit_headers() -> dict[str, object]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in ("RateLimit", "RateLimit-Policy", "Access-Control-Allow-Origin")}


def _headers(*, kept: bool) -> dict[str, object]:
    def text(words: str) -> dict[str, object]:
        return {"description": words, "schema": {**TEXT, "maxLength": 200}}

    seconds = {"type": "integer", "format": "int32", "minimum": 0, "maximum": 86_400}
    return {
        "Access-Control-Allow-Origin": text("Never sent while CORS is closed, which it is unless the application opens it."),
        **({"Content-Disposition": text("A file to be kept, and its name.")} if kept else {}),
        "RateLimit": text("What is left of the limit, and in how many seconds it is whole again."),
        "RateLimit-Policy": text("The limit: quota and window in seconds."),
        "Retry-After": {"description": "Seconds to wait.", "schema": seconds},
        "WWW-Authenticate": text("How to identify yourself."),
    }


def _codes(status: int) -> tuple[str, ...]:
    """The framework's own codes of a status, from the classes that exist."""
    return tuple(dict.fromkeys(kind.code for kind in framework_refusals() if kind.status == status))


def _tag(operation: Operation) -> str:
    return operation.resource or operation.report or operation.id.split(".")[0]


def _tags(operations: list[Operation]) -> list[str]:
    return list(dict.fromkeys(_tag(operation) for operation in operations))


def _tag_words(contract: Contract, tag: str) -> str:
    resource = contract.resources.get(tag)
    report = contract.reports.get(tag)
    return (resource.doc if resource is not None else report.doc if report is not None else "") or {"auth": "Accounts and sessions.", "system": "Health and documentation."}.get(
        tag, tag
    )
