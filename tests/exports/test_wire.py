"""An export over a real server: whole to a client that stays, and nobody's work once the client has gone."""
from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bedplate.auth.tokens import Tokens
from bedplate.settings import Secret
from bedplate.storage.setup import create_or_extend

from . import ledger_sample
from .carrier import fill

ROWS = 20_000
PATIENCE = 30.0


class Wire:
    """The server's address and what its caller is known by."""

    def __init__(self, port: int, token: str, process: subprocess.Popen[bytes]) -> None:
        self.port, self.token, self.process = port, token, process

    def ask(self, path: str) -> socket.socket:
        line = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {self.token}\r\nConnection: close\r\n\r\n".encode())
        return line

    def whole(self, path: str) -> bytes:
        with self.ask(path) as line:
            return b"".join(iter(lambda: line.recv(65_536), b""))


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[Wire]:
    contract, database = ledger_sample.app.contract, tmp_path / "ledger.db"
    create_or_extend(database, contract, allow=True)
    keeper = fill(database, ROWS)
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()
    token = Tokens(Secret(pem), "bedplate", contract.title).issue("Clerk", str(keeper), datetime.now(UTC))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BEDPLATE_")}
    environment |= {"BEDPLATE_SECRET": secrets.token_hex(32), "BEDPLATE_TOKEN_KEY": pem, "BEDPLATE_DATABASE": str(database), "BEDPLATE_ENVIRONMENT": "test"}
    command = [str(Path(sys.executable).parent / "bedplate"), "serve", "--app", ledger_sample.__file__, "--port", str(port)]
    with (tmp_path / "output").open("wb") as output:
        process = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=output, stderr=subprocess.STDOUT)
    found = Wire(port, token, process)
    try:
        _started(found, tmp_path / "output")
        yield found
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _started(wire: Wire, output: Path) -> None:
    for _ in range(1_000):
        try:
            if b" 200 " in wire.whole("/livez").partition(b"\r\n")[0]:
                return
        except OSError:
            pass
        try:
            wire.process.wait(timeout=0.03)
        except subprocess.TimeoutExpired:
            continue
        raise AssertionError(output.read_text(encoding="utf-8"))
    raise AssertionError("the server did not start")


@pytest.mark.timeout(60)
def test_an_export_comes_whole_and_ends_with_its_client(wire: Wire) -> None:
    """All lines in chunks with an end; clients that hang up in the middle leave a server that answers."""
    answer = wire.whole("/v1/entries/export?format=ndjson&fields=id")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert b"transfer-encoding: chunked" in head.lower()
    assert body.count(b'{"id":') == ROWS
    assert body.endswith(b"0\r\n\r\n")
    for _ in range(3):
        line = wire.ask("/v1/entries/export?format=csv")
        assert line.recv(1_000)
        line.close()
    assert wire.whole("/v1/entries/export?format=ndjson&fields=id").count(b'{"id":') == ROWS
