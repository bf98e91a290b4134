"""Which operation answers a method on a path."""
from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedplate.declarations.contract import Limit, Operation
from bedplate.web.refusals import BadRequest, MethodNotAllowed, UnknownRoute
from bedplate.web.router import OPTIONS, Router

ROUTER = Router(
    [
        Operation(id="ticket.list", method="GET", path="/v1/tickets", verb="list"),
        Operation(id="ticket.create", method="POST", path="/v1/tickets", verb="create"),
        Operation(id="ticket.read", method="GET", path="/v1/tickets/{id}", verb="read"),
        Operation(id="ticket.assign", method="POST", path="/v1/tickets/{id}/assign", verb="assign"),
        Operation(id="person.read", method="GET", path="/v1/people/{id}", verb="read"),
        Operation(id="person.invite", method="POST", path="/v1/people/invite", verb="invite"),
        Operation(id="system.assets", method="GET", path="/docs/assets/{name*}", verb="system.assets"),
    ],
    Limit(600, 60, 100),
)


@pytest.mark.parametrize("path", ["/", "", "/v1", "/v1/", "/v1/tickets/", "/v1/tickets//assign", "/v1/tickets/1/assign/", "/v2/tickets", "//v1/tickets"])
def test_what_is_not_declared_is_not_found(path: str) -> None:
    """No slash is added or removed on anybody's behalf."""
    with pytest.raises(UnknownRoute):
        ROUTER.find("GET", path)


@pytest.mark.parametrize("method", ["PUT", "TRACE", "get", "PATCH", "BREW"])
def test_another_method_is_told_which_there_are(method: str) -> None:
    """405 carries Allow (RFC 9110 15.5.6)."""
    with pytest.raises(MethodNotAllowed) as refused:
        ROUTER.find(method, "/v1/tickets")
    assert refused.value.headers == {"Allow": "GET, HEAD, OPTIONS, POST"}


@pytest.mark.parametrize("segment", ["%ff", "%00", "a%00b", "%c3%28"])
def test_a_segment_that_is_no_text_is_refused(segment: str) -> None:
    """Bytes that are not UTF-8, and NUL, are a bad request."""
    with pytest.raises(BadRequest):
        ROUTER.find("GET", f"/v1/tickets/{segment}")


def test_parameters_are_decoded_once() -> None:
    """An encoded slash stays inside its segment, an encoded percent sign stays one."""
    assert ROUTER.find("GET", "/v1/tickets/a%2Fb%2541")[1] == {"id": "a/b%41"}


def test_a_literal_beats_a_parameter() -> None:
    """`invite` is the action, not an id."""
    assert ROUTER.find("POST", "/v1/people/invite")[0].id == "person.invite"


def test_head_goes_with_get_and_options_with_everything() -> None:
    """Both exist wherever they make sense."""
    assert ROUTER.find("HEAD", "/v1/tickets/7")[0].id == "ticket.read"
    assert ROUTER.find("OPTIONS", "/v1/tickets/7")[0].id == OPTIONS
    assert ROUTER.allowed("/v1/tickets/7/assign") == "OPTIONS, POST"


def test_the_rest_of_a_path_is_one_parameter() -> None:
    """Assets may lie in folders."""
    assert ROUTER.find("GET", "/docs/assets/a/b.js")[1] == {"name": "a/b.js"}


@given(st.text(max_size=40), st.text(max_size=8))
def test_any_path_is_found_or_refused(path: str, method: str) -> None:
    """No text gets past as another error."""
    with contextlib.suppress(UnknownRoute, MethodNotAllowed, BadRequest):
        ROUTER.find(method, path)
