"""A row that is deleted softly is nowhere: not for a search, a group, a path, a link, a figure or a file, and no write of many meets it."""
from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from tests.files.forms import PNG, form, path_of, tidy

from bedplate.testing import Answer, Bed, Client


async def made(client: Client, code: str, **more: object) -> dict[str, Any]:
    answer = await client.post("/v1/items", code=code, **more)
    assert answer.status == 201, answer
    found: dict[str, Any] = answer.json["data"]
    return found


async def labelled(client: Client, name: str) -> str:
    answer = await client.post("/v1/labels", name=name)
    assert answer.status == 201, answer
    return str(answer.json["data"]["id"])


def codes(answer: Answer) -> list[str]:
    assert answer.status == 200, answer
    return [one["code"] for one in answer.json["data"]]


async def later(bed: Bed) -> None:
    """When what nobody holds has been forgotten."""
    for _ in range(2):
        await tidy(bed)
        bed.travel(timedelta(hours=2))


@pytest.fixture
async def shelf(client: Client) -> dict[str, dict[str, Any]]:
    """A1 stays, with A3 in it; A2 is deleted, with what hangs on it; of the labels `red` stays and `old` is deleted."""
    red, old = await labelled(client, "red"), await labelled(client, "old")
    first = await made(client, "A1", title="red bicycle", amount=1, labels=[red, old], pieces=[{"name": "wheel"}, {"name": "bell"}])
    second = await made(client, "A2", title="red boat", amount=2, labels=[red], pieces=[{"name": "oar"}], whole=first["id"])
    third = await made(client, "A3", title="red box", amount=4, whole=first["id"])
    assert (await client.delete(f"/v1/items/{second['id']}")).status == 204
    assert (await client.delete(f"/v1/labels/{old}")).status == 204
    return {"A1": first, "A2": second, "A3": third, "red": {"id": red}, "old": {"id": old}}


async def test_no_way_of_asking_finds_them(client: Client, shelf: dict[str, dict[str, Any]]) -> None:
    """Search, groups, `contains`, links, relations and paths over them, and their number."""
    first, second, third, red, old = (shelf[name]["id"] for name in ("A1", "A2", "A3", "red", "old"))
    for query, expected in (
        ({"q": "red"}, ["A1", "A3"]), ({"q": "boat"}, []), ({"or": "(code=A2,code=A3)"}, ["A3"]), ({"not": "(code=A1)"}, ["A3"]), ({"title.contains": "bo"}, ["A3"]),
        ({"labels.any": f"(id={red})"}, ["A1"]), ({"labels.any": "(name=old)"}, []), ({"labels.none": "()"}, ["A3"]), ({"labels.any": f"(id={old})"}, []),
        ({"inside.any": "()"}, ["A1"]), ({"inside.any": "(code=A2)"}, []), ({"inside.none": "(code=A3)"}, ["A3"]), ({"pieces.any": "(name=oar)"}, []), ({"whole.code": "A1"}, ["A3"]),
        ({"q": "red", "or": "(amount=2,whole.code=A1)"}, ["A3"]),
    ):  # fmt: skip
        answer = await client.get("/v1/items", count="exact", **query)
        assert (codes(answer), answer.json["page"]["total"]) == (expected, len(expected)), query
    pieces = await client.get("/v1/pieces", **{"item.code": "A2"})
    assert pieces.json["data"] == []
    assert [one["name"] for one in (await client.get("/v1/pieces", q="o")).json["data"]] == []
    assert (await client.get(f"/v1/items/{second}/pieces")).json["data"] == []
    assert (await client.post(f"/v1/items/{second}/pieces", name="more")).status == 404
    shown = await client.get(f"/v1/items/{first}", fields="code,labels(name),inside(code),count_of_pieces")
    assert shown.json["data"] == {"code": "A1", "count_of_pieces": 2, "labels": [{"name": "red"}], "inside": [{"code": "A3"}]}
    back = await client.get(f"/v1/labels/{red}", fields="name,items(code)")
    assert back.json["data"] == {"name": "red", "items": [{"code": "A1"}]}
    assert third


async def test_no_figure_counts_them(client: Client, shelf: dict[str, dict[str, Any]]) -> None:
    """Groups and sums, over filters of all kinds; a path over a deleted row is empty."""
    figures = await client.get("/v1/items/aggregate", measures="count,sum(amount),sum(twice)")
    assert figures.json["data"] == [{"count": 2, "sum(amount)": 5, "sum(twice)": 10}]
    groups = await client.get("/v1/items/aggregate", group="title")
    assert [one["title"] for one in groups.json["data"]] == ["red bicycle", "red box"]
    searched = await client.get("/v1/items/aggregate", measures="count", q="red bo")
    assert searched.json["data"] == [{"count": 1}]
    grouped = await client.get("/v1/items/aggregate", measures="count", **{"or": "(code=A1,code=A2)"})
    assert grouped.json["data"] == [{"count": 1}]
    linked = await client.get("/v1/items/aggregate", measures="count", **{"labels.any": "(name=old)"})
    assert linked.json["data"] == [{"count": 0}]
    assert [one["name"] for one in (await client.get("/v1/pieces/aggregate", group="name")).json["data"]] == ["bell", "wheel"]
    assert [one["name"] for one in (await client.get("/v1/labels/aggregate", group="name")).json["data"]] == ["red"]


async def test_no_export_holds_them(client: Client, shelf: dict[str, dict[str, Any]]) -> None:
    """By itself, by search and by group."""
    for query, expected in (({}, ["A1", "A3"]), ({"q": "red b"}, ["A1", "A3"]), ({"or": "(code=A2,code=A3)"}, ["A3"]), ({"labels.any": "(name=red)"}, ["A1"])):
        answer = await client.get("/v1/items/export", format="ndjson", fields="code", **query)
        assert answer.status == 200, answer
        assert [json.loads(line)["code"] for line in answer.body.splitlines()] == expected, query


async def test_no_write_of_many_meets_them(client: Client, shelf: dict[str, dict[str, Any]]) -> None:
    """In a bulk they are not there, beside others that are; a filter does not find them; nothing of the call stands."""
    first, second, third, red, old = (shelf[name]["id"] for name in ("A1", "A2", "A3", "red", "old"))
    for body, place in (
        ({"delete": [third, second]}, "body.delete.1"), ({"delete": [second, third]}, "body.delete.0"), ({"update": [{"id": first, "amount": 7}, {"id": second, "amount": 7}]}, "body.update.1"),
        ({"update": [{"id": first, "amount": 7}], "delete": [second]}, "body.delete.0"),
    ):  # fmt: skip
        answer = await client.post("/v1/items/bulk", **body)
        assert (answer.status, answer.json["details"][0]["place"]) == (404, place), answer
    for more, place in (({"whole": second}, "body.create.1.whole"), ({"labels": [red, old]}, "body.create.1.labels.1")):
        dangling = await client.post("/v1/items/bulk", create=[{"code": "B1"}, {"code": "B2", **more}])
        assert (dangling.status, [one["place"] for one in dangling.json["details"]]) == (400, [place]), dangling
    meaning = client.with_headers({"prefer": "max-affected=9"})
    changed = await meaning.patch("/v1/items?or=(code=A2,code=A3)", amount=9)
    assert [one["code"] for one in changed.json["data"]["update"]] == ["A3"], changed
    assert (await meaning.delete("/v1/items", **{"title.contains": "boat"})).json == {"data": {"delete": 0}}
    assert [(one["code"], one["amount"]) for one in (await client.get("/v1/items")).json["data"]] == [("A1", 1), ("A3", 9)]


async def test_a_deleted_row_makes_room_for_an_upsert(client: Client, chief: Client, shelf: dict[str, dict[str, Any]]) -> None:
    """PUT creates the row anew; the deleted one cannot come back then, and says why; PUT of the deleted row is 404."""
    second = shelf["A2"]["id"]
    assert (await chief.put(f"/v1/items/{second}", code="A2", amount=3)).status == 404
    first = await chief.put("/v1/items", code="A2", amount=3)
    again = await chief.put("/v1/items", code="A2", amount=4)
    assert (first.status, again.status, again.json["data"]["id"] == first.json["data"]["id"] != second) == (201, 200, True)
    back = await client.post(f"/v1/items/{second}/restore")
    assert (back.status, {one["place"] for one in back.json["details"]}) == (409, {"row.code", "row.org"}), back
    assert (await client.delete(f"/v1/items/{again.json['data']['id']}")).status == 204
    assert (await client.post(f"/v1/items/{second}/restore")).status == 200


async def test_what_comes_back_is_found_again(client: Client, shelf: dict[str, dict[str, Any]]) -> None:
    """Words, links, parts and numbers of a row are kept while it is deleted."""
    second, red = shelf["A2"]["id"], shelf["red"]["id"]
    assert (await client.post(f"/v1/items/{second}/restore")).status == 200
    assert codes(await client.get("/v1/items", q="red boat")) == ["A2"]
    assert codes(await client.get("/v1/items", **{"labels.any": f"(id={red})"})) == ["A1", "A2"]
    assert [(one["name"], one["number"]) for one in (await client.get(f"/v1/items/{second}/pieces")).json["data"]] == [("oar", 1)]
    assert (await client.get("/v1/items/aggregate", measures="sum(amount)")).json["data"] == [{"sum(amount)": 7}]


async def test_many_are_deleted_and_each_returns_with_its_own(client: Client, shelf: dict[str, dict[str, Any]]) -> None:
    """Of rows that are deleted in one call, one that hangs on another before it went with that one."""
    first, third = shelf["A1"]["id"], shelf["A3"]["id"]
    assert (await client.post("/v1/items/bulk", delete=[first, third])).json == {"data": {"delete": 2}}
    assert codes(await client.get("/v1/items")) == []
    assert (await client.get("/v1/pieces")).json["data"] == []
    assert (await client.post(f"/v1/items/{third}/restore")).code == "PARENT_DELETED"
    assert (await client.post(f"/v1/items/{first}/restore")).status == 200
    assert codes(await client.get("/v1/items")) == ["A1", "A3"]
    assert sorted(one["name"] for one in (await client.get("/v1/pieces")).json["data"]) == ["bell", "wheel"]


async def test_a_full_set_of_links_counts_what_is_there(client: Client, shelf: dict[str, dict[str, Any]]) -> None:
    """A deleted label keeps its link for its return, unless the set is replaced by who cannot see it: then it stays as well."""
    first, red, old = shelf["A1"]["id"], shelf["red"]["id"], shelf["old"]["id"]
    others = [await labelled(client, name) for name in ("blue", "green")]
    assert (await client.patch(f"/v1/items/{first}", labels=[red, old])).status == 400
    full = await client.patch(f"/v1/items/{first}", labels=[red, *others])
    assert (full.status, full.code) in ((200, ""), (409, "TOO_MANY_LINKED")), full
    assert (await client.patch(f"/v1/items/{first}", labels=others)).status == 200
    assert (await client.post(f"/v1/labels/{old}/restore")).status == 200
    shown = await client.get(f"/v1/items/{first}", fields="labels(name)")
    assert sorted(one["name"] for one in shown.json["data"]["labels"]) == ["blue", "green", "old"]


async def test_the_file_of_a_deleted_row(client: Client, bed: Bed, shelf: dict[str, dict[str, Any]]) -> None:
    """It is 404 while the row is deleted, is kept for its return, and goes when the row is purged."""
    third = shelf["A3"]["id"]
    path = f"/v1/items/{third}/picture"
    assert (await client.send("PUT", path, body=PNG, headers={"content-type": "image/png"})).status == 200
    body, headers = form(("note", "x"), ("item", third), ("paper", "a.txt", "text/plain", b"words"))
    scan = (await client.send("POST", "/v1/scans", body=body, headers=headers)).json["data"]
    assert (await client.post("/v1/items/bulk", delete=[third])).status == 200
    assert [(await client.get(one)).status for one in (path, scan["paper"]["url"])] == [404, 404]
    assert (await client.send("PUT", path, body=PNG, headers={"content-type": "image/png"})).status == 404
    await later(bed)
    assert (await client.post(f"/v1/items/{third}/restore")).status == 200
    assert [(await client.get(one)).body for one in (path, scan["paper"]["url"])] == [PNG, b"words"]
    await client.delete(f"/v1/items/{third}")
    assert (await client.delete(f"/v1/items/{third}/purge")).status == 204
    await later(bed)
    root = path_of(bed)
    assert [one for one in root.rglob("*") if one.is_file()] == []
