"""Computed fields that speak of the caller, read where nobody is calling."""
from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from storage_sample import HERE, NOW, Opened, World, actor, contract, eq, me, person_access, row, stranger_access, things

from bedplate.declarations.contract import ComputedContract, Contract, SortKey
from bedplate.declarations.fields.boolean import Boolean
from bedplate.declarations.fields.integer import Integer
from bedplate.declarations.fields.text import Text
from bedplate.declarations.nodes import ME, Aggregate, Always, Coalesce, Constant, Node, Related
from bedplate.storage.store import RowQuery
from bedplate.values import STRANGER, Selection

COMPUTED: dict[str, tuple[Any, Node]] = {
    "mine": (Boolean(), eq(row("note"), me("phone"))),
    "my_place": (Text(max=200), Coalesce(me("name", "org"), Constant("nowhere", "text"))),
    "colleagues": (Integer(), Aggregate("count", Related(ME, ("org",), "people", "b1", Always()), None)),
}
SELECTION = Selection("Thing", ("id", *COMPUTED), (), (), (SortKey("id"),), (), 0)


@pytest.fixture
def bed(open_store: Any) -> Opened:
    world = World()
    things(world, 3)
    return open_store(_with_computed(contract()), world)


def _with_computed(made: Contract) -> Contract:
    thing = made.resources["Thing"]
    computed = {name: ComputedContract(name, kind, True, node, HERE) for name, (kind, node) in COMPUTED.items()}
    return replace(made, resources={**made.resources, "Thing": replace(thing, computed={**thing.computed, **computed})})


async def test_a_stranger_has_no_fields(bed: Opened) -> None:
    """What is computed of `me` is null for a stranger, and of no rows where it counts some: no error."""
    found = await bed.store.list(stranger_access(), STRANGER, SELECTION, (9,), NOW)
    assert len(found.items) == 3
    assert all(one.endswith('"mine":null,"my_place":"nowhere","colleagues":0}') for one in found.items)


async def test_somebody_has(bed: Opened) -> None:
    """The same fields for an account."""
    found = await bed.store.list(person_access(), actor(bed.world.of(1, "Ada")), SELECTION, (9,), NOW)
    assert all(one.endswith('"my_place":"Org 1","colleagues":4}') for one in found.items)


async def test_the_application_itself_has_none_either(bed: Opened) -> None:
    """Code that loads rows without a caller gets None."""
    rows = await bed.store.load(RowQuery("Thing", (), (), 9, 0, None, STRANGER, NOW, ("id", *COMPUTED)))
    assert [(one["mine"], one["my_place"], one["colleagues"]) for one in rows] == [(None, "nowhere", 0)] * 3
