"""Opaque, signed page cursors: where the last row stood."""
from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from fastapi import HTTPException

from fastapi_helpdesk.settings import get_settings


def signature(content: bytes) -> bytes:
    return hmac.digest(get_settings().cursor_secret.encode(), content, hashlib.sha256)[:16]


def write_cursor(sort: str, value: str, key: str) -> str:
    content = json.dumps([sort, value, key]).encode()
    return urlsafe_b64encode(signature(content) + content).decode()


def read_cursor(cursor: str, sort: str) -> tuple[str, str]:
    """The sorted value and the key of the last row, or 400."""
    try:
        raw = urlsafe_b64decode(cursor)
        if not hmac.compare_digest(signature(raw[16:]), raw[:16]):
            raise ValueError
        sorted_by, value, key = json.loads(raw[16:])
    except ValueError as fault:
        raise HTTPException(400, "This cursor is not ours.") from fault
    if sorted_by != sort:
        raise HTTPException(400, "This cursor belongs to another order.")
    return value, key
