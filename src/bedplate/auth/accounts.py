"""What accounts do about themselves: register, sign in and out, ask who they are, change the password, get an access token.

An address without account, a disabled account and a wrong password cannot be told apart: the same statement, the same hash, the same
words; and who registers an address that is taken is answered like anybody else.
"""
from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, cast

import msgspec

from bedplate.auth.account_rows import AccountRows, address_is_taken, open_fields, wrong
from bedplate.auth.attempts import Attempts
from bedplate.auth.origin import network_of
from bedplate.auth.passwords import Passwords, canonical
from bedplate.auth.quota import Quota
from bedplate.auth.refusals import EmailTaken, PasswordRefused, Unauthenticated, WrongCredentials
from bedplate.auth.sessions import Sessions
from bedplate.auth.strength import weakness
from bedplate.auth.tokens import LIFETIME, Tokens
from bedplate.declarations.contract import Contract, Operation, ResourceContract
from bedplate.errors import Conflict, Unavailable
from bedplate.settings import Settings
from bedplate.storage.credentials import Credential, Credentials, email_key
from bedplate.storage.sessions import SessionTable
from bedplate.storage.sqlite import Database
from bedplate.values import Access, Actor, Grant, Outcome

if TYPE_CHECKING:
    from bedplate.storage.store import Store

__all__ = ["Accounts", "prepare_accounts"]

Handler = Callable[[Grant], Awaitable[Outcome]]
_REGISTERED = "somebody registered"


class Accounts:
    """The accounts of one application in one process. `handlers` answer its account operations, by operation id."""

    def __init__(
        self, contract: Contract, settings: Settings, credentials: Credentials, sessions: Sessions, tokens: Tokens, rows: AccountRows,
        quota: Quota, now: Callable[[], datetime], monotonic: Callable[[], float],
    ) -> None:  # fmt: skip
        self._contract = contract
        self._minimum = settings.password_minimum
        self._credentials = credentials
        self._rows = rows
        self._now = now
        self._monotonic = monotonic
        self._attempts = Attempts(quota)
        self.sessions = sessions
        self.tokens = tokens
        self.quota = quota
        self.passwords = Passwords(settings.hashing_lanes, settings.hashing_queue)
        self.handlers: Mapping[str, Handler] = {
            one.id: self._handler(one) for one in contract.operations if one.verb.startswith("auth.") and one.account is not None
        }

    # ---- for operators
    async def create_account(self, kind: str | None, email: str, password: str, fields: Mapping[str, str]) -> str:
        """An account that can sign in; its key as text. `fields` are texts by name, references among them as `AccountRows` reads
        them. The kind may be left out where there is one only. Raises PasswordRefused, EmailTaken, BadInput, Conflict."""
        account = self._account(kind)
        why, now = "an operator creates an account", self._now()
        address = self._rows.read_address(account.name, email)
        said, before = await self._rows.read_texts(account.name, fields, why)
        self._accept("password", password, (address, *fields.values()))
        key, text = self._rows.new_key(account.name, now)
        if not await self._credentials.create(account.name, text, address, await self.passwords.hash(_formed(password)), now):
            raise EmailTaken
        try:
            await self._rows.add(account.name, key, {**said, "email": address}, now, why, before)
        except BaseException:  # whatever it was: the address is free again, and the error goes on
            await self._credentials.discard(account.name, text)
            raise
        return text

    async def set_password(self, kind: str | None, key: str, email: str, password: str) -> None:
        """Let an account that exists sign in with this address and password; its sessions end. Raises PasswordRefused, EmailTaken."""
        account = self._account(kind)
        address = self._rows.read_address(account.name, email)
        self._accept("password", password, (address,))
        if not await self._credentials.put(account.name, key, address, await self.passwords.hash(_formed(password)), self._now()):
            raise EmailTaken
        await self.sessions.end_all(account.name, key)

    # ---- for the way of a request
    async def may_call(self, actor: Actor, endpoint: str, now: datetime) -> bool:
        """Whether the rule of an endpoint (`only(...)`) holds for the caller's own account."""
        return await self._rows.holds_for(actor, f"endpoint:{endpoint}", now)

    def close(self) -> None:
        """Ends the threads that hash."""
        self.passwords.close()

    # ---- for callers
    def _handler(self, operation: Operation) -> Handler:
        verbs: dict[str, Callable[[Operation, Grant], Awaitable[Outcome]]] = {
            "auth.register": self._register, "auth.sign_in": self._sign_in, "auth.sign_out": self._sign_out, "auth.me": self._me,
            "auth.password": self._password, "auth.token": self._token,
        }  # fmt: skip
        perform = verbs[operation.verb]
        return lambda grant: perform(operation, grant)

    async def _register(self, operation: Operation, grant: Grant) -> Outcome:
        request, said = grant.call.request, dict(grant.call.steps[0].input)
        account = self._account(operation.account)
        password = cast("str", said.pop("password"))
        for name in said.keys() - open_fields(account):
            raise wrong(f"body.{name}", "unknown", "This cannot be said at registration.")
        await self.register(account, said, password, request.now)
        return _answer({"email": said["email"]}, operation.success)

    async def register(self, account: ResourceContract, said: Mapping[str, object], password: str, now: datetime) -> object | None:
        """The key of a new account, or None where its address is taken: the same work either way."""
        email = cast("str", said["email"])
        self._accept("body.password", password, (email, *(value for value in said.values() if isinstance(value, str))))
        await self._rows.check_references(account.name, said, now)
        hashed = await self.passwords.hash(_formed(password))
        key, text = self._rows.new_key(account.name, now)
        if not await self._credentials.create(account.name, text, email, hashed, now):
            await self._credentials.decoy(account.name, text, now)
            return None
        return key if await self._add_registered(account, key, text, said, now) else None

    async def _add_registered(self, account: ResourceContract, key: object, text: str, said: Mapping[str, object], now: datetime) -> bool:
        try:
            await self._rows.add(account.name, key, said, now, _REGISTERED)
        except BaseException as error:  # whatever it was: the address is free again, and the error goes on but for a taken address
            await self._credentials.discard(account.name, text)
            if isinstance(error, Conflict) and address_is_taken(account, error):
                return False
            raise
        return True

    async def _sign_in(self, operation: Operation, grant: Grant) -> Outcome:
        request = grant.call.request
        actor = await self._proved(operation, grant, "cookie")
        own = await self._own_or_wrong(actor, request.now)
        if grant.actor.session is not None:
            await self.sessions.end(grant.actor.session)
        new = await self.sessions.start(actor.kind or "", actor.id or "", request.now)
        body = b'{"data":{"account":' + own.encode() + b',"csrf":' + msgspec.json.encode(new.csrf) + b"}}"
        return Outcome(operation.success, body, (("Set-Cookie", new.cookie),), store=False)

    async def _token(self, operation: Operation, grant: Grant) -> Outcome:
        actor = await self._proved(operation, grant, "token")
        token = self.tokens.issue(actor.kind or "", actor.id or "", grant.call.request.now)
        return _answer({"access_token": token, "token_type": "Bearer", "expires_in": LIFETIME}, operation.success)

    async def _sign_out(self, operation: Operation, grant: Grant) -> Outcome:
        if grant.actor.session is None:
            return Outcome(operation.success, store=False)  # a token ends by itself
        await self.sessions.end(grant.actor.session)
        return Outcome(operation.success, headers=(("Set-Cookie", self.sessions.removal()),), store=False)

    async def _me(self, operation: Operation, grant: Grant) -> Outcome:
        actor = grant.actor
        own = await self._rows.own(actor, grant.call.request.now)
        csrf = None if actor.session is None else self.sessions.csrf(actor.session)
        return Outcome(operation.success, b'{"data":{"account":' + own.encode() + b',"csrf":' + msgspec.json.encode(csrf) + b"}}", store=False)

    async def _password(self, operation: Operation, grant: Grant) -> Outcome:
        """Other sessions end; this one goes on under a new secret. The CSRF token that belongs to it is in the answer's header."""
        actor, request, said = grant.actor, grant.call.request, grant.call.steps[0].input
        kind, key = actor.kind or "", actor.id or ""
        new = cast("str", said["new"])
        credential = await self._proof(kind, f"={key}", request.source, request.now, lambda: self._credentials.of(kind, key), cast("str", said["current"]))
        self._accept("body.new", new, (credential.address,))
        hashed = await self.passwords.hash(_formed(new))
        if not await self._credentials.change(kind, key, credential.password_hash, hashed, request.now):
            raise WrongCredentials  # somebody else changed it in between
        await self.sessions.end_all(kind, key)
        if actor.session is None:
            return Outcome(operation.success, store=False)
        fresh = await self.sessions.start(kind, key, request.now)
        return Outcome(operation.success, headers=(("Set-Cookie", fresh.cookie), ("X-CSRF-Token", fresh.csrf)), store=False)

    # ---- proofs
    async def _proved(self, operation: Operation, grant: Grant, via: str) -> Actor:
        request, said = grant.call.request, grant.call.steps[0].input
        actor = await self.prove(operation.account or "", cast("str", said["email"]), cast("str", said["password"]), request.source, request.now)
        return replace(actor, via="cookie" if via == "cookie" else "token")

    async def prove(self, kind: str, email: str, password: str, source: str, now: datetime) -> Actor:
        """Whose address and password these are. One statement and one hash, whatever comes out. Raises WrongCredentials, RateLimited."""
        credential = await self._proof(kind, email_key(email), source, now, lambda: self._credentials.find(kind, email), password)
        return Actor(kind, credential.account)

    async def _proof(
        self, kind: str, address: str, source: str, now: datetime, look_up: Callable[[], Awaitable[Credential | None]], password: str
    ) -> Credential:
        attempt = self._attempts.begin(kind, address, network_of(source), self._monotonic())
        try:
            credential = await look_up()
            verified = await self.passwords.verify(None if credential is None else credential.password_hash, password)
        except BaseException:  # nothing was found out, so nothing is paid for; the error goes on
            self._attempts.undone(attempt, self._monotonic())
            raise
        if not verified.fits or credential is None or not credential.alive:
            raise WrongCredentials
        self._attempts.succeeded(attempt, self._monotonic())
        if verified.outdated:
            await self._renew(kind, credential, password, now)
        return credential

    async def _renew(self, kind: str, credential: Credential, password: str, now: datetime) -> None:
        """Hash anew, since the parameters rose. Not now, if there is no room for it."""
        try:
            hashed = await self.passwords.hash(_formed(password))
            await self._credentials.change(kind, credential.account, credential.password_hash, hashed, now)
        except Unavailable:
            return

    async def _own_or_wrong(self, actor: Actor, now: datetime) -> str:
        try:
            return await self._rows.own(actor, now)
        except Unauthenticated:
            raise WrongCredentials from None

    def _accept(self, place: str, password: str, own_words: tuple[str, ...]) -> None:
        detail = weakness(password, place, self._minimum, (self._contract.title, *own_words))
        if detail is not None:
            raise PasswordRefused(detail)

    def _account(self, kind: str | None) -> ResourceContract:
        named = self._contract.accounts if kind is None else (kind,)
        if len(named) != 1 or named[0] not in self._contract.accounts:
            raise wrong("kind", "enum", f"Name the kind of account: {', '.join(self._contract.accounts)}.")
        return self._contract.resources[named[0]]


def prepare_accounts(
    contract: Contract, store: Store, database: Database, settings: Settings, accesses: Mapping[str | None, Access], *,
    now: Callable[[], datetime], new_id: Callable[[datetime], str], monotonic: Callable[[], float],
) -> Accounts:  # fmt: skip
    """Everything about accounts, bound to an application's database, settings and clocks."""
    rows = AccountRows(contract, store, accesses, now, new_id)
    return Accounts(
        contract, settings, Credentials(contract, database), Sessions(SessionTable(contract, database), settings, contract.session_cookie),
        Tokens(settings.token_key, "bedplate", contract.title, possible=rows.possible), rows,
        Quota(settings.workers, settings.limit_factor), now, monotonic,
    )  # fmt: skip


def _formed(password: str) -> str:
    """The form that is hashed; only of passwords that were accepted or verified."""
    formed = canonical(password)
    if formed is None:
        raise RuntimeError("a password that was not accepted is not hashed")
    return formed


def _answer(data: object, status: int) -> Outcome:
    return Outcome(status, b'{"data":' + msgspec.json.encode(data) + b"}", store=False)
