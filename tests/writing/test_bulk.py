"""Many rows in one call: all of it or nothing, and for each row what holds for one alone."""
from __future__ import annotations

from typing import Any

import pytest
from stock_sample import Item, Org, Person, Shelf, State

from bedplate import put
from bedplate.testing import Bed, Client


@pytest.fixture
async def ana(bed: Bed) -> Person:
    return await bed.make(Person)


@pytest.fixture
def client(bed: Bed, ana: Person) -> Client:
    return bed.client(ana)


async def items(client: Client) -> dict[str, Any]:
    """What there is, by code, as this caller sees it."""
    found = await client.get("/v1/items", limit=100)
    assert found.status == 200, found
    return {one["code"]: one for one in found.json["data"]}


def told(answer: Any) -> list[tuple[str, str]]:
    """Place and rule of each detail."""
    return [(one["place"], one["rule"]) for one in answer.json.get("details", [])]


async def test_rows_are_created_changed_and_deleted_in_one_call(client: Client, bed: Bed, ana: Person) -> None:
    """The answer shows what was created and changed as it is now, in the order of the body, and counts what is gone."""
    first = await client.post("/v1/items/bulk", create=[{"code": "A1"}, {"code": "A2", "title": "two"}, {"code": "A3", "amount": 3}])
    assert (first.status, list(first.json["data"])) == (200, ["create"])
    made = first.json["data"]["create"]
    assert [(one["code"], one["title"], one["amount"], one["org"]) for one in made] == [
        ("A1", "thing", 0, str(ana.org.id)), ("A2", "two", 0, str(ana.org.id)), ("A3", "thing", 3, str(ana.org.id))]
    both = await client.post(
        "/v1/items/bulk", create=[{"code": "A4"}], update=[{"id": made[2]["id"], "amount": 4}, {"id": made[0]["id"], "title": "one", "amount": 1}, {"id": made[1]["id"]}])
    assert both.status == 200, both
    assert [(one["code"], one["title"], one["amount"]) for one in both.json["data"]["update"]] == [("A3", "thing", 4), ("A1", "one", 1), ("A2", "two", 0)]
    gone = await client.post("/v1/items/bulk", delete=[made[0]["id"], made[2]["id"]])
    assert gone.json == {"data": {"delete": 2}}
    assert sorted(await items(client)) == ["A2", "A4"]


async def test_an_answer_shows_what_is_asked_for(client: Client) -> None:
    """`fields` is as of a single write, relations included."""
    made = await client.send("POST", "/v1/items/bulk", query={"fields": "code,org(id)"}, body=b'{"create":[{"code":"A1"},{"code":"A2"}]}',
                             headers={"content-type": "application/json"})
    assert [sorted(one) for one in made.json["data"]["create"]] == [["code", "org"]] * 2


async def test_all_faults_of_all_rows_are_told_together(client: Client) -> None:
    """Each at its row's place; nothing is written."""
    refused = await client.post(
        "/v1/items/bulk", create=[{"code": "A1"}, {"code": "a", "title": "x" * 13}, 5, {"amount": -1, "org": "x"}],
        update=[{"amount": 1}, {"id": "no", "amount": 1}, {"id": None}, {"id": "01890000-0000-7000-8000-000000000000", "code": "A9"}], delete=["no", None])
    assert (refused.status, refused.code) == (400, "INVALID_INPUT")
    assert sorted(told(refused)) == sorted([
        ("body.create.1.code", "pattern"), ("body.create.1.title", "max"), ("body.create.2", "object"), ("body.create.3.code", "required"),
        ("body.create.3.amount", "ge"), ("body.create.3.org", "unknown"), ("body.update.0.id", "required"), ("body.update.1.id", "uuid"),
        ("body.update.2.id", "null"), ("body.update.3.code", "immutable"), ("body.delete.0", "uuid"), ("body.delete.1", "null"),
    ])
    assert await items(client) == {}


async def test_details_end_somewhere(client: Client) -> None:
    """A body of nothing but faults is answered with a hundred of them."""
    refused = await client.post("/v1/items/bulk", create=[{f"f{i}": 1 for i in range(20)}] * 20)
    assert (refused.status, len(told(refused))) == (400, 100)


@pytest.mark.parametrize(("body", "place", "rule"), [
    ({}, "body", "required"), ({"create": []}, "body.create", "min"), ({"create": {}}, "body.create", "list"), ({"make": []}, "body.make", "unknown"),
    ({"create": [{"code": "A1"}] * 21}, "body", "max"), ({"delete": ["01890000-0000-7000-8000-000000000000"] * 2}, "body.delete.1", "repeated"),
])
async def test_a_wrong_body_is_refused(client: Client, body: dict[str, object], place: str, rule: str) -> None:
    """No row, no list, another list, more rows than declared, a row twice."""
    refused = await client.post("/v1/items/bulk", **body)
    assert (refused.status, told(refused)) == (400, [(place, rule)])


async def test_a_row_is_named_once_in_all_lists(client: Client) -> None:
    """Changed and deleted in one call is one too many."""
    made = (await client.post("/v1/items", code="A1")).json["data"]["id"]
    refused = await client.post("/v1/items/bulk", update=[{"id": made}], delete=[made])
    assert told(refused) == [("body.delete.0", "repeated")]


async def test_a_tag_names_one_row(client: Client) -> None:
    """If-Match would look as if it had been compared."""
    refused = await client.with_headers({"If-Match": "*"}).post("/v1/items/bulk", create=[{"code": "A1"}])
    assert told(refused) == [("header.if-match", "unknown")]


async def test_one_row_that_is_refused_undoes_all(client: Client, bed: Bed, ana: Person) -> None:
    """A taken value, a rule before and after, a field rule, a check, a row that is not there: with the place of the row."""
    made = (await client.post("/v1/items/bulk", create=[{"code": "A1"}, {"code": "A2", "amount": 20}])).json["data"]["create"]
    fixed = await bed.make(Item, put(Item.org, ana.org), put(Item.title, "fixed"), put(Item.code, "F1"))
    unseen = await bed.make(Item, put(Item.org, ana.org), put(Item.title, "unseen"), put(Item.code, "U1"))
    foreign = await bed.make(Item)
    before = await items(client)
    one, two = made[0]["id"], made[1]["id"]
    cases: list[tuple[dict[str, Any], int, str, tuple[str, str]]] = [
        ({"create": [{"code": "B1"}, {"code": "A1"}]}, 409, "CODE_ONCE", ("body.create.1.org", "unique")),
        ({"create": [{"code": "B1"}, {"code": "B2"}, {"code": "B1"}]}, 409, "CODE_ONCE", ("body.create.2.org", "unique")),
        ({"create": [{"code": "B1"}, {"code": "B2", "title": "fixed"}]}, 403, "FORBIDDEN", ("body.create.1", "forbidden")),
        ({"create": [{"code": "B1"}, {"code": "A1", "title": "fixed"}]}, 403, "FORBIDDEN", ("body.create.1", "forbidden")),
        ({"create": [{"code": "B1"}, {"code": "B2", "price": "1.00"}]}, 403, "FORBIDDEN", ("body.create.1", "forbidden")),
        ({"update": [{"id": one, "amount": 5}, {"id": two, "title": "fixed"}]}, 403, "FORBIDDEN", ("body.update.1", "forbidden")),
        ({"update": [{"id": one, "amount": 5}, {"id": str(fixed.id), "amount": 5}]}, 403, "FORBIDDEN", ("body.update.1", "forbidden")),
        ({"update": [{"id": one, "amount": 5}, {"id": str(unseen.id), "amount": 5}]}, 404, "NOT_FOUND", ("body.update.1", "not_found")),
        ({"update": [{"id": one, "amount": 5}, {"id": str(foreign.id), "amount": 5}]}, 404, "NOT_FOUND", ("body.update.1", "not_found")),
        ({"update": [{"id": one, "amount": 5}, {"id": two, "state": "kept"}, {"id": str(foreign.id), "amount": 5}]}, 404, "NOT_FOUND", ("body.update.2", "not_found")),
        ({"update": [{"id": one, "state": "gone"}]}, 409, "ILLEGAL_MOVE", ("body.update.0", "illegal_move")),
        ({"update": [{"id": one, "amount": 5}], "delete": [str(fixed.id)]}, 403, "FORBIDDEN", ("body.delete.0", "forbidden")),
        ({"create": [{"code": "B1"}], "delete": [one, str(unseen.id)]}, 404, "NOT_FOUND", ("body.delete.1", "not_found")),
        ({"create": [{"code": "B1"}], "delete": [one, "01890000-0000-7000-8000-000000000000"]}, 404, "NOT_FOUND", ("body.delete.1", "not_found")),
    ]
    for body, status, code, detail in cases:
        refused = await client.post("/v1/items/bulk", **body)
        assert (refused.status, refused.code, told(refused)[0]) == (status, code, detail), body
        assert await items(client) == before


async def test_a_check_says_of_which_row_it_speaks(client: Client, bed: Bed, ana: Person) -> None:
    """It holds after the write of every row."""
    rows = [await bed.make(Item, put(Item.org, ana.org), put(Item.code, f"A{n}"), put(Item.state, State.KEPT), put(Item.amount, n * 10)) for n in (1, 2)]
    refused = await client.post("/v1/items/bulk", update=[{"id": str(one.id), "state": "gone"} for one in rows])
    assert (refused.status, refused.code, [place for place, _ in told(refused)]) == (409, "NOT_TOO_MANY", ["body.update.1"])


async def test_references_of_all_rows_are_looked_at(client: Client, bed: Bed, ana: Person) -> None:
    """Every one that is not there or may not be seen is told, each at its place, and all alike."""
    own, other = await bed.make(Shelf, put(Shelf.org, ana.org), put(Shelf.owner, ana)), await bed.make(Shelf, put(Shelf.org, ana.org))
    nowhere = "01890000-0000-7000-8000-000000000000"
    created = [{"code": "A1", "shelf": str(own.id)}, {"code": "A2", "shelf": str(other.id)}, {"code": "A3"}, {"code": "A4", "parent": nowhere}]
    refused = await client.post("/v1/items/bulk", create=created)
    assert refused.status == 400
    assert [one for one in told(refused) if one[0] != "body.create.3.parent"] in ([], [("body.create.1.shelf", "reference")])
    refused = await client.post("/v1/items/bulk", create=[*created[:3], {"code": "A5", "shelf": str(other.id)}])
    assert told(refused) == [("body.create.1.shelf", "reference"), ("body.create.3.shelf", "reference")]
    assert (await client.post("/v1/items/bulk", create=[created[0], created[2]])).status == 200


async def test_old_rows_make_room_for_new_ones(client: Client) -> None:
    """Rows are changed, then deleted, then created: a new row may have what a deleted one had."""
    one = (await client.post("/v1/items", code="A1")).json["data"]["id"]
    answer = await client.post("/v1/items/bulk", create=[{"code": "A1", "title": "new"}], delete=[one])
    assert answer.status == 200, answer
    assert (await items(client))["A1"]["title"] == "new"


async def test_rows_that_go_along_may_be_named(client: Client) -> None:
    """A row goes with its parent, whether it is named before or after it."""
    parent = (await client.post("/v1/items", code="A1")).json["data"]["id"]
    child = (await client.post("/v1/items", code="A2", parent=parent)).json["data"]["id"]
    assert (await client.post("/v1/items/bulk", delete=[parent, child])).json == {"data": {"delete": 2}}


async def test_what_may_not_be_read_is_null_in_the_answer(bed: Bed, client: Client) -> None:
    """A row that its writer may not read is written, and stands as null among the others."""
    answer = await client.post("/v1/items/bulk", create=[{"code": "A1", "title": "unseen"}, {"code": "A2"}])
    assert answer.status == 200, answer
    assert [one and one["code"] for one in answer.json["data"]["create"]] == [None, "A2"]


async def test_field_rules_of_reading_hold_in_the_answer(client: Client) -> None:
    """What was given may be what the giver does not read."""
    answer = await client.post("/v1/items/bulk", create=[{"code": "A1", "secret": "x"}])
    assert answer.json["data"]["create"][0]["secret"] is None


async def test_keys_of_the_database_come_back_in_order(client: Client) -> None:
    """Rows whose key is made by the database are answered in the order of the body."""
    answer = await client.post("/v1/counters/bulk", create=[{"name": name} for name in "cab"])
    assert [(one["id"], one["name"]) for one in answer.json["data"]["create"]] == [(1, "c"), (2, "a"), (3, "b")]
    refused = await client.post("/v1/counters/bulk", create=[{"name": "x"}, {"name": "a"}])
    assert (refused.code, told(refused)) == ("NAME_ONCE", [("body.create.1.name", "unique")])
    changed = await client.post("/v1/counters/bulk", update=[{"id": 3, "name": "d"}, {"id": 1, "name": "e"}], delete=[2])
    assert changed.json["data"] == {"update": [{"id": 3, "name": "d"}, {"id": 1, "name": "e"}], "delete": 1}


async def test_rows_with_a_key_of_two_fields(client: Client) -> None:
    """The fields of the key stand in the row; of rows to delete they are a list."""
    rows = [{"row": row, "side": side, "level": row} for row, side in ((1, "left"), (2, "left"), (3, "right"))]
    made = await client.post("/v1/spots/bulk", create=rows)
    assert [(one["row"], one["side"]) for one in made.json["data"]["create"]] == [(1, "left"), (2, "left"), (3, "right")]
    changed = await client.post("/v1/spots/bulk", update=[{"row": 2, "side": "left", "mark": "x"}, {"row": 1, "side": "left", "mark": "y"}], delete=[[3, "right"]])
    assert [one["mark"] for one in changed.json["data"]["update"]] == ["x", "y"]
    refused = await client.post("/v1/spots/bulk", update=[{"row": 2, "mark": "x"}], delete=[3, [3], [3, "up"]])
    assert told(refused) == [("body.update.0.side", "required"), ("body.delete.0", "list"), ("body.delete.1", "list")]
    absent = await client.post("/v1/spots/bulk", delete=[[1, "left"], [3, "right"]])
    assert (absent.status, told(absent)) == (404, [("body.delete.1", "not_found")])
    taken = await client.post("/v1/spots/bulk", create=[{"row": 5, "side": "left", "level": 5}, {"row": 1, "side": "left", "level": 6}])
    assert (taken.code, told(taken)) == ("KEY_TAKEN", [("body.create.1.row", "unique"), ("body.create.1.side", "unique")])


async def test_accounts_are_not_made_in_bulk(client: Client) -> None:
    """A class without `bulk=` has no such door."""
    assert (await client.post("/v1/people/bulk", create=[{}])).status in (404, 405)
    assert (await client.post("/v1/notes/bulk", create=[{"text": "a"}])).status in (404, 405)


async def test_strangers_have_no_such_door(bed: Bed) -> None:
    """They are told to sign in before anything of the body is read."""
    refused = await bed.client().post("/v1/items/bulk", create=[{"x": 1}])
    assert refused.status == 401


async def test_hooks_are_asked_for_every_row(client: Client, bed: Bed) -> None:
    """Create, change and delete; what they refuse is told with the row's place, and nothing is written."""
    made = (await client.post("/v1/tolds/bulk", create=[{"name": "a"}, {"name": "b", "size": 2}])).json["data"]["create"]
    answer = await client.post("/v1/tolds/bulk", create=[{"name": "c"}], update=[{"id": made[1]["id"], "size": 3}], delete=[made[0]["id"]])
    assert answer.status == 200, answer
    assert [one["size"] for one in answer.json["data"]["update"]] == [3]
    assert [one["name"] for one in answer.json["data"]["create"]] == ["c"]
    notes = (await client.get("/v1/notes", limit=100)).json["data"]
    assert sorted(one["text"] for one in notes) == ["b 2 to 3", "created a", "created b", "created c", "deleted a"]
    nine = (await client.post("/v1/tolds", name="n", size=9)).json["data"]["id"]
    for body, place in (
        ({"create": [{"name": "x"}, {"name": "bad"}]}, "body.create.1"),
        ({"create": [{"name": "x"}], "update": [{"id": made[1]["id"], "size": 1}]}, "body.update.0"),
        ({"create": [{"name": "x"}], "delete": [made[1]["id"], nine]}, "body.delete.1"),
    ):
        refused = await client.post("/v1/tolds/bulk", **body)
        assert (refused.status, refused.code, told(refused)) == (409, "NOT_THAT", [(place, "not_that")])
    assert sorted(one["name"] for one in (await client.get("/v1/tolds")).json["data"]) == ["b", "c", "n"]


async def test_a_hooked_row_is_held_to_everything_else_too(client: Client, bed: Bed) -> None:
    """Unique sets, references and rows that are not there, with the same places as without hooks."""
    other = await bed.make(Shelf)
    made = (await client.post("/v1/tolds", name="a")).json["data"]["id"]
    nowhere = "01890000-0000-7000-8000-000000000000"
    for body, status, detail in (
        ({"create": [{"name": "b"}, {"name": "a"}]}, 409, ("body.create.1.name", "unique")),
        ({"create": [{"name": "b"}, {"name": "c", "shelf": str(other.id)}]}, 400, ("body.create.1.shelf", "reference")),
        ({"create": [{"name": "b", "shelf": str(other.id)}, {"name": "bad"}]}, 400, ("body.create.0.shelf", "reference")),
        ({"update": [{"id": made, "size": 2}, {"id": nowhere, "size": 2}]}, 404, ("body.update.1", "not_found")),
    ):
        refused = await client.post("/v1/tolds/bulk", **body)
        assert (refused.status, told(refused)) == (status, [detail])
    assert [one["size"] for one in (await client.get("/v1/tolds")).json["data"]] == [1]
    assert (await client.get("/v1/notes")).json["data"] != []


async def test_a_repeat_under_one_key_has_one_effect(client: Client) -> None:
    """The same answer, and the rows once; another body under the key is refused."""
    keyed = client.with_headers({"Idempotency-Key": "k1"})
    first = await keyed.post("/v1/items/bulk", create=[{"code": "A1"}, {"code": "A2"}])
    again = await keyed.post("/v1/items/bulk", create=[{"code": "A1"}, {"code": "A2"}])
    assert (first.status, first.json) == (200, again.json)
    assert (await keyed.post("/v1/items/bulk", create=[{"code": "A3"}])).code == "IDEMPOTENCY_KEY_REUSED"
    hooked = client.with_headers({"Idempotency-Key": "k2"})
    assert (await hooked.post("/v1/tolds/bulk", create=[{"name": "a"}])).json == (await hooked.post("/v1/tolds/bulk", create=[{"name": "a"}])).json


async def test_a_caller_may_need_no_rows(client: Client) -> None:
    """`Prefer: return=minimal` is 204, and said to be applied; a repeat is answered alike."""
    minimal = client.with_headers({"Prefer": "return=minimal", "Idempotency-Key": "k"})
    for _ in range(2):
        answer = await minimal.post("/v1/items/bulk", create=[{"code": "A1"}, {"code": "A2"}])
        assert (answer.status, answer.body, answer.headers["preference-applied"]) == (204, b"", "return=minimal")
    assert sorted(await items(client)) == ["A1", "A2"]


async def test_each_row_costs_a_unit(client: Client) -> None:
    """The headers say what is left; what is not there any more is not given, and the refusal says so once."""
    answer = await client.post("/v1/items/bulk", create=[{"code": f"A{n}"} for n in range(20)])
    assert answer.headers["ratelimit"].split(";")[1] == "r=80"
    for start in (20, 40, 60, 80):
        answer = await client.post("/v1/items/bulk", create=[{"code": f"A{n}"} for n in range(start, start + 20)])
        assert answer.status == 200, answer
    refused = await client.post("/v1/items/bulk", create=[{"code": "B1"}, {"code": "B2"}])
    assert (refused.status, refused.code) == (429, "RATE_LIMITED")
    assert len(await items(client)) == 100


async def test_a_tenant_is_a_wall_for_each_row(bed: Bed, client: Client) -> None:
    """Rows of others are not there, not even to be deleted."""
    foreign = await bed.make(Item, put(Item.org, await bed.make(Org)))
    assert (await client.post("/v1/items/bulk", delete=[str(foreign.id)])).status == 404
    assert await bed.read(foreign, Item.title) == "thing"


