"""Accounts in the hands of endpoints: contracts that exist already and have their own shapes for signing in and out."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from typing_extensions import TypeVar

from bedplate.declarations.endpoints import SetCookie
from bedplate.declarations.services import Service

if TYPE_CHECKING:
    from bedplate.declarations.context import Effects
    from bedplate.declarations.resources import User

__all__ = ["Accounts", "Caller", "Session"]

Usr = TypeVar("Usr", bound="User")


@dataclass(frozen=True, slots=True)
class Caller:
    """Where a call comes from, and by which session: what limits and sessions go by."""

    source: str
    session: str | None


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody signed in: whose account it is, the cookie for the reply, and the token that writes by this cookie carry."""

    account: UUID
    cookie: SetCookie = field(repr=False)
    csrf: str = field(repr=False)


class Accounts(Service):
    """What endpoints with an `Effects` do about accounts, where a parameter has this type. The same passwords, limits of attempts and
    sessions as those of `/v1/auth`."""

    async def register(self, ctx: Effects[Any], who: Usr, /, *, password: str) -> Usr | None:
        """A new account, of a class with `sign_up="open"`; None where its address is taken, which takes as long. Whoever asks learns of an
        account by a different answer: a contract that gives one says `waive={"account-enumeration": "..."}`. Refuses weak passwords."""
        raise NotImplementedError

    async def sign_in(self, ctx: Effects[Any], /, *, email: str, password: str, kind: type[User] | None = None) -> Session | None:
        """A new session, in the place of that of the caller; None for a wrong address or password, which cannot be told apart. `kind` says
        which accounts, where there are several classes."""
        raise NotImplementedError

    async def sign_out(self, ctx: Effects[Any], /) -> SetCookie:
        """End the caller's session. The cookie takes the browser's away."""
        raise NotImplementedError
