"""What a hook refuses never tells of a row that the caller who named it cannot see."""
from __future__ import annotations

import pytest

from bedplate import App, put
from bedplate.testing import Answer, Bed

from .vault_sample import Box, Letter, Person, app

NOWHERE = "01980000-0000-7000-8000-000000000000"


@pytest.fixture
def bedplate_app() -> App:
    return app


def told(answer: Answer) -> tuple[int, str, list[str]]:
    return answer.status, answer.code, [str(detail["place"]) for detail in answer.json.get("details", [])]


async def test_the_owner_hears_what_the_hook_says(bed: Bed) -> None:
    """On a create and on an update."""
    ana = await bed.make(Person)
    full, letter = await bed.make(Box, put(Box.owner, ana), put(Box.full, True)), await bed.make(Letter)
    client = bed.client(ana)
    assert told(await client.post("/v1/letters", box=full)) == (409, "BOX_IS_FULL", [])
    assert told(await client.patch(f"/v1/letters/{letter.id}", box=full)) == (409, "BOX_IS_FULL", [])


async def test_others_hear_that_there_is_no_such_box(bed: Bed) -> None:
    """Full, empty and absent boxes are answered alike, on a create and on an update."""
    owner, ana = await bed.make(Person), await bed.make(Person)
    full, empty = await bed.make(Box, put(Box.owner, owner), put(Box.full, True)), await bed.make(Box, put(Box.owner, owner))
    letter = await bed.make(Letter)
    client = bed.client(ana)
    for box in (full.id, empty.id, NOWHERE):
        assert told(await client.post("/v1/letters", box=box)) == (400, "INVALID_INPUT", ["body.box"])
        assert told(await client.patch(f"/v1/letters/{letter.id}", box=box)) == (400, "INVALID_INPUT", ["body.box"])


async def test_what_was_not_written_now_is_not_asked(bed: Bed) -> None:
    """A letter that lies in a box of somebody else already: its text may be changed, and the hook's words are let out."""
    owner, ana = await bed.make(Person), await bed.make(Person)
    box = await bed.make(Box, put(Box.owner, owner))
    letter = await bed.make(Letter, put(Letter.box, box))
    assert (await bed.client(ana).patch(f"/v1/letters/{letter.id}", text="Hello")).status == 200
    assert (await bed.client(owner).patch(f"/v1/boxes/{box.id}", full=True)).status == 200
    assert told(await bed.client(ana).patch(f"/v1/letters/{letter.id}", text="Bye")) == (409, "BOX_IS_FULL", [])


async def test_a_check_of_a_row_that_a_hook_wrote_tells_others_nothing(bed: Bed) -> None:
    """The owner hears that the box is crowded, everybody else that there is none."""
    owner, ana = await bed.make(Person), await bed.make(Person)
    crowded = await bed.make(Box, put(Box.owner, owner), put(Box.letters, 3))
    assert told(await bed.client(owner).post("/v1/letters", box=crowded)) == (409, "HAS_ROOM", [])
    for box in (crowded.id, NOWHERE):
        assert told(await bed.client(ana).post("/v1/letters", box=box)) == (400, "INVALID_INPUT", ["body.box"])


async def test_the_rules_of_what_was_asked_for_come_before_such_a_check(bed: Bed) -> None:
    """Who may not write the letter hears that, and not how crowded the box is."""
    owner = await bed.make(Person)
    crowded, roomy = await bed.make(Box, put(Box.owner, owner), put(Box.letters, 3)), await bed.make(Box, put(Box.owner, owner))
    client = bed.client(owner)
    for box in (crowded, roomy):
        assert told(await client.post("/v1/letters", box=box, text="rude")) == (403, "FORBIDDEN", [])
    assert told(await client.post("/v1/letters", box=crowded, text="kind")) == (409, "HAS_ROOM", [])
