"""A small Contract made by hand: people, tickets with comments, and a composite key."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from bedplate.declarations.contract import (
    ActionContract,
    ComputedContract,
    Contract,
    EndpointContract,
    FieldContract,
    Limit,
    Operation,
    ParameterContract,
    RelationContract,
    ResourceContract,
    RowParameter,
    SortKey,
)
from bedplate.declarations.fields.boolean import Boolean
from bedplate.declarations.fields.decimals import DecimalNumber
from bedplate.declarations.fields.email import EmailAddress
from bedplate.declarations.fields.enumeration import Enumeration
from bedplate.declarations.fields.instants import Timestamp
from bedplate.declarations.fields.integer import Integer
from bedplate.declarations.fields.of import field_type
from bedplate.declarations.fields.text import Text
from bedplate.declarations.fields.type import FieldType
from bedplate.declarations.fields.uuids import Uuid
from bedplate.declarations.nodes import Always
from bedplate.errors import Place
from bedplate.settings import Secret, Settings
from bedplate.validation.cursor import cursor_key
from bedplate.validation.validate import prepare_validate
from bedplate.values import Call, Request

HERE = Place("sample.py", 1)
MINUTE = Limit(60, 60, 10)
NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
ID = "0198a3f0-1111-7222-8333-444455556666"
OTHER = "0198a3f0-aaaa-7bbb-8ccc-dddd0000eeee"


class Priority(StrEnum):
    LOW, NORMAL, URGENT = "low", "normal", "urgent"


@dataclass(frozen=True)
class News:
    id: str
    amount: int


async def _nothing(*_: Any) -> None: ...


def field(name: str, kind: FieldType, **more: Any) -> FieldContract:
    return FieldContract(name, name, kind, more.pop("nullable", False), HERE, **more)


def key() -> FieldContract:
    return field("id", Uuid(), key=True, automatic="key", writable=False)


def many(name: str, target: str, by: str, most: int = 100) -> RelationContract:
    return RelationContract(name, "many", target, by, False, most, HERE)


def one(name: str, target: str, nullable: bool = False) -> RelationContract:
    return RelationContract(name, "one", target, name, nullable, 1, HERE)


def resource(name: str, path: str, fields: list[FieldContract], relations: list[RelationContract] = [], **more: Any) -> ResourceContract:
    keys = tuple(f.name for f in fields if f.key)
    return ResourceContract(
        name, path, path, keys, {f.name: f for f in fields}, {r.name: r for r in relations},
        {c.name: c for c in more.pop("computed", [])}, (), (), (), (), more.pop("actions", {}), (), more.pop("sort", ()), HERE, object,
        **more,
    )


def action(name: str, parameters: tuple[ParameterContract, ...] = (), instance: bool = True, **more: Any) -> ActionContract:
    return ActionContract(
        name, "Ticket", instance, "decide", "Person", parameters, (), more.pop("result", RowParameter("Ticket")), False, MINUTE, False, (),
        _nothing, HERE, **more,
    )


PERSON = resource(
    "Person", "people",
    [
        key(), field("name", Text(80), sort=True, required=True), field("email", EmailAddress(), required=True, immutable=True),
        field("password", Text(128), hidden=True, secret=True),
    ],
    [many("tickets", "Ticket", "author")],
    sort=(SortKey("name"),), account=True,
)
TICKET = resource(
    "Ticket", "tickets",
    [
        key(),
        field("author", Uuid(), target="Person", filter=True, writable=False),
        field("assignee", Uuid(), target="Person", filter=True, nullable=True, writable=False),
        field("title", Text(200), required=True, filter=True, sort=True),
        field("body", Text(20_000), required=True),
        field("priority", Enumeration(Priority), filter=True, sort=True, default=Priority.NORMAL, has_default=True),
        field("price", DecimalNumber(2), nullable=True, filter=True),
        field("votes", Integer(0, 1000), filter=True, sort=True),
        field("open", Boolean(), filter=True, writable=False),
        field("created_at", Timestamp(), automatic="created_at", writable=False, filter=True),
        field("warned", Timestamp(), nullable=True, hidden=True, filter=True, sort=True),
        field("kind", Text(20), immutable=True, nullable=True),
        field("labels", field_type(list[str], {"max": 3})[0], nullable=True),
    ],
    [one("author", "Person"), one("assignee", "Person", True), many("comments", "Comment", "ticket", 50)],
    computed=[ComputedContract("late", Boolean(), False, Always(), HERE, filter=True)],
    sort=(SortKey("created_at", True),), part_of=None,
)
COMMENT = resource(
    "Comment", "comments",
    [
        key(), field("ticket", Uuid(), target="Ticket", required=True, immutable=True),
        field("author", Uuid(), target="Person", writable=False),
        field("body", Text(20_000), required=True), field("internal", Boolean(), filter=True, immutable=True),
        field("created_at", Timestamp(), automatic="created_at", writable=False),
    ],
    [one("ticket", "Ticket"), one("author", "Person"), many("replies", "Comment", "ticket", 5)],
    sort=(SortKey("created_at"),), part_of="ticket",
)
SEAT = resource(
    "Seat", "seats",
    [field("hall", Text(20), key=True), field("number", Integer(1, 500), key=True), field("note", Text(50), nullable=True)],
)

ASSIGN = action("assign", (
    ParameterContract("to", RowParameter("Person"), False, True), ParameterContract("why", Text(100), True, False),
    ParameterContract("watchers", RowParameter("Person"), False, False, many=True),
))
SOLVE = action("solve")
SWEEP = action("sweep", (ParameterContract("before", Timestamp(), False, True),), instance=False, result=Integer())

HOOK = EndpointContract(
    "hook", "POST", "/hooks/{shop}", None, MINUTE, False, "refuse",
    (
        ParameterContract("shop", Integer(1, 99), False, True), ParameterContract("dry", Boolean(), False, False),
        ParameterContract("trace", Text(20), False, False, source="header", source_name="x-trace"),
        ParameterContract("sid", Text(20), False, False, source="cookie", source_name="sid"),
    ),
    field_type(News, {})[0], "decide", None, (), None, (), "", 2_000, _nothing, HERE,
)
OPEN_HOOK = replace(HOOK, name="open", unknown="ignore", path="/open/{shop}")
PING = replace(HOOK, name="ping", method="GET", path="/ping", parameters=(ParameterContract("n", Integer(), False, True),), body=None)


def _crud(resource: ResourceContract) -> list[Operation]:
    name, path = resource.name.lower(), f"/v1/{resource.path}"
    row = f"{path}/" + ",".join(f"{{{part}}}" for part in resource.key)
    return [
        Operation(f"{name}.list", "GET", path, "list", resource.name),
        Operation(f"{name}.create", "POST", path, "create", resource.name, success=201),
        Operation(f"{name}.read", "GET", row, "read", resource.name),
        Operation(f"{name}.update", "PATCH", row, "update", resource.name),
        Operation(f"{name}.delete", "DELETE", row, "delete", resource.name, success=204),
    ]


OPERATIONS = (
    *_crud(PERSON), *_crud(TICKET), *_crud(COMMENT), *_crud(SEAT),
    Operation("ticket.comments.list", "GET", "/v1/tickets/{id}/comments", "list", "Comment", parent="ticket"),
    Operation("ticket.comments.create", "POST", "/v1/tickets/{id}/comments", "create", "Comment", parent="ticket"),
    Operation("ticket.assign", "POST", "/v1/tickets/{id}/assign", "assign", "Ticket", ASSIGN),
    Operation("ticket.solve", "POST", "/v1/tickets/{id}/solve", "solve", "Ticket", SOLVE),
    Operation("ticket.sweep", "POST", "/v1/tickets/sweep", "sweep", "Ticket", SWEEP),
    Operation("endpoint.hook", "POST", "/hooks/{shop}", "endpoint.hook", endpoint=HOOK),
    Operation("endpoint.open", "POST", "/open/{shop}", "endpoint.open", endpoint=OPEN_HOOK),
    Operation("endpoint.ping", "GET", "/ping", "endpoint.ping", endpoint=PING),
    Operation("auth.sign_in", "POST", "/v1/auth/sign-in", "auth.sign_in", credential=True, parameters=(
        ParameterContract("email", Text(254), False, True), ParameterContract("password", Text(128), False, True),
    )),
    Operation("auth.me", "GET", "/v1/auth/me", "auth.me"),
    Operation("system.assets", "GET", "/docs/assets/{name*}", "system.assets"),
)
CONTRACT = Contract(
    "Sample", "1", {r.name: r for r in (PERSON, TICKET, COMMENT, SEAT)}, ("Person",), OPERATIONS, {}, (), (), (), None, MINUTE,
)
SETTINGS = Settings("test", Secret("s" * 40), Secret(""), Path("unused"))
KEY = cursor_key(SETTINGS.secret)
BY_ID = {operation.id: operation for operation in OPERATIONS}
VALIDATE = prepare_validate(CONTRACT, SETTINGS, KEY)


def request(operation: str, query: str = "", body: bytes = b"", path: dict[str, str] | None = None, **headers: str) -> Request:
    """A request as the web room would hand it over; a body brings its own headers."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if body:
        named.setdefault("content-type", "application/json")
        named.setdefault("content-length", str(len(body)))

    async def draw(limit: int) -> bytes:
        assert len(body) <= limit, "the web room would have refused"
        return body

    return Request("r1", BY_ID[operation], path or {}, query, named, "127.0.0.1", NOW, draw)


async def validated(operation: str, query: str = "", body: bytes = b"", path: dict[str, str] | None = None, **headers: str) -> Call:
    """What becomes of a request. Raises its refusal."""
    return await VALIDATE(request(operation, query, body, path, **headers))
