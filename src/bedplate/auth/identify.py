"""The second verb: who is calling, read from the head of a request before its body, and paid for from their limit.

A bearer token comes before a cookie. What is sent and does not hold is refused, never ignored, except that an ended session on an
open operation is a stranger's. A write by cookie must come from the application's own pages and carry the session's CSRF token.
"""
from __future__ import annotations

from collections.abc import Awaitable, Callable

from bedplate.auth.accounts import Accounts
from bedplate.auth.origin import SAFE_METHODS, from_own_pages, network_of
from bedplate.auth.quota import Quota, QuotaState
from bedplate.auth.refusals import CsrfFailed, NotAllowed, Unauthenticated
from bedplate.declarations.contract import Limit, Operation
from bedplate.declarations.endpoints import HMAC, Only
from bedplate.settings import Settings
from bedplate.values import STRANGER, Actor, Call, Request

__all__ = ["Charge", "Identify", "prepare_charge", "prepare_identify"]

Headers = tuple[tuple[str, str], ...]
Identify = Callable[[Request], Awaitable[tuple[Actor, Headers]]]
Charge = Callable[[Call, Actor], Headers]
_BAD_CREDENTIALS = Limit(60, 60, 60)  # tokens and cookies from one source that turn out to be none


def prepare_identify(settings: Settings, accounts: Accounts, *, monotonic: Callable[[], float]) -> Identify:
    """Bind the verb to an application's accounts. Raises Unauthenticated, RateLimited, CsrfFailed, NotAllowed."""
    who = _Who(accounts, monotonic)
    https = settings.environment == "production"
    take = accounts.quota.take

    async def identify(request: Request) -> tuple[Actor, Headers]:
        operation = request.operation
        network = network_of(request.source)
        actor = await who.calls(request, network)
        state = _take(take, operation, actor, network, monotonic())
        if not state.allowed:
            raise state.refusal()
        headers = state.headers()
        if actor.kind is None and not operation.strangers:
            raise Unauthenticated(headers=dict(headers))
        if actor.session is not None or operation.credential:
            _check_origin(request, actor, accounts, headers, https=https)
        ruled = operation.endpoint is not None and isinstance(operation.endpoint.auth, Only)
        if ruled and operation.endpoint is not None and not await accounts.may_call(actor, operation.endpoint.name, request.now):
            raise NotAllowed(headers=dict(headers))
        return actor, headers

    return identify


def prepare_charge(accounts: Accounts, *, monotonic: Callable[[], float]) -> Charge:
    """What a call costs beyond the unit that was taken at the door, known once its body is read: one unit for each row. Gives the headers
    of the limit as they are then. Raises RateLimited."""

    def charge(call: Call, actor: Actor) -> Headers:
        operation, network = call.request.operation, network_of(call.request.source)
        state = _take(accounts.quota.take, operation, actor, network, monotonic(), call.units - 1)
        if not state.allowed:
            raise state.refusal()
        return state.headers()

    return charge


def _take(take: Callable[..., QuotaState], operation: Operation, actor: Actor, network: str, now: float, units: int = 0) -> QuotaState:
    """An account is counted as itself wherever it calls from; strangers by their network."""
    if actor.kind is not None:
        return take((operation.id, actor.kind, actor.id), operation.limit, units or _units(operation, operation.limit), now)
    limit = operation.strangers_limit or operation.limit
    return take((operation.id, network), limit, units or _units(operation, limit), now)


def _units(operation: Operation, limit: Limit) -> int:
    """What a call costs; never more than the limit can give at once."""
    return operation.cost if operation.cost <= limit.burst else limit.burst


def _check_origin(request: Request, actor: Actor, accounts: Accounts, headers: Headers, *, https: bool) -> None:
    """Refuses a write that another site made a browser send. Signing in needs no token yet, since there is no session to take it from,
    but the request must be our own too: else somebody could be signed in to another's account."""
    if request.operation.method in SAFE_METHODS:
        return
    if not from_own_pages(request.headers, https=https):
        raise CsrfFailed(headers=dict(headers), private="from another origin")
    if actor.session is None or (request.operation.credential and request.operation.strangers):
        return
    if request.operation.endpoint is not None and "csrf-disabled" in request.operation.endpoint.waive:
        return  # a contract that knows no token: its pages are told by their origin alone
    if not accounts.sessions.csrf_fits(actor.session, request.headers.get("x-csrf-token", "")):
        raise CsrfFailed(headers=dict(headers), private="without the token of its session")


class _Who:
    """Finds the caller in the headers."""

    def __init__(self, accounts: Accounts, monotonic: Callable[[], float]) -> None:
        self._sessions = accounts.sessions
        self._tokens = accounts.tokens
        self._quota: Quota = accounts.quota
        self._monotonic = monotonic

    async def calls(self, request: Request, network: str) -> Actor:
        operation = request.operation
        if operation.endpoint is not None and isinstance(operation.endpoint.auth, HMAC):
            return STRANGER  # who signs the body is no account, and its headers mean what the other side says
        authorization = request.headers.get("authorization")
        if authorization is not None:
            scheme, _, token = authorization.partition(" ")
            if scheme.lower() == "bearer":
                return self._by_token(token.strip(), request, network)
            if not operation.strangers:
                raise Unauthenticated(headers=self._pay(network), private="another scheme than Bearer")
        cookies = request.headers.get("cookie")
        secret = self._sessions.secret_in(cookies) if cookies is not None else None
        return STRANGER if secret is None else await self._by_cookie(secret, request, network)

    def _by_token(self, token: str, request: Request, network: str) -> Actor:
        try:
            return self._tokens.read(token, request.now)
        except Unauthenticated as refusal:
            raise Unauthenticated(headers=self._pay(network), invalid=True, private=refusal.private) from None

    async def _by_cookie(self, secret: str, request: Request, network: str) -> Actor:
        actor = await self._sessions.find(secret, request.now) if secret else None
        if actor is not None:
            return actor
        if request.operation.strangers:
            return STRANGER
        raise Unauthenticated(headers=self._pay(network), private="no such session")

    def _pay(self, network: str) -> dict[str, str]:
        """Credentials that are none are limited by where they come from: there is no account to count them under."""
        state = self._quota.take(("bad", network), _BAD_CREDENTIALS, 1, self._monotonic(), "credentials")
        if not state.allowed:
            raise state.refusal()
        return dict(state.headers())
