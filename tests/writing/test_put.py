"""PUT: of one row, and by a unique set; and answers without rows."""
from __future__ import annotations

import asyncio

import pytest
from stock_sample import Item, Person

from bedplate import put
from bedplate.testing import Answer, Bed, Client


@pytest.fixture
async def ana(bed: Bed) -> Person:
    return await bed.make(Person)


@pytest.fixture
def client(bed: Bed, ana: Person) -> Client:
    return bed.client(ana)


@pytest.fixture
async def chief(bed: Bed, ana: Person) -> Client:
    return bed.client(await bed.make(Person, put(Person.org, ana.org), put(Person.chief, True)))


def told(answer: Answer) -> list[tuple[str, str]]:
    return [(one["place"], one["rule"]) for one in answer.json.get("details", [])]


async def test_put_replaces_a_row(chief: Client) -> None:
    """What is not said is as in a new row; what is fixed stays."""
    made = (await chief.post("/v1/items", code="A1", title="one", amount=5, secret="x", made_of="tin")).json["data"]
    answer = await chief.put(f"/v1/items/{made['id']}", amount=6)
    assert answer.status == 200, answer
    shown = answer.json["data"]
    assert (shown["code"], shown["title"], shown["amount"], shown["secret"], shown["made_of"], shown["org"]) == ("A1", "thing", 6, None, "tin", made["org"])


async def test_put_of_a_row_is_held_to_its_rules(client: Client, chief: Client, bed: Bed, ana: Person) -> None:
    """Whoever may not write a field may not set it back either; fixed and unknown fields, tags and absent rows are as with PATCH."""
    made = (await chief.post("/v1/items", code="A1")).json["data"]["id"]
    assert (await client.put(f"/v1/items/{made}", title="a")).status == 403  # the price
    refused = await chief.put(f"/v1/items/{made}", code="A2", x=1, amount=-1)
    assert sorted(told(refused)) == [("body.amount", "ge"), ("body.code", "immutable"), ("body.x", "unknown")]
    assert (await chief.with_headers({"If-Match": '"7-0"'}).put(f"/v1/items/{made}", title="a")).status == 412
    assert (await chief.with_headers({"If-Match": "*"}).put(f"/v1/items/{made}", title="a")).status == 200
    assert (await chief.put("/v1/items/01890000-0000-7000-8000-000000000000")).status == 404
    assert (await chief.put("/v1/items/no", title="a")).status == 404
    assert (await bed.client().put(f"/v1/items/{made}", title="a")).status == 401
    assert (await chief.put("/v1/counters/1", name="a")).status == 405


async def test_what_comes_from_the_caller_is_said_in_a_put(client: Client, ana: Person) -> None:
    """Nobody takes over a row by replacing it; hooks are asked, and what they refuse is not done."""
    made = (await client.post("/v1/tolds", name="a", size=5)).json["data"]["id"]
    assert told(await client.put(f"/v1/tolds/{made}", name="a")) == [("body.by", "required")]
    assert (await client.put(f"/v1/tolds/{made}", name="a", by=str(ana.id))).code == "NOT_THAT"  # the size would be less
    assert (await client.put(f"/v1/tolds/{made}", name="b", by=str(ana.id), size=6)).json["data"]["name"] == "b"


async def test_put_by_a_unique_set_creates_or_replaces(chief: Client) -> None:
    """201 with the place of the new row; then 200, with what is not said as in a new row."""
    first = await chief.put("/v1/items", code="A1", title="one", amount=5)
    made = first.json["data"]
    assert (first.status, first.headers["location"]) == (201, f"/v1/items/{made['id']}")
    second = await chief.put("/v1/items", code="A1", amount=6)
    assert (second.status, second.json["data"]["id"], second.json["data"]["title"], second.json["data"]["amount"]) == (200, made["id"], "thing", 6)
    assert len((await chief.get("/v1/items")).json["data"]) == 1
    assert told(await chief.put("/v1/items", title="a")) == [("body.code", "required")]


async def test_a_fixed_field_keeps_its_value(chief: Client) -> None:
    """The value that it has may be said again, another may not."""
    assert (await chief.put("/v1/items", code="A1", made_of="tin")).status == 201
    assert (await chief.put("/v1/items", code="A1", made_of="tin", title="b")).status == 200
    refused = await chief.put("/v1/items", code="A1", made_of="wood")
    assert (refused.status, refused.code, told(refused)) == (400, "FIXED_AT_CREATION", [("body.made_of", "immutable")])


async def test_a_row_that_may_not_be_seen_is_not_replaced(client: Client, chief: Client, bed: Bed, ana: Person) -> None:
    """The set says that it is taken, as with a create; a row of another tenant is nobody's concern; what may not be changed is 403."""
    unseen = await bed.make(Item, put(Item.org, ana.org), put(Item.code, "U1"), put(Item.title, "unseen"))
    await bed.make(Item, put(Item.code, "A1"))
    fixed = await bed.make(Item, put(Item.org, ana.org), put(Item.code, "F1"), put(Item.title, "fixed"))
    assert (await client.put("/v1/items", code="U1")).code == "CODE_ONCE"
    assert (await client.put("/v1/items", code="A1")).status == 201
    assert (await chief.put("/v1/items", code="F1")).status == 403
    assert (await client.put("/v1/items", code="F1")).status == 403
    assert (await bed.read(unseen, Item.title), await bed.read(fixed, Item.title)) == ("unseen", "fixed")
    assert (await bed.client().put("/v1/items", code="B1")).status == 401


async def test_a_set_with_a_field_from_the_caller(client: Client, bed: Bed) -> None:
    """Each caller has a row of their own; the other fields of its key cannot be changed."""
    assert (await client.put("/v1/spots", row=1, side="left", level=3)).status == 201
    assert (await client.put("/v1/spots", row=1, side="left", level=3, mark="x")).json["data"]["mark"] == "x"
    assert (await client.put("/v1/spots", row=2, side="left", level=3)).code == "FIXED_AT_CREATION"
    other = bed.client(await bed.make(Person))
    assert (await other.put("/v1/spots", row=2, side="left", level=3)).status == 201


async def test_callers_at_once_make_one_row(client: Client) -> None:
    """One creates, the others find its row; hooks are asked as for what it came to."""
    answers = await asyncio.gather(*(client.put("/v1/tolds", name="a", by=None, size=n) if n < 0 else client.put("/v1/tolds", name="a", size=5) for n in range(6)))
    assert sorted(one.status for one in answers) == [200] * 5 + [201]
    notes = [one["text"] for one in (await client.get("/v1/notes", limit=100)).json["data"]]
    assert (notes.count("created a"), notes.count("a 5 to 5")) == (1, 5)


async def test_a_repeat_of_a_put_under_one_key(client: Client) -> None:
    """201 again."""
    keyed = client.with_headers({"Idempotency-Key": "k"})
    first = await keyed.put("/v1/items", code="A1")
    assert (first.status, (await keyed.put("/v1/items", code="A1")).status) == (201, 201)


async def test_no_write_need_answer_with_rows(client: Client, chief: Client) -> None:
    """`Prefer: return=minimal`: 201 with its place and no data, 204 for what was there; other preferences change nothing."""
    minimal = chief.with_headers({"Prefer": "return=minimal"})
    made = await minimal.post("/v1/items", code="A1")
    assert (made.status, made.json, made.headers["preference-applied"]) == (201, {"data": None}, "return=minimal")
    place = made.headers["location"]
    for answer in (await minimal.patch(place, title="b"), await minimal.put(place, title="c"), await minimal.put("/v1/items", code="A1", title="d")):
        assert (answer.status, answer.body, answer.headers["preference-applied"]) == (204, b"", "return=minimal")
    assert (await chief.get(place)).json["data"]["title"] == "d"
    put_new = await minimal.put("/v1/items", code="A2")
    assert (put_new.status, put_new.json) == (201, {"data": None})
    hooked = await client.with_headers({"Prefer": "return=minimal"}).post("/v1/tolds", name="a")
    assert (hooked.status, hooked.json) == (201, {"data": None})
    counted = await client.with_headers({"Prefer": "return=minimal"}).post("/v1/counters", name="a")
    assert counted.headers["location"] == "/v1/counters/1"
    assert "preference-applied" not in (await client.with_headers({"Prefer": "return=representation"}).patch(place, title="e")).headers
