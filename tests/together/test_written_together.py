"""Writes of many rows, of rows with their parts, and PUT, beside files, links, numbers and deletions."""
from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.files.forms import PNG, form, path_of, tidy

from bedplate.testing import Answer, Bed, Client

TEXT = {"content-type": "text/plain"}


def told(answer: Answer) -> list[tuple[str, str]]:
    """Place and rule of each detail."""
    return [(one["place"], one["rule"]) for one in answer.json.get("details", [])]


async def made(client: Client, code: str, **more: object) -> dict[str, Any]:
    answer = await client.post("/v1/items", code=code, **more)
    assert answer.status == 201, answer
    found: dict[str, Any] = answer.json["data"]
    return found


async def labelled(client: Client, *names: str) -> list[str]:
    answer = await client.post("/v1/labels/bulk", create=[{"name": name} for name in names])
    assert answer.status == 200, answer
    return [one["id"] for one in answer.json["data"]["create"]]


async def labels_of(client: Client, item: str) -> list[str]:
    answer = await client.get(f"/v1/items/{item}", fields="labels(name)")
    return sorted(one["name"] for one in answer.json["data"]["labels"])


async def later(bed: Bed) -> None:
    """When what nobody holds has been forgotten."""
    for _ in range(2):
        await tidy(bed)
        bed.travel(timedelta(hours=2))


def kept(bed: Bed) -> int:
    return len([one for one in path_of(bed).rglob("*") if one.is_file()])


# ---- files -----------------------------------------------------------------------------------------------------------------------
async def test_a_row_that_needs_a_file_is_made_by_a_form_only(client: Client) -> None:
    """One that came in JSON lacks it, alone or among many; of rows that are there all else can be changed."""
    single = await client.post("/v1/scans", note="a")
    assert (single.status, told(single)) == (400, [("body.paper", "required")])
    many = await client.post("/v1/scans/bulk", create=[{"note": "a"}, {"note": "b", "paper": "x"}])
    assert (many.status, sorted(told(many))) == (400, [("body.create.0.paper", "required"), ("body.create.1.paper", "file")]), many
    body, headers = form(("note", "a"), ("paper", "a.txt", "text/plain", b"words"))
    one = (await client.send("POST", "/v1/scans", body=body, headers=headers)).json["data"]
    changed = await client.post("/v1/scans/bulk", update=[{"id": one["id"], "note": "c"}])
    assert changed.json["data"]["update"] == [one | {"note": "c", "updated_at": changed.json["data"]["update"][0]["updated_at"]}]
    by_filter = await client.with_headers({"prefer": "max-affected=2"}).patch("/v1/scans?note=c", note="d")
    assert [(row["note"], row["paper"]) for row in by_filter.json["data"]["update"]] == [("d", one["paper"])]
    none = await client.with_headers({"prefer": "max-affected=2"}).patch("/v1/scans?note=d", paper=None)
    assert (none.status, told(none)) == (400, [("body.paper", "null")])


async def test_files_go_when_many_rows_do(client: Client, bed: Bed) -> None:
    """By a bulk, by a filter, by PUT, and as parts that a change of their whole deletes."""
    first = await made(client, "A1", pieces=[{"name": "a"}, {"name": "b"}, {"name": "c"}])
    pieces = [one["id"] for one in (await client.get(f"/v1/items/{first['id']}/pieces")).json["data"]]
    for piece in pieces:
        assert (await client.send("PUT", f"/v1/pieces/{piece}/sheet", body=b"words", headers=TEXT)).status == 200
    assert (await client.send("PUT", f"/v1/items/{first['id']}/picture", body=PNG, headers={"content-type": "image/png"})).status == 200
    assert kept(bed) == 4
    assert (await client.post("/v1/pieces/bulk", delete=[pieces[0]])).status == 200
    assert (await client.with_headers({"prefer": "max-affected=1"}).delete("/v1/pieces", name="b")).status == 200
    assert (await client.patch(f"/v1/items/{first['id']}", pieces={"delete": [pieces[2]]})).status == 200
    await later(bed)
    assert kept(bed) == 1
    emptied = await client.post("/v1/items/bulk", update=[{"id": first["id"], "picture": None}])
    assert emptied.json["data"]["update"][0]["picture"] is None
    await later(bed)
    assert kept(bed) == 0


async def test_put_of_a_row_leaves_its_files(chief: Client, bed: Bed) -> None:
    """They have an address of their own: JSON sets none and could not bring one back; null takes one away."""
    first = await made(chief, "A1")
    path = f"/v1/items/{first['id']}"
    for _ in range(2):
        assert (await chief.send("PUT", f"{path}/picture", body=PNG, headers={"content-type": "image/png"})).status == 200
    shown = (await chief.get(path)).json["data"]
    wrong = await chief.put(path, code="A1", picture=shown["picture"])
    assert (wrong.status, told(wrong)) == (400, [("body.picture", "file")])
    for answer in (await chief.put(path, code="A1", title="new"), await chief.put("/v1/items", code="A1", title="newer")):
        assert (answer.status, answer.json["data"]["picture"]) == (200, shown["picture"]), answer
    await later(bed)
    assert kept(bed) == 1
    assert (await chief.put("/v1/items", code="A1", picture=None)).json["data"]["picture"] is None
    await later(bed)
    assert kept(bed) == 0


async def test_a_row_that_needs_a_file_is_replaced_without_it(client: Client) -> None:
    """What PUT must say of such a row is all else."""
    body, headers = form(("note", "a"), ("paper", "a.txt", "text/plain", b"words"))
    one = (await client.send("POST", "/v1/scans", body=body, headers=headers)).json["data"]
    for more in ({"note": "b"}, {}):
        answer = await client.put(f"/v1/scans/{one['id']}", **more)
        assert (answer.status, answer.json["data"]["paper"], answer.json["data"]["note"]) == (200, one["paper"], more.get("note", "")), answer


async def test_a_form_with_a_file_cannot_carry_parts(client: Client) -> None:
    """A part of a form is one field: rows that come along are JSON."""
    body, headers = form(("code", "A1"), ("pieces", "[]"), ("picture", "a.png", "image/png", PNG))
    answer = await client.send("POST", "/v1/items", body=body, headers=headers)
    assert (answer.status, answer.code) == (400, "INVALID_INPUT"), answer
    body, headers = form(("code", "A1"), ("picture", "a.png", "image/png", PNG))
    assert (await client.send("POST", "/v1/items", body=body, headers=headers)).status == 201


# ---- links -----------------------------------------------------------------------------------------------------------------------
async def test_links_are_written_by_every_write(chief: Client) -> None:
    """Of many rows, of a row with parts, by a filter, by PUT, which empties what it does not say."""
    red, blue = await labelled(chief, "red", "blue")
    answer = await chief.post("/v1/items/bulk", create=[{"code": "A1", "labels": [red]}, {"code": "A2", "labels": [red, blue]}])
    first, second = (one["id"] for one in answer.json["data"]["create"])
    assert [await labels_of(chief, one) for one in (first, second)] == [["red"], ["blue", "red"]]
    assert (await chief.post("/v1/items/bulk", update=[{"id": first, "labels": [blue]}, {"id": second, "labels": []}])).status == 200
    assert [await labels_of(chief, one) for one in (first, second)] == [["blue"], []]
    assert (await chief.patch(f"/v1/items/{second}", labels=[red], pieces={"create": [{"name": "a"}]})).status == 200
    assert await labels_of(chief, second) == ["red"]
    changed = await chief.with_headers({"prefer": "max-affected=5"}).patch("/v1/items?labels.any=(name=blue)", labels=[red, blue], amount=5)
    assert [one["code"] for one in changed.json["data"]["update"]] == ["A1"], changed
    assert await labels_of(chief, first) == ["blue", "red"]
    assert (await chief.put("/v1/items", code="A1", labels=[red])).status == 200
    assert await labels_of(chief, first) == ["red"]
    assert (await chief.put(f"/v1/items/{first}", code="A1")).status == 200
    assert await labels_of(chief, first) == []
    assert (await chief.put("/v1/items", code="A3", labels=[blue])).status == 201
    gone = await chief.with_headers({"prefer": "max-affected=5"}).delete("/v1/items", **{"labels.any": "(name=blue)"})
    assert gone.json == {"data": {"delete": 1}}


async def test_wrong_links_name_their_place(chief: Client) -> None:
    """In the row of a bulk, and in a PUT; nothing of the call stands."""
    names = await labelled(chief, "a", "b", "c", "d")
    first = await made(chief, "A1")
    nowhere = "01890000-0000-7000-8000-000000000000"
    for answer, status, detail in (
        (await chief.post("/v1/items/bulk", create=[{"code": "A2"}, {"code": "A3", "labels": [names[0], nowhere]}]), 400, ("body.create.1.labels.1", "reference")),
        (await chief.post("/v1/items/bulk", update=[{"id": first["id"], "labels": names}]), 400, ("body.update.0.labels", "max")),
        (await chief.put("/v1/items", code="A4", labels=[nowhere]), 400, ("body.labels.0", "reference")),
        (await chief.put(f"/v1/items/{first['id']}", code="A1", labels=names), 400, ("body.labels", "max")),
    ):
        assert (answer.status, told(answer)) == (status, [detail]), answer
    assert [one["code"] for one in (await chief.get("/v1/items")).json["data"]] == ["A1"]


# ---- numbers, and rows with their parts -------------------------------------------------------------------------------------------
async def test_numbers_of_parts_however_they_come(client: Client) -> None:
    """With their whole, in a bulk, by themselves: each whole counts for itself, and what was deleted is not given again."""
    first = await made(client, "A1", pieces=[{"name": "a"}, {"name": "b"}])
    second = await made(client, "A2")
    async def numbers(item: dict[str, Any]) -> list[tuple[int, str]]:
        return [(one["number"], one["name"]) for one in (await client.get(f"/v1/items/{item['id']}", fields="pieces(number,name)")).json["data"]["pieces"]]

    answer = await client.post("/v1/pieces/bulk", create=[{"item": second["id"], "name": "c"}, {"item": first["id"], "name": "d"}, {"item": second["id"], "name": "e"}])
    assert [one["number"] for one in answer.json["data"]["create"]] == [1, 3, 2]
    assert (await numbers(first), await numbers(second)) == ([(1, "a"), (2, "b"), (3, "d")], [(1, "c"), (2, "e")])
    gone = answer.json["data"]["create"][1]["id"]
    changed = await client.patch(f"/v1/items/{first['id']}", pieces={"delete": [gone], "create": [{"name": "f"}]})
    assert changed.status == 200
    assert await numbers(first) == [(1, "a"), (2, "b"), (4, "f")]
    for body in ({"create": [{"item": first["id"], "name": "x", "number": 9}]}, {"update": [{"id": gone, "number": 9}]}):
        refused = await client.post("/v1/pieces/bulk", **body)
        assert (refused.status, [rule for _, rule in told(refused)]) == (400, ["unknown"]), refused


async def test_a_whole_is_never_too_full(client: Client) -> None:
    """Four pieces at most: in a bulk, by themselves, in a change of the whole; what is exchanged in one call fits."""
    first = await made(client, "A1", pieces=[{"name": name} for name in "abc"])
    pieces = [one["id"] for one in (await client.get(f"/v1/items/{first['id']}/pieces")).json["data"]]
    too_many = await client.post("/v1/pieces/bulk", create=[{"item": first["id"], "name": name} for name in "de"])
    assert (too_many.status, too_many.code) == (409, "ITEM_PIECES_FULL"), too_many
    assert (await client.patch(f"/v1/items/{first['id']}", pieces={"create": [{"name": name} for name in "de"]})).code == "ITEM_PIECES_FULL"
    exchanged = await client.post("/v1/pieces/bulk", create=[{"item": first["id"], "name": name} for name in "de"], delete=[pieces[0]])
    assert exchanged.status == 200, exchanged
    assert (await client.post("/v1/items", code="A2", pieces=[{"name": name} for name in "abcde"])).status == 400


@pytest.mark.parametrize("write", ["bulk", "put", "upsert", "filter"])
async def test_parts_come_by_create_and_change_alone(chief: Client, write: str) -> None:
    """Everywhere else they are a name that is not known, with its place."""
    first = await made(chief, "A1")
    pieces = [{"name": "a"}]
    answer, place = {
        "bulk": lambda: (chief.post("/v1/items/bulk", create=[{"code": "A2", "pieces": pieces}]), "body.create.0.pieces"),
        "put": lambda: (chief.put(f"/v1/items/{first['id']}", code="A1", pieces=pieces), "body.pieces"),
        "upsert": lambda: (chief.put("/v1/items", code="A1", pieces=pieces), "body.pieces"),
        "filter": lambda: (chief.with_headers({"prefer": "max-affected=1"}).patch("/v1/items?code=A1", pieces={"create": pieces}), "body.pieces"),
    }[write]()
    refused = await answer
    assert (refused.status, told(refused)) == (400, [(place, "unknown")])


# ---- revisions -------------------------------------------------------------------------------------------------------------------
async def test_a_revision_is_asked_of_every_change(client: Client) -> None:
    """PATCH, PUT and DELETE of a row that wants one: 428 without, 412 with an old one. A deleted row shows none to anybody: a restore and
    a purge take one, and need none."""
    bill = await client.post("/v1/bills", title="a")
    path, old = f"/v1/bills/{bill.json['data']['id']}", bill.headers["etag"]

    async def twice(method: str, more: str = "", **body: object) -> Answer:
        """Without a revision, with a wrong one, with the right one."""
        sent = None if not body else b'{"title":"%s"}' % str(body["title"]).encode()
        assert (await client.send(method, path + more, body=sent)).status == 428, (method, more)
        assert (await client.send(method, path + more, body=sent, headers={"if-match": '"99-00000000"'})).status == 412, (method, more)
        return await client.send(method, path + more, body=sent, headers={"if-match": tag})

    tag = old
    tag = (await twice("PATCH", title="b")).headers["etag"]
    replaced = await twice("PUT", title="c")
    assert (replaced.status, replaced.json["data"]["number"]) == (200, bill.json["data"]["number"])
    tag = replaced.headers["etag"]
    assert (await twice("DELETE")).status == 204
    listed = await client.get("/v1/bills", deleted="true")
    assert [one["title"] for one in listed.json["data"]] == ["c"]
    for method, more in (("POST", "/restore"), ("DELETE", "/purge")):
        assert (await client.send(method, path + more, headers={"if-match": '"99-00000000"'})).status == 412
    back = await client.send("POST", f"{path}/restore")
    assert (back.status, back.json["data"]["title"]) == (200, "c"), back
    tag = back.headers["etag"]
    assert (await twice("DELETE")).status == 204
    assert (await client.send("DELETE", f"{path}/purge")).status == 204
    assert (await client.post("/v1/bills", title="d")).json["data"]["number"] == 2


# ---- repeats and units -------------------------------------------------------------------------------------------------------------
async def test_each_new_write_takes_effect_once_under_a_key(chief: Client) -> None:
    """PUT by a set, of a row, bulk, by filter, with parts, restore, purge: a repeat is answered as the first was; another request is refused."""
    meaning = {"prefer": "max-affected=9"}
    first = await made(chief, "A1", pieces=[{"name": "a"}])
    path = f"/v1/items/{first['id']}"

    async def twice(key: str, method: str, target: str, body: bytes | None = None, more: dict[str, str] | None = None) -> Answer:
        headers = {"idempotency-key": key, **(more or {})}
        one, two = [await chief.send(method, target, body=body, headers=headers) for _ in range(2)]
        assert (one.status, one.body, one.headers.get("etag")) == (two.status, two.body, two.headers.get("etag")), (one, two)
        other = await chief.send(method, target.replace("A17", "Z9"), body=None if body is None else body.replace(b"B", b"Y"), headers=headers)
        assert (other.status, other.code) == (409, "IDEMPOTENCY_KEY_REUSED"), other
        return one

    assert (await twice("k1", "PUT", "/v1/items", b'{"code":"B1"}')).status == 201
    assert (await twice("k2", "POST", "/v1/items", b'{"code":"B2","pieces":[{"name":"a"}]}')).status == 201
    assert (await twice("k3", "POST", "/v1/items/bulk", b'{"create":[{"code":"B3"}]}')).status == 200
    assert (await twice("k4", "PATCH", "/v1/items?or=(code=B3,code=A17)", b'{"amount":2}', meaning)).json["data"]["update"][0]["amount"] == 2
    assert (await twice("k5", "DELETE", "/v1/items?or=(code=B3,code=A17)", None, meaning)).json == {"data": {"delete": 1}}
    assert (await chief.get(path, fields="count_of_pieces")).json["data"] == {"count_of_pieces": 1}
    assert sorted(one["code"] for one in (await chief.get("/v1/items")).json["data"]) == ["A1", "B1", "B2"]


async def test_what_a_call_costs(client: Client, bed: Bed) -> None:
    """A unit a row: with its parts, in a bulk, as many as are meant by a filter; aggregates 5, exports 20, a search one."""
    def left(answer: Answer) -> int:
        assert answer.status < 300, answer
        return int(answer.headers["ratelimit"].split(";")[1].removeprefix("r="))

    async def cost(method: str, target: str, body: bytes | None = None, **headers: str) -> int:
        answers = [await client.send(method, target, body=body, headers=headers)]
        answers.append(await client.send(method, target, body=body.replace(b"A", b"B") if body else None, headers=headers))
        return left(answers[0]) - left(answers[1])

    assert await cost("POST", "/v1/items", b'{"code":"A1","pieces":[{"name":"a"},{"name":"b"}]}') == 3
    assert await cost("POST", "/v1/items/bulk", b'{"create":[{"code":"A2"},{"code":"A3"}]}') == 2
    assert await cost("PATCH", "/v1/items?amount=0", b'{"amount":0}', prefer="max-affected=9") == 9
    assert await cost("GET", "/v1/items?q=thing") == 1
    assert await cost("GET", "/v1/items/aggregate?group=title") == 5
    assert await cost("GET", "/v1/items/export") == 20
