"""The product's side: a random application over a fresh database, asked through the whole path of a request with a real token."""
from __future__ import annotations

import io
import json
import secrets
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
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
from bedplate.storage.sqlite import Database
from bedplate.web.connection import Connection

from .declare import NOW

_SECRET = Secret(secrets.token_hex(32))
_PEM = ec.generate_private_key(ec.SECP256R1()).private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
)
_TOKEN_KEY = Secret(_PEM.decode())


@dataclass(frozen=True)
class Product:
    """A running application with its clock at rest. `unforeseen` holds each error that was answered with 500."""

    running: Running
    tokens: Tokens
    unforeseen: list[Exception]

    def failures(self) -> str:
        """The traceback of each error that no rule foresaw."""
        return "".join("".join(traceback.format_exception(one)[-14:]) for one in self.unforeseen)

    async def get(self, path: str, query: str, caller: tuple[str, UUID] | None) -> tuple[int, bytes]:
        """Status and body of a read."""
        headers = [(b"host", b"localhost")]
        if caller is not None:
            headers.append((b"authorization", f"Bearer {self.tokens.issue(caller[0], str(caller[1]), NOW)}".encode()))
        response = await self.running.answer(Connection("GET", path, query, headers, "127.0.0.1", False, _no_body))
        return response.status, response.body


async def _no_body(_: int) -> bytes:
    return b""


def opened(contract: Contract, rows: Mapping[str, Mapping[UUID, Mapping[str, Any]]], folder: Path) -> Product:
    """The application over a database that holds these rows."""
    path = folder / "oracle.db"
    for old in folder.glob("oracle.db*"):
        old.unlink()
    create_or_extend(path, contract, allow=True)
    _fill(path, contract, rows)
    settings = Settings("test", _SECRET, _TOKEN_KEY, path, limit_factor=10_000)
    unforeseen: list[Exception] = []
    running = compose_application(
        contract, settings, {}, clock=Clock(now=lambda: NOW, monotonic=lambda: 0.0), database=Database.open(path, synchronous="OFF", readers=1),
        log=io.BytesIO(), told=unforeseen.append,
    )  # fmt: skip
    return Product(running, Tokens(settings.token_key, "bedplate", contract.title), unforeseen)


def _fill(path: Path, contract: Contract, rows: Mapping[str, Mapping[UUID, Mapping[str, Any]]]) -> None:
    connection = apsw.Connection(str(path))
    run = connection.cursor().execute
    run("BEGIN")
    for name, found in rows.items():
        resource = contract.resources[name]
        columns = ", ".join(f'"{one.column}"' for one in resource.fields.values())
        places = ", ".join("?" for _ in resource.fields)
        for row in found.values():
            run(
                f'INSERT INTO "{resource.table}" ({columns}) VALUES ({places})',
                [None if row[one.name] is None else one.type.store(row[one.name]) for one in resource.fields.values()],
            )
    run("COMMIT")
    connection.close()


def next_cursor(body: bytes) -> str | None:
    """Where the next page begins."""
    found: str | None = json.loads(body)["page"]["next"]
    return found
