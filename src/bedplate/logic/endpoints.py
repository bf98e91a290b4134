"""Endpoints: contracts that exist already. Typed arguments in, the declared shape out, with or without the envelope."""
from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from bedplate.declarations.context import Ctx, Effects
from bedplate.declarations.contract import EndpointContract, Operation, RowParameter
from bedplate.declarations.endpoints import Html, Raw, Reply, SetCookie
from bedplate.declarations.fields.file import File
from bedplate.errors import Refusal
from bedplate.logic.actions import InFlight, answer_of
from bedplate.logic.answers import encode_data, envelope, row_verdict, whole_answer
from bedplate.logic.arguments import arguments_of
from bedplate.logic.decide import Decider, Verdict, replayed
from bedplate.logic.effects import EffectsView, Occasion
from bedplate.logic.files import file_outcome
from bedplate.logic.reads import Perform
from bedplate.logic.repeats import keep_outcome, keep_refusal, open_replay, wanted_of
from bedplate.logic.runtime import Runtime
from bedplate.logic.time_limit import TimeLimit, code_is_over
from bedplate.logic.view import View
from bedplate.logic.who import Who, who_of
from bedplate.storage.idempotency import scope_of
from bedplate.values import Grant, Idempotency, Outcome

__all__ = ["cookie_header", "outcome_of", "prepare_endpoint"]

_COOKIE_NAME = frozenset("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_COOKIE_VALUE = frozenset(chr(code) for code in range(0x21, 0x7F)) - frozenset('",;\\')


def prepare_endpoint(runtime: Runtime, operation: Operation, in_flight: InFlight) -> Perform:
    """What runs an endpoint; whether it decides, acts or only answers is known at boot."""
    endpoint = operation.endpoint
    if endpoint is None:
        raise RuntimeError("the operation has no endpoint")
    declared = tuple({*endpoint.raises, *operation.refusals})

    async def perform(grant: Grant) -> Outcome:
        wanted = _wanted(endpoint, grant)
        try:
            async with TimeLimit(runtime.request_seconds):
                if endpoint.mode == "decide":
                    return await _decide(runtime, operation, endpoint, grant, wanted)
                return await _act(runtime, operation, endpoint, grant, wanted, in_flight)
        except Refusal as refusal:
            kept = await keep_refusal(runtime, grant, wanted, refusal, declared)
            if kept is None:
                raise
            return open_replay(kept, declared)

    return perform


def _wanted(endpoint: EndpointContract, grant: Grant) -> Idempotency | None:
    """A delivery that names itself in its body (`once`) is one however it comes; else the Idempotency-Key of the request."""
    if endpoint.once:
        body = grant.call.steps[0].input.get("body")
        name = cast("dict[str, object]", body).get(endpoint.once) if isinstance(body, dict) else getattr(body, endpoint.once)
        return Idempotency(str(name), "once", "delivery:")
    wanted = wanted_of(grant)
    return None if wanted is None else Idempotency(wanted.key, wanted.fingerprint, wanted.scope or scope_of(grant.actor))


async def _decide(
    runtime: Runtime, operation: Operation, endpoint: EndpointContract, grant: Grant, wanted: Idempotency | None
) -> Outcome:
    step, now = grant.call.steps[0], grant.call.request.now

    async def whose() -> Who:
        return await who_of(runtime, grant.actor, grant.access, now)

    async def work(view: View) -> Verdict:
        arguments = await arguments_of(view, endpoint.parameters, step.input, "request")
        result = await endpoint.call(Ctx[Any](view), runtime.services.of(endpoint.services), arguments)
        if isinstance(endpoint.result, RowParameter) and result is not None and not isinstance(result, Reply) and not endpoint.raw:
            resource = runtime.contract.resources[type(result).__name__]
            return row_verdict(resource, result, step, operation.success, None)
        outcome = await _outcome(runtime, grant, endpoint, result, operation.success)
        return Verdict(outcome.status, None, b"null", lambda applied: outcome)

    taken = await Decider(runtime, operation.id, now, whose, work, wanted).take()
    code_is_over()
    if taken.applied.replayed is not None:
        return open_replay(taken.applied.replayed, endpoint.raises)
    finish = taken.verdict.finish if taken.verdict is not None else None
    return (finish or whole_answer(operation.success))(taken.applied)


async def _act(
    runtime: Runtime, operation: Operation, endpoint: EndpointContract, grant: Grant, wanted: Idempotency | None, in_flight: InFlight
) -> Outcome:
    step, now, route = grant.call.steps[0], grant.call.request.now, operation.id

    async def whose() -> Who:
        return await who_of(runtime, grant.actor, grant.access, now)

    async with in_flight.alone(route, wanted):
        who = await whose()
        if wanted is not None and (before := await replayed(runtime, who, route, wanted, now)) is not None:
            return open_replay(before, endpoint.raises)
        occasion = Occasion(runtime, route, now, wanted)
        view = EffectsView(occasion, who, whose)
        arguments = await arguments_of(view, endpoint.parameters, step.input, "request")
        ctx = Effects[Any](view) if endpoint.mode == "act" else None
        result = await endpoint.call(ctx, runtime.services.of(endpoint.services), arguments)
        code_is_over()
        occasion.check_nothing_was_assigned()
        if isinstance(endpoint.result, RowParameter) and not isinstance(result, Reply) and not endpoint.raw:
            outcome = await answer_of(runtime, grant, endpoint.result, result, operation.success)
        else:
            outcome = await _outcome(runtime, grant, endpoint, result, operation.success)
        kept = None if wanted is None else await keep_outcome(runtime, grant, wanted, outcome)
        return outcome if kept is None else open_replay(kept, endpoint.raises)


# ---- what comes back
async def _outcome(runtime: Runtime, grant: Grant, endpoint: EndpointContract, result: Any, success: int) -> Outcome:
    """A result of a declared shape; a file as its bytes. Those are read once and never kept for a repeat."""
    reply = cast("Reply[object]", result) if isinstance(result, Reply) else None
    file = cast("object", result) if reply is None else reply.body
    if not isinstance(file, File) or runtime.files is None:
        return outcome_of(endpoint, result, success)
    request = grant.call.request
    headers = [] if reply is None else _reply_headers(reply)
    plain = await file_outcome(runtime.files, file, request.headers, (), success if reply is None else reply.status)
    return replace(plain, headers=(*headers, *plain.headers), store=request.operation.method == "GET" and not headers)


def outcome_of(endpoint: EndpointContract, result: Any, success: int) -> Outcome:
    """A result of a declared shape. A reply brings a status, headers and cookies of its own; an answer with cookies is never kept."""
    status, headers, store = success, list[tuple[str, str]](), True
    if isinstance(result, Reply):
        reply = cast("Reply[object]", result)
        status, headers, store = reply.status, _reply_headers(reply), not reply.cookies
        result = reply.body
    if isinstance(result, Html):
        return Outcome(status, result.text.encode(), tuple(headers), "text/html; charset=utf-8", store=store)
    if isinstance(result, Raw):
        return Outcome(status, result.body, tuple(headers), result.media, store=store)
    body = encode_data(endpoint.result, result) if not isinstance(endpoint.result, RowParameter) else encode_data(None, result)
    return Outcome(status, body if endpoint.raw else envelope(body), tuple(headers), store=store)


def cookie_header(cookie: SetCookie) -> str:
    """The value of a Set-Cookie header (RFC 6265). Raises ValueError for a name, value or path that would break out of it."""
    if not cookie.name or not _COOKIE_NAME.issuperset(cookie.name):
        raise ValueError("a cookie's name is a token of RFC 6265")
    if not _COOKIE_VALUE.issuperset(cookie.value) or not (_COOKIE_VALUE | {" "}).issuperset(cookie.path):
        raise ValueError(f"the cookie {cookie.name} holds a character that a cookie may not hold: encode it first")
    parts = [f"{cookie.name}={cookie.value}", f"Path={cookie.path}", f"SameSite={cookie.same_site}"]
    if cookie.max_age is not None:
        parts.append(f"Max-Age={cookie.max_age}")
    if cookie.http_only:
        parts.append("HttpOnly")
    if cookie.secure:
        parts.append("Secure")
    return "; ".join(parts)


def _reply_headers(reply: Reply[Any]) -> list[tuple[str, str]]:
    plain = [(name, _header_value(value)) for name, value in reply.headers.items()]
    return [*plain, *(("Set-Cookie", cookie_header(cookie)) for cookie in reply.cookies)]


def _header_value(value: str) -> str:
    if not value.isprintable():
        raise ValueError("a header's value is one line of printable characters")
    return value
