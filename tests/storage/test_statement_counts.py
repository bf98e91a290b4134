"""How many statements SQLite runs for a call, as SQLite itself reports them, over the whole path of a request."""
from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from helpdesk_bed import Helpdesk, example, helpdesk, key

from bedplate.declarations.contract import Contract, ResourceContract

app, _ = example()
CONTRACT: Contract = app.app.contract
READS = [one for one in CONTRACT.operations if one.verb in ("list", "read") and one.resource is not None]
ROLES = ("requester", "agent", "admin")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Helpdesk]:
    found = helpdesk(tmp_path)
    yield found
    await found.running.stop()


def nested(resource: ResourceContract, depth: int) -> str:
    """`fields=` with every relation and reference on each level."""
    if not depth:
        return "*"
    inner = [f"{one.name}({nested(CONTRACT.resources[one.target], depth - 1)})" for one in _narrow(resource, depth)]
    return ",".join(["*", *inner])


def _narrow(resource: ResourceContract, depth: int) -> Iterator[object]:
    """All at the top, two further down: a request may ask for a hundred fields."""
    relations = [one for one in resource.relations.values() if one.cardinality == "many"] + [
        one for one in resource.relations.values() if one.cardinality == "one"]
    yield from relations if depth == 3 and len(relations) < 3 else relations[:2] if depth == 3 else relations[:1]


def path_of(desk: Helpdesk, template: str, resource: str, role: str) -> str:
    """With the key of a row that this caller may read."""
    who = desk.person(role)
    own = next(one for one in desk.rows["Ticket"] if one["author"] == who["id"] or (role != "requester" and one["org"] == who["org"]))
    comment = next(one for one in desk.rows["Comment"] if one["ticket"] == own["id"] and not one["internal"])
    row = {"Ticket": own, "Comment": comment, "Org": {"id": who["org"]}, "Person": who, "Project": {"id": own["project"]}}
    return template.replace("{id}", str(key(row["Ticket"] if "/comments" in template and resource == "Comment" and "tickets" in template else row[resource])))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("operation", READS, ids=lambda one: one.id)
async def test_a_read_is_one_statement(desk: Helpdesk, operation: object, role: str) -> None:
    """Whoever asks, with three levels below the first, each with its own policy; and each further page, with its cursor, is one too."""
    resource = CONTRACT.resources[operation.resource]
    who, query = desk.person(role), f"fields={quote(nested(resource, 3))}"
    path = path_of(desk, operation.path, operation.resource, role)
    if operation.verb == "list":
        query += "&limit=1"
    await desk.send("GET", path, query, who=who)  # a shape's first use is planned, once
    found = await desk.send("GET", path, query, who=who)
    assert (found.status, len(found.statements)) == (200, 1), found
    cursor = found.json["page"]["next"] if operation.verb == "list" else None
    if cursor is None:
        return
    await desk.send("GET", path, f"{query}&cursor={quote(cursor)}", who=who)
    found = await desk.send("GET", path, f"{query}&cursor={quote(cursor)}", who=who)
    assert (found.status, len(found.statements)) == (200, 1), found


def test_nesting_reaches_three_levels_below_the_first() -> None:
    """Of a ticket: its comments, their ticket, its comments again."""
    assert nested(CONTRACT.resources["Ticket"], 3).count("(") >= 4
    assert ")))" in nested(CONTRACT.resources["Comment"], 3)


# A create: the caller's own row (for what is filled from it), INSERT, and one look at the new row, which asks all rules and gives the
# answer. An update: the look before, UPDATE, the look after. An action: the caller, the row, its rule; then in the transaction the
# look before, the guard of what the decision read, UPDATE, the look after. What the hooks of the helpdesk do is counted apart.
WRITES = {
    "create a project": 3,
    "update a project": 3,
    "delete a project": 2,
    "create a ticket": 3 + 2,  # the hook reads the project, and what it read is still so
    "update a ticket": 3,
    "assign": 7 + 2 + 1 - 1,  # the agent, and that they still are one; the event; the state was not read, so it has no guard
    "solve": 7,
    "reopen": 7,
    "comment": 3 + 4,  # the hook reads the ticket, which is guarded, changed and looked at
    "update a comment": 3,
    "delete a comment": 2,
    "delete a ticket": 2,
}


async def test_writes(desk: Helpdesk) -> None:
    """Every write of the helpdesk by an admin, each the second time: exactly so many statements; creates have three of their own."""
    await _written(desk, "first")
    assert await _written(desk, "second") == WRITES


async def _written(desk: Helpdesk, name: str) -> dict[str, int]:
    admin, agent = desk.person("admin"), desk.person("agent")
    counted: dict[str, int] = {}

    async def write(what: str, method: str, path: str, body: object = None) -> str:
        found = await desk.send(method, path, who=admin, body=body)
        assert found.status in (200, 201, 204), found
        counted[what] = len(found.statements)
        return str(found.json["data"]["id"]) if found.body else ""

    project = await write("create a project", "POST", "/v1/projects", {"name": name})
    await write("update a project", "PATCH", f"/v1/projects/{project}", {"name": f"{name} again"})
    ticket = await write("create a ticket", "POST", "/v1/tickets", {"project": project, "title": "t", "body": "b"})
    await write("update a ticket", "PATCH", f"/v1/tickets/{ticket}", {"title": "u"})
    await write("assign", "POST", f"/v1/tickets/{ticket}/assign", {"to": str(agent["id"])})
    await write("solve", "POST", f"/v1/tickets/{ticket}/solve", {})
    await write("reopen", "POST", f"/v1/tickets/{ticket}/reopen", {})
    comment = await write("comment", "POST", f"/v1/tickets/{ticket}/comments", {"body": "c"})
    await write("update a comment", "PATCH", f"/v1/comments/{comment}", {"body": "d"})
    await write("delete a comment", "DELETE", f"/v1/comments/{comment}")
    await write("delete a ticket", "DELETE", f"/v1/tickets/{ticket}")
    await write("delete a project", "DELETE", f"/v1/projects/{project}")
    return counted


CANARY = "canary7f3"


async def test_what_a_client_writes_is_never_part_of_a_statement(desk: Helpdesk) -> None:
    """Values, keys, names of fields, relations, operators and parameters, cursors, bodies and header values: bound or refused."""
    admin, ticket = desk.person("admin"), str(key(desk.rows["Ticket"][0]))
    injected = quote(f"{CANARY}') OR 1=1 --\"")
    queries = [
        f"status={injected}", f"project={CANARY}", f"id.in={CANARY},{injected}", f"created_at.gt={injected}", f"{CANARY}=1", f"title.{CANARY}=1",
        f"sort={injected}", f"sort=-{CANARY}", f"limit={injected}", f"cursor={injected}", f"fields={CANARY}", f"fields=id,{injected}",
        f"fields={CANARY}(id)", f"fields=comments({CANARY})", f"comments.{CANARY}.limit=1", f"comments.limit={CANARY}", f"fields=comments(*)&comments.sort={CANARY}",
        f"due_at.{quote('=')}{CANARY}=1",
    ]
    texts = [CANARY, f"{CANARY}'; DROP TABLE ticket; --", f'{CANARY}" || (SELECT 1) || "', f"{CANARY}\\"]
    ran: list[str] = []
    for query in queries:
        ran += (await desk.send("GET", "/v1/tickets", query, who=admin)).statements
    for name in ("/v1/people", "/v1/orgs", "/v1/comments"):
        ran += (await desk.send("GET", name, f"{injected}={injected}", who=admin)).statements
    for path in (f"/v1/tickets/{injected}", f"/v1/tickets/{ticket}/{CANARY}", f"/v1/{injected}", f"/v1/tickets/{injected}/comments"):
        ran += (await desk.send("GET", path, who=admin)).statements
    found = await desk.send("GET", "/v1/tickets", f"project.in={ticket}&limit=1", who=admin, headers=((b"if-none-match", CANARY.encode()),))
    ran += found.statements
    for text in texts:
        sent = await desk.send("PATCH", f"/v1/tickets/{ticket}", who=admin, body={"title": text}, headers=((b"idempotency-key", CANARY.encode()),))
        listed = await desk.send("GET", "/v1/tickets", f"fields=title&limit=100&cursor={CANARY}", who=admin)
        created = await desk.send(
            "POST", f"/v1/tickets/{ticket}/comments", who=admin, body={"body": text, CANARY: text}, headers=((b"idempotency-key", CANARY.encode()),))
        kept = await desk.send("POST", "/v1/projects", who=admin, body={"name": text}, headers=((b"idempotency-key", (CANARY + text).encode()),))
        ran += [*sent.statements, *listed.statements, *created.statements, *kept.statements]
    assert len(ran) > 10
    assert [one for one in ran if CANARY in one] == []
    assert desk.running.store.database.explain("SELECT 1 FROM ticket")  # it is still there
