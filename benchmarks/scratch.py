"""A database of the demo's shape and size, made without the framework: for trying the peer alone (check_peer.py)."""
from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

ORGS, PEOPLE, PROJECTS, TICKETS, COMMENTS = 2, 60, 12, 5_000, 20_000
START = datetime(2026, 1, 5, 8, tzinfo=UTC)
ROLES = ("admin", "agent", "agent", "agent")  # of the first in each organisation; the others ask

SCHEMA = """
CREATE TABLE org (id TEXT PRIMARY KEY, name TEXT NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, rev INTEGER NOT NULL) STRICT;
CREATE TABLE person (id TEXT PRIMARY KEY, org TEXT NOT NULL REFERENCES org, name TEXT NOT NULL, email TEXT NOT NULL, role TEXT NOT NULL,
    created_at TEXT NOT NULL, updated_at TEXT NOT NULL, rev INTEGER NOT NULL) STRICT;
CREATE TABLE project (id TEXT PRIMARY KEY, org TEXT NOT NULL REFERENCES org, name TEXT NOT NULL, lead TEXT REFERENCES person,
    created_at TEXT NOT NULL, updated_at TEXT NOT NULL, rev INTEGER NOT NULL) STRICT;
CREATE TABLE ticket (id TEXT PRIMARY KEY, org TEXT NOT NULL REFERENCES org, project TEXT NOT NULL REFERENCES project, title TEXT NOT NULL,
    body TEXT NOT NULL, priority TEXT NOT NULL, status TEXT NOT NULL, author TEXT NOT NULL REFERENCES person,
    assignee TEXT REFERENCES person, answered_at TEXT, solved_at TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL,
    rev INTEGER NOT NULL, due_at TEXT GENERATED ALWAYS AS (strftime('%Y-%m-%dT%H:%M:%S', created_at,
        CASE priority WHEN 'urgent' THEN '+1 hours' ELSE '+8 hours' END) || substr(created_at, 20)) VIRTUAL) STRICT;
CREATE INDEX ticket_newest ON ticket (org, created_at, id);
CREATE INDEX ticket_status ON ticket (org, status, created_at, id);
CREATE INDEX ticket_priority ON ticket (org, priority, created_at, id);
CREATE INDEX ticket_project ON ticket (org, project, created_at, id);
CREATE INDEX ticket_author ON ticket (org, author, created_at, id);
CREATE INDEX ticket_assignee ON ticket (org, assignee, created_at, id);
CREATE INDEX ticket_solved ON ticket (org, solved_at, created_at, id);
CREATE INDEX ticket_due ON ticket (org, due_at, created_at, id);
CREATE TABLE comment (id TEXT PRIMARY KEY, ticket TEXT NOT NULL REFERENCES ticket ON DELETE CASCADE, author TEXT NOT NULL REFERENCES person,
    body TEXT NOT NULL, internal INTEGER NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, rev INTEGER NOT NULL) STRICT;
CREATE INDEX comment_ticket ON comment (ticket, created_at, id);
"""


def make(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(SCHEMA)
    with connection:
        for statement, row in rows():
            connection.execute(statement, row)
    connection.close()


def text(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def key(kind: int, position: int, at: datetime = START) -> str:
    """A UUIDv7 that can be named again: the same kind and position are the same row."""
    return str(UUID(int=int(at.timestamp() * 1000) << 80 | 7 << 76 | kind << 64 | 2 << 62 | position))


def rows() -> Iterator[tuple[str, tuple[object, ...]]]:
    """(statement, values), references backwards. Row i of people, projects and tickets belongs to organisation i modulo 2."""
    chance = random.Random(7)
    start = text(START)
    people = [key(1, position) for position in range(PEOPLE)]
    for position in range(ORGS):
        yield "INSERT INTO org VALUES (?, ?, ?, ?, 1)", (key(0, position), f"Organisation {position}", start, start)
    for position, person in enumerate(people):
        role = ROLES[position // ORGS] if position // ORGS < len(ROLES) else "requester"
        yield ("INSERT INTO person VALUES (?, ?, ?, ?, ?, ?, ?, 1)",
               (person, key(0, position % ORGS), f"Person {position}", f"{position}@example.com", role, start, start))
    for position in range(PROJECTS):
        lead = people[position % 8]
        yield "INSERT INTO project VALUES (?, ?, ?, ?, ?, ?, 1)", (
            key(2, position), key(0, position % ORGS), f"Project {position}", lead, start, start)
    for position in range(TICKETS):
        yield ticket(position, people, chance)
    for position in range(COMMENTS):
        yield comment(position, people, chance)


def ticket_time(position: int) -> datetime:
    return START + timedelta(minutes=47 * position)


def ticket(position: int, people: list[str], chance: random.Random) -> tuple[str, tuple[object, ...]]:
    at, org = ticket_time(position), position % ORGS
    status = chance.choices(("open", "waiting", "solved", "closed"), weights=(3, 2, 3, 2))[0]
    values = (
        key(3, position, at), key(0, org), key(2, org + ORGS * chance.randrange(PROJECTS // ORGS)), "The printer stops with an error",
        "Since this morning the printer stops with an error. Please have a look today if you can.",
        chance.choices(("low", "normal", "urgent"), weights=(2, 6, 1))[0], status, people[org + ORGS * chance.randrange(PEOPLE // ORGS)],
        None if status == "open" else people[org + ORGS * chance.randrange(len(ROLES))],
        None if status == "open" else text(at + timedelta(minutes=chance.randint(5, 900))),
        text(at + timedelta(days=2)) if status in ("solved", "closed") else None, text(at), text(at))
    return (
        "INSERT INTO ticket (id, org, project, title, body, priority, status, author, assignee, answered_at, solved_at, created_at, "
        "updated_at, rev) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)"), values


def comment(position: int, people: list[str], chance: random.Random) -> tuple[str, tuple[object, ...]]:
    of, turn = position % TICKETS, position // TICKETS
    at = text(ticket_time(of) + timedelta(minutes=11 * (turn + 1)))
    author = people[of % ORGS + ORGS * chance.randrange(PEOPLE // ORGS)]
    internal = int(turn % 2 == 0 and chance.random() < 0.15)
    return "INSERT INTO comment VALUES (?, ?, ?, ?, ?, ?, ?, 1)", (
        key(4, position), key(3, of, ticket_time(of)), author, "We changed a setting, please try once more.", internal, at, at)
