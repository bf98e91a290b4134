"""A Contract made by hand, with the rules of its callers: what the storage room is tried on."""
from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as one_of_each
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import Path as FilePath
from typing import Any
from uuid import UUID

import apsw

from bedplate.declarations.contract import (
    CheckContract,
    ComputedContract,
    Contract,
    FieldContract,
    Limit,
    RelationContract,
    ResourceContract,
    SortKey,
    UniqueContract,
)
from bedplate.declarations.fields.boolean import Boolean
from bedplate.declarations.fields.decimals import DecimalNumber
from bedplate.declarations.fields.enumeration import Enumeration
from bedplate.declarations.fields.instants import CalendarDate, Duration, Timestamp
from bedplate.declarations.fields.integer import Integer
from bedplate.declarations.fields.text import Text
from bedplate.declarations.fields.type import FieldType
from bedplate.declarations.fields.uuids import Uuid
from bedplate.declarations.nodes import (
    ME,
    ROW,
    Aggregate,
    Always,
    And,
    Arithmetic,
    Case,
    Coalesce,
    Compare,
    Constant,
    Exists,
    In,
    IsNull,
    Node,
    Not,
    NotTrue,
    Now,
    Or,
    Path,
    Related,
)
from bedplate.errors import Place
from bedplate.storage.sqlite import Database
from bedplate.storage.store import Store
from bedplate.values import Access, Actor, RowAccess

HERE = Place("sample.py", 1)
NOW = datetime(2026, 5, 4, 12, 0, 0, 123456, tzinfo=UTC)


class Role(StrEnum):
    """What a person does."""

    REQUESTER, AGENT, ADMIN = "requester", "agent", "admin"


class Priority(StrEnum):
    """How much it hurries."""

    LOW, NORMAL, URGENT = "low", "normal", "urgent"


def field(name: str, kind: FieldType, **more: Any) -> FieldContract:
    return FieldContract(name, name, kind, more.pop("nullable", False), HERE, **more)


def ref(name: str, target: str, **more: Any) -> FieldContract:
    return field(name, Uuid(), target=target, **more)


def many(name: str, target: str, by: str, *, maximum: int = 100, sort: tuple[SortKey, ...] = ()) -> RelationContract:
    return RelationContract(name, "many", target, by, False, maximum, HERE, sort)


def resource(name: str, fields: Sequence[FieldContract], **more: Any) -> ResourceContract:
    stamps = (
        field("id", Uuid(), key=True, automatic="key"), field("created_at", Timestamp(), automatic="created_at", sort=True),
        field("updated_at", Timestamp(), automatic="updated_at"),
    )
    everything = {one.name: one for one in (*stamps, *fields)}
    ones = {
        one.name: RelationContract(one.name, "one", one.target, one.name, one.nullable, 1, HERE)
        for one in everything.values() if one.target is not None
    }
    relations = {**ones, **{one.name: one for one in more.pop("relations", ())}}
    defaults: dict[str, Any] = {
        "path": name.lower() + "s", "table": name.lower(), "key": ("id",), "computed": {}, "rules": (), "checks": (), "uniques": (),
        "indexes": (), "actions": {}, "hooks": (), "sort": (), "place": HERE, "kind": object,
    }
    return ResourceContract(name=name, fields=everything, relations=relations, **{**defaults, **more})


def row(name: str, *refs: str) -> Path:
    return Path(ROW, refs, name)


def me(name: str, *refs: str) -> Path:
    return Path(ME, refs, name)


def eq(left: Node, right: Node) -> Compare:
    return Compare("eq", left, right)


STAFF = In(me("role"), (Constant(Role.AGENT, "enumeration"), Constant(Role.ADMIN, "enumeration")))
ADMIN = eq(me("role"), Constant(Role.ADMIN, "enumeration"))


def contract() -> Contract:
    text = Text(max=200)
    due = Arithmetic("add", row("created_at"), Case(
        ((eq(row("priority"), Constant(Priority.URGENT, "enumeration")), Constant(timedelta(hours=1), "duration")),),
        Constant(timedelta(hours=8), "duration")))
    late = Compare("gt", Coalesce(row("answered_at"), Now()), row("due_at"))
    notes = Related(ROW, (), "comments", "b1", Path("b1", (), "internal"))
    every = Related(ROW, (), "comments", "b1", Always())
    resources = [
        resource("Org", [field("name", text)], relations=[many("people", "Person", "org")], uniques=(UniqueContract("name_once", "NAME_ONCE", ("name",), HERE),)),
        resource("Person", [
            ref("org", "Org"), field("name", text, sort=True), field("role", Enumeration(Role), filter=True, has_default=True, default=Role.REQUESTER),
            field("phone", text, nullable=True, filter=True, sort=True), field("disabled_at", Timestamp(), nullable=True),
            field("secret", text, nullable=True, hidden=True),
        ], path="people", account=True, tenant="org", sort=(SortKey("name"), SortKey("id"))),
        resource("Project", [ref("org", "Org"), field("name", text), ref("lead", "Person", nullable=True, on_delete="set_null")], tenant="org",
                 uniques=(UniqueContract("name_in_org", "NAME_IN_ORG", ("org", "name"), HERE),), sort=(SortKey("name"), SortKey("id"))),
        resource("Ticket", [
            ref("org", "Org"), ref("project", "Project", filter=True), field("title", text, filter=True, sort=True), field("body", Text(max=20_000)),
            field("priority", Enumeration(Priority), filter=True, sort=True), field("author_note", text, nullable=True),
            ref("author", "Person", filter=True), ref("assignee", "Person", nullable=True, filter=True, on_delete="set_null"),
            field("answered_at", Timestamp(), nullable=True, filter=True, sort=True), field("hours", Integer(), nullable=True),
        ], tenant="org", relations=[many("comments", "Comment", "ticket", sort=(SortKey("created_at"), SortKey("id")))],
            sort=(SortKey("created_at", True), SortKey("id", True)),
            computed={
                "due_at": ComputedContract("due_at", Timestamp(), False, due, HERE, filter=True, sort=True, stored=True, reads=("created_at", "priority")),
                "late": ComputedContract("late", Boolean(), False, late, HERE, reads=("answered_at", "due_at")),
                "noted": ComputedContract("noted", Boolean(), False, Exists(notes), HERE),
                "talk": ComputedContract("talk", Integer(), False, Aggregate("count", every, None), HERE),
                "lead": ComputedContract("lead", Text(max=200), True, Path(ROW, ("project", "lead"), "name"), HERE),
            },
            checks=(
                CheckContract("helped_by_staff", "HELPED_BY_STAFF", "Tickets are assigned to agents only.", Or((
                    IsNull(row("assignee")), In(row("role", "assignee"), (Constant(Role.AGENT, "enumeration"), Constant(Role.ADMIN, "enumeration"))))), False, HERE),
                CheckContract("hours_make_sense", "HOURS_MAKE_SENSE", "Nobody works less than no time.", Or((
                    IsNull(row("hours")), Compare("ge", row("hours"), Constant(0, "integer")))), True, HERE),
                CheckContract("not_too_much_talk", "TOO_MUCH_TALK", "A ticket has at most 30 comments.", Compare(
                    "le", Aggregate("count", every, None), Constant(30, "integer")), False, HERE),
            ),
            uniques=(UniqueContract("title_once", "TITLE_ONCE", ("org", "title"), HERE),)),
        resource("Comment", [
            ref("ticket", "Ticket", on_delete="cascade"), ref("author", "Person"), field("body", Text(max=20_000)), field("internal", Boolean(), filter=True),
        ], part_of="ticket", sort=(SortKey("created_at"), SortKey("id"))),
        resource("Thing", [
            field("price", DecimalNumber(2), nullable=True, filter=True, sort=True), field("ratio", DecimalNumber(4), nullable=True),
            field("length", Duration(), nullable=True, filter=True), field("day", CalendarDate(), nullable=True, filter=True, sort=True),
            field("flag", Boolean(), nullable=True, filter=True), field("note", Text(max=1000), nullable=True, filter=True, sort=True),
            field("count", Integer(), nullable=True, filter=True, sort=True),
        ], computed={
            "total": ComputedContract("total", DecimalNumber(6), True, Arithmetic("mul", row("price"), row("ratio")), HERE, stored=True, filter=True),
        }, sort=(SortKey("count"), SortKey("id"))),
    ]
    return Contract("Sample", "1", {one.name: one for one in resources}, ("Person",), (), {}, (), (), (), None, Limit(600, 60, 100))


def person_access() -> Access:
    """What a person may do."""
    tenant = eq(row("org"), me("org"))
    ticket = And((tenant, Or((eq(row("author"), me("id")), STAFF))))
    notes = NotTrue(And((row("internal"), eq(me("role"), Constant(Role.REQUESTER, "enumeration")))))
    of_ticket = And((eq(row("org", "ticket"), me("org")), Or((eq(row("author", "ticket"), me("id")), STAFF))))
    own = eq(row("author"), me("id"))

    def alone(node: Node) -> RowAccess:
        return RowAccess(node, node)

    rows = {
        ("Org", "read"): alone(eq(row("id"), me("org"))),
        ("Person", "read"): alone(tenant),
        ("Person", "update"): alone(And((tenant, Or((eq(row("id"), me("id")), ADMIN))))),
        ("Project", "read"): alone(tenant),
        ("Project", "create"): alone(And((tenant, ADMIN))),
        ("Project", "update"): alone(And((tenant, ADMIN))),
        ("Project", "delete"): alone(And((tenant, ADMIN))),
        ("Ticket", "read"): alone(ticket),
        ("Ticket", "create"): alone(ticket),
        ("Ticket", "update"): alone(And((tenant, Or((STAFF, And((own, Not(eq(row("priority"), Constant(Priority.LOW, "enumeration")))))))))),
        ("Ticket", "delete"): alone(And((tenant, ADMIN))),
        ("Ticket", "assign"): alone(And((tenant, STAFF))),
        ("Comment", "read"): RowAccess(And((of_ticket, notes)), notes),
        ("Comment", "create"): alone(And((of_ticket, Or((Not(row("internal")), STAFF))))),
        ("Comment", "update"): alone(And((of_ticket, own, Compare("gt", row("created_at"), Arithmetic("sub", Now(), Constant(timedelta(minutes=15), "duration")))))),
        ("Comment", "delete"): alone(And((of_ticket, own))),
        ("Thing", "read"): alone(Always()),
        ("Thing", "create"): alone(Always()),
        ("Thing", "update"): alone(Always()),
    }
    fields = {
        ("Person", "read", "phone"): Or((eq(row("id"), me("id")), STAFF)),
        ("Ticket", "create", "priority"): STAFF,
        ("Ticket", "update", "priority"): STAFF,
        ("Ticket", "read", "author_note"): own,
    }
    return Access("Person", rows, fields)


def stranger_access() -> Access:
    """What anybody may do."""
    return Access(None, {("Thing", "read"): RowAccess(Always(), Always())}, {})


class World:
    """Two organisations with people, tickets and comments, the same for the same seed."""

    def __init__(self, seed: int = 1, tickets: int = 60) -> None:
        self.random = random.Random(seed)
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in ("Org", "Person", "Project", "Ticket", "Comment", "Thing")}
        for org in (1, 2):
            self._organisation(org, tickets)

    def id(self) -> UUID:
        return UUID(int=self.random.getrandbits(128))

    def add(self, kind: str, /, **values: Any) -> dict[str, Any]:
        made = {"id": self.id(), "created_at": NOW - timedelta(days=30) + timedelta(minutes=self.random.randrange(40)), "updated_at": NOW, **values}
        self.rows[kind].append(made)
        return made

    def _organisation(self, number: int, tickets: int) -> None:
        org = self.add("Org", name=f"Org {number}")
        people = [
            self.add("Person", org=org["id"], name=name, role=role, phone=phone, disabled_at=None, secret="hidden")
            for name, role, phone in (
                ("Ada", Role.ADMIN, "1"), ("Béla", Role.AGENT, None), ("Cyd \"quote\"", Role.REQUESTER, "3"), ("Dan\\n", Role.REQUESTER, None))
        ]
        projects = [self.add("Project", org=org["id"], name=f"Project {i}", lead=people[i]["id"] if i < 2 else None) for i in range(3)]
        pick = self.random.choice
        for i in range(tickets):
            ticket = self.add(
                "Ticket", org=org["id"], project=pick(projects)["id"], title=f"Ticket {i}", body=f"It\tdoes not work.\n{i} €", priority=pick(list(Priority)),
                author_note=pick(["only mine", None]), author=pick(people)["id"], assignee=pick([people[0]["id"], people[1]["id"], None]),
                answered_at=pick([None, NOW - timedelta(days=30, minutes=-self.random.randrange(5))]), hours=pick([None, 1, 2]))
            for j in range(self.random.randrange(6)):
                self.add("Comment", ticket=ticket["id"], author=pick(people)["id"], body=f"Words {j}", internal=pick([True, False]))

    def of(self, org: int, name: str) -> dict[str, Any]:
        """The person of an organisation by the first letters of the name."""
        found = self.rows["Org"][org - 1]["id"]
        return next(one for one in self.rows["Person"] if one["org"] == found and one["name"].startswith(name))

    def fill(self, path: FilePath, made: Contract) -> None:
        """Write it all, below everything that is tested."""
        connection = apsw.Connection(str(path))
        connection.execute("PRAGMA foreign_keys=OFF; BEGIN")
        for name, rows in self.rows.items():
            for values in rows:
                insert(connection, made.resources[name], values)
        connection.execute("COMMIT")
        connection.close()


def insert(connection: apsw.Connection, into: ResourceContract, values: Mapping[str, Any]) -> None:
    names = list(values)
    stored = [None if values[one] is None else into.fields[one].type.store(values[one]) for one in names]
    columns = ", ".join(f'"{into.fields[one].column}"' for one in names)
    connection.execute(f'INSERT INTO "{into.table}" ({columns}) VALUES ({", ".join("?" * len(names))})', stored)


def actor(person: Mapping[str, Any]) -> Actor:
    return Actor("Person", str(person["id"]), "token")


def things(world: World, count: int) -> None:
    """Rows with many ties and NULLs."""
    pick = world.random.choice
    for _ in range(count):
        world.add(
            "Thing", price=pick([None, Decimal("-0.05"), Decimal("0.00"), Decimal("12.50"), Decimal("-12.34")]), ratio=pick([None, Decimal("0.5")]),
            length=pick([None, timedelta(seconds=90), timedelta(microseconds=5), timedelta(microseconds=-1_500_000)]),
            day=pick([None, NOW.date()]), flag=pick([None, True, False]), note=pick([None, "", "a\"\\\u0001\u2028é😀"]), count=pick([None, 1, 2, 3]))


@dataclass
class Opened:
    """A store with what is in it, and every statement since the last look."""

    contract: Contract
    world: World
    database: Database
    store: Store
    statements: list[str] = one_of_each(default_factory=list)

    def watch(self) -> list[str]:
        """From now on: the texts of all statements."""
        self.statements = []
        self.database.on_statement = self.statements.append
        return self.statements
