"""A real `bedplate serve` over a seeded database: its own process, its own port, everything it prints kept."""
from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from .edge import HELPDESK, PASSWORD, Edge, Rows

BEDPLATE = Path(sys.executable).parent / "bedplate"
PATIENCE = 30.0  # seconds


@dataclass(frozen=True)
class Served:
    """The server, and what is in its database."""

    port: int
    process: subprocess.Popen[bytes]
    output: Path
    rows: Mapping[str, list[dict[str, object]]]
    secret: str
    token_key: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def exchange(self, sent: bytes, *, more: bytes = b"") -> bytes:
        """Send bytes as they are; all that comes back until the server closes or falls silent after a whole answer."""
        with self.connect() as connection:
            with suppress(ConnectionError):  # it may hang up on what it has seen
                connection.sendall(sent)
                connection.sendall(more)
            return read_answer(connection)

    def ask(self, method: str, target: str, headers: Mapping[str, str] | None = None, body: bytes | None = None) -> tuple[int, dict[str, str], bytes]:
        """One ordinary request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, target, body, dict(headers or {}))
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def token(self, position: int = 0, password: str = PASSWORD) -> str:
        """A token of one of the two admins."""
        body = json.dumps({"email": self.rows["Person"][position]["email"], "password": password}).encode()
        status, _, answer = self.ask("POST", "/v1/auth/token", {"Content-Type": "application/json"}, body)
        assert status == 200, answer
        return str(json.loads(answer)["data"]["access_token"])

    def stop(self) -> bytes:
        """End it as an orchestrator would, and take all it has ever printed."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=PATIENCE)
        return self.output.read_bytes()


def read_answer(connection: socket.socket) -> bytes:
    """Until the end of the stream, or of one answer with a length."""
    found = b""
    while True:
        head, separator, body = found.partition(b"\r\n\r\n")
        if separator and len(body) >= _length(head):
            return found
        try:
            part = connection.recv(65_536)
        except ConnectionError:
            return found
        if not part:
            return found
        found += part


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(folder: Path, settings: Mapping[str, str], *, application: Path = HELPDESK, rows: Rows = ()) -> Iterator[Served]:
    """Start it and wait until it answers; stop it at the end in any case."""
    edge = Edge(folder, application, settings, seeded=rows)
    edge.close()
    port, output = free_port(), folder / "output"
    known = edge.running.settings
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BEDPLATE_")}
    environment |= {
        "BEDPLATE_SECRET": known.secret.reveal(), "BEDPLATE_TOKEN_KEY": known.token_key.reveal(), "BEDPLATE_DATABASE": str(known.database),
        "BEDPLATE_ENVIRONMENT": "test", **settings,
    }  # fmt: skip
    with output.open("wb") as stream:
        command = [str(BEDPLATE), "serve", "--app", str(application), "--port", str(port)]
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=stream, stderr=subprocess.STDOUT)
    server = Served(port, process, output, edge.rows, known.secret.reveal(), known.token_key.reveal())
    try:
        _wait_for(server)
        yield server
    finally:
        server.stop()


def _wait_for(server: Served) -> None:
    """Until the port takes connections. The wait between two tries is for the process itself: it ends early if that does."""
    for _ in range(1_000):
        try:
            if server.ask("GET", "/livez")[0] == 200:
                return
        except OSError:
            pass
        try:
            server.process.wait(timeout=0.03)
        except subprocess.TimeoutExpired:
            continue
        raise AssertionError(server.output.read_text(encoding="utf-8"))
    raise AssertionError("the server did not start")
