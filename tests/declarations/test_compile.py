"""The demo compiles into what its words say."""
from __future__ import annotations

from tests.declarations.helpdesk_sample import contract, module

from bedplate.declarations.contract import FromCaller, SortKey
from bedplate.declarations.nodes import ROW, Compare, Path
from bedplate.errors import Conflict


def test_every_class_is_a_resource_in_the_order_of_the_file() -> None:
    """Modules give their classes, and `User` itself is none of them."""
    assert list(contract().resources) == ["Org", "Person", "Project", "Ticket", "Comment"]
    assert contract().accounts == ("Person",)


def test_paths_and_tables_follow_the_class_names() -> None:
    """Plural in the URL, snake case in the database, unless said otherwise."""
    resources = contract().resources
    assert [one.path for one in resources.values()] == ["orgs", "people", "projects", "tickets", "comments"]
    assert [one.table for one in resources.values()] == ["org", "person", "project", "ticket", "comment"]


def test_the_tenant_comes_from_the_caller() -> None:
    """The tenant reference is never input, and filled from the caller's account."""
    org = contract().resources["Ticket"].fields["org"]
    assert (org.writable, org.required, org.default_caller) == (False, False, FromCaller(("org",)))


def test_a_reference_to_the_caller_is_a_default() -> None:
    """`default=actor(Person)` is the caller's own key."""
    assert contract().resources["Ticket"].fields["author"].default_caller == FromCaller(())


def test_orders_end_with_the_key() -> None:
    """A list has a total order, in the direction of its last part."""
    assert contract().resources["Ticket"].sort == (SortKey("created_at", True), SortKey("id", True))


def test_computed_fields_are_stored_only_where_an_index_serves_them() -> None:
    """`due_at` reads own columns and is filterable; `late` reads the clock."""
    ticket = contract().resources["Ticket"]
    assert (ticket.computed["due_at"].stored, ticket.computed["late"].stored) == (True, False)
    assert set(ticket.computed["due_at"].reads) == {"created_at", "priority"}


def test_rules_are_data() -> None:
    """A rule is a tree over the row and the caller, not a function."""
    own = next(rule for rule in contract().resources["Ticket"].rules if rule.name == "own")
    assert own.node == Compare("eq", Path(ROW, (), "author"), Path("me", (), "id"))
    assert (own.effect, own.verbs, own.actor) == ("allow", ("read", "create"), "Person")


def test_unique_sets_and_checks_bring_their_conflicts() -> None:
    """Each has a 409 with its own code and words."""
    project, ticket = contract().resources["Project"], contract().resources["Ticket"]
    (once,), (check,) = project.uniques, ticket.checks
    assert (once.code, once.fields) == ("NAME_ONCE", ("org", "name"))
    assert once.refusal is not None and issubclass(once.refusal, Conflict)
    assert (once.refusal.code, once.refusal.words) == ("NAME_ONCE", "There is one with the same org and name already.")
    assert check.refusal is not None and check.refusal.words == "Tickets are assigned to agents and admins only."


def test_rows_are_built_from_stored_values() -> None:
    """A resource's `build` makes an object of the developer's class that knows its contract."""
    org = contract().resources["Org"]
    assert org.build is not None
    row = org.build({"id": "1", "name": "Acme"}, None)
    assert type(row) is module().Org and row.name == "Acme"


def test_events_and_handlers_know_one_another() -> None:
    """An event's rows travel as keys; its handler acts, with services by type."""
    event = contract().events["TicketAssigned"]
    (handler,) = contract().handlers
    assert [name for name, _ in event.fields] == ["ticket", "to"]
    assert (handler.event, handler.mode, [name for name, _ in handler.services]) == ("TicketAssigned", "act", ["notices"])
