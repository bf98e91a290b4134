"""Search and aggregates against SQL written by hand, over the same driver, file and connection: how much the policy-checked statement costs.

    .venv/bin/python benchmarks/by_hand.py [--rows 50000] [--rounds 15]

The statements of the framework are caught on their way to the database, with the values that were bound, by asking the application over its
ASGI door; then both are run on one connection, in turns, and the median of the ratios is told. The hand-written ones ask for the same rows
with the same rule (own or of the caller's team) and make the same JSON by `json_object`, as one would.
"""
from __future__ import annotations

import argparse
import asyncio
import io
import json
import random
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import apsw
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bedplate import App, Expr, Field, Ref, Resource, User, actor, allow, always, field, ref
from bedplate.auth.tokens import Tokens
from bedplate.running import compose_application
from bedplate.settings import Secret, Settings
from bedplate.storage.setup import create_or_extend
from bedplate.storage.sqlite import Database
from bedplate.storage.sqlite.connection import open_connection
from bedplate.storage.sqlite.limits import Limits
from bedplate.storage.word_notes import fill_words

NOW = datetime.now(UTC)
WORDS = [first + last for first in ("ba", "ke", "lo", "mi", "nu", "ra", "se", "ti", "vo", "zu") for last in ("bel", "dor", "fin", "gal", "mer", "nos", "pir", "sal")]


class Person(User):
    team: Field[int] = field(default=0)

    @classmethod
    @allow("read")
    def each_other(cls, me: type[Person]) -> Expr[bool]:
        return always


class Article(Resource, sort="-created_at"):
    owner: Ref[Person] = ref(default=actor(Person), writable=False)
    team: Field[int] = field(filter=True)
    section: Field[str] = field(max=20, filter=True, group=True)
    title: Field[str] = field(max=200, search=True)
    length: Field[int] = field(measure=True)

    @classmethod
    @allow("read")
    def own_or_of_the_team(cls, me: type[Person]) -> Expr[bool]:
        return (cls.owner.id == me.id) | (cls.team == me.team)


app = App(Person, Article, accounts=Person)

BY_HAND = {
    "search": (
        "SELECT json_object('id', a.id, 'title', a.title, 'section', a.section, 'length', a.length), a.created_at, a.id FROM person me "
        "JOIN article a ON a.id IN (SELECT s.row FROM article_search s WHERE s.token >= :first AND s.token < :beyond) "
        "AND EXISTS (SELECT 1 FROM article_search t WHERE t.row = a.id AND t.token = :second) AND (a.owner = me.id OR a.team = me.team) "
        "WHERE me.id = :me AND me.disabled_at IS NULL ORDER BY a.created_at DESC, a.id DESC LIMIT 21"),
    "aggregate": (
        "SELECT json_object('section', a.section, 'count', count(*), 'sum', sum(a.length)) FROM person me "
        "JOIN article a ON a.owner = me.id OR a.team = me.team WHERE me.id = :me AND me.disabled_at IS NULL GROUP BY a.section ORDER BY a.section LIMIT 21"),
}


def fill(path: Path, rows: int) -> UUID:
    """People of ten teams and their articles; the key of one of them."""
    draw, stamp = random.Random(7), NOW.isoformat(timespec="microseconds")[:26] + "Z"
    connection = apsw.Connection(str(path))
    run = connection.cursor().executemany
    run("BEGIN", [()])
    people = [str(UUID(int=0x0198 << 112 | 7 << 76 | 2 << 62 | number)) for number in range(1, 201)]
    run("INSERT INTO person (id, created_at, updated_at, email, team) VALUES (?1, ?2, ?2, concat(?1, '@example.org'), ?3)",
        [(person, stamp, number % 10) for number, person in enumerate(people)])
    run("INSERT INTO article (id, created_at, updated_at, owner, team, section, title, length) VALUES (?1, ?2, ?2, ?3, ?4, ?5, ?6, ?7)", [
        (str(UUID(int=0x0199 << 112 | 7 << 76 | 2 << 62 | number)), f"2026-01-{number % 28 + 1:02}T00:00:00.{number % 1_000_000:06}Z", draw.choice(people),
         draw.randrange(10), f"section {draw.randrange(12)}", " ".join(draw.choices(WORDS, k=8)), draw.randrange(10_000)) for number in range(rows)])
    run("COMMIT", [()])
    fill_words(connection, app.contract.resources["Article"], "title")
    connection.close()
    return UUID(people[0])


async def caught(path: Path, person: UUID) -> dict[str, tuple[str, Sequence[Any]]]:
    """The statement of each request, with what was bound."""
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    settings = Settings("test", Secret(secrets.token_hex(32)), Secret(pem.decode()), path, limit_factor=10_000)
    database = Database.open(path, synchronous="OFF")
    running = compose_application(app.contract, settings, {}, database=database, log=io.BytesIO())
    token = Tokens(settings.token_key, "bedplate", app.contract.title).issue("Person", str(person), NOW)
    seen: list[tuple[str, Sequence[Any]]] = []
    read: Callable[..., Any] = database.read

    async def watched(text: str, parameters: Sequence[Any] = (), *more: Any) -> Any:
        seen.append((text, list(parameters)))
        return await read(text, parameters, *more)

    database.read = watched  # type: ignore[method-assign]
    found = {}
    for name, target in {
        "search": f"/v1/articles?q={WORDS[1]}+{WORDS[0][:3]}&fields=id,title,section,length",
        "aggregate": "/v1/articles/aggregate?group=section&measures=count,sum(length)&sort=section",
    }.items():
        seen.clear()
        answer = await _ask(running.asgi, target, token)
        assert answer["data"], f"{name} found nothing"
        found[name] = seen[-1]
    await running.stop()
    return found


async def _ask(door: Any, target: str, token: str) -> Any:
    parts: list[bytes] = []
    path, _, query = target.partition("?")

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        parts.append(message.get("body", b""))

    await door({"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": query.encode(), "client": ("127.0.0.1", 1),
                "headers": [(b"host", b"localhost"), (b"authorization", f"Bearer {token}".encode())], "scheme": "https"}, receive, send)
    answer = json.loads(b"".join(parts))
    assert "error" not in answer, answer
    return answer


def spent(connection: apsw.Connection, text: str, values: Any) -> tuple[float, int]:
    """CPU seconds of one run, and how many rows it gave."""
    started = time.process_time()
    rows = connection.cursor().execute(text, values).fetchall()
    return time.process_time() - started, len(rows)


def main() -> None:
    """Make the file, catch the statements, run both in turns."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rows", type=int, default=50_000)
    options.add_argument("--rounds", type=int, default=15)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.db"
        create_or_extend(path, app.contract, allow=True)
        person = fill(path, chosen.rows)
        statements = asyncio.run(caught(path, person))
        connection = open_connection(path, writes=False, synchronous="OFF", limits=Limits(), vfs=None)
        beyond = WORDS[0][:3][:-1] + chr(ord(WORDS[0][2]) + 1)
        hand = {"me": str(person), "first": WORDS[0][:3], "beyond": beyond, "second": WORDS[1]}
        for name, (text, values) in statements.items():
            samples = []
            for _ in range(chosen.rounds):
                ours, rows = spent(connection, text, values)
                theirs, same = spent(connection, BY_HAND[name], {key: value for key, value in hand.items() if f":{key}" in BY_HAND[name]})
                assert rows == same, f"{name}: {rows} rows, by hand {same}"
                samples.append(ours / theirs)
            sys.stdout.write(f"{name}: {statistics.median(samples):.2f} times the CPU of the statement by hand ({rows} rows of {chosen.rows})\n")
        connection.close()


if __name__ == "__main__":
    main()
