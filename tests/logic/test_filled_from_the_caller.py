"""Fields that are filled from the caller, where the caller has nothing to fill them with."""
from __future__ import annotations

import pytest

from bedplate import App, put
from bedplate.testing import Bed

from .two_kinds_sample import Org, Person, Robot, app


@pytest.fixture
def bedplate_app() -> App:
    return app


async def test_an_account_outside_every_tenant_makes_no_row_of_one(bed: Bed) -> None:
    """403, as of everything that no rule opens to it; the same account within a tenant makes it there."""
    outside, within = await bed.make(Person, put(Person.org, None)), await bed.make(Person, put(Person.org, await bed.make(Org)))
    refused = await bed.client(outside).post("/v1/notes", text="a")
    assert (refused.status, refused.code) == (403, "FORBIDDEN")
    made = await bed.client(within).post("/v1/notes", text="a")
    assert (made.status, made.json["data"]["writer"]) == (201, str(within.id))


async def test_the_key_of_one_kind_of_account_is_none_of_another(bed: Bed) -> None:
    """`actor(Person)` is nobody where a robot calls: null where that may be, else refused."""
    robot = await bed.make(Robot, put(Robot.org, await bed.make(Org)))
    made = await bed.client(robot).post("/v1/notes", text="a")
    assert (made.status, made.json["data"]["writer"]) == (201, None)
    client = bed.client(robot)
    assert (await client.post("/v1/letters", text="a")).status == 403
    assert (await client.delete(f"/v1/robots/{robot.id}")).status == 204
    assert (await client.post("/v1/letters", text="a")).status == 401  # who is gone is told that first


async def test_a_stranger_is_nobody(bed: Bed) -> None:
    """Null where that may be, else: sign in."""
    assert (await bed.client().post("/v1/wishes", text="a")).status == 201
    assert (await bed.client().post("/v1/letters", text="a")).status == 401
    person = await bed.make(Person)
    letter = await bed.client(person).post("/v1/letters", text="a")
    assert letter.json["data"]["writer"] == letter.json["data"]["reader"] == str(person.id)
