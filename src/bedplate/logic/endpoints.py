"""Endpoints: contracts that exist already. Typed arguments in, the declared shape out, with or without the envelope."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, cast

from bedplate.declarations.accounts import Caller
from bedplate.declarations.context import Ctx, Effects
from bedplate.declarations.contract import Contract, EndpointContract, Operation, ReplyContract, RowParameter
from bedplate.declarations.endpoints import Html, Raw, Reply, SetCookie
from bedplate.declarations.fields.file import File
from bedplate.declarations.fields.type import FieldType
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
from bedplate.values import Grant, Idempotency, Outcome, Request

__all__ = ["cookie_header", "outcome_of", "prepare_endpoint", "prepare_errors"]

_PLAIN = 200  # of what is returned without a `Reply`
_NOTHING = "text/plain; charset=utf-8"
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
            return row_verdict(resource, result, step, _PLAIN, None)
        outcome = await _outcome(runtime, grant, endpoint, result, _PLAIN)
        return Verdict(outcome.status, None, b"null", lambda applied: outcome)

    taken = await Decider(runtime, operation.id, now, whose, work, wanted).take()
    code_is_over()
    if taken.applied.replayed is not None:
        return open_replay(taken.applied.replayed, endpoint.raises)
    finish = taken.verdict.finish if taken.verdict is not None else None
    return (finish or whole_answer(_PLAIN))(taken.applied)


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
        occasion = Occasion(runtime, route, now, wanted, caller=Caller(grant.call.request.source, grant.actor.session))
        view = EffectsView(occasion, who, whose)
        arguments = await arguments_of(view, endpoint.parameters, step.input, "request")
        ctx = Effects[Any](view) if endpoint.mode == "act" else None
        result = await endpoint.call(ctx, runtime.services.of(endpoint.services), arguments)
        code_is_over()
        occasion.check_nothing_was_assigned()
        if isinstance(endpoint.result, RowParameter) and not isinstance(result, Reply) and not endpoint.raw:
            outcome = await answer_of(runtime, grant, endpoint.result, result, _PLAIN)
        else:
            outcome = await _outcome(runtime, grant, endpoint, result, _PLAIN)
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
    return _shaped(endpoint.replies, result, success, raw=endpoint.raw)


def prepare_errors(contract: Contract) -> Callable[[Refusal, Request], Outcome | None] | None:
    """How groups of endpoints tell refusals; None where no group has a way of its own."""
    if all(one.errors is None for one in contract.endpoints):
        return None

    def errors(refusal: Refusal, request: Request) -> Outcome | None:
        endpoint = request.operation.endpoint
        if endpoint is None or endpoint.errors is None:
            return None
        found = _shaped(endpoint.errors.replies, endpoint.errors.call(refusal), refusal.status, raw=True)
        if found.status < 300:
            raise RuntimeError(f"errors={getattr(endpoint.errors.call, '__name__', '')} tells a refusal with the status {found.status}")
        return replace(found, store=False)

    return errors


def _shaped(replies: Sequence[ReplyContract], result: Any, usual: int, *, raw: bool) -> Outcome:
    status, headers, store, replied = usual, list[tuple[str, str]](), True, isinstance(result, Reply)
    if isinstance(result, Reply):
        reply = cast("Reply[object]", result)
        status, headers, store = reply.status, _reply_headers(reply), not reply.cookies
        result = reply.body
    if isinstance(result, Html):
        return Outcome(status, result.text.encode(), tuple(headers), "text/html; charset=utf-8", store=store)
    if isinstance(result, Raw):
        return Outcome(status, result.body, tuple(headers), result.media, store=store)
    if raw and result is None and all(one.type is None for one in replies if _is_for(one, status, replied=replied)):
        return Outcome(status, b"", tuple(headers), _NOTHING, store=store)
    body = encode_data(_type_of(replies, status, result, replied=replied), result)
    return Outcome(status, body if raw else envelope(body), tuple(headers), store=store)


def _is_for(reply: ReplyContract, status: int, *, replied: bool) -> bool:
    """Whether it is declared for this status: that of a `Reply`, or the usual one of whatever else is returned."""
    return reply.status in ((status,) if replied else (None, 200))


def _type_of(replies: Sequence[ReplyContract], status: int, value: object, *, replied: bool) -> FieldType | None:
    """Of the declared types the one of this status; of several for one status that of the value's own class."""
    fitting = [one.type for one in replies if isinstance(one.type, FieldType) and _is_for(one, status, replied=replied)]
    return next((one for one in fitting if getattr(one, "make", None) is type(value)), fitting[0] if fitting else None)


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
