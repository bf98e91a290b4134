"""`bedplate` as a process: started, listened to line by line, asked over HTTP, ended by its own pid."""
from __future__ import annotations

import contextlib
import http.client
import json
import os
import select
import selectors
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).parents[2]
HELPDESK = ROOT / "examples" / "helpdesk"
COMMAND = (str(Path(sys.executable).with_name("bedplate")),)
PATIENCE = 30.0  # seconds; only a broken test comes near it


def environment(folder: Path, **given: str) -> dict[str, str]:
    """This process's environment without settings that somebody left in it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BEDPLATE_")}
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "200", "PWD": str(folder), **given}


def run(folder: Path, *arguments: str, **given: str) -> subprocess.CompletedProcess[str]:
    """One command from its start to its end."""
    return subprocess.run(
        [*COMMAND, *arguments], cwd=folder, env=environment(folder, **given), capture_output=True, text=True, timeout=PATIENCE, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def data(self) -> Any:
        return json.loads(self.body)["data"]


class Client:
    """One keep-alive connection. Whoever holds it sees every failure of the network."""

    def __init__(self, port: int, token: str = "") -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """Raises OSError or http.client.HTTPException where no whole answer comes."""
        sent = None if body is None else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        kind = {} if sent is None else {"Content-Type": "application/json"}
        self._connection.request(method, path, sent, {**self._headers, **kind, **named})
        answer = self._connection.getresponse()
        return Answer(answer.status, dict(answer.getheaders()), answer.read())

    def close(self) -> None:
        self._connection.close()


class Process:
    """A running `bedplate`. Its standard output goes to a file, its standard error is read line by line."""

    def __init__(self, folder: Path, arguments: Sequence[str], given: Mapping[str, str]) -> None:
        self.output = folder / f"output-{time.monotonic_ns()}.txt"
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [*COMMAND, *arguments], cwd=folder, env=environment(folder, **given), stdout=output, stderr=subprocess.PIPE,
                stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        self.said: list[str] = []
        self._rest = b""
        self._heard = 0
        assert self.process.stderr is not None
        self._errors = self.process.stderr
        os.set_blocking(self._errors.fileno(), False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._errors, selectors.EVENT_READ)

    def wait_for(self, heard: Callable[[str], bool]) -> str:
        """The next line of standard error, after the one that was waited for last, that is what one waits for."""
        deadline = time.monotonic() + PATIENCE
        while True:
            while self._heard < len(self.said):
                self._heard += 1
                if heard(self.said[self._heard - 1]):
                    return self.said[self._heard - 1]
            if self._errors.closed or time.monotonic() > deadline:
                raise AssertionError("it never said so:\n" + "\n".join(self.said))
            self._listen()

    def _listen(self, patience: float = PATIENCE) -> None:
        """Take what is said next, or nothing for too long."""
        if not self._selector.select(patience):
            return
        part = os.read(self._errors.fileno(), 65_536)
        if not part:
            self._selector.unregister(self._errors)
            self._errors.close()
        *whole, self._rest = (self._rest + part).split(b"\n")
        self.said += [line.decode() for line in whole]

    def wait_for_output(self) -> None:
        """Until something stands on standard output. Looks again whenever the process says something, and ten times a second."""
        deadline = time.monotonic() + PATIENCE
        while not self.output.stat().st_size:
            if self._errors.closed or time.monotonic() > deadline:
                raise AssertionError("it printed nothing:\n" + "\n".join(self.said))
            self._listen(0.1)

    def send(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def ended(self) -> int:
        """The exit code, once it has ended. What it says until then is kept in `said`."""
        deadline = time.monotonic() + PATIENCE
        while not self._errors.closed and time.monotonic() < deadline:
            self._listen()
        return self.process.wait(PATIENCE)

    def kill_all(self) -> None:
        """SIGKILL to the whole group, workers too; a session of its own makes it ours alone."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)

    def __enter__(self) -> Process:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.kill_all()
        self._selector.close()
        if not self._errors.closed:
            self._errors.close()


def serving(folder: Path, port: int, *more: str, **given: str) -> Process:
    """`serve` of the helpdesk on the seeded data in `folder`; listens when this returns."""
    settings = {"BEDPLATE_DATABASE": "helpdesk.sqlite3", "BEDPLATE_LIMIT_FACTOR": "10000", **given}
    process = Process(folder, ("serve", "--app", str(HELPDESK / "app.py"), "--port", str(port), *more), settings)
    try:
        process.wait_for(lambda line: line.startswith("serving"))
    except BaseException:
        process.kill_all()
        raise
    return process


def children(pid: int) -> list[int]:
    """The processes that one has started, from /proc."""
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def ends(watch: int) -> bool:
    """Whether the process behind a pidfd ends within our patience: its descriptor turns readable."""
    return bool(select.select([watch], [], [], PATIENCE)[0])


def answers_again(port: int) -> bool:
    """Whether a connection is accepted and answered within our patience. Refusals come at once, so attempts are spaced."""
    deadline, spaced = time.monotonic() + PATIENCE, threading.Event()
    while time.monotonic() < deadline:
        client = Client(port)
        try:
            return client.ask("GET", "/livez").status == 200
        except (OSError, http.client.HTTPException):
            spaced.wait(0.01)
        finally:
            client.close()
    return False
