"""Where a request comes from: the network of its source, and whether a browser sent it from the application's own pages."""
from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

__all__ = ["SAFE_METHODS", "from_own_pages", "network_of"]

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN = frozenset({"same-origin", "none"})  # none: the person typed or pasted it


def from_own_pages(headers: Mapping[str, str], *, https: bool) -> bool:
    """No other origin made a browser send this: Sec-Fetch-Site says so, or where a browser is too old for it, Origin does. Programs send
    neither (W3C Fetch Metadata; OWASP CSRF Prevention Cheat Sheet). `https`: nothing but https is our own."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in _OWN
    origin = headers.get("origin")
    return origin is None or _is_ours(origin, headers.get("host", ""), https=https)


def _is_ours(origin: str, host: str, *, https: bool) -> bool:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    schemes = ("https",) if https else ("https", "http")
    return parts.scheme in schemes and bool(host) and origin.lower() == f"{parts.scheme}://{host.lower()}"


@lru_cache(maxsize=4096)
def network_of(source: str) -> str:
    """What one caller can change at will is one source: of IPv6 the /64, of IPv4 the address; anything else as it is."""
    try:
        address = ip_address(source)
    except ValueError:
        return source
    if not isinstance(address, IPv6Address):
        return source
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return f"{IPv6Address(int(address) >> 64 << 64)}/64"
