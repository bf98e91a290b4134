"""Whose address a request is counted under.

X-Forwarded-For is believed only from a peer in a trusted network, and then read from the right: the first address that is not a
trusted proxy is the caller's. Whoever adds entries on the left changes nothing (CWE-348).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

__all__ = ["prepare_source"]


def prepare_source(trusted: Sequence[str]) -> Callable[[str, str | None], str]:
    """(peer, X-Forwarded-For) -> source address. Raises ValueError at boot for a malformed network."""
    networks = tuple(ip_network(network) for network in trusted)
    if not networks:
        return lambda peer, forwarded: peer

    @lru_cache(maxsize=4096)
    def is_proxy(address: str) -> bool:
        return _within(address, networks)

    def source(peer: str, forwarded: str | None) -> str:
        if not forwarded or not is_proxy(peer):
            return peer
        for entry in reversed(forwarded.split(",")):
            address = entry.strip()
            try:
                ip_address(address)
            except ValueError:
                return peer
            if not is_proxy(address):
                return address
        return peer

    return source


def _within(address: str, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in networks)
