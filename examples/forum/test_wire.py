"""The recorded contract over a real server: its own process and port, ordinary requests, cookies kept as a browser does."""
from __future__ import annotations

import os
import re
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

import httpx2
import pytest
from forum.app import app
from forum.recorded import Exchange, exchanges
from joserfc.jwk import ECKey

from bedplate.storage.setup import create_or_extend

PATIENCE = 30.0
TIME = re.compile(rb'"at":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"')
BY_A_MODERATOR = "mod"                                                  # nobody becomes one over the wire, so what follows from it is left out
AFTERWARDS = {("POST", "/threads/1/posts", 423), ("GET", "/", 200)}


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    create_or_extend(tmp_path / "forum.db", app.contract, allow=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found = int(probe.getsockname()[1])
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BEDPLATE_")} | {
        "BEDPLATE_SECRET": secrets.token_hex(32), "BEDPLATE_TOKEN_KEY": ECKey.generate_key("P-256").as_pem(private=True).decode(),
        "BEDPLATE_DATABASE": str(tmp_path / "forum.db"), "BEDPLATE_ENVIRONMENT": "test", "BEDPLATE_PASSWORD_MINIMUM": "8"}
    command = [str(Path(sys.executable).parent / "bedplate"), "serve", "--app", str(Path(__file__).with_name("app.py")), "--port", str(found)]
    with (tmp_path / "output").open("wb") as output:
        process = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        wait_for(found, process, tmp_path / "output")
        yield found
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def wait_for(port: int, process: subprocess.Popen[bytes], output: Path) -> None:
    for _ in range(1_000):
        try:
            if httpx2.get(f"http://127.0.0.1:{port}/livez").status_code == 200:
                return
        except httpx2.TransportError:
            pass
        try:
            process.wait(timeout=0.03)
        except subprocess.TimeoutExpired:
            continue
        raise AssertionError(output.read_text(encoding="utf-8"))


def asked(port: int, one: Exchange, cookies: dict[str, str]) -> tuple[int, bytes]:
    """One request on a connection of its own; its caller keeps the cookie that comes back."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        headers = {**({"content-type": "application/json"} if one.sent is not None else {}), **one.sent_headers}
        connection.request(one.method, one.path, one.sent, headers | ({"cookie": cookies[one.who]} if one.who in cookies else {}))
        answer = connection.getresponse()
        cookies[one.who] = (answer.getheader("set-cookie") or cookies.get(one.who, "")).partition(";")[0]
        return answer.status, answer.read()
    finally:
        connection.close()


def test_the_recorded_contract_is_met_over_the_wire(port: int) -> None:
    """To the byte, but for the time, which is that of the machine."""
    cookies: dict[str, str] = {}
    began = datetime.now(UTC).replace(microsecond=0)
    wrong: list[str] = []
    for one in exchanges():
        if one.who == BY_A_MODERATOR or (one.method, one.path, one.status) in AFTERWARDS:
            continue
        status, body = asked(port, one, cookies)
        for at in TIME.findall(body):
            assert began <= datetime.strptime(at.decode(), "%Y-%m-%dT%H:%M:%S%z") <= datetime.now(UTC)
        if (status, TIME.sub(b"", body)) != (one.status, TIME.sub(b"", one.body)):
            wrong.append(f"contract.txt:{one.line}: {status} {body!r}")
    assert wrong == []
