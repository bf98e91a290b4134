"""What callers read: the rules of each node, in one statement, with the bytes that the encoder would write."""
from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from storage_sample import NOW, Opened, Role, World, actor, contract, person_access, stranger_access

from bedplate.declarations.contract import ComputedContract, SortKey
from bedplate.declarations.fields.decimals import DecimalNumber
from bedplate.declarations.nodes import Path
from bedplate.values import STRANGER, Actor, Condition, Selection

ACCESS = person_access()
BY_KEY = (SortKey("id"),)
NEWEST = (SortKey("created_at", True), SortKey("id", True))
COMMENTS = Selection(
    "Comment", ("id", "body", "internal"), (("author", Selection("Person", ("id", "name", "phone"))),), (), (SortKey("created_at"), SortKey("id")), (), 1)
TICKETS = Selection(
    "Ticket", ("id", "title", "author_note", "noted", "talk", "lead", "assignee"),
    (("author", Selection("Person", ("id", "name"))), ("assignee", Selection("Person", ("id", "phone"))), ("comments", COMMENTS)), (), NEWEST, (), 0)


class Plain:
    """The same answers by loops over the rows: what the rules say, without SQL."""

    def __init__(self, bed: Opened, me: dict[str, Any]) -> None:
        self.rows, self.me = bed.world.rows, me
        self.staff = me["role"] in (Role.AGENT, Role.ADMIN)

    def by_id(self, kind: str, key: Any) -> dict[str, Any]:
        return next(one for one in self.rows[kind] if one["id"] == key)

    def sees_ticket(self, one: dict[str, Any]) -> bool:
        return bool(one["org"] == self.me["org"] and (one["author"] == self.me["id"] or self.staff))

    def sees_comment(self, one: dict[str, Any]) -> bool:
        return self.sees_ticket(self.by_id("Ticket", one["ticket"])) and not (one["internal"] and not self.staff)

    def person(self, key: Any, *fields: str) -> dict[str, Any] | None:
        one = None if key is None else self.by_id("Person", key)
        if one is None or one["org"] != self.me["org"]:
            return None
        phone = one["phone"] if one["id"] == self.me["id"] or self.staff else None
        return {name: str(one["id"]) if name == "id" else phone if name == "phone" else one[name] for name in fields}

    def comments(self, ticket: dict[str, Any]) -> list[dict[str, Any]]:
        found = [one for one in self.rows["Comment"] if one["ticket"] == ticket["id"] and self.sees_comment(one)]
        return sorted(found, key=lambda one: (one["created_at"], str(one["id"])))

    def ticket(self, one: dict[str, Any], comments: int) -> dict[str, Any]:
        seen = self.comments(one)
        lead = self.by_id("Project", one["project"])["lead"]
        return {
            "id": str(one["id"]), "title": one["title"], "author_note": one["author_note"] if one["author"] == self.me["id"] else None,
            "noted": any(each["internal"] for each in seen), "talk": len(seen),
            "lead": None if lead is None else self.by_id("Person", lead)["name"],
            "author": self.person(one["author"], "id", "name"), "assignee": self.person(one["assignee"], "id", "phone"),
            "comments": [
                {"id": str(each["id"]), "body": each["body"], "internal": each["internal"], "author": self.person(each["author"], "id", "name", "phone")}
                for each in seen[:comments]],
        }  # fmt: skip

    def tickets(self) -> list[dict[str, Any]]:
        found = [one for one in self.rows["Ticket"] if self.sees_ticket(one)]
        return sorted(found, key=lambda one: (one["created_at"], str(one["id"])), reverse=True)


@pytest.mark.parametrize("org", [1, 2])
@pytest.mark.parametrize("name", ["Ada", "Béla", "Cyd", "Dan"])
async def test_a_nested_list_is_one_statement_and_obeys_the_rule_of_every_node(bed: Opened, org: int, name: str) -> None:
    """Tickets with author, assignee and comments with their authors: bytes as the encoder writes them, nothing that a rule denies."""
    me = bed.world.of(org, name)
    plain, seen = Plain(bed, me), bed.watch()
    found = await bed.store.list(ACCESS, actor(me), TICKETS, (200, 3), NOW)
    wanted = plain.tickets()
    assert len(seen) == 1
    assert found.alive and not found.more
    assert found.items == [msgspec.json.encode(plain.ticket(one, 3)).decode() for one in wanted]


@pytest.mark.parametrize("name", ["Béla", "Dan"])
async def test_one_row_is_found_only_by_who_may_read_it(bed: Opened, name: str) -> None:
    """Every ticket of both organisations asked for by its key: a body where the rule says so, else nothing."""
    me = bed.world.of(1, name)
    plain = Plain(bed, me)
    one = Selection("Ticket", ("id", "title"))
    for ticket in bed.world.rows["Ticket"]:
        found = await bed.store.one(ACCESS, actor(me), one, (), (ticket["id"],), NOW)
        wanted = msgspec.json.encode({"id": str(ticket["id"]), "title": ticket["title"]}).decode() if plain.sees_ticket(ticket) else None
        assert (found.alive, found.body) == (True, wanted)
        assert found.revision == (1 if wanted else None)


async def test_an_account_that_is_gone_or_disabled_reads_nothing(bed: Opened) -> None:
    """The answer's own statement says so: `alive` is false, there is no second look-up."""
    ada = bed.world.of(1, "Ada")
    await bed.database.write(lambda transaction: transaction.run("UPDATE person SET disabled_at = '2026' WHERE id = ?", (str(ada["id"]),)))
    nobody = Actor("Person", "00000000-0000-0000-0000-000000000000", "token")
    for who in (actor(ada), nobody):
        listed = await bed.store.list(ACCESS, who, TICKETS, (20, 3), NOW)
        one = await bed.store.one(ACCESS, who, Selection("Ticket", ("id",)), (), (bed.world.rows["Ticket"][0]["id"],), NOW)
        assert (listed.alive, listed.items, one.alive, one.body) == (False, [], False, None)
        assert not await bed.store.permits(ACCESS, who, "Ticket", "assign", (bed.world.rows["Ticket"][0]["id"],), NOW)


async def test_a_list_that_is_empty_is_not_a_dead_account(bed: Opened) -> None:
    """A filter that nothing meets gives an empty page to a living caller and to a stranger."""
    me = actor(bed.world.of(1, "Ada"))
    none = Selection("Ticket", ("id",), (), (Condition("title", "eq", 1),), BY_KEY, (), 0)
    assert (await bed.store.list(ACCESS, me, none, (20, "no such title"), NOW)).alive
    things = Selection("Thing", ("id",), (), (Condition("count", "eq", 1),), BY_KEY, (), 0)
    assert (await bed.store.list(stranger_access(), STRANGER, things, (20, 99), NOW)).alive


async def test_what_no_rule_opens_is_closed(bed: Opened) -> None:
    """A resource without a read rule for this kind of caller has no rows."""
    found = await bed.store.list(stranger_access(), STRANGER, Selection("Ticket", ("id",), (), (), BY_KEY, (), 0), (20,), NOW)
    assert found.items == []


async def test_a_hidden_field_cannot_be_selected_filtered_or_ordered_by(bed: Opened) -> None:
    """Even if validation let one through, no statement is made."""
    me = actor(bed.world.of(1, "Ada"))
    for wrong in (
        Selection("Person", ("secret",), (), (), BY_KEY, (), 0),
        Selection("Person", ("id",), (), (Condition("secret", "eq", 1),), BY_KEY, (), 0),
        Selection("Person", ("id",), (), (), (SortKey("secret"), SortKey("id")), (), 0),
    ):
        with pytest.raises(LookupError):
            await bed.store.list(ACCESS, me, wrong, (20, "hidden"), NOW)


@pytest.mark.parametrize(("op", "value"), [("eq", "3"), ("ne", "nothing"), ("in", ("3", "1")), ("prefix", "3"), ("isnull", False), ("ge", "")])
async def test_a_field_that_is_closed_cannot_be_asked_for_by_a_filter(bed: Opened, op: Any, value: Any) -> None:
    """Requesters read no phone but their own: a filter on it finds nobody else, whatever the operator."""
    cyd = bed.world.of(1, "Cyd")
    asked = Selection("Person", ("name", "phone"), (), (Condition("phone", op, 1),), BY_KEY, (), 0)
    found = await bed.store.list(ACCESS, actor(cyd), asked, (20, value), NOW)
    assert [msgspec.json.decode(one)["name"] for one in found.items] == [cyd["name"]]
    asked = Selection("Person", ("name",), (), (Condition("phone", "isnull", 1),), BY_KEY, (), 0)
    assert (await bed.store.list(ACCESS, actor(cyd), asked, (20, True), NOW)).items == []


async def test_a_closed_field_orders_as_null(bed: Opened) -> None:
    """Sorted by phone, a requester sees the own one last and the others in the order of their keys."""
    cyd = bed.world.of(1, "Cyd")
    asked = Selection("Person", ("id", "phone"), (), (), (SortKey("phone"), SortKey("id")), (), 0)
    found = [msgspec.json.decode(one) for one in (await bed.store.list(ACCESS, actor(cyd), asked, (20,), NOW)).items]
    keys = [one["id"] for one in found]
    assert keys[-1] == str(cyd["id"])
    assert keys[:-1] == sorted(keys[:-1])


async def test_permits_asks_the_rule_of_a_verb(bed: Opened) -> None:
    """The rule of an action on a row; a verb without a rule costs no statement."""
    ticket = next(one for one in bed.world.rows["Ticket"] if one["org"] == bed.world.of(1, "Ada")["org"])
    seen = bed.watch()
    answers = [
        await bed.store.permits(ACCESS, actor(bed.world.of(org, name)), "Ticket", "assign", (ticket["id"],), NOW)
        for org, name in ((1, "Ada"), (1, "Cyd"), (2, "Ada"))]
    assert answers == [True, False, False]
    assert len(seen) == 3
    assert not await bed.store.permits(ACCESS, actor(bed.world.of(1, "Ada")), "Ticket", "burn", (ticket["id"],), NOW)
    assert len(seen) == 3


def test_the_sample_is_the_same_each_time() -> None:
    """The contract of these tests is a value."""
    assert contract().resources.keys() == {"Org", "Person", "Project", "Ticket", "Comment", "Thing"}


async def test_a_stored_computed_decimal_has_the_digits_that_it_declares(open_store: Any) -> None:
    """`price` has two digits after the point; computed fields of it with one (half away from zero), with two and with four are kept as such."""
    made = contract()
    thing = made.resources["Thing"]
    computed = {
        f"with_{places}": ComputedContract(f"with_{places}", DecimalNumber(places), True, Path("row", (), "price"), thing.place, filter=True, stored=True)
        for places in (1, 2, 4)
    }
    made = replace(made, resources={**made.resources, "Thing": replace(thing, computed={**thing.computed, **computed})})
    world = World()
    world.add("Thing", price=Decimal("-0.05"))
    bed = open_store(made, world)
    found = await bed.store.list(stranger_access(), STRANGER, Selection("Thing", ("price", *computed), (), (), BY_KEY, (), 0), (9,), NOW)
    assert found.items == ['{"price":"-0.05","with_1":"-0.1","with_2":"-0.05","with_4":"-0.0500"}']
