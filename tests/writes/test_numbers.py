"""Serial numbers: never one twice; gapless ones without a hole, however many write and whatever is refused."""
from __future__ import annotations

import asyncio
from typing import Any

import pytest
from numbers_sample import Clerk, Company, Receipt, app

from bedplate import App, fn, put
from bedplate.declarations.wrong import WrongExpression
from bedplate.testing import Bed


@pytest.fixture
def bedplate_app() -> App:
    return app


async def _clerk(bed: Bed) -> Clerk:
    return await bed.make(Clerk, put(Clerk.company, await bed.make(Company)))


async def _receipt(bed: Bed, who: Clerk) -> Any:
    return (await bed.client(who).post("/v1/receipts", text="a")).json["data"]


async def test_a_new_row_is_numbered_by_the_database(bed: Bed) -> None:
    """Over all rows, and for each company on its own; what nobody may give is refused."""
    who, other = await _clerk(bed), await _clerk(bed)
    found = [await _receipt(bed, one) for one in (who, other, who)]
    assert [(one["entry"], one["mine"], one["book"], one["number"]) for one in found] == [(1, 1, 1, None), (2, 1, 1, None), (3, 2, 2, None)]
    refused = await bed.client(who).post("/v1/receipts", entry=9)
    assert (refused.status, refused.json["details"][0]["place"]) == (400, "body.entry")
    listed = await bed.client(who).get("/v1/receipts", sort="-entry", **{"entry.gt": 1})
    assert [one["entry"] for one in listed.json["data"]] == [3]


async def test_no_number_comes_twice(bed: Bed) -> None:
    """Also after the newest row is gone, and beyond what was stored by other ways."""
    who = await _clerk(bed)
    await _receipt(bed, who)
    newest = await _receipt(bed, who)
    assert (await bed.client(who).delete(f"/v1/receipts/{newest['id']}")).status == 204
    assert (await _receipt(bed, who))["entry"] == 3
    await bed.make(Receipt, put(Receipt.company, await who.company), put(Receipt.entry, 70))
    assert (await _receipt(bed, who))["entry"] == 71


async def test_a_gapless_number_is_drawn_when_it_is_applied(bed: Bed) -> None:
    """Not before, not for what was refused, and once for each row."""
    who = await _clerk(bed)
    client = bed.client(who)
    keys = [(await _receipt(bed, who))["id"] for _ in range(3)]
    assert (await client.post(f"/v1/receipts/{keys[0]}/fail")).code == "VOID"
    assert (await client.post(f"/v1/receipts/{keys[0]}/issue", amount=-1)).code == "NOT_NEGATIVE"
    issued = [(await client.post(f"/v1/receipts/{key}/issue")).json["data"]["number"] for key in (keys[1], keys[0], keys[1], keys[2])]
    assert issued == [1, 2, 1, 3]


async def test_gapless_under_many_writers_and_refusals(bed: Bed) -> None:
    """64 at the same time for two companies, some of them refused in the transaction, some by the program: 1, 2, 3, … in each."""
    callers = [await _clerk(bed) for _ in range(2)]
    receipts = [(callers[turn % 2], (await _receipt(bed, callers[turn % 2]))["id"]) for turn in range(64)]

    async def issue(turn: int, who: Clerk, key: str) -> None:
        client = bed.client(who)
        if turn % 4 == 0:
            assert (await client.post(f"/v1/receipts/{key}/issue", amount=-1)).status == 409
        if turn % 8 == 1:
            assert (await client.post(f"/v1/receipts/{key}/fail")).status == 409
        assert (await client.post(f"/v1/receipts/{key}/issue")).status == 200

    await asyncio.gather(*(issue(turn, who, key) for turn, (who, key) in enumerate(receipts)))
    for who in callers:
        listed = (await bed.client(who).get("/v1/receipts", limit=100)).json["data"]
        assert sorted(one["number"] for one in listed) == list(range(1, 33))
        assert sorted(one["book"] for one in listed) == list(range(1, 33))


async def test_creates_at_the_same_time_leave_no_gap_either(bed: Bed) -> None:
    """64 creates, a third of them against a check."""
    who = await _clerk(bed)
    client = bed.client(who)
    answers = await asyncio.gather(*(client.post("/v1/receipts", amount=-1 if turn % 3 == 0 else 1) for turn in range(64)))
    made = [one.json["data"]["book"] for one in answers if one.status == 201]
    assert sorted(made) == list(range(1, len(made) + 1)) and len(made) == 42


async def test_rows_that_come_along_are_numbered(bed: Bed) -> None:
    """Within the row that is made in the same call."""
    who = await _clerk(bed)
    made = await bed.client(who).send("POST", "/v1/receipts", query={"fields": "entry,pages(number)"}, body=b'{"pages":[{},{},{}]}')
    assert made.json["data"] == {"entry": 1, "pages": [{"number": 1}, {"number": 2}, {"number": 3}]}


def test_nobody_gives_a_gapless_number() -> None:
    """Neither a value nor none nor the number of another series; and `fn.next` is for gapless ones."""
    for wrong in (lambda: Receipt(number=3), lambda: Receipt(book=1), lambda: put(Receipt.number, None), lambda: put(Receipt.amount, fn.next(Receipt.book))):
        with pytest.raises(TypeError, match="gapless"):
            wrong()
    with pytest.raises(TypeError, match="gapless serial"):
        fn.next(Receipt.entry)


async def test_no_query_speaks_of_the_next_number(bed: Bed) -> None:
    """It is not known before it is drawn."""
    with pytest.raises(WrongExpression, match="a number is drawn when"):
        await bed.read(await bed.make(Receipt), fn.next(Receipt.book))
