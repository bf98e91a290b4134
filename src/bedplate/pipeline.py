"""THE PATH of a call. Read this first.

request -> validation -> auth -> logic -> response, as six verbs that hand on six frozen values. Each room prepared its verb at boot;
nothing goes round this file: REST, endpoints, account operations, health and documentation all pass here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from bedplate.errors import Refusal
from bedplate.values import STRANGER, Actor, Call, Grant, Outcome, Request, Response
from bedplate.web.connection import Connection

__all__ = ["Observer", "Verbs", "answer_with"]

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Verbs:
    """The six verbs of one application, and what becomes of a refusal."""

    receive: Callable[[Connection], Request]
    identify: Callable[[Request], Awaitable[tuple[Actor, Headers]]]
    validate: Callable[[Request], Awaitable[Call]]
    authorize: Callable[[Call, Actor], Grant]
    perform: Callable[[Grant], Awaitable[Outcome]]
    respond: Callable[[Outcome, Headers], Response]
    refuse: Callable[[Refusal, Headers, Connection, Request | None], Response]


class Observer(Protocol):
    """Is told how each request ended; the only witness, and it cannot change the answer."""

    def started(self) -> float: ...
    def answered(self, request: Request | None, actor: Actor, status: int, code: str, started: float) -> None: ...
    def failed(self, request: Request | None, error: Exception) -> None: ...


def answer_with(verbs: Verbs, observer: Observer) -> Callable[[Connection], Awaitable[Response]]:
    """The whole way of a request."""

    async def answer(connection: Connection) -> Response:
        started = observer.started()
        request: Request | None = None
        actor, code = STRANGER, ""
        headers: Headers = ()
        try:
            request = verbs.receive(connection)
            actor, headers = await verbs.identify(request)
            call = await verbs.validate(request)
            grant = verbs.authorize(call, actor)
            headers = grant.headers or headers
            outcome = await verbs.perform(grant)
            response = verbs.respond(outcome, headers)
        except Refusal as refusal:
            code = refusal.code
            response = verbs.refuse(refusal, headers, connection, request)
        except Exception as error:  # the last resort: a bug of ours or of the application; counted, told without its words
            observer.failed(request, error)
            code = Refusal.code
            response = verbs.refuse(Refusal(), headers, connection, request)
        observer.answered(request, actor, response.status, code, started)
        return response

    return answer
