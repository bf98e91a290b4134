"""Headers that every answer carries, encoded once (OWASP REST Security Cheat Sheet; ASVS 5.0 3.4)."""

from __future__ import annotations

__all__ = ["FILE", "HTML", "JSON", "NO_STORE", "PRIVATE", "encode"]

_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"strict-transport-security", b"max-age=31536000; includeSubDomains"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
)
JSON = (*_ALWAYS, (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"))
FILE = (*_ALWAYS, (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; sandbox"))  # what somebody uploaded
HTML = (
    *_ALWAYS,
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        b"connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
)
PRIVATE = (b"cache-control", b"private, no-cache")
NO_STORE = (b"cache-control", b"no-store")


def encode(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[bytes, bytes], ...]:
    """Names lower case, values latin-1. Raises ValueError for a line break: a response is never split."""
    encoded: list[tuple[bytes, bytes]] = []
    for name, value in pairs:
        if "\r" in value or "\n" in value or "\x00" in value:
            raise ValueError(f"header {name} holds a control character")
        encoded.append((name.lower().encode("latin-1"), value.encode("latin-1")))
    return tuple(encoded)
