"""Changes of all rows of a query inside a decision: what holds for one row holds for each, and the statements do not grow with the rows."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import apsw
import pytest
from sets_sample import Crate, Hand, Yard, app

from bedplate import App, put
from bedplate.testing import Answer, Bed


@pytest.fixture
def bedplate_app() -> App:
    return app


@pytest.fixture
def seen() -> Iterator[list[str]]:
    """Every statement on connections that are opened from now on, once for each time that it is prepared or taken again."""
    found: list[str] = []

    def watch(connection: apsw.Connection) -> None:
        connection.trace_v2(apsw.SQLITE_TRACE_PROFILE, lambda event: found.append(event["sql"]))

    apsw.connection_hooks.append(watch)
    yield found
    apsw.connection_hooks.remove(watch)


async def yard(bed: Bed, crates: int = 5, lead: bool = False) -> Hand:
    """A hand in a yard of its own with some crates."""
    who = await bed.make(Hand, put(Hand.yard, await bed.make(Yard)), put(Hand.lead, lead))
    for place in range(crates):
        await crate(bed, who, place)
    return who


async def crate(bed: Bed, who: Hand, place: int, *puts: Any) -> Crate:
    return await bed.make(Crate, put(Crate.yard, await who.yard), put(Crate.place, place), *puts)


async def _do(bed: Bed, who: Hand, path: str, **query: object) -> Answer:
    return await bed.client(who).send("POST", path, query=query)


async def crates_of(bed: Bed, who: Hand) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await bed.client(who).get("/v1/crates", sort="place", limit=100)).json["data"]
    return found


async def test_each_row_is_changed_by_its_own_value(bed: Bed) -> None:
    """The expression is of each row, instants and revisions go on, and other yards see nothing of it."""
    who, other = await yard(bed), await yard(bed)
    await crate(bed, who, 5, put(Crate.weight, 7))
    before = (await bed.client(who).get(f"/v1/crates/{(await crates_of(bed, who))[5]['id']}")).headers["etag"]
    assert (await _do(bed, who, "/heavier", by=2, above=1)).status == 200
    rows = await crates_of(bed, who)
    assert [one["weight"] for one in rows] == [1, 3, 3, 3, 3, 9]
    assert [one["holder"] for one in rows] == [None, *[str(who.id)] * 5]
    assert rows[0]["updated_at"] < rows[1]["updated_at"] or rows[0]["updated_at"] == rows[0]["created_at"]
    assert (await bed.client(who).get(f"/v1/crates/{rows[5]['id']}")).headers["etag"].split("-")[0] != before.split("-")[0]
    assert {one["weight"] for one in await crates_of(bed, other)} == {1}


async def test_one_row_that_may_not_be_changed_refuses_all(bed: Bed) -> None:
    """The same refusal as for the row alone: 403 by a rule, 409 by a check, 400 by a hidden reference, 409 by a unique set; nothing is done."""
    who, stranger = await yard(bed), await yard(bed)
    sealed = await crate(bed, who, 50, put(Crate.sealed, True))
    client, before = bed.client(who), await crates_of(bed, who)
    alone = await client.patch(f"/v1/crates/{sealed.id}", weight=2)
    for path, given in (("heavier", {"by": 1}), ("cleared", {})):
        refused = await client.send("POST", f"/{path}", query=given)
        assert (refused.status, refused.code) == (alone.status, alone.code) == (403, "FORBIDDEN")
    assert await crates_of(bed, who) == before
    lead = await bed.make(Hand, put(Hand.yard, await who.yard), put(Hand.lead, True))
    await crate(bed, who, 950)
    assert (await _do(bed, lead, "/heavier", by=99)).code == "LIGHT_ABOVE"
    assert (await _do(bed, lead, "/held-by", email=stranger.email)).status == 400
    assert (await _do(bed, lead, "/named", label="same")).code == "ONCE"
    assert {one["weight"] for one in await crates_of(bed, who)} == {1}


async def test_what_an_expression_comes_to_keeps_to_its_field(bed: Bed) -> None:
    """A weight beyond its bounds is refused for the set as it is for one row, by the house as well."""
    who = await yard(bed)
    for path in ("heavier", "heavier-by-house"):
        assert (await _do(bed, who, f"/{path}", by=1_000)).status == (await _do(bed, who, f"/{path}", by=-2)).status == 409
    assert {one["weight"] for one in await crates_of(bed, who)} == {1}


async def test_a_set_is_deleted_with_what_it_found(bed: Bed) -> None:
    """Those of the query and no others; the application deletes beyond the rules of its caller."""
    who, other = await yard(bed), await yard(bed)
    assert (await _do(bed, who, "/cleared", above=3)).status == 200
    assert [one["place"] for one in await crates_of(bed, who)] == [0, 1, 2]
    assert len(await crates_of(bed, other)) == 5
    await crate(bed, who, 9, put(Crate.sealed, True))
    assert (await _do(bed, who, "/swept")).status == 200
    assert await crates_of(bed, who) == await crates_of(bed, other) == []


@pytest.mark.parametrize(("path", "given"), [("heavier", {"by": 1}), ("heavier-by-house", {"by": 1}), ("cleared", {}), ("swept", {})])
async def test_the_statements_do_not_grow_with_the_rows(seen: list[str], bed: Bed, path: str, given: dict[str, int]) -> None:
    """Three rows or forty: the look before, the write and the look after are the same statements, each prepared once."""
    counts: list[int] = []
    for crates in (3, 3, 40):  # the first finds out once what the query costs
        who = await yard(bed, crates)
        seen.clear()
        assert (await _do(bed, who, f"/{path}", **given)).status == 200
        steps = [one for one in seen if '"crate"' in one]
        writes = [one for one in steps if one.startswith(("UPDATE", "DELETE"))]
        assert len(set(writes)) == 1
        counts.append(len(steps) - len(writes))
        if path == "swept":
            assert len(writes) >= crates
    assert counts[1] == counts[2] <= 4
