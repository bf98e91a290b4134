"""Passwords: Argon2id in threads of its own, a bounded number at a time, and never stored in another form.

Parameters: t=2, m=19 MiB, p=1 (OWASP Password Storage Cheat Sheet; ASVS 5.0 appendix C). About 24 ms of one core each, which is why
the loop never does it and why more than a few may not wait. An account that is not there costs the same hash as one that is.
"""
from __future__ import annotations

import asyncio
import base64
import secrets
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import TypeVar
from unicodedata import normalize

from argon2 import PasswordHasher, Type, extract_parameters
from argon2.exceptions import InvalidHashError, VerificationError

from bedplate.auth.refusals import Overloaded

__all__ = ["PASSWORD_MAXIMUM", "Passwords", "Verified", "canonical"]

T = TypeVar("T")
PASSWORD_MAXIMUM = 128  # characters, checked before anything is hashed
_MEMORY_CEILING = 262_144  # KiB that a stored hash may ask for
_TIME_CEILING = 10


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether the password fits, and whether its hash should be made anew because the parameters rose."""

    fits: bool
    outdated: bool = False


def canonical(password: str) -> str | None:
    """The one form that is hashed: NFC, nothing cut off. None: no password can be this."""
    if len(password) > 4 * PASSWORD_MAXIMUM:
        return None
    composed = normalize("NFC", password)
    if not composed or len(composed) > PASSWORD_MAXIMUM or any("\ud800" <= character <= "\udfff" for character in composed):
        return None
    return composed


class Passwords:
    """Hashes and checks, `lanes` at a time; `queue` more may wait. Raises `Overloaded` beyond that."""

    def __init__(self, lanes: int, queue: int, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, hash_len=32, salt_len=16, type=Type.ID)
        self._places = lanes + queue
        self._taken = 0
        self._lock = Lock()
        self._threads = ThreadPoolExecutor(lanes, thread_name_prefix="bedplate-hash")
        self._nobody = _hash_of_nothing(self._hasher)
        self.count = 0  # hashes computed, for tests and metrics

    async def hash(self, password: str) -> str:
        """The PHC string of a password in canonical form."""
        return await self._run(lambda: self._hasher.hash(password))

    async def verify(self, stored: str | None, password: str) -> Verified:
        """One hash, whatever is given: with no stored one, an impossible one or an unusable password the answer is no."""
        candidate = canonical(password)
        usable = stored if stored is not None and candidate is not None and _affordable(stored) else None
        fits = await self._run(lambda: self._fits(usable or self._nobody, candidate or ""))
        if usable is None or not fits:
            return Verified(fits=False)
        return Verified(fits=True, outdated=self._hasher.check_needs_rehash(usable))

    def close(self) -> None:
        """Ends the threads once what was begun is finished."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _fits(self, stored: str, candidate: str) -> bool:
        try:
            return self._hasher.verify(stored, candidate)
        except (VerificationError, InvalidHashError):
            return False

    async def _run(self, work: Callable[[], T]) -> T:
        with self._lock:
            if self._taken >= self._places:
                raise Overloaded
            self._taken += 1
            self.count += 1
        future = self._threads.submit(work)
        future.add_done_callback(self._leave)  # of the thread's own end: a caller who hung up still occupies it
        return await asyncio.wrap_future(future)

    def _leave(self, future: Future[T]) -> None:
        with self._lock:
            self._taken -= 1


def _affordable(stored: str) -> bool:
    """Argon2id within the ceilings: a row that was tampered with must not take all memory."""
    try:
        parameters = extract_parameters(stored)
    except InvalidHashError:
        return False
    return parameters.type is Type.ID and parameters.memory_cost <= _MEMORY_CEILING and parameters.time_cost <= _TIME_CEILING


def _hash_of_nothing(hasher: PasswordHasher) -> str:
    """A well-formed hash that no password has, at the same cost; made without computing one."""

    def random(size: int) -> str:
        return base64.b64encode(secrets.token_bytes(size)).rstrip(b"=").decode()

    costs = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${costs}${random(hasher.salt_len)}${random(hasher.hash_len)}"
