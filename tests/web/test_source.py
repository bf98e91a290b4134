"""Whose address a request counts under."""
from __future__ import annotations

import pytest

from bedplate.web.source import prepare_source


def test_a_header_from_an_untrusted_peer_changes_nothing() -> None:
    """Whoever connects directly cannot choose its bucket."""
    assert prepare_source(())("203.0.113.9", "198.51.100.1") == "203.0.113.9"
    assert prepare_source(("10.0.0.0/8",))("203.0.113.9", "198.51.100.1") == "203.0.113.9"


@pytest.mark.parametrize(
    ("forwarded", "expected"),
    [
        ("198.51.100.1", "198.51.100.1"),
        ("1.2.3.4, 198.51.100.1", "198.51.100.1"),  # the left entry is the caller's own invention
        ("198.51.100.1, 10.1.1.1", "198.51.100.1"),
        ("nonsense", "10.0.0.1"),
        ("198.51.100.1, nonsense", "10.0.0.1"),
        ("10.9.9.9, 10.8.8.8", "10.0.0.1"),
        ("", "10.0.0.1"),
    ],
)
def test_behind_a_trusted_proxy_the_rightmost_stranger_counts(forwarded: str, expected: str) -> None:
    """Entries are read from the right, and only as far as proxies vouch for them."""
    assert prepare_source(("10.0.0.0/8",))("10.0.0.1", forwarded) == expected


def test_a_malformed_network_is_refused_at_boot() -> None:
    """Nothing is guessed about whom to trust."""
    with pytest.raises(ValueError, match="not-a-network"):
        prepare_source(("not-a-network",))
