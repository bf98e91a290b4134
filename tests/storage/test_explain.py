"""EXPLAIN QUERY PLAN of what the helpdesk declares, over the whole path of a request: each filter and each sort is served by an index."""
from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from helpdesk_bed import Helpdesk, example, helpdesk

from bedplate.declarations.contract import ComputedContract, Contract, FieldContract, Operation, ResourceContract
from bedplate.storage.schema import schema

app, _ = example()
CONTRACT: Contract = app.app.contract
LISTS = {one.id: one for one in CONTRACT.operations if one.verb == "list" and one.resource is not None}
ROLES = ("requester", "agent", "admin")

# A part has no tenant of its own: its list over all wholes goes through the rows in their order and leaves out those of others. That is
# a scan, which the loop's thread never does; the list below one whole is a search.
OF_ALL_WHOLES = {"comment.list"}


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Helpdesk]:
    found = helpdesk(tmp_path)
    yield found
    await found.running.stop()


def declared(resource: ResourceContract) -> Iterator[FieldContract | ComputedContract]:
    yield from resource.fields.values()
    yield from resource.computed.values()


def filters(desk: Helpdesk, resource: ResourceContract) -> Iterator[str]:
    """`field=value` and `field.isnull=true` for each field that may be filtered."""
    for one in declared(resource):
        if not one.filter:
            continue
        known = [row[one.name] for row in desk.rows[resource.name] if row.get(one.name) is not None]
        value = known[0] if known else desk.now
        text = value.isoformat() if isinstance(value, datetime) else str(getattr(value, "value", value))
        yield f"{one.name}={quote(text)}"
        if one.nullable:
            yield f"{one.name}.isnull=true"


def sorts(resource: ResourceContract) -> Iterator[str]:
    for one in declared(resource):
        if one.sort or one.name in {key.field for key in resource.sort if key.field not in resource.key}:
            yield f"sort={one.name}"
            yield f"sort=-{one.name}"


async def plan(desk: Helpdesk, operation: Operation, query: str, role: str) -> list[str]:
    """Of the one statement that answers."""
    who = desk.person(role)
    ticket = next(one for one in desk.rows["Ticket"] if one["author"] == who["id"] or (role != "requester" and one["org"] == who["org"]))
    found = await desk.send("GET", operation.path.replace("{id}", str(ticket["id"])), query, who=who)
    assert found.status == 200, found
    return desk.running.database.explain(found.statements[-1])


def wrong(lines: list[str]) -> list[str]:
    return [one for one in lines if "SCAN" in one or "TEMP B-TREE" in one or "AUTOMATIC" in one]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", sorted(set(LISTS) - OF_ALL_WHOLES))
async def test_every_declared_filter_and_sort_is_a_search(desk: Helpdesk, name: str, role: str) -> None:
    """Unfiltered in the default sort, each filter in the default sort, each sort both ways, each with a further page: no scan of a table,
    nothing sorted aside."""
    resource = CONTRACT.resources[LISTS[name].resource or ""]
    queries = ["", *filters(desk, resource), *sorts(resource)]
    plans = {query: await plan(desk, LISTS[name], query, role) for query in queries}
    assert {query: wrong(lines) for query, lines in plans.items() if wrong(lines)} == {}


async def test_a_further_page_is_a_search_too(desk: Helpdesk) -> None:
    """The index is entered at the cursor."""
    who = desk.person("admin")
    for query in ("limit=2", "limit=2&sort=priority", "limit=2&sort=-due_at", "limit=2&status=open"):
        first = await desk.send("GET", "/v1/tickets", query, who=who)
        second = await desk.send("GET", "/v1/tickets", f"{query}&cursor={quote(first.json['page']['next'])}", who=who)
        lines = desk.running.database.explain(second.statements[-1])
        assert wrong(lines) == [], query


@pytest.mark.parametrize("name", sorted(OF_ALL_WHOLES))
async def test_what_scans_is_not_for_the_loop(desk: Helpdesk, name: str) -> None:
    """The one list that must look at rows of others keeps the order of an index, and is answered by a reader thread."""
    lines = await plan(desk, LISTS[name], "", "admin")
    assert wrong(lines) == ["SCAN r1 USING INDEX comment__created_at__id LEFT-JOIN"]
    plans = list(desk.running.store._selections.shapes._known.values())
    assert [one.plan.lane((20,) * 9) for one in plans if one.plan is not None] == ["reader"]


def test_indexes_begin_with_the_tenant_and_end_with_the_key() -> None:
    """Tenant, filter, sort, key: in that order, for each declared filter in the default sort, and for each declared sort."""
    indexes = {(one.table, tuple(name for name, _ in one.columns)) for one in schema(CONTRACT).indexes}
    for wanted in (
        ("org", "created_at", "id"), ("org", "status", "created_at", "id"), ("org", "project", "created_at", "id"), ("org", "priority", "created_at", "id"),
        ("org", "author", "created_at", "id"), ("org", "assignee", "created_at", "id"), ("org", "solved_at", "created_at", "id"),
        ("org", "due_at", "created_at", "id"), ("org", "due_at", "id"), ("org", "priority", "id"),
    ):
        assert ("ticket", wanted) in indexes
    assert ("comment", ("ticket", "created_at", "id")) in indexes
    assert ("person", ("org", "role", "name", "id")) in indexes
