"""`Accounts` as endpoints are given them: the same operations as those of `/v1/auth`, for shapes of their own."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from bedplate.auth.account_rows import parsed_values
from bedplate.auth.accounts import Accounts
from bedplate.auth.refusals import WrongCredentials
from bedplate.declarations.accounts import Accounts as AccountsOfEndpoints
from bedplate.declarations.accounts import Caller, Session
from bedplate.declarations.contract import Contract, ResourceContract
from bedplate.declarations.endpoints import SetCookie
from bedplate.declarations.rows import state_of

if TYPE_CHECKING:
    from bedplate.declarations.context import Effects
    from bedplate.declarations.resources import User

__all__ = ["AccountService"]


class AccountService(AccountsOfEndpoints):
    """Bound to the accounts of one application."""

    def __init__(self, contract: Contract, accounts: Accounts) -> None:
        self._contract = contract
        self._accounts = accounts

    async def register(self, ctx: Effects[Any], who: Any, /, *, password: str) -> Any:
        account = self._contract.resources[type(who).__name__]
        if account.sign_up != "open" or not state_of(who).new:
            raise RuntimeError(f"only a new {account.name} can be registered, and only with sign_up=\"open\"")
        said = parsed_values(account, state_of(who).changed)
        key = await self._accounts.register(account, said, password, ctx.now)
        return None if key is None else await ctx.system("somebody registered")._decision.load(account.name, key)  # pyright: ignore[reportPrivateUsage]

    async def sign_in(self, ctx: Effects[Any], /, *, email: str, password: str, kind: type[User] | None = None) -> Session | None:
        account, caller = self._of(kind), _caller(ctx)
        try:
            actor = await self._accounts.prove(account.name, email, password, caller.source, ctx.now)
        except WrongCredentials:
            return None
        if caller.session is not None:
            await self._accounts.sessions.end(caller.session)
        new = await self._accounts.sessions.start(account.name, actor.id or "", ctx.now)
        return Session(UUID(actor.id), new.set_cookie, new.csrf)

    async def sign_out(self, ctx: Effects[Any], /) -> SetCookie:
        session = _caller(ctx).session
        if session is not None:
            await self._accounts.sessions.end(session)
        return self._accounts.sessions.removing()

    def _of(self, kind: type[User] | None) -> ResourceContract:
        names = self._contract.accounts if kind is None else (kind.__name__,)
        if len(names) != 1 or names[0] not in self._contract.accounts:
            raise RuntimeError(f"say which accounts sign in, of: {', '.join(self._contract.accounts)}")
        return self._contract.resources[names[0]]


def _caller(ctx: Effects[Any]) -> Caller:
    caller = cast("Caller | None", getattr(ctx._decision, "caller", None))  # pyright: ignore[reportPrivateUsage]
    if caller is None:
        raise RuntimeError("nobody calls here who could sign in or out: only endpoints can do that")
    return caller
