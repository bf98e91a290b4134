"""The history of rows: what is kept of each way of writing, and who reads what of it."""
from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
from jsonschema_rs import Draft202012Validator
from tests.hostile.test_spectral import findings

from bedplate import App, put
from bedplate.declarations.lock import lock_document
from bedplate.storage.history import recorders, tables
from bedplate.testing import Bed
from bedplate.web.openapi import document

from . import bin_sample
from .history_sample import Label, Person, Ticket, app


@pytest.fixture
def bedplate_app() -> App:
    return app


async def _told(client: Any, path: str) -> list[dict[str, Any]]:
    answer = await client.get(f"{path}/history")
    assert answer.status == 200, answer
    return list(answer.json["data"])


async def _made(client: Any, **body: object) -> str:
    """The address of a new ticket."""
    answer = await client.post("/v1/tickets", **body)
    assert answer.status == 201, answer
    return f"/v1/tickets/{answer.json['data']['id']}"


def _database(bed: Bed) -> Any:
    return bed._running.database  # pyright: ignore[reportPrivateUsage]


def _changes(entries: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    return [(one["verb"], one["changes"]) for one in entries]


async def test_a_create_a_change_and_an_action_are_told_newest_first(bed: Bed) -> None:
    """Who, when, by which operation, and from what to what as answers show it; nothing of fields that stayed."""
    person = await bed.make(Person)
    client = bed.client(person)
    path = await _made(client, title="a", price="1.50")
    await client.patch(path, title="a", price="2.00")
    await client.post(f"{path}/settle")
    settled, changed, created = await _told(client, path)
    account = {"kind": "Person", "id": str(person.id)}
    assert changed == {
        "at": changed["at"], "verb": "update", "operation": "ticket.update", "account": account, "why": None,
        "changes": {"price": {"from": "1.50", "to": "2.00"}},
    }
    assert (created["verb"], created["operation"], created["account"]) == ("create", "ticket.create", account)
    assert created["changes"]["title"] == {"from": None, "to": "a"}
    assert (settled["verb"], settled["operation"], settled["changes"]) == ("update", "ticket.settle", {"status": {"from": "open", "to": "closed"}})


async def test_a_change_by_the_application_says_why(bed: Bed) -> None:
    """Within a call the caller is named too; outside of one there is nobody."""
    client = bed.client(await bed.make(Person))
    path = await _made(client, title="a")
    await client.post(f"{path}/settle")
    note = (await client.get(f"{path}/notes")).json["data"][0]["id"]
    (entry,) = await _told(client, f"/v1/notes/{note}")
    assert (entry["verb"], entry["operation"], entry["why"]) == ("create", "ticket.settle", "a note of the house")
    assert entry["account"]["kind"] == "Person"
    made = await bed.make(Ticket)
    (entry,) = await _told(client, f"/v1/tickets/{made.id}")
    assert entry["account"] is None
    assert entry["why"]


async def test_what_changes_nothing_is_no_entry(bed: Bed) -> None:
    """The same value once more, a hidden field, a refused write."""
    client = bed.client(await bed.make(Person))
    path = await _made(client, title="a")
    assert (await client.patch(path, title="a")).status == 200
    assert (await client.patch(path, title="unseen")).status in (403, 404)
    assert len(await _told(client, path)) == 1


async def test_deletions_and_returns_are_told_to_whoever_may_restore(bed: Bed) -> None:
    """For others a deleted row is not there, and neither is its history."""
    client, keeper = bed.client(await bed.make(Person)), bed.client(await bed.make(Person, put(Person.keeper, True)))
    path = await _made(client, title="a")
    note = (await client.post(f"{path}/notes", text="n")).json["data"]["id"]
    await client.delete(path)
    assert (await client.get(f"{path}/history")).status == 404
    assert [one["verb"] for one in await _told(keeper, path)] == ["delete", "create"]
    await keeper.post(f"{path}/restore")
    assert _changes(await _told(client, path))[:2] == [("restore", {}), ("delete", {})]
    assert [one["verb"] for one in await _told(client, f"/v1/notes/{note}")] == ["restore", "delete", "create"]


async def test_of_a_purged_row_only_its_end_is_kept(bed: Bed) -> None:
    """No value stays in the table; a line without values says who and when, and nobody is shown it."""
    client, keeper = bed.client(await bed.make(Person)), bed.client(await bed.make(Person, put(Person.keeper, True)))
    path = await _made(client, title="precious")
    await client.post(f"{path}/notes", text="precious too")
    await client.delete(path)
    assert (await keeper.delete(f"{path}/purge")).status == 204
    assert (await keeper.get(f"{path}/history")).status == 404
    rows = await _database(bed).read("SELECT owner, verb, operation, kind, changes, gone FROM bedplate_history ORDER BY owner")
    assert rows == [("note", "purge", "ticket.purge", "Person", "{}", 1), ("ticket", "purge", "ticket.purge", "Person", "{}", 1)]


async def test_what_the_database_does_by_itself_is_told(bed: Bed) -> None:
    """A reference that is emptied because its row went."""
    person, other = await bed.make(Person), await bed.make(Person)
    client = bed.client(person)
    path = await _made(client, title="a", owner=str(other.id))
    await _database(bed).write(lambda transaction: transaction.run("DELETE FROM person WHERE id = ?", (str(other.id),)))
    assert _changes(await _told(client, path))[0] == ("update", {"owner": {"from": str(other.id), "to": None}})


async def test_bulk_and_filters_tell_of_each_row(bed: Bed) -> None:
    """One entry for each row that changed."""
    client = bed.client(await bed.make(Person))
    answer = await client.post("/v1/tickets/bulk", create=[{"title": "a"}, {"title": "a"}, {"title": "b", "status": "closed"}])
    paths = [f"/v1/tickets/{one['id']}" for one in answer.json["data"]["create"]]
    answer = await client.with_headers({"prefer": "max-affected=5"}).patch("/v1/tickets?title.in=a,b", status="closed")
    assert answer.status == 200, answer
    entries = [await _told(client, path) for path in paths]
    assert [[one["operation"] for one in each] for each in entries] == [["ticket.update_where", "ticket.bulk"]] * 2 + [["ticket.bulk"]]


async def test_sets_of_a_decision_tell_of_each_row(bed: Bed) -> None:
    """A set that is changed, and one that is deleted in the application's own right."""
    client, keeper = bed.client(await bed.make(Person)), bed.client(await bed.make(Person, put(Person.keeper, True)))
    paths = [await _made(client, title="a", price=price) for price in ("0.00", "1.00", "0.00")]
    assert (await client.post("/v1/tickets/sweep")).status == 200
    swept = [[(one["verb"], one["operation"], one["why"]) for one in await _told(keeper, path)][:-1] for path in paths]
    closed, gone = ("update", "ticket.sweep", None), ("delete", "ticket.sweep", "the broom")
    assert swept == [[gone, closed], [closed], [gone, closed]]


async def test_links_are_named(bed: Bed) -> None:
    """One entry for all that a call moved; not for whoever reads no rows of the other side."""
    client = bed.client(await bed.make(Person))
    labels = [str((await bed.make(Label)).id) for _ in range(3)]
    path = await _made(client, title="a")
    await client.patch(path, labels=labels)
    await client.patch(path, labels=labels[:1])
    assert _changes(await _told(client, path))[:-1] == [("update", {"labels": {}})] * 2


async def test_a_field_that_is_not_for_the_reader_is_left_out(bed: Bed) -> None:
    """By today's rules, in old and new values; a change of nothing else is no entry. What is hidden is never kept."""
    client, keeper = bed.client(await bed.make(Person)), bed.client(await bed.make(Person, put(Person.keeper, True)))
    path = await _made(client, title="a", salary="low")
    await client.patch(path, salary="high")
    await client.patch(path, salary="higher", title="b")
    assert _changes(await _told(client, path))[0] == ("update", {"title": {"from": "a", "to": "b"}})
    assert ["salary" in one["changes"] for one in await _told(client, path)] == [False, False]
    assert [one["changes"].get("salary") for one in await _told(keeper, path)] == [
        {"from": "high", "to": "higher"}, {"from": "low", "to": "high"}, {"from": None, "to": "low"}]
    made = await bed.make(Ticket, put(Ticket.code, "hidden words"))
    rows = await _database(bed).read("SELECT changes FROM bedplate_history")
    assert made.id
    assert not [row for row in rows if "hidden words" in str(row) or "code" in str(row)]


async def test_who_reads_no_row_or_no_history(bed: Bed) -> None:
    """404 for what is not there or not to be seen, 403 where only the history is not for the caller, 401 for strangers."""
    client = bed.client(await bed.make(Person))
    assert (await client.get(f"/v1/tickets/{(await bed.make(Label)).id}/history")).status == 404
    unseen, closed = await bed.make(Ticket, put(Ticket.title, "unseen")), await bed.make(Ticket, put(Ticket.title, "closed"))
    assert (await client.get(f"/v1/tickets/{unseen.id}/history")).status == 404
    assert (await client.get(f"/v1/tickets/{closed.id}/history")).status == 403
    assert (await bed.client().get(f"/v1/tickets/{closed.id}/history")).status == 401
    assert (await client.get(f"/v1/labels/{(await bed.make(Label)).id}/history")).status == 404


async def test_pages_lead_to_the_oldest_and_back(bed: Bed) -> None:
    """By cursors that name entries, so that what is written meanwhile moves nothing."""
    client = bed.client(await bed.make(Person))
    path = await _made(client, title="0")
    for number in range(1, 5):
        await client.patch(path, title=str(number))
    first = (await client.get(f"{path}/history?limit=2")).json
    second = (await client.get(f"{path}/history?limit=2&cursor={first['page']['next']}")).json
    third = (await client.get(f"{path}/history?limit=2&cursor={second['page']['next']}")).json
    await client.patch(path, title="5")
    back = (await client.get(f"{path}/history?limit=2&cursor={second['page']['previous']}")).json
    shown = [[one["changes"]["title"]["to"] for one in page["data"]] for page in (first, second, third, back)]
    assert shown == [["4", "3"], ["2", "1"], ["0"], ["4", "3"]]
    assert (third["page"]["next"], first["page"]["previous"]) == (None, None)
    assert back["page"]["previous"] is not None


async def test_wrong_questions_are_refused(bed: Bed) -> None:
    """An unknown parameter, a limit out of range, a cursor that was made up or belongs to another list."""
    client = bed.client(await bed.make(Person))
    path = await _made(client, title="0")
    await _made(client, title="1")
    other = (await client.get("/v1/tickets?limit=1")).json["page"]["next"]
    for query in ("fields=title", "limit=0", "limit=101", "limit=x"):
        assert (await client.get(f"{path}/history?{query}")).code == "INVALID_INPUT"
    for cursor in ("abc", other):
        assert (await client.get(f"{path}/history?cursor={cursor}")).code == "INVALID_CURSOR"


async def test_history_adds_no_statement(bed: Bed) -> None:
    """Writing a row that keeps it takes as many statements as one that does not; reading it is one."""
    client = bed.client(await bed.make(Person))
    texts: list[str] = []
    path = await _made(client, title="a")
    label = (await client.post("/v1/labels", name="a")).json["data"]["id"]
    _database(bed).on_statement = texts.append
    counts = []
    for work in (client.patch(path, title="b"), client.patch(f"/v1/labels/{label}", name="b"), client.get(f"{path}/history")):
        texts.clear()
        assert (await work).status == 200
        counts.append(len(texts))
    assert counts == [counts[1], counts[1], 1]


async def test_the_entries_of_a_row_are_found_by_an_index(bed: Bed) -> None:
    """However many others there are."""
    client = bed.client(await bed.make(Person))
    path = await _made(client, title="a")
    texts: list[str] = []
    _database(bed).on_statement = texts.append
    await client.get(f"{path}/history")
    assert any("bedplate_history_of_row" in line for line in _database(bed).explain(texts[0]))


async def test_the_document_describes_it(bed: Bed, tmp_path: Path) -> None:
    """A page of entries as they are answered, its parameters and nothing else; Spectral with the OWASP rules finds nothing."""
    described = cast("dict[str, Any]", document(app.contract))
    operation = described["paths"]["/v1/tickets/{id}/history"]["get"]
    assert {one["name"] for one in operation["parameters"]} == {"id", "limit", "cursor"}
    assert "/v1/labels/{id}/history" not in described["paths"]
    client, keeper = bed.client(await bed.make(Person)), bed.client(await bed.make(Person, put(Person.keeper, True)))
    path = await _made(client, title="a", salary="low")
    await client.patch(path, labels=[str((await bed.make(Label)).id)], title="b")
    await client.delete(path)
    await keeper.post(f"{path}/restore")
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    validator = Draft202012Validator({**schema, "components": described["components"]})
    assert list(validator.iter_errors((await keeper.get(f"{path}/history")).json)) == []
    assert findings(described, tmp_path) == []


async def test_the_lock_says_that_a_history_is_kept() -> None:
    """So that a review sees where it begins or ends."""
    resources = cast("dict[str, Any]", lock_document(app.contract)["resources"])
    assert (resources["Ticket"].get("history"), resources["Label"].get("history")) == (True, None)


async def test_without_any_history_there_is_no_table_and_no_trigger() -> None:
    """Who does not ask for it has nothing of it."""
    contract = bin_sample.app.contract
    assert contract.resources
    assert (tables(contract), recorders(contract)) == ((), ())
