"""Idempotency-Key (IETF draft-ietf-httpapi-idempotency-key-header): the key, and a fingerprint of what it was sent with."""
from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Final

from bedplate.errors import Detail
from bedplate.validation.refusals import InvalidInput
from bedplate.values import Idempotency, Request

__all__ = ["idempotency"]

_KEY: Final = re.compile(r"[\x21-\x7e]{1,255}", re.ASCII)


def idempotency(request: Request, body: Mapping[str, object]) -> Idempotency | None:
    """None without the header. `body` is the decoded body: the order of its keys and its spaces do not matter. Raises InvalidInput."""
    key = request.headers.get("idempotency-key")
    if key is None:
        return None
    if _KEY.fullmatch(key) is None:
        words = "must be 1 to 255 visible ASCII characters"
        raise InvalidInput(details=(Detail("header.idempotency-key", "key", {"max": 255}, words),))
    operation = request.operation
    whole = [operation.method, operation.path, sorted(request.path.items()), request.query, body]
    canonical = json.dumps(whole, sort_keys=True, separators=(",", ":")).encode()
    return Idempotency(key, hashlib.blake2b(canonical, digest_size=32).hexdigest())
