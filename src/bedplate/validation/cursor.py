"""Cursors: where a page ended, signed so that nobody makes one up.

base64url of a 16-byte tag and a JSON list of stored sort values (in a list once more where it goes back). The tag is HMAC-SHA256 (RFC 2104), cut to 128 bits, over the
operation, the sort order and the values: a cursor of another list or order is refused, filters may change between pages.
"""
from __future__ import annotations

import hashlib
import hmac
from base64 import b64decode, urlsafe_b64encode
from binascii import Error as WrongBase64
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, cast

import msgspec

from bedplate.declarations.contract import SortKey
from bedplate.declarations.fields.type import Stored
from bedplate.settings import Secret
from bedplate.validation.refusals import InvalidCursor

__all__ = ["CURSOR_MAX", "CursorKey", "cursor_key", "make_cursor", "read_cursor"]

CURSOR_MAX: Final = 4_096
_TAG: Final = 16


@dataclass(frozen=True, slots=True)
class CursorKey:
    """The key that signs cursors. Never printed."""

    secret: bytes = field(repr=False)


def cursor_key(secret: Secret) -> CursorKey:
    """A key of its own for cursors, derived from the application's secret."""
    return CursorKey(hashlib.blake2b(secret.reveal().encode(), digest_size=32, person=b"bedplate cursor").digest())


def make_cursor(key: CursorKey, operation: str, sort: Sequence[SortKey], values: Sequence[Stored], back: bool = False) -> str:
    """The cursor after a row with these stored values, one for each sort key; with `back` the one before it."""
    payload = msgspec.json.encode([list(values)] if back else list(values))
    return urlsafe_b64encode(_tag(key, operation, sort, payload) + payload).rstrip(b"=").decode()


def read_cursor(key: CursorKey, operation: str, sort: Sequence[SortKey], text: str) -> tuple[tuple[Stored, ...], bool]:
    """The stored values of a cursor that this list handed out, and whether it goes back. Raises InvalidCursor."""
    if len(text) > CURSOR_MAX or not text.isascii() or "=" in text:
        raise InvalidCursor
    try:
        raw = b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (WrongBase64, ValueError):
        raise InvalidCursor from None
    tag, payload = raw[:_TAG], raw[_TAG:]
    if not hmac.compare_digest(tag, _tag(key, operation, sort, payload)):
        raise InvalidCursor
    found = cast("list[Any]", msgspec.json.decode(payload))  # our own writing: the tag says so
    back = len(found) == 1 and isinstance(found[0], list)
    values = cast("list[Stored]", found[0] if back else found)
    if urlsafe_b64encode(raw).rstrip(b"=").decode() != text or len(values) != len(sort):
        raise InvalidCursor
    return tuple(values), back


def _tag(key: CursorKey, operation: str, sort: Sequence[SortKey], payload: bytes) -> bytes:
    shape = ",".join(f"{'-' if item.descending else ''}{item.field}" for item in sort)
    return hmac.digest(key.secret, f"{operation}\0{shape}\0".encode() + payload, "sha256")[:_TAG]
