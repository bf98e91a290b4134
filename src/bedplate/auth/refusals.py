"""What this room refuses, each with the entry of the error catalogue beside it."""
from __future__ import annotations

from bedplate.errors import BadInput, Conflict, Detail, Forbidden, Refusal, Unavailable

__all__ = [
    "CsrfFailed", "EmailTaken", "NotAllowed", "Overloaded", "PasswordRefused", "RateLimited", "Unauthenticated", "WrongCredentials",
    "WrongSignature",
]


class Unauthenticated(Refusal):
    """Sign in first."""

    status = 401
    cause = "No credential was sent, or it is malformed, expired, revoked, or belongs to an account that is disabled."
    cure = "Sign in again, or send a fresh access token: `Authorization: Bearer …`."

    def __init__(self, *, headers: dict[str, str] | None = None, invalid: bool = False, private: str = "") -> None:
        challenge = 'Bearer error="invalid_token"' if invalid else "Bearer"  # RFC 6750 section 3
        super().__init__(headers={"WWW-Authenticate": challenge, **(headers or {})}, private=private)


class WrongCredentials(Unauthenticated):
    """E-mail or password is wrong."""

    cause = "There is no such account, it may not sign in, or the password is wrong: the three are not told apart."
    cure = "Check both and try again; after several failures wait for the time in `Retry-After`."


class WrongSignature(Refusal):
    """This is not signed by whom it should be."""

    status = 401
    cause = "The signature is missing, malformed, too old, or made with another secret or over another body."
    cure = "Sign `timestamp.body` with the shared secret by HMAC-SHA256 and send `t=<unix seconds>,v1=<hex>` at once."

    def __init__(self, *, private: str = "") -> None:
        super().__init__(headers={"WWW-Authenticate": "HMAC-SHA256"}, private=private)


class NotAllowed(Forbidden):
    """You may not do this."""

    code = "FORBIDDEN"
    cause = "No rule allows this to your kind of account."
    cure = "Sign in with an account that may, or ask the application's developer to declare a rule."


class CsrfFailed(Forbidden):
    """This request did not come from the application's own pages."""

    cause = "A write with a session cookie needs the session's `X-CSRF-Token`, and must come from the same origin."
    cure = "Send the `csrf` of the sign-in answer as `X-CSRF-Token`; programs use an access token instead of a cookie."


class RateLimited(Refusal):
    """Too many requests."""

    status = 429
    cause = "More requests came than the limit of this operation permits; `RateLimit-Policy` names it."
    cure = "Wait for the time in `Retry-After`, and spread requests evenly."


class Overloaded(Unavailable):
    """Too many sign-ins at the same time."""

    retry_after = 1
    cause = "Checking a password is costly on purpose; all places for it are taken."
    cure = "Try again after the time in `Retry-After`."


class PasswordRefused(BadInput):
    """This password is not accepted."""

    code = "INVALID_INPUT"
    cause = "The password is too short, too long, or among those that are tried first."
    cure = "Take a longer one, such as several words that nobody would guess together."

    def __init__(self, detail: Detail) -> None:
        super().__init__(details=(detail,))


class EmailTaken(Conflict):
    """There is an account with this e-mail address."""

    cause = "Only operators who create accounts are told; registration by strangers is not."
    cure = "Use another address, or let the owner of the account sign in."
