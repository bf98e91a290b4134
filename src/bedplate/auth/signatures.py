"""Endpoints whose caller signs the body: HMAC-SHA256 over `timestamp.body` under a shared secret, `t=<unix seconds>,v1=<hex>` in a header.

Several `v1` may be sent while a secret is being replaced. Whatever does not fit is refused in the same words.
"""
from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Mapping

from bedplate.auth.refusals import WrongSignature
from bedplate.declarations.contract import Contract, EndpointContract
from bedplate.declarations.endpoints import HMAC
from bedplate.errors import DeclarationFault, Fault
from bedplate.values import Call

__all__ = ["SHORTEST_SECRET", "signature", "signature_checks"]

SHORTEST_SECRET = 16  # characters; others chose it
_AHEAD = 60  # seconds that the other's clock may be ahead
_TIME = re.compile(r"t=([0-9]{1,12})")
_ONE = re.compile(r"v1=([0-9a-f]{64})")
_HEADER_MAX = 1_024


def signature_checks(contract: Contract, environment: Mapping[str, str]) -> dict[str, Callable[[Call], None]]:
    """What checks the calls of each signed endpoint, by the endpoint's name. Raises DeclarationFault for missing and short secrets."""
    checks: dict[str, Callable[[Call], None]] = {}
    faults: list[Fault] = []
    for endpoint in contract.endpoints:
        auth: object = endpoint.auth
        if not isinstance(auth, HMAC):
            continue
        secret = environment.get(auth.env, "")
        if len(secret) < SHORTEST_SECRET:
            faults.append(_fault(endpoint, auth, missing=not secret))
        else:
            checks[endpoint.name] = _check(auth, secret.encode())
    if faults:
        raise DeclarationFault(faults)
    return checks


def signature(secret: bytes, timestamp: int, body: bytes) -> str:
    """The header of a signed call, for callers and tests."""
    return f"t={timestamp},v1={_digest(secret, str(timestamp), body)}"


def _check(auth: HMAC, secret: bytes) -> Callable[[Call], None]:
    header, within = auth.header.lower(), auth.seconds

    def check(call: Call) -> None:
        given = call.request.headers.get(header, "")
        parts = [part.strip() for part in given.split(",")] if len(given) <= _HEADER_MAX else []
        times = [match[1] for part in parts if (match := _TIME.fullmatch(part))]
        marks = [match[1] for part in parts if (match := _ONE.fullmatch(part))]
        if len(times) != 1 or not marks:
            raise WrongSignature(private="no signature")
        age = call.request.now.timestamp() - int(times[0])
        wanted = _digest(secret, times[0], call.body)
        fits = any([hmac.compare_digest(wanted, mark) for mark in marks])
        if not fits or not -_AHEAD <= age <= within:
            raise WrongSignature(private="signature outside its time" if fits else "signature does not fit")

    return check


def _digest(secret: bytes, timestamp: str, body: bytes) -> str:
    return hmac.digest(secret, timestamp.encode() + b"." + body, "sha256").hex()


def _fault(endpoint: EndpointContract, auth: HMAC, *, missing: bool) -> Fault:
    what = "is missing" if missing else f"is shorter than {SHORTEST_SECRET} characters"
    cure = "Put the secret that you share with the caller into the environment."
    return Fault("SECRET_MISSING" if missing else "SECRET_SHORT", f"{auth.env}, with which calls of {endpoint.name} are signed, {what}", cure, endpoint.place)
