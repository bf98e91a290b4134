"""Exports many rows through the ASGI door and tells how much memory that took: `python -m tests.exports.carrier ROWS FORMAT`.

A process of its own, so that what other tests left behind is not measured. The rows are written past the framework, whose writing is
not the subject; what is sent is counted and dropped, as a client would that writes it to a disk.
"""
from __future__ import annotations

import asyncio
import io
import json
import secrets
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import apsw
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bedplate.auth.tokens import Tokens
from bedplate.running import compose_application
from bedplate.settings import Secret, Settings
from bedplate.storage.setup import create_or_extend
from bedplate.storage.sqlite import Database
from bedplate.web.asgi import asgi_application

from .ledger_sample import app

NOW = datetime.now(UTC)
_INSERT = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
INSERT INTO entry (id, created_at, updated_at, firm, owner, title, side, amount, margin, locked)
SELECT format('01980000-0000-7000-8000-%012x', i), ?2, ?2, ?3, ?4, concat('=entry number ', i, ' of the ledger'), 'debit', i * 7, i % 100, 0 FROM n
"""


def memory() -> int:
    """Bytes that the process holds at its highest point so far."""
    text = Path("/proc/self/status").read_text(encoding="ascii")
    return int(text.partition("VmHWM:")[2].split()[0]) * 1024


def fill(path: Path, rows: int) -> UUID:
    """The firm, one bookkeeper and so many entries; the key of the bookkeeper."""
    firm, keeper = UUID(int=1), UUID(int=2)
    stamp = NOW.isoformat(timespec="microseconds")[:26] + "Z"
    connection = apsw.Connection(str(path))
    run = connection.cursor().execute
    run("BEGIN")
    run("INSERT INTO firm (id, created_at, updated_at, name) VALUES (?1, ?2, ?2, 'F')", (str(firm), stamp))
    run(
        "INSERT INTO clerk (id, created_at, updated_at, email, firm, bookkeeper) VALUES (?1, ?2, ?2, 'k@example.org', ?3, 1)",
        (str(keeper), stamp, str(firm)))
    run(_INSERT, (rows, stamp, str(firm), str(keeper)))
    run("COMMIT")
    connection.close()
    return keeper


async def carry(rows: int, form: str, folder: Path) -> dict[str, Any]:
    """What was sent, how long it took, how much memory it added, and the longest time that the loop did nothing else."""
    contract, path = app.contract, folder / "ledger.db"
    create_or_extend(path, contract, allow=True)
    keeper = fill(path, rows)
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    settings = Settings("test", Secret(secrets.token_hex(32)), Secret(pem.decode()), path, limit_factor=10_000)
    running = compose_application(contract, settings, {}, database=Database.open(path, synchronous="OFF"), log=io.BytesIO())
    door = asgi_application(running.answer, running.start, running.stop, 10)
    token = Tokens(settings.token_key, "bedplate", contract.title).issue("Clerk", str(keeper), NOW)
    sent = {"lines": 0, "bytes": 0, "status": 0, "ended": False}

    async def receive() -> dict[str, Any]:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: dict[str, Any]) -> None:
        sent["status"] = message.get("status", sent["status"])
        body = message.get("body", b"")
        sent["lines"] += body.count(b"\n")
        sent["bytes"] += len(body)
        sent["ended"] = message["type"] == "http.response.body" and not message.get("more_body", False)

    async def ask(query: bytes) -> None:
        headers = [(b"host", b"localhost"), (b"authorization", f"Bearer {token}".encode())]
        await door(
            {"type": "http", "method": "GET", "path": "/v1/entries/export", "raw_path": b"/v1/entries/export", "query_string": query,
             "headers": headers, "client": ("127.0.0.1", 1), "scheme": "https"}, receive, send)  # type: ignore[arg-type]

    await ask(b"fields=id&amount=0&format=" + form.encode())  # what the first request costs, costs it once
    sent.update(lines=0, bytes=0)
    before, started = memory(), time.perf_counter()
    await ask(b"format=" + form.encode())
    found = {**sent, "seconds": round(time.perf_counter() - started, 2), "grown": memory() - before}
    await running.stop()
    return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        sys.stdout.write(json.dumps(asyncio.run(carry(int(sys.argv[1]), sys.argv[2], Path(folder)))) + "\n")
