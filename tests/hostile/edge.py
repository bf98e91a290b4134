"""The helpdesk behind its ASGI edge, and the law that every one of its answers keeps, whatever was asked."""
from __future__ import annotations

import asyncio
import importlib
import io
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from joserfc.jwk import ECKey

from bedplate.running import Clock, Running, compose_application
from bedplate.settings import Secret, Settings
from bedplate.storage.setup import create_or_extend
from bedplate.storage.sqlite import Database
from bedplate.tools.entry import load_app
from bedplate.values import Access, Actor, ChangeSet, Insert
from bedplate.web.catalogue import catalogue
from bedplate.web.openapi import document

ROOT = Path(__file__).parents[2]
HELPDESK = ROOT / "examples" / "helpdesk" / "app.py"
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PASSWORD = "five quiet lighthouses at noon"
SECURITY = ("x-content-type-options", "strict-transport-security", "content-security-policy", "referrer-policy", "x-frame-options", "cache-control")

Pairs = list[tuple[bytes, bytes]]
Rows = Sequence[tuple[str, Mapping[str, Any]]]


@dataclass(frozen=True)
class Answer:
    """What went on the wire."""

    status: int
    pairs: Pairs
    body: bytes

    @property
    def headers(self) -> dict[str, str]:
        return {name.decode("latin-1"): value.decode("latin-1") for name, value in self.pairs}

    @property
    def code(self) -> str:
        return str(json.loads(self.body)["code"]) if self.status >= 400 and self.body else ""


@dataclass
class Edge:
    """A running helpdesk with a little data and an event loop of its own, asked through its ASGI callable."""

    folder: Path
    application: Path = HELPDESK
    environment: Mapping[str, str] = field(default_factory=dict)
    limit_factor: float = 10_000
    seeded: Rows = ()  # rows of an application that has no seed of its own
    contract: Any = field(init=False)
    running: Running = field(init=False)
    rows: dict[str, list[dict[str, Any]]] = field(init=False, default_factory=dict)
    failures: list[Exception] = field(init=False, default_factory=list)
    log: io.BytesIO = field(init=False, default_factory=io.BytesIO)

    def __post_init__(self) -> None:
        self.runner = asyncio.Runner()
        self.contract = load_app(str(self.application)).contract
        path = self.folder / "edge.db"
        create_or_extend(path, self.contract, allow=True)
        pem = ECKey.generate_key("P-256").as_pem(private=True).decode()
        settings = Settings("test", Secret(secrets.token_hex(32)), Secret(pem), path, limit_factor=self.limit_factor)
        self.running = compose_application(
            self.contract, settings, self.environment, clock=Clock(now=lambda: NOW), database=Database.open(path, synchronous="OFF", readers=1),
            log=self.log, told=self.failures.append,
        )  # fmt: skip
        self.statuses = documented(self.contract)
        self.catalogue = {(kind.code, kind.status) for kind in catalogue(self.contract)}
        self.runner.run(self._begin())

    async def _begin(self) -> None:
        await self.running.services.start()
        if self.application == HELPDESK:
            seed = importlib.import_module("seed")
            await self._seed([(kind.__name__, values) for kind, values in seed.Seeder().rows(seed.Size(people=12, tickets=24, comments=48))])
        elif self.seeded:
            await self._seed(self.seeded)

    async def _seed(self, rows: Rows) -> None:
        changes = []
        for kind, values in rows:
            resource = self.contract.resources[kind]
            whole = {**{name: one.default for name, one in resource.fields.items() if one.has_default or one.nullable}, **values}
            changes.append(Insert(resource.name, (values["id"],), whole, "system", why="a little data"))
            self.rows.setdefault(kind, []).append(dict(values))
        nobody = Access(kind=None, rows={}, fields={})
        await self.running.store.apply(ChangeSet(actor=Actor(via="system", why="a little data"), access=nobody, now=NOW, changes=tuple(changes)))
        for person in self.rows["Person"][:2]:
            await self.running.accounts.set_password("Person", str(person["id"]), person["email"], PASSWORD)

    def close(self) -> None:
        self.runner.run(self.running.stop())
        self.runner.close()

    def token(self, position: int = 0) -> bytes:
        """An access token of one of the two admins, who are of different organisations."""
        return self.running.accounts.tokens.issue("Person", str(self.rows["Person"][position]["id"]), NOW).encode()

    def ask(self, method: str, target: bytes, headers: Pairs | None = None, body: bytes = b"", *, host: bytes | None = b"localhost") -> Answer:
        """One request. `target` is what stands in the request line."""
        return self.runner.run(self._ask(_scope(method, target, headers or [], host), body))

    def ask_together(self, requests: list[tuple[str, bytes, Pairs, bytes]]) -> list[Answer]:
        """Several at the same time."""

        async def all_of_them() -> list[Answer]:
            return await asyncio.gather(*(self._ask(_scope(method, target, headers), body) for method, target, headers, body in requests))

        return self.runner.run(all_of_them())

    async def _ask(self, scope: dict[str, Any], body: bytes) -> Answer:
        sent: list[Mapping[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Mapping[str, Any]) -> None:
            sent.append(message)

        await self.running.asgi(scope, receive, send)
        return Answer(sent[0]["status"], list(sent[0]["headers"]), b"".join(part.get("body", b"") for part in sent[1:]))

    def signed(self, position: int = 0) -> Pairs:
        return [(b"authorization", b"Bearer " + self.token(position))]

    def json(self, method: str, path: str, body: object, position: int = 0) -> Answer:
        """A JSON body, sent by one of the admins."""
        return self.ask(method, path.encode(), [*self.signed(position), (b"content-type", b"application/json")], json.dumps(body).encode())

    # ---- the law
    def lawful(self, answer: Answer, method: str, operation: str | None = None) -> None:
        """No 500, nothing in the last resort, the envelope, a documented status and code, headers that cannot be missing."""
        if self.failures:
            raise self.failures.pop()
        assert self.running.witness.failures == 0
        assert answer.status != 500
        headers = answer.headers
        for name in SECURITY:
            assert name in headers, name
        assert all(b"\r" not in value and b"\n" not in value and b"\0" not in value for _, value in answer.pairs)
        if answer.status >= 400:
            self._refusal(answer, headers, method)
        if operation in self.statuses:
            assert answer.status in self.statuses[operation], f"{operation} answered {answer.status}, which is not documented"

    def _refusal(self, answer: Answer, headers: Mapping[str, str], method: str) -> None:
        assert headers["content-type"] == "application/json; charset=utf-8"
        assert headers["cache-control"] == "no-store"
        for status, name in ((401, "www-authenticate"), (405, "allow"), (415, "accept"), (429, "retry-after"), (503, "retry-after")):
            assert answer.status != status or name in headers, f"{status} without {name}"
        if method == "HEAD":
            assert answer.body == b""
            return
        assert headers["content-length"] == str(len(answer.body))
        whole = json.loads(answer.body)
        assert set(whole) <= {"error", "code", "details"}
        assert isinstance(whole["error"], str)
        assert whole["error"]
        assert (whole["code"], answer.status) in self.catalogue, whole
        assert ("details" in whole) <= (answer.status in (400, 409))
        for detail in whole.get("details", []):
            assert set(detail) == {"place", "rule", "parameters", "words"}


def _scope(method: str, target: bytes, headers: Pairs, host: bytes | None = b"localhost") -> dict[str, Any]:
    path, _, query = target.partition(b"?")
    pairs = [] if host is None else [(b"host", host)]
    return {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http", "path": path.decode("latin-1"),
        "raw_path": path, "query_string": query, "headers": [*pairs, *headers], "client": ("127.0.0.1", 50_000), "server": ("localhost", 80),
    }  # fmt: skip


def documented(contract: Any) -> dict[str, set[int]]:
    """Operation id -> the statuses that its OpenAPI entry names."""
    found: dict[str, set[int]] = {}
    paths: dict[str, dict[str, Any]] = document(contract)["paths"]  # type: ignore[assignment]
    by_place = {(operation.path, operation.method.lower()): operation.id for operation in contract.operations}
    for path, methods in paths.items():
        for method, entry in methods.items():
            if (path, method) in by_place:
                found[by_place[path, method]] = {int(status) for status in entry["responses"]}
    return found


def opened(make_folder: Callable[[str], Path]) -> Edge:
    """A fresh one."""
    return Edge(make_folder("edge"))
