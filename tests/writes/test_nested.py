"""A row and the rows that refer to it, written in one call."""
from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import pytest
from writes_sample import Clerk, Company, Invoice, Line, Note, Product, State

from bedplate import put
from bedplate.testing import Bed

NOTHING: Any = "00000000-0000-7000-8000-000000000000"


async def _clerk(bed: Bed, *, may_price: bool = True) -> Clerk:
    return await bed.make(Clerk, put(Clerk.company, await bed.make(Company)), put(Clerk.may_price, may_price))


async def _shown(bed: Bed, who: Clerk, invoice: str) -> Any:
    found = await bed.client(who).get(f"/v1/invoices/{invoice}", fields="id,title,lines(id,place,text,price,product),notes(id,text,state)")
    return found.json["data"]


async def _made(bed: Bed, who: Clerk, *lines: dict[str, Any], **more: Any) -> Any:
    made = await bed.client(who).post("/v1/invoices", **{"title": "first", "lines": list(lines), **more})
    assert made.status == 201, made
    return await _shown(bed, who, made.json["data"]["id"])


def _places(answer: Any) -> list[tuple[str, str]]:
    return [(one["place"], one["rule"]) for one in answer.json["details"]]


async def test_parent_and_children_are_made_in_one_call(bed: Bed) -> None:
    """All or nothing; the answer is one, and shows the children where they are asked for."""
    who = await _clerk(bed)
    client = bed.client(who)
    made = await client.send(
        "POST", "/v1/invoices", query={"fields": "title,lines(place,text)"}, body=b'{"title":"a","lines":[{"place":2,"text":"b"},{"place":1}]}')
    assert made.status == 201
    assert made.json["data"] == {"title": "a", "lines": [{"place": 1, "text": ""}, {"place": 2, "text": "b"}]}
    refused = await client.post("/v1/invoices", title="b", lines=[{"place": 1}, {"place": 1}])
    assert (refused.status, refused.code, _places(refused)) == (409, "ONE_PLACE", [("body.lines.1.invoice", "unique"), ("body.lines.1.place", "unique")])
    assert len((await client.get("/v1/invoices")).json["data"]) == 1


async def test_children_are_made_changed_and_removed_in_one_call(bed: Bed) -> None:
    """In the order removed, changed, made: the place of a row that goes is free for the next."""
    who = await _clerk(bed)
    whole = await _made(bed, who, {"place": 1, "text": "one"}, {"place": 2, "text": "two"})
    one, two = whole["lines"]
    client = bed.client(who)
    answer = await client.patch(
        f"/v1/invoices/{whole['id']}", title="second",
        lines={"create": [{"place": 2, "text": "new"}], "update": [{"id": one["id"], "place": 3}], "delete": [two["id"]]})
    assert (answer.status, answer.json["data"]["title"]) == (200, "second")
    found = await _shown(bed, who, whole["id"])
    assert [(line["place"], line["text"]) for line in found["lines"]] == [(2, "new"), (3, "one")]


async def test_a_change_of_children_is_a_change_of_the_whole(bed: Bed) -> None:
    """Whoever read the invoice with its lines before meets 412."""
    who = await _clerk(bed)
    whole = await _made(bed, who)
    client = bed.client(who)
    tag = (await client.get(f"/v1/invoices/{whole['id']}")).headers["etag"]
    held = client.with_headers({"if-match": tag})
    assert (await held.patch(f"/v1/invoices/{whole['id']}", lines={"create": [{"place": 1}]})).status == 200
    assert (await held.patch(f"/v1/invoices/{whole['id']}", lines={"create": [{"place": 2}]})).status == 412
    assert len((await _shown(bed, who, whole["id"]))["lines"]) == 1


@pytest.mark.parametrize(("body", "places"), [
    ({"lines": {}}, [("body.lines", "list")]),
    ({"lines": None}, [("body.lines", "list")]),
    ({"lines": [1]}, [("body.lines.0", "object")]),
    ({"lines": [{"place": 1}] * 5}, [("body.lines", "max")]),
    ({"lines": [{"place": 1}, {"text": 1}]}, [("body.lines.1.text", "text"), ("body.lines.1.place", "required")]),
    ({"lines": [{"place": 1, "invoice": NOTHING}]}, [("body.lines.0.invoice", "unknown")]),
    ({"lines": [{"place": 1, "secret_margin": 1}]}, [("body.lines.0.secret_margin", "unknown")]),
    ({"lines": [{"place": 0}], "title": 1}, [("body.title", "text"), ("body.lines.0.place", "ge")]),
    ({"steps": []}, [("body.steps", "unknown")]),
])
async def test_wrong_bodies_of_a_create_name_every_place(bed: Bed, body: dict[str, Any], places: list[tuple[str, str]]) -> None:
    """400, with the faults of the row and of all that come along."""
    answer = await bed.client(await _clerk(bed)).post("/v1/invoices", **{"title": "a", **body})
    assert (answer.status, answer.code, _places(answer)) == (400, "INVALID_INPUT", places)


@pytest.mark.parametrize(("lines", "places"), [
    ([], [("body.lines", "object")]),
    ({"replace": []}, [("body.lines.replace", "unknown")]),
    ({"create": {}}, [("body.lines.create", "list")]),
    ({"update": [{"place": 1}]}, [("body.lines.update.0.id", "required")]),
    ({"update": [{"id": "x"}]}, [("body.lines.update.0.id", "uuid")]),
    ({"update": [{"id": None}]}, [("body.lines.update.0.id", "null")]),
    ({"update": [{"id": NOTHING, "invoice": NOTHING}]}, [("body.lines.update.0.invoice", "unknown")]),
    ({"delete": [NOTHING, NOTHING]}, [("body.lines.delete.1", "distinct")]),
    ({"delete": [NOTHING], "update": [{"id": NOTHING}]}, [("body.lines.update.0", "distinct")]),
    ({"delete": [{"id": NOTHING}]}, [("body.lines.delete.0", "uuid")]),
])
async def test_wrong_bodies_of_a_change_name_every_place(bed: Bed, lines: Any, places: list[tuple[str, str]]) -> None:
    """400, whatever of it is wrong."""
    who = await _clerk(bed)
    whole = await _made(bed, who)
    answer = await bed.client(who).patch(f"/v1/invoices/{whole['id']}", lines=lines)
    assert (answer.status, answer.code, _places(answer)) == (400, "INVALID_INPUT", places)


async def test_children_of_another_are_not_there(bed: Bed) -> None:
    """A line of another invoice, of another company, and one that does not exist are told alike; nothing of the call stands."""
    who, stranger = await _clerk(bed), await _clerk(bed)
    whole = await _made(bed, who, {"place": 1})
    other = await _made(bed, who, {"place": 1}, title="other")
    foreign = await _made(bed, stranger, {"place": 1})
    client = bed.client(who)
    for key in (other["lines"][0]["id"], foreign["lines"][0]["id"], NOTHING):
        for lines in ({"update": [{"id": key, "place": 9}]}, {"delete": [whole["lines"][0]["id"], key]}):
            answer = await client.patch(f"/v1/invoices/{whole['id']}", lines=lines, title="changed")
            place = f"body.lines.{'update.0' if 'update' in lines else 'delete.1'}"
            assert (answer.status, answer.code, [one["place"] for one in answer.json["details"]]) == (404, "NOT_FOUND", [place])
    assert await _shown(bed, who, whole["id"]) == whole


async def test_rules_of_the_child_and_of_its_fields_hold(bed: Bed) -> None:
    """A field that the caller may not write, a reference to a row that they may not read, and a whole that may not be changed."""
    who = await _clerk(bed, may_price=False)
    client = bed.client(who)
    answer = await client.post("/v1/invoices", title="a", lines=[{"place": 1}, {"place": 2, "price": 5}])
    assert (answer.status, [one["place"] for one in answer.json["details"]]) == (403, ["body.lines.1"])
    foreign = await bed.make(Product)
    for product in (str(foreign.id), NOTHING):
        answer = await client.post("/v1/invoices", title="a", lines=[{"place": 1, "product": product}])
        assert (answer.status, _places(answer)) == (400, [("body.lines.0.product", "reference")])
    closed = await bed.make(Invoice, put(Invoice.company, await who.company), put(Invoice.closed, True))
    answer = await client.patch(f"/v1/invoices/{closed.id}", lines={"create": [{"place": 1}]})
    assert answer.status == 403
    foreign_invoice = await bed.make(Invoice)
    assert (await client.patch(f"/v1/invoices/{foreign_invoice.id}", lines={"create": [{"place": 1}]})).status == 404
    assert (await client.post("/v1/invoices", title="closed", closed=True, lines=[{"place": 1}])).status == 403  # a part of what may not be changed
    assert (await client.get("/v1/invoices", title="a")).status == 400
    assert [one["title"] for one in (await client.get("/v1/invoices")).json["data"]] == [closed.title]


async def test_checks_see_all_that_was_written(bed: Bed) -> None:
    """A check of the whole over its lines holds after the call, not in between."""
    who = await _clerk(bed)
    client = bed.client(who)
    answer = await client.post("/v1/invoices", title="a", lines=[{"place": 1, "price": 600}, {"place": 2, "price": 401}])
    assert (answer.status, answer.code) == (409, "NO_DEAR_ONES")
    whole = await _made(bed, who, {"place": 1, "price": 600}, {"place": 2, "price": 400})
    first = whole["lines"][0]["id"]
    answer = await client.patch(f"/v1/invoices/{whole['id']}", lines={"delete": [first], "create": [{"place": 3, "price": 600}]})
    assert answer.status == 200


async def test_there_are_never_more_children_than_the_relation_says(bed: Bed) -> None:
    """However they are written: with the whole, alone, or by code. One that goes makes room."""
    who = await _clerk(bed)
    whole = await _made(bed, who, *({"place": place} for place in (1, 2, 3)))
    client = bed.client(who)
    answer = await client.patch(f"/v1/invoices/{whole['id']}", lines={"create": [{"place": 4}, {"place": 5}]})
    assert (answer.status, answer.code, [one["place"] for one in answer.json["details"]]) == (409, "INVOICE_LINES_FULL", ["body.lines.create.0"])
    first = whole["lines"][0]["id"]
    assert (await client.patch(f"/v1/invoices/{whole['id']}", lines={"create": [{"place": 4}, {"place": 5}], "delete": [first]})).status == 200
    assert (await client.post("/v1/lines", invoice=whole["id"], place=9)).code == "INVOICE_LINES_FULL"
    assert (await client.post(f"/v1/invoices/{whole['id']}/lines", place=9)).code == "INVOICE_LINES_FULL"


async def test_there_are_never_more_under_races(bed: Bed) -> None:
    """Sixteen who add one at the same time: as many stand as there is room for, the others are refused."""
    who = await _clerk(bed)
    whole = await _made(bed, who, {"place": 1})
    client = bed.client(who)
    answers = await asyncio.gather(*(
        client.patch(f"/v1/invoices/{whole['id']}", lines={"create": [{"place": place}]}) for place in range(2, 18)))
    assert Counter(one.code or one.status for one in answers) == {200: 3, "INVOICE_LINES_FULL": 13}
    assert len((await _shown(bed, who, whole["id"]))["lines"]) == 4


async def test_hooks_of_children_are_asked(bed: Bed) -> None:
    """Of those that are made, changed and removed; what they refuse refuses the whole call."""
    who = await _clerk(bed)
    client = bed.client(who)
    assert (await client.post("/v1/invoices", title="a", notes=[{"text": "fine"}, {"text": "fool"}])).code == "NOTE_IS_RUDE"
    whole = await _made(bed, who, {"place": 1}, notes=[{"text": " fine "}])
    assert [one["text"] for one in whole["notes"]] == ["fine"]
    note = whole["notes"][0]["id"]
    path = f"/v1/invoices/{whole['id']}"
    refused = await client.patch(path, notes={"update": [{"id": note, "state": "done"}]})
    assert (refused.status, refused.code) == (409, "ILLEGAL_MOVE")
    for state in ("ready", "done"):
        assert (await client.patch(path, notes={"update": [{"id": note, "state": state}]}, title=state)).status == 200
    assert (await client.patch(path, notes={"delete": [note]}, title="gone")).code == "NOTE_IS_RUDE"
    found = await _shown(bed, who, whole["id"])
    assert (found["title"], [one["state"] for one in found["notes"]]) == ("done", ["done"])


async def test_children_of_another_are_not_there_for_a_decision_either(bed: Bed) -> None:
    """Where hooks are asked, a foreign note, a hidden note and one that does not exist are told alike."""
    who = await _clerk(bed, may_price=False)
    invoice = await bed.make(Invoice, put(Invoice.company, await who.company))
    sealed = await bed.make(Note, put(Note.invoice, invoice), put(Note.sealed, True))
    elsewhere = await bed.make(Note, put(Note.invoice, await bed.make(Invoice, put(Invoice.company, await who.company))))
    for key in (str(sealed.id), str(elsewhere.id), NOTHING):
        for notes in ({"delete": [key]}, {"update": [{"id": key, "text": "x"}]}):
            answer = await bed.client(who).patch(f"/v1/invoices/{invoice.id}", notes=notes)
            assert (answer.status, answer.json["details"][0]["place"]) == (404, f"body.notes.{'delete' if 'delete' in notes else 'update'}.0")
    assert await bed.read(sealed, Note.state) is State.OPEN


async def test_repeats_are_harmless(bed: Bed) -> None:
    """Under one Idempotency-Key the whole is made once, with its lines."""
    who = await _clerk(bed)
    client = bed.client(who).with_headers({"idempotency-key": "k"})
    first = await client.post("/v1/invoices", title="a", lines=[{"place": 1}])
    again = await client.post("/v1/invoices", title="a", lines=[{"place": 1}])
    assert (first.status, first.body) == (again.status, again.body) == (201, first.body)
    assert (await client.post("/v1/invoices", title="a", lines=[{"place": 2}])).code == "IDEMPOTENCY_KEY_REUSED"
    assert len((await bed.client(who).get("/v1/lines")).json["data"]) == 1


async def test_strangers_and_unknown_callers_write_nothing(bed: Bed) -> None:
    """401, also for a body that would be refused."""
    assert (await bed.client().post("/v1/invoices", title="a", lines=[{"place": 1}])).status == 401
    assert (await bed.client().post("/v1/invoices", title="a", lines=3)).status == 401


def test_the_description_names_what_may_come_along(bed: Bed) -> None:
    """A list in the body of a create, three lists in that of a change, each of at most as many rows as the relation holds."""
    from writes_sample import app

    from bedplate.web.openapi import document

    paths: Any = document(app.contract)["paths"]
    body = paths["/v1/invoices"]["post"]["requestBody"]["content"]["application/json"]["schema"]["properties"]
    assert (body["lines"]["type"], body["lines"]["maxItems"], body["lines"]["items"]["required"]) == ("array", 4, ["place"])
    assert "invoice" not in body["lines"]["items"]["properties"] and "steps" not in body
    change = paths["/v1/invoices/{id}"]["patch"]["requestBody"]["content"]["application/json"]["schema"]["properties"]["lines"]
    assert list(change["properties"]) == ["create", "update", "delete"] and change["additionalProperties"] is False
    assert change["properties"]["update"]["items"]["required"] == ["id"]
    assert Line.__name__ in app.contract.resources
