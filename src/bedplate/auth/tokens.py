"""Access tokens: JWS with ES256, ten minutes long, made and read by this application only (RFC 7519, 8725, 9068).

A token's protected header must be, byte by byte, the one that we write: no other algorithm, key or extension can be talked about, and
nothing of a hostile header is ever parsed. Whether the account still lives is asked by the statement that answers, not here.
"""
from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime

import msgspec
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from bedplate.auth.refusals import Unauthenticated
from bedplate.settings import Secret
from bedplate.values import Actor

__all__ = ["LIFETIME", "TOKEN_MAXIMUM", "Tokens", "verified_payload"]

LIFETIME = 600  # seconds
TOKEN_MAXIMUM = 2_048  # characters
LEEWAY = 10  # seconds that another machine's clock may be ahead
_REGISTRY = jws.JWSRegistry(algorithms=["ES256"])


class _Claims(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    iss: str
    aud: str
    sub: str
    kind: str
    exp: int
    iat: int
    nbf: int
    jti: str


_read_claims = msgspec.json.Decoder(_Claims).decode


def verified_payload(token: str, key: ECKey) -> bytes | None:
    """The payload of a compact JWS with ES256 under this key; None for anything else."""
    try:
        return jws.deserialize_compact(token.encode("ascii"), key, registry=_REGISTRY).payload
    except (JoseError, ValueError):  # ValueError: not ASCII, not base64, not JSON
        return None


class Tokens:
    """Makes and reads tokens; those that were verified are remembered until they expire. Times are UTC instants.

    `possible` says whether there could be an account of this kind with this key at all: the application may have changed since.
    """

    def __init__(
        self, key: Secret, issuer: str, audience: str, capacity: int = 10_000, possible: Callable[[str, str], bool] = lambda kind, account: True
    ) -> None:
        self._key = ECKey.import_key(key.reveal())
        self._public = ECKey.import_key(self._key.as_pem(private=False))
        self._issuer, self._audience = issuer, audience
        self._header = {"alg": "ES256", "kid": self._key.thumbprint()[:16], "typ": "at+jwt"}
        sample = jws.serialize_compact(self._header, b"", self._key, registry=_REGISTRY)
        self._prefix = sample.partition(".")[0] + "."
        self._capacity = capacity
        self._possible = possible
        self._verified: dict[str, tuple[Actor, float, float]] = {}

    def issue(self, kind: str, account: str, now: datetime) -> str:
        """A token of one account."""
        at = int(now.timestamp())
        claims = _Claims(self._issuer, self._audience, account, kind, at + LIFETIME, at, at, secrets.token_urlsafe(12))
        return jws.serialize_compact(self._header, msgspec.json.encode(claims), self._key, registry=_REGISTRY)

    def known(self, token: str, now: datetime) -> Actor | None:
        """Whose token it is, if it was verified before and still holds."""
        hit = self._verified.get(token)
        if hit is None:
            return None
        actor, begins, ends = hit
        if begins <= now.timestamp() < ends:
            return actor
        self._verified.pop(token, None)
        return None

    def read(self, token: str, now: datetime) -> Actor:
        """Whose token it is. Raises Unauthenticated, for every reason in the same words."""
        actor = self.known(token, now)
        return actor if actor is not None else self._verify(token, now)

    def _verify(self, token: str, now: datetime) -> Actor:
        claims = self._claims(token)
        at = now.timestamp()
        if claims is None or claims.iss != self._issuer or claims.aud != self._audience:
            raise Unauthenticated(invalid=True, private="not a token of this application")
        if not claims.nbf - LEEWAY <= at < claims.exp or claims.iat - LEEWAY > at or claims.exp - claims.iat > LIFETIME:
            raise Unauthenticated(invalid=True, private="token outside its time")
        if not claims.sub or not claims.kind or not claims.jti:
            raise Unauthenticated(invalid=True, private="token without its claims")
        if not self._possible(claims.kind, claims.sub):
            raise Unauthenticated(invalid=True, private="token of no possible account")
        actor = Actor(claims.kind, claims.sub, "token")
        while len(self._verified) >= self._capacity:
            del self._verified[next(iter(self._verified))]
        self._verified[token] = (actor, claims.nbf - LEEWAY, claims.exp)
        return actor

    def _claims(self, token: str) -> _Claims | None:
        if len(token) > TOKEN_MAXIMUM or not token.startswith(self._prefix):
            return None
        payload = verified_payload(token, self._public)
        if payload is None:
            return None
        try:
            return _read_claims(payload)
        except msgspec.DecodeError:
            return None
