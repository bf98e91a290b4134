"""The product's side: a random application over a fresh database, asked through the whole path of a request with a real token."""
from __future__ import annotations

import io
import json
import secrets
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import apsw
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bedplate.auth.tokens import Tokens
from bedplate.declarations.contract import Contract
from bedplate.running import Clock, Running, compose_application, new_uuid7
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
        return await self._answered("GET", path, query, self._headers(caller), b"")

    async def send(
        self, method: str, path: str, caller: tuple[str, UUID] | None, body: Mapping[str, Any] | None, query: str = "", prefer: str = "", match: str = ""
    ) -> tuple[int, bytes]:
        """Status and body of a write."""
        headers = self._headers(caller)
        if prefer:
            headers.append((b"prefer", prefer.encode()))
        if match:
            headers.append((b"if-match", match.encode()))
        content = b"" if body is None else json.dumps(body).encode()
        if body is not None:
            headers += [(b"content-type", b"application/json"), (b"content-length", str(len(content)).encode())]
        return await self._answered(method, path, query, headers, content)

    def _headers(self, caller: tuple[str, UUID] | None) -> list[tuple[bytes, bytes]]:
        headers = [(b"host", b"localhost")]
        if caller is not None:
            headers.append((b"authorization", f"Bearer {self.tokens.issue(caller[0], str(caller[1]), NOW)}".encode()))
        return headers

    async def _answered(self, method: str, path: str, query: str, headers: list[tuple[bytes, bytes]], content: bytes) -> tuple[int, bytes]:
        async def read(_: int) -> bytes:
            return content

        response = await self.running.answer(Connection(method, path, query, headers, "127.0.0.1", False, read))
        streamed = b"" if response.stream is None else b"".join([part async for part in response.stream])
        return response.status, response.body + streamed


def opened(
    contract: Contract, rows: Mapping[str, Mapping[UUID, Mapping[str, Any]]], folder: Path, new_id: Callable[[datetime], str] = new_uuid7
) -> Product:
    """The application over a database that holds these rows. `new_id` makes the keys of new ones."""
    path = folder / "oracle.db"
    for old in folder.glob("oracle.db*"):
        old.unlink()
    create_or_extend(path, contract, allow=True)
    _fill(path, contract, rows)
    settings = Settings("test", _SECRET, _TOKEN_KEY, path, limit_factor=10_000)
    unforeseen: list[Exception] = []
    running = compose_application(
        contract, settings, {}, clock=Clock(now=lambda: NOW, monotonic=lambda: 0.0, new_id=new_id), database=Database.open(path, synchronous="OFF", readers=1),
        log=io.BytesIO(), told=unforeseen.append,
    )  # fmt: skip
    return Product(running, Tokens(settings.token_key, "bedplate", contract.title), unforeseen)


def _fill(path: Path, contract: Contract, rows: Mapping[str, Mapping[UUID, Mapping[str, Any]]]) -> None:
    connection = apsw.Connection(str(path))
    run = connection.cursor().execute
    run("BEGIN")
    for name, found in rows.items():
        resource = contract.resources[name]
        went = ["deleted_with"] if resource.deletion else []
        names = [*(one.column for one in resource.fields.values()), *went]
        columns = ", ".join(f'"{one}"' for one in names)
        places = ", ".join("?" for _ in names)
        for row in found.values():
            run(
                f'INSERT INTO "{resource.table}" ({columns}) VALUES ({places})',
                [*(None if row[one.name] is None else one.type.store(row[one.name]) for one in resource.fields.values()), *(row.get(one) for one in went)],
            )
    run("COMMIT")
    connection.close()


def stored(contract: Contract, folder: Path) -> dict[str, dict[UUID, dict[str, Any]]]:
    """All rows as they are in the database, read below everything that is judged."""
    connection = apsw.Connection(str(folder / "oracle.db"))
    found: dict[str, dict[UUID, dict[str, Any]]] = {}
    for name, resource in contract.resources.items():
        columns = ", ".join(f'"{one.column}"' for one in resource.fields.values())
        rows = [
            {one.name: None if value is None else one.type.load(value) for one, value in zip(resource.fields.values(), row, strict=True)}
            for row in connection.execute(f'SELECT {columns} FROM "{resource.table}"')
        ]
        if resource.deletion:
            went = connection.execute(f'SELECT deleted_with FROM "{resource.table}"').fetchall()
            rows = [{**row, "deleted_with": one} for row, (one,) in zip(rows, went, strict=True)]
        found[name] = {row[resource.key[0]]: row for row in rows}
    connection.close()
    return found


def revision(contract: Contract, folder: Path, name: str, key: UUID) -> int:
    """Of a row; 0 where there is none."""
    resource = contract.resources[name]
    connection = apsw.Connection(str(folder / "oracle.db"))
    found = connection.execute(f'SELECT rev FROM "{resource.table}" WHERE "{resource.fields[resource.key[0]].column}" = ?', (str(key),)).fetchone()
    connection.close()
    return int(found[0]) if found is not None and isinstance(found[0], int) else 0


def cursors(body: bytes) -> tuple[str | None, str | None]:
    """Where the next page begins, and where the one before ends."""
    page = json.loads(body)["page"]
    return page["next"], page["previous"]
