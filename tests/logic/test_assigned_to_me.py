"""`ctx.me` is a row like any other: what is assigned to it is written, under the caller's own rules."""
from __future__ import annotations

import asyncio

import pytest

from bedplate import App, put
from bedplate.testing import Bed

from .vault_sample import Box, Person, app


@pytest.fixture
def bedplate_app() -> App:
    return app


async def test_what_is_assigned_to_me_is_written(bed: Bed) -> None:
    """A value and a reference, in an action of another row."""
    ana = await bed.make(Person)
    box = await bed.make(Box, put(Box.owner, ana))
    assert (await bed.client(ana).post(f"/v1/boxes/{box.id}/choose", nick="Al")).status == 200
    assert await bed.read(ana, Person.nick) == "Al"
    assert await bed.read(ana, Person.favourite.id) == box.id


async def test_the_own_rules_are_asked(bed: Bed) -> None:
    """Who may not change their account does not do it by an action either: the rule holds before and after."""
    for nick, more in (("blocked", "x"), ("block", "ed")):
        ana = await bed.make(Person, put(Person.nick, nick))
        box = await bed.make(Box, put(Box.owner, ana))
        refused = await bed.client(ana).post(f"/v1/boxes/{box.id}/choose", nick=more)
        assert (refused.status, refused.code) == (403, "FORBIDDEN")
        assert await bed.read(ana, Person.nick) == nick
        assert await bed.read(ana, Person.favourite.id.is_null())


async def test_what_was_read_of_me_and_written_is_read_again(bed: Bed) -> None:
    """Of actions at once that lengthen a name none is lost."""
    ana = await bed.make(Person)
    box = await bed.make(Box, put(Box.owner, ana))
    done = await asyncio.gather(*(bed.client(ana).post(f"/v1/boxes/{box.id}/choose", nick=letter) for letter in "abc"))
    assert [one.status for one in done] == [200, 200, 200]
    assert "".join(sorted(await bed.read(ana, Person.nick))) == "abc"
