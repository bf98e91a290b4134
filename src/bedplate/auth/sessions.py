"""Cookie sessions: an opaque 256-bit secret in the browser, its hash in the database, looked up at most once in five seconds.

Lifetimes: so long unused, and so long in any case. Ending one is done in the database; this process forgets it at once, others within
five seconds. A write must carry the session's CSRF token, which other origins cannot read (OWASP CSRF Prevention Cheat Sheet).
"""
from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bedplate.declarations.endpoints import SetCookie
from bedplate.errors import Unavailable
from bedplate.settings import Settings
from bedplate.storage.sessions import SessionTable, StoredSession
from bedplate.values import Actor

__all__ = ["NewSession", "Sessions"]

CACHED_FOR = timedelta(seconds=5)
CACHED_AT_MOST = 10_000
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class NewSession:
    """What is handed to the browser once: the Set-Cookie header (and what it is made of) and the CSRF token."""

    cookie: str = field(repr=False)
    set_cookie: SetCookie = field(repr=False)
    csrf: str = field(repr=False)
    actor: Actor


class Sessions:
    """The sessions of one application as one process sees them. Times are UTC instants."""

    def __init__(self, table: SessionTable, settings: Settings, cookie: str = "") -> None:
        self._table = table
        self._idle = timedelta(seconds=settings.session_idle_seconds)
        self._lifetime = timedelta(seconds=settings.session_seconds)
        self._key = hashlib.sha256(b"bedplate csrf\x00" + settings.secret.reveal().encode()).digest()
        self._secure = settings.environment == "production"
        self.cookie_name = cookie or ("__Host-session" if self._secure else "session")
        self._found: dict[str, tuple[StoredSession, datetime]] = {}
        self._ended = 0  # counts endings, so that a look-up that was under way then is not remembered

    # ---- cookies
    def secret_in(self, cookies: str) -> str | None:
        """The session's secret in a Cookie header; None without one, "" if it is malformed or sent twice."""
        prefix = f"{self.cookie_name}="
        found = [part[len(prefix) :] for part in map(str.strip, cookies.split(";")) if part.startswith(prefix)]
        if not found:
            return None
        return found[0] if len(found) == 1 and _SECRET.fullmatch(found[0]) else ""

    def _cookie(self, value: str, seconds: int) -> str:
        flags = "; HttpOnly; Secure; SameSite=Lax" if self._secure else "; HttpOnly; SameSite=Lax"
        return f"{self.cookie_name}={value}; Path=/; Max-Age={seconds}{flags}"

    def _set(self, value: str, seconds: int) -> SetCookie:
        return SetCookie(self.cookie_name, value, max_age=seconds, secure=self._secure)

    def removal(self) -> str:
        """The Set-Cookie header that takes the cookie away."""
        return self._cookie("", 0)

    def removing(self) -> SetCookie:
        """The same for the reply of an endpoint."""
        return self._set("", 0)

    # ---- CSRF
    def csrf(self, session: str) -> str:
        """The token of a session: an HMAC of its id, so nothing has to be stored."""
        digest = hmac.digest(self._key, session.encode(), "sha256")
        return urlsafe_b64encode(digest).rstrip(b"=").decode()

    def csrf_fits(self, session: str, given: str) -> bool:
        """Compared in constant time."""
        return hmac.compare_digest(self.csrf(session).encode(), given.encode("utf-8", "replace"))

    # ---- life
    async def start(self, kind: str, account: str, now: datetime) -> NewSession:
        """A new session with a new secret."""
        secret = secrets.token_urlsafe(32)
        session = _hashed(secret)
        await self._table.create(session, kind, account, now, now + self._lifetime)
        seconds = int(self._lifetime.total_seconds())
        return NewSession(self._cookie(secret, seconds), self._set(secret, seconds), self.csrf(session), Actor(kind, account, "cookie", session))

    async def find(self, secret: str, now: datetime) -> Actor | None:
        """Whose session it is; None if there is none, it has ended, or its account is gone or disabled."""
        session = _hashed(secret)
        stored = self._remembered(session, now)
        if stored is None:
            ended = self._ended
            stored = await self._table.find(session)
            if stored is None or not self._holds(stored, now):
                return None
            stored = await self._note(stored, now)
            if ended == self._ended:
                self._remember(stored, now)
        return Actor(stored.kind, stored.account, "cookie", session) if self._holds(stored, now) else None

    async def end(self, session: str) -> None:
        """Sign out. `session` is the id, not the secret."""
        await self._table.end(session)
        self._ended += 1
        self._found.pop(session, None)

    async def end_all(self, kind: str, account: str) -> None:
        """End every session of an account: its password was changed, or it was disabled."""
        await self._table.end_all(kind, account)
        self._ended += 1
        self._found = {key: value for key, value in self._found.items() if (value[0].kind, value[0].account) != (kind, account)}

    def _holds(self, stored: StoredSession, now: datetime) -> bool:
        return stored.alive and now < stored.ends_at and now - stored.seen_at < self._idle

    def _remembered(self, session: str, now: datetime) -> StoredSession | None:
        hit = self._found.get(session)
        if hit is not None and timedelta(0) <= now - hit[1] < CACHED_FOR:
            return hit[0]
        return None

    def _remember(self, stored: StoredSession, now: datetime) -> None:
        self._found.pop(stored.id, None)
        while len(self._found) >= CACHED_AT_MOST:
            del self._found[next(iter(self._found))]
        self._found[stored.id] = (stored, now)

    async def _note(self, stored: StoredSession, now: datetime) -> StoredSession:
        """Write down that it is in use, a dozen times in its idle time at most. Where nothing can be written, reading goes on."""
        if now - stored.seen_at < self._idle / 12:
            return stored
        try:
            await self._table.seen(stored.id, now)
        except Unavailable:
            return stored
        return replace(stored, seen_at=now)


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
