"""What is served."""
from __future__ import annotations

from tests.declarations.helpdesk_sample import contract

from bedplate.declarations.contract import Operation
from bedplate.declarations.operations import CREDENTIAL_LIMIT


def _named(id: str) -> Operation:
    return next(one for one in contract().operations if one.id == id)


def test_ids_and_routes_are_unique() -> None:
    """No two operations share an id, or a method on a path."""
    operations = contract().operations
    assert len({one.id for one in operations}) == len(operations)
    assert len({(one.method, one.path) for one in operations}) == len(operations)


def test_registration_is_closed_unless_said() -> None:
    """Without `sign_up="open"` there is no such route."""
    assert [one.id for one in contract().operations if one.id.startswith("auth.")] == [
        "auth.sign_in", "auth.sign_out", "auth.me", "auth.password", "auth.token"]


def test_accounts_are_never_created_by_a_plain_create() -> None:
    """An account without a credential would be nobody's."""
    assert not any(one.id == "person.create" for one in contract().operations)


def test_credentials_have_the_stricter_limit() -> None:
    """What takes a password is limited harder, and marked."""
    found = {one.id for one in contract().operations if one.credential}
    assert found == {"auth.sign_in", "auth.password", "auth.token"}
    assert all(_named(id).limit == CREDENTIAL_LIMIT for id in found)


def test_parts_are_also_below_their_parent() -> None:
    """Comments are listed and created at the ticket, and also by themselves."""
    below = _named("ticket.comments.create")
    assert (below.path, below.parent, below.resource, below.success) == ("/v1/tickets/{id}/comments", "ticket", "Comment", 201)
    assert _named("comment.list").path == "/v1/comments"


def test_actions_document_what_they_raise() -> None:
    """Declared refusals and the conflicts of the row stand beside the action."""
    assign = _named("ticket.assign")
    assert {one.code for one in assign.refusals} == {"NOT_AN_AGENT", "HELPED_BY_STAFF"}
    assert (assign.method, assign.path, assign.verb) == ("POST", "/v1/tickets/{id}/assign", "assign")


def test_only_health_documents_and_sign_in_are_open_to_strangers() -> None:
    """The demo has no rule for strangers, so nothing of its data is open."""
    assert {one.id for one in contract().operations if one.strangers} == {
        "auth.sign_in", "auth.token", "system.livez", "system.readyz", "system.openapi", "system.docs", "system.errors", "system.assets"}


def test_pages_say_their_media() -> None:
    """The API page and the catalogue are HTML; the rest is JSON."""
    assert [one.id for one in contract().operations if one.media == "text/html"] == ["system.docs", "system.errors"]
