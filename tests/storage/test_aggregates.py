"""Sums and the like over related rows, of what is not a column of those rows."""
from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from storage_sample import HERE, NOW, Opened, Priority, World, actor, contract, field, me, person_access

from bedplate.declarations.contract import ComputedContract, SortKey
from bedplate.declarations.fields.integer import Integer
from bedplate.declarations.nodes import ROW, Aggregate, Always, Arithmetic, Path, Related
from bedplate.values import Actor, Selection

COMMENTS = Related(ROW, (), "comments", "b1", Always())
COMPUTED = {
    "mine": Aggregate("sum", COMMENTS, me("weight")),  # of each comment, but no column of it
    "more": Aggregate("sum", COMMENTS, Arithmetic("add", me("weight"), Path("b1", ("ticket",), "hours"))),
    "most": Aggregate("max", COMMENTS, me("weight")),
}
SELECTION = Selection("Ticket", tuple(COMPUTED), (), (), (SortKey("id"),), (), 0)


@pytest.fixture
def bed(open_store: Any) -> Opened:
    """One ticket of Ada's with two comments, and nothing else."""
    made = contract()
    person, ticket = made.resources["Person"], made.resources["Ticket"]
    weight = field("weight", Integer(), nullable=True)
    computed = {name: ComputedContract(name, Integer(), True, node, HERE) for name, node in COMPUTED.items()}
    made = replace(made, resources={
        **made.resources, "Person": replace(person, fields={**person.fields, "weight": weight}), "Ticket": replace(ticket, computed=computed)})
    world = World(tickets=0)
    ada = world.of(1, "Ada")
    ada["weight"] = 5
    one = world.add(
        "Ticket", org=ada["org"], project=world.rows["Project"][0]["id"], title="t", body="", priority=Priority.LOW, author_note=None, author=ada["id"],
        assignee=None, answered_at=None, hours=2)
    for _ in range(2):
        world.add("Comment", ticket=one["id"], author=ada["id"], body="", internal=False)
    return open_store(made, world)


async def test_what_is_added_up_may_speak_of_the_caller(bed: Opened) -> None:
    """Once for each related row."""
    found = await bed.store.list(person_access(), actor(bed.world.of(1, "Ada")), SELECTION, (9,), NOW)
    assert found.items == ['{"mine":10,"more":14,"most":5}']


async def test_no_sum_makes_a_row_for_an_account_that_is_gone(bed: Opened) -> None:
    """Such a sum stays inside its own query: as one of the whole statement it would answer a row whatever the caller's state is."""
    found = await bed.store.list(person_access(), Actor("Person", "00000000-0000-0000-0000-000000000000", "token"), SELECTION, (9,), NOW)
    assert not found.alive
