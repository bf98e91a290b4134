"""Which requests a browser may have been made to send by another site."""
from __future__ import annotations

import pytest

from bedplate.auth.origin import from_own_pages, network_of

HOST = "api.example.com"


@pytest.mark.parametrize(
    ("headers", "own"),
    [
        ({}, True),
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": ""}, False),
        ({"sec-fetch-site": "cross-site", "origin": f"https://{HOST}"}, False),
        ({"origin": f"https://{HOST}"}, True),
        ({"origin": f"https://{HOST.upper()}"}, True),
        ({"origin": f"http://{HOST}"}, False),
        ({"origin": "null"}, False),
        ({"origin": ""}, False),
        ({"origin": "https://evilapi.example.com"}, False),
        ({"origin": f"https://{HOST}.evil.example"}, False),
        ({"origin": f"https://{HOST}:8443"}, False),
        ({"origin": f"https://{HOST}@evil.example"}, False),
        ({"origin": f"https://evil.example/{HOST}"}, False),
        ({"origin": f"https://{HOST}, https://evil.example"}, False),
        ({"origin": "https://[half"}, False),
        ({"origin": f"file://{HOST}"}, False),
    ],
    ids=str,
)
def test_own_pages(headers: dict[str, str], own: bool) -> None:
    """Sec-Fetch-Site decides; Origin where there is none; programs send neither."""
    assert from_own_pages({"host": HOST, **headers}, https=True) is own


def test_plain_http_is_our_own_outside_production_only() -> None:
    """In dev the pages come over http."""
    headers = {"host": "localhost:8000", "origin": "http://localhost:8000"}
    assert from_own_pages(headers, https=False)
    assert not from_own_pages(headers, https=True)
    assert not from_own_pages({**headers, "origin": "http://localhost:3000"}, https=False)
    assert not from_own_pages({"origin": "http://"}, https=False)


@pytest.mark.parametrize(
    ("source", "network"),
    [
        ("192.0.2.1", "192.0.2.1"), ("2001:db8::1", "2001:db8::/64"), ("2001:db8:0:0:ffff::", "2001:db8::/64"), ("2001:db8:0:1::", "2001:db8:0:1::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"), ("", ""), ("unix", "unix"),
    ],
)
def test_what_counts_as_one_source(source: str, network: str) -> None:
    """An IPv4 address, an IPv6 /64, anything else as it is."""
    assert network_of(source) == network
