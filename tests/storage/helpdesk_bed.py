"""The helpdesk of the examples on a database of its own with two organisations, and every statement counted by the driver itself."""
from __future__ import annotations

import importlib
import io
import json
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import apsw
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bedplate.auth.tokens import Tokens
from bedplate.declarations.contract import Contract
from bedplate.running import Clock, Running, compose_application
from bedplate.settings import Secret, Settings
from bedplate.storage.setup import create_or_extend
from bedplate.storage.sqlite import Database, Limits
from bedplate.web.connection import Connection

HELPDESK = Path(__file__).parents[2] / "examples" / "helpdesk"
_KEY = ec.generate_private_key(ec.SECP256R1()).private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
).decode()
_OUR_OWN = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")  # a group's frame, not a call's


def example() -> tuple[Any, Any]:
    """The modules `app` and `seed` of the helpdesk."""
    if str(HELPDESK) not in sys.path:
        sys.path.insert(0, str(HELPDESK))
    app, seed = importlib.import_module("app"), importlib.import_module("seed")
    assert Path(app.__file__).parent == HELPDESK
    return app, seed


@dataclass
class Answered:
    """What came back, and the statements that the driver ran for it."""

    status: int
    body: bytes
    statements: list[str]

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Helpdesk:
    """The running application; `people` by role of the first organisation, `rows` of it by resource."""

    running: Running
    tokens: Tokens
    rows: dict[str, list[dict[str, Any]]]
    now: datetime
    unforeseen: list[Exception]
    seen: list[str] = field(default_factory=list)

    @property
    def contract(self) -> Contract:
        return self.running.contract

    def person(self, role: str) -> dict[str, Any]:
        """Of the first organisation; a requester who asked something."""
        org = self.rows["Org"][0]["id"]
        asked = {one["author"] for one in self.rows["Ticket"]}
        return next(one for one in self.rows["Person"] if one["org"] == org and one["role"].value == role and (one["id"] in asked or role != "requester"))

    async def send(
        self, method: str, path: str, query: str = "", *, who: dict[str, Any] | None = None, body: object = None, headers: tuple[tuple[bytes, bytes], ...] = ()
    ) -> Answered:
        """A call over the whole path of a request."""
        sent = [(b"host", b"localhost"), *headers]
        if who is not None:
            sent.append((b"authorization", f"Bearer {self.tokens.issue('Person', str(who['id']), self.now)}".encode()))
        content = b"" if body is None else json.dumps(body).encode()
        if body is not None:
            sent += [(b"content-type", b"application/json"), (b"content-length", str(len(content)).encode())]

        async def read(_: int) -> bytes:
            return content

        self.seen.clear()
        response = await self.running.answer(Connection(method, path, query, sent, "127.0.0.1", False, read))
        if self.unforeseen:
            raise self.unforeseen.pop()
        return Answered(response.status, response.body, [one for one in self.seen if not one.startswith(_OUR_OWN)])


@contextmanager
def watched(seen: list[str]) -> Iterator[None]:
    """SQLite itself reports each statement that was run on the connections that are opened meanwhile."""

    def watch(connection: apsw.Connection) -> None:
        connection.trace_v2(apsw.SQLITE_TRACE_PROFILE, lambda event: seen.append(event["sql"]))

    apsw.connection_hooks.append(watch)
    try:
        yield
    finally:
        apsw.connection_hooks.remove(watch)


def helpdesk(folder: Path, tickets: int = 120, comments: int = 360) -> Helpdesk:
    """Composed over a fresh database."""
    app, seed = example()
    path = folder / "helpdesk.db"
    contract: Contract = app.app.contract
    create_or_extend(path, contract, allow=True)
    rows: dict[str, list[dict[str, Any]]] = {}
    connection = apsw.Connection(str(path))
    connection.execute("BEGIN")
    for kind, values in seed.Seeder().rows(seed.Size(24, tickets, comments)):
        resource = contract.resources[kind.__name__]
        complete = {**{name: one.default for name, one in resource.fields.items() if one.has_default or one.nullable}, **values}
        names = list(complete)
        stored = [None if complete[name] is None else resource.fields[name].type.store(complete[name]) for name in names]
        columns = ", ".join(f'"{resource.fields[name].column}"' for name in names)
        connection.execute(f'INSERT INTO "{resource.table}" ({columns}) VALUES ({", ".join("?" * len(names))})', stored)
        rows.setdefault(resource.name, []).append(complete)
    connection.execute("COMMIT")
    connection.close()
    now = rows["Comment"][-1]["created_at"] + timedelta(minutes=1)
    seen: list[str] = []
    unforeseen: list[Exception] = []
    settings = Settings("test", Secret(secrets.token_hex(32)), Secret(_KEY), path, limit_factor=10_000)
    with watched(seen):
        database = Database.open(path, synchronous="OFF", readers=1, limits=Limits(inline_seconds=60.0))  # no second try elsewhere
    running = compose_application(
        contract, settings, {}, clock=Clock(now=lambda: now, monotonic=lambda: 0.0), database=database, log=io.BytesIO(), told=unforeseen.append)
    return Helpdesk(running, Tokens(settings.token_key, "bedplate", contract.title), rows, now, unforeseen, seen)


def key(row: dict[str, Any]) -> UUID:
    """Of a row."""
    found: UUID = row["id"]
    return found
