"""All rows that a filter finds, changed or deleted in one call."""
from __future__ import annotations

from typing import Any

import pytest
from stock_sample import Item, Person, Shelf

from bedplate import put
from bedplate.testing import Answer, Bed, Client


@pytest.fixture
async def ana(bed: Bed) -> Person:
    return await bed.make(Person)


@pytest.fixture
async def client(bed: Bed, ana: Person) -> Client:
    client = bed.client(ana)
    rows = [{"code": f"A{n}", "title": "odd" if n % 2 else "even", "amount": n} for n in range(6)]
    assert (await client.post("/v1/items/bulk", create=rows)).status == 200
    return client


def meaning(client: Client, most: int, more: str = "") -> Client:
    return client.with_headers({"Prefer": f"{more}max-affected={most}"})


async def counts(client: Client) -> dict[str, int]:
    found = await client.get("/v1/items", limit=100)
    return {one["code"]: one["amount"] for one in found.json["data"]}


def told(answer: Answer) -> list[tuple[str, str]]:
    return [(one["place"], one["rule"]) for one in answer.json.get("details", [])]


async def test_rows_are_changed_by_a_filter(client: Client) -> None:
    """Those that it finds and no other; the answer shows them as they are now."""
    answer = await meaning(client, 3).patch("/v1/items?title=odd", amount=7)
    assert answer.status == 200, answer
    assert sorted((one["code"], one["amount"]) for one in answer.json["data"]["update"]) == [("A1", 7), ("A3", 7), ("A5", 7)]
    assert await counts(client) == {"A0": 0, "A1": 7, "A2": 2, "A3": 7, "A4": 4, "A5": 7}
    nothing = await meaning(client, 3).patch("/v1/items?title=none", amount=8)
    assert (nothing.status, nothing.json) == (200, {"data": {"update": []}})


async def test_rows_are_deleted_by_a_filter(client: Client) -> None:
    """With several filters, all must be met; the answer counts."""
    answer = await meaning(client, 2).delete("/v1/items?title=odd&amount.ge=3")
    assert (answer.status, answer.json) == (200, {"data": {"delete": 2}})
    assert sorted(await counts(client)) == ["A0", "A1", "A2", "A4"]
    assert (await meaning(client, 2).delete("/v1/items?title=odd&amount.ge=3")).json == {"data": {"delete": 0}}
    assert (await meaning(client, 5, "return=minimal, ").delete("/v1/items?title=even")).status == 204
    assert sorted(await counts(client)) == ["A1"]


async def test_more_rows_than_meant_are_none(client: Client) -> None:
    """Nothing is written."""
    before = await counts(client)
    for answer in (await meaning(client, 2).patch("/v1/items?title=odd", amount=7), await meaning(client, 2).delete("/v1/items?title=odd")):
        assert (answer.status, answer.code) == (409, "TOO_MANY_AFFECTED")
    assert await counts(client) == before


@pytest.mark.parametrize(("query", "prefer", "place", "rule"), [
    ("", "max-affected=2", "query", "required"),
    ("limit=1", "max-affected=2", "query.limit", "unknown"),
    ("title=odd&sort=title", "max-affected=2", "query.sort", "unknown"),
    ("title=odd&fields=id", "max-affected=2", "query.fields", "unknown"),
    ("price=1", "max-affected=2", "query.price", "unknown"),
    ("title=odd", "", "header.prefer", "required"),
    ("title=odd", "return=minimal", "header.prefer", "required"),
    ("title=odd", "max-affected=0", "header.prefer", "range"),
    ("title=odd", "max-affected=21", "header.prefer", "range"),
    ("title=odd", "x" * 1001, "header.prefer", "max"),
    ("title=odd", "max-affected=all", "header.prefer", "range"),
    ("title=odd", 'note="a, max-affected=3"', "header.prefer", "required"),
])
async def test_a_filter_and_a_number_are_needed(client: Client, query: str, prefer: str, place: str, rule: str) -> None:
    """Neither an empty query nor one that only shapes a list, nor a number that is missing or too large."""
    some = client.with_headers({"Prefer": prefer}) if prefer else client
    for answer in (await some.patch(f"/v1/items?{query}", amount=1), await some.delete(f"/v1/items?{query}")):
        assert (answer.status, told(answer)) == (400, [(place, rule)])


@pytest.mark.parametrize("prefer", ['max-affected="3"', "handling=strict, max-affected=3; x=1", "MAX-AFFECTED = 3,return=representation", "a;b;c=d,max-affected=3"])
async def test_preferences_in_every_spelling(client: Client, prefer: str) -> None:
    """Quoted, with parameters, among others, in capitals (RFC 7240)."""
    assert (await client.with_headers({"Prefer": prefer}).patch("/v1/items?title=odd", amount=7)).status == 200


async def test_what_may_not_be_read_is_not_found(client: Client, bed: Bed, ana: Person) -> None:
    """Neither a row, nor by a field that this caller may not read."""
    unseen = await bed.make(Item, put(Item.org, ana.org), put(Item.code, "U1"), put(Item.title, "unseen"))
    foreign = await bed.make(Item, put(Item.title, "odd"), put(Item.code, "F1"))
    known = await bed.make(Item, put(Item.org, ana.org), put(Item.code, "K1"), put(Item.secret, "x"))
    assert (await meaning(client, 20).delete("/v1/items?title=unseen")).json == {"data": {"delete": 0}}
    assert (await meaning(client, 20).delete("/v1/items?secret=x")).json == {"data": {"delete": 0}}
    assert (await meaning(client, 20).delete("/v1/items?title=odd")).json == {"data": {"delete": 3}}
    for one in (unseen, foreign, known):
        assert await bed.read(one, Item.amount) == 0


async def test_one_row_that_may_not_be_written_stops_all(client: Client, bed: Bed, ana: Person) -> None:
    """Of a rule before, of a rule after, of a field rule, of a move, of a check; a reference that may not be seen."""
    await bed.make(Item, put(Item.org, ana.org), put(Item.code, "F1"), put(Item.title, "fixed"), put(Item.amount, 3))
    hidden = await bed.make(Shelf, put(Shelf.org, ana.org))
    before = await counts(client)
    cases: list[tuple[Answer, int, str]] = [
        (await meaning(client, 9).patch("/v1/items?amount=3", amount=4), 403, "FORBIDDEN"),
        (await meaning(client, 9).delete("/v1/items?amount=3"), 403, "FORBIDDEN"),
        (await meaning(client, 9).patch("/v1/items?title=odd", title="fixed"), 403, "FORBIDDEN"),
        (await meaning(client, 9).patch("/v1/items?title=odd", price="1.00"), 403, "FORBIDDEN"),
        (await meaning(client, 9).patch("/v1/items?title=odd", state="gone"), 409, "ILLEGAL_MOVE"),
        (await meaning(client, 9).patch("/v1/items?title=odd", shelf=str(hidden.id)), 400, "INVALID_INPUT"),
        (await meaning(client, 9).patch("/v1/items?title=odd", code="B1"), 400, "INVALID_INPUT"),
    ]
    for answer, status, code in cases:
        assert (answer.status, answer.code) == (status, code)
    assert told(cases[5][0])[0] == ("body.shelf", "reference")
    assert await counts(client) == before


async def test_moves_are_looked_at_row_by_row(client: Client) -> None:
    """A change of a field with moves is one for each row."""
    answer = await meaning(client, 9).patch("/v1/items?title=odd", state="kept")
    assert [one["state"] for one in answer.json["data"]["update"]] == ["kept"] * 3


async def test_hooks_are_asked_for_every_row(bed: Bed, ana: Person) -> None:
    """What one of them refuses undoes all."""
    client = bed.client(ana)
    assert (await client.post("/v1/tolds/bulk", create=[{"name": "a"}, {"name": "b", "size": 9}, {"name": "c", "size": 2}])).status == 200
    assert (await meaning(client, 9).patch("/v1/tolds?size.lt=9", size=3)).status == 200
    assert (await meaning(client, 9).delete("/v1/tolds?size.ge=1")).code == "NOT_THAT"
    assert (await meaning(client, 9).delete("/v1/tolds?size=3")).json == {"data": {"delete": 2}}
    notes = (await client.get("/v1/notes", limit=100)).json["data"]
    assert sorted(one["text"] for one in notes if "created" not in one["text"]) == ["a 1 to 3", "c 2 to 3", "deleted a", "deleted c"]


async def test_a_repeat_under_one_key_has_one_effect(client: Client) -> None:
    """Also where the filter would find other rows by now."""
    keyed = client.with_headers({"Prefer": "max-affected=9", "Idempotency-Key": "k"})
    first = await keyed.patch("/v1/items?amount=3", amount=4)
    assert [one["code"] for one in first.json["data"]["update"]] == ["A3"]
    assert (await keyed.patch("/v1/items?amount=3", amount=4)).json == first.json
    assert (await keyed.patch("/v1/items?amount=4", amount=4)).code == "IDEMPOTENCY_KEY_REUSED"


async def test_max_affected_is_what_it_costs(client: Client) -> None:
    """The units are taken before it is known how many rows there are."""
    answer = await meaning(client, 20).patch("/v1/items?title=none", amount=1)
    assert answer.headers["ratelimit"].split(";")[1] == "r=80"


async def test_strangers_have_no_such_door(bed: Bed) -> None:
    """They are told to sign in."""
    assert (await meaning(bed.client(), 1).delete("/v1/items?title=odd")).status == 401


async def test_a_class_without_bulk_has_no_such_door(client: Client) -> None:
    """It is another method there."""
    answers: list[Any] = [await meaning(client, 1).delete("/v1/notes?text=a"), await meaning(client, 1).patch("/v1/notes?text=a", text="b")]
    assert [one.status for one in answers] == [405, 405]
