"""What a caller may not read is in no search, group, path, link, figure or export of theirs, and what they may not write in no write."""
from __future__ import annotations

import json
from typing import Any

import pytest

from bedplate.testing import Answer, Client


async def made(client: Client, code: str, **more: object) -> dict[str, Any]:
    answer = await client.post("/v1/items", code=code, **more)
    assert answer.status == 201, answer
    found: dict[str, Any] = answer.json["data"]
    return found


def codes(answer: Answer) -> list[str]:
    assert answer.status == 200, answer
    return [one["code"] for one in answer.json["data"]]


@pytest.fixture
async def room(chief: Client) -> dict[str, str]:
    """A1 with a hint and a weighed piece, in A2; A3 is seen by chiefs only, as is its label."""
    red = (await chief.post("/v1/labels", name="red")).json["data"]["id"]
    unseen = (await chief.post("/v1/labels", name="unseen")).json["data"]["id"]
    second = await made(chief, "A2", title="box", amount=2, hint="zebra")
    first = await made(chief, "A1", title="bicycle", amount=1, hint="apple", whole=second["id"], labels=[red, unseen], pieces=[{"name": "wheel", "weight": 7}])
    third = await made(chief, "A3", title="unseen", amount=4, hint="apple", labels=[red], pieces=[{"name": "oar", "weight": 9}])
    return {"A1": first["id"], "A2": second["id"], "A3": third["id"], "red": red, "unseen": unseen}


ASKED = (
    ({"q": "apple"}, [], ["A1", "A3"]), ({"q": "bicycle appl"}, [], ["A1"]), ({"hint": "apple"}, [], ["A1", "A3"]), ({"hint.isnull": "true"}, [], []), ({"hint.isnull": "false"}, [], ["A1", "A2", "A3"]), ({"not": "(hint=apple)"}, [], ["A2"]),
    ({"or": "(hint=apple,code=A2)"}, ["A2"], ["A1", "A2", "A3"]), ({"whole.hint": "zebra"}, [], ["A1"]), ({"whole.hint.isnull": "true"}, ["A1", "A2"], ["A2", "A3"]),
    ({"pieces.any": "(weight=7)"}, [], ["A1"]), ({"pieces.none": "(weight=7)"}, ["A1", "A2"], ["A2", "A3"]), ({"labels.any": "(name=unseen)"}, [], ["A1"]), ({"labels.none": "(name=unseen)"}, ["A1", "A2"], ["A2", "A3"]),
    ({"inside.any": "(hint=apple)"}, [], ["A2"]), ({"title": "unseen"}, [], ["A3"]), ({"q": "unseen"}, [], ["A3"]),
)  # fmt: skip


@pytest.mark.parametrize("number", range(len(ASKED)))
async def test_lists_figures_and_exports_agree(client: Client, chief: Client, room: dict[str, str], number: int) -> None:
    """The same filter finds the same rows in a list, its count, an aggregate and an export, for whoever may read all and for who may not."""
    query, some, every = ASKED[number]
    for caller, expected in ((client, some), (chief, every)):
        listed = await caller.get("/v1/items", count="exact", **query)
        assert (codes(listed), listed.json["page"]["total"]) == (expected, len(expected))
        assert (await caller.get("/v1/items/aggregate", measures="count", **query)).json["data"] == [{"count": len(expected)}]
        exported = await caller.get("/v1/items/export", format="ndjson", fields="code,hint", **query)
        assert sorted(json.loads(line)["code"] for line in exported.body.splitlines()) == expected
        if caller is client:
            assert all(json.loads(line)["hint"] is None for line in exported.body.splitlines())


async def test_figures_and_orders_tell_nothing(client: Client, chief: Client, room: dict[str, str]) -> None:
    """A field that may not be read is null in a group, in no figure, and null in an order; a row is in none of them."""
    assert (await client.get("/v1/items/aggregate", group="hint", measures="count,min(hint)")).json["data"] == [{"hint": None, "count": 2, "min(hint)": None}]
    assert (await chief.get("/v1/items/aggregate", group="hint", measures="count")).json["data"] == [{"hint": "apple", "count": 2}, {"hint": "zebra", "count": 1}]
    assert (await client.get("/v1/items/aggregate", measures="sum(amount)")).json["data"] == [{"sum(amount)": 3}]
    assert (await client.get("/v1/pieces/aggregate", measures="count,sum(weight)")).json["data"] == [{"count": 1, "sum(weight)": 0}]
    assert (await client.get("/v1/items/aggregate", group="hint", measures="count", **{"having.min(hint)": "apple"})).status == 400
    assert [codes(await client.get("/v1/items", sort=one)) for one in ("hint", "-hint")] == [["A2", "A1"], ["A1", "A2"]]  # by nothing, then by the key
    shown = await client.get(f"/v1/labels/{room['red']}", fields="items(code,hint,pieces(name,weight))")
    assert shown.json["data"] == {"items": [{"code": "A1", "hint": None, "pieces": [{"name": "wheel", "weight": None}]}]}
    labels = await client.get(f"/v1/items/{room['A1']}", fields="labels(name)")
    assert labels.json["data"] == {"labels": [{"name": "red"}]}


async def test_a_rule_of_writing_holds_for_every_write(client: Client, room: dict[str, str]) -> None:
    """A field that may not be written, in a bulk, with parts, by a filter, by PUT, in a form; a row that may not be seen is not there."""
    first, third = room["A1"], room["A3"]
    meaning = client.with_headers({"prefer": "max-affected=9"})
    refused = [
        await client.post("/v1/items/bulk", create=[{"code": "B1"}, {"code": "B2", "hint": "x"}]), await client.post("/v1/items/bulk", update=[{"id": first, "amount": 9}, {"id": room["A2"], "hint": "x"}]),
        await client.post("/v1/items", code="B3", hint="x", pieces=[{"name": "a"}]), await client.patch(f"/v1/items/{first}", hint="x", pieces={"create": [{"name": "a"}]}),
        await meaning.patch("/v1/items?code=A1", hint="x"), await client.put("/v1/items", code="A1"), await client.put(f"/v1/items/{first}", code="A1"),
    ]  # fmt: skip
    assert [one.status for one in refused] == [403] * len(refused), refused
    absent = [
        await client.post("/v1/items/bulk", update=[{"id": first, "amount": 9}, {"id": third, "amount": 9}]), await client.post("/v1/items/bulk", delete=[first, third]),
        await client.patch(f"/v1/items/{third}", pieces={"create": [{"name": "a"}]}), await client.post(f"/v1/items/{third}/pieces", name="a"),
        await client.post("/v1/pieces/bulk", create=[{"item": first, "name": "a"}, {"item": third, "name": "b"}]),
    ]  # fmt: skip
    assert [one.status for one in absent] == [404, 404, 404, 404, 400], absent
    assert (await meaning.patch("/v1/items?amount.ge=0&amount.le=4", amount=5)).json["data"]["update"] != []
    assert (await client.get("/v1/items/aggregate", group="amount", measures="count")).json["data"] == [{"amount": 5, "count": 2}]


async def test_what_is_replaced_keeps_what_its_writer_cannot_see(client: Client, chief: Client, room: dict[str, str]) -> None:
    """A label that the caller may not read stays when they set the labels; the amount of a row that they may not read is not touched by their filter."""
    assert (await client.patch(f"/v1/items/{room['A1']}", labels=[])).status == 200
    assert (await client.get(f"/v1/items/{room['A1']}", fields="labels(name)")).json["data"] == {"labels": []}
    assert (await chief.get(f"/v1/items/{room['A1']}", fields="labels(name)")).json["data"] == {"labels": [{"name": "unseen"}]}
    assert (await client.with_headers({"prefer": "max-affected=9"}).patch("/v1/items?amount.ge=0", amount=8)).status == 200
    assert [one["amount"] for one in (await chief.get("/v1/items")).json["data"]] == [8, 8, 4]


async def test_a_set_that_somebody_else_fills_says_no_more_than_that(client: Client, chief: Client, room: dict[str, str]) -> None:
    """PUT by the code of a row that the caller may not read: the set is taken, and the row is as it was."""
    answer = await client.put("/v1/labels", name="unseen")
    assert (answer.status, answer.code) in ((403, "FORBIDDEN"), (409, "NAME_ONCE")), answer
    assert (await chief.get(f"/v1/labels/{room['unseen']}")).status == 200
