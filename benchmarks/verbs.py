"""Where the CPU time of our own path goes: microseconds a request by verb, the database's own time apart.

    .venv/bin/python benchmarks/verbs.py [--requests 3000]

In process, without a server and a socket. Each verb is timed around the function that the application runs, in CPU time of its thread;
"driver" is the time inside SQLite, on both threads, commits included; "elsewhere" what stands between the verbs, and on the writer's thread
beside SQLite.
"""
from __future__ import annotations

import argparse
import asyncio
import io
import json
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import ours
import uvloop
import work

sys.path.insert(0, str(ours.ROOT / "examples" / "helpdesk"))

from bedplate import running
from bedplate.pipeline import Verbs
from bedplate.settings import load
from bedplate.storage.sqlite.inline import InlineLane
from bedplate.storage.sqlite.transaction import Transaction
from bedplate.web.asgi import AsgiApplication

NAMES = ("receive", "identify", "validate", "authorize", "perform", "respond")
GOALS = {"read": 60, "create": 150}  # microseconds of our own a request, driver excluded


@dataclass
class Clock:
    """Nanoseconds by name."""

    spent: dict[str, int] = field(default_factory=dict)
    on: bool = False  # looking at the clock costs time too: the whole is measured while nothing else is

    def add(self, name: str, nanoseconds: int) -> None:
        self.spent[name] = self.spent.get(name, 0) + nanoseconds

    def around(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any) -> Any:
            if not self.on:
                return call(*args)
            started = time.thread_time_ns()
            try:
                return call(*args)
            finally:
                self.add(name, time.thread_time_ns() - started)

        return timed

    def around_waiting(self, name: str, call: Callable[..., Awaitable[Any]]) -> Callable[..., Any]:
        """Counts the steps of a coroutine, not the time that it waits."""

        def timed(*args: Any) -> Any:
            return _Steps(self, name, call(*args).__await__()) if self.on else call(*args)

        return timed


class _Steps:
    """Runs an awaitable and times each of its steps."""

    def __init__(self, clock: Clock, name: str, steps: Any) -> None:
        self._clock, self._name, self._steps = clock, name, steps

    def __await__(self) -> Any:
        value: Any = None
        while True:
            started = time.thread_time_ns()
            try:
                waited = self._steps.send(value)
            except StopIteration as stop:
                return stop.value
            finally:
                self._clock.add(self._name, time.thread_time_ns() - started)
            value = yield waited


def instrumented(clock: Clock) -> None:
    """Have the next application timed by verb, and its driver apart."""
    plain = running.answer_with

    def timed(verbs: Verbs, observer: Any) -> Any:
        wrapped = {name: clock.around(name, getattr(verbs, name)) for name in ("receive", "authorize", "respond")}
        wrapped |= {name: clock.around_waiting(name, getattr(verbs, name)) for name in ("identify", "validate", "perform")}
        observer.answered = clock.around("log", observer.answered)
        return plain(replace(verbs, **wrapped), observer)

    running.answer_with = timed  # type: ignore[assignment]
    InlineLane.read = clock.around("driver", InlineLane.read)  # type: ignore[method-assign]
    Transaction.run = clock.around("driver on the writer", Transaction.run)  # type: ignore[method-assign]


class _TimedCursor:
    """The writer's cursor for BEGIN, SAVEPOINT and COMMIT."""

    def __init__(self, clock: Clock, cursor: Any) -> None:
        self.execute = clock.around("driver on the writer", cursor.execute)


async def asked(application: AsgiApplication, method: str, path: str, token: str, body: bytes = b"") -> int:
    """One request, as a server would hand it over."""
    target, _, query = path.partition("?")
    headers = [(b"host", b"127.0.0.1:8000"), (b"authorization", f"Bearer {token}".encode())]
    if body:
        headers += [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    scope = {"type": "http", "method": method, "path": target, "raw_path": target.encode(), "query_string": query.encode(), "headers": headers,
             "client": ("127.0.0.1", 5000), "scheme": "http"}
    status = 0

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        nonlocal status
        status = message.get("status", status)

    await application(scope, receive, send)
    return status


async def measured(name: str, kind: str, one: Callable[[], Awaitable[int]], clock: Clock, requests: int, clients: int) -> None:
    await _asked_often(name, one, 200, clients)
    cpu = time.process_time_ns()
    await _asked_often(name, one, requests, clients)
    cpu = time.process_time_ns() - cpu
    clock.spent.clear()
    clock.on = True
    await _asked_often(name, one, requests, clients)
    clock.on = False
    print(told(name, kind, {key: spent / 1000 / requests for key, spent in clock.spent.items()}, cpu / 1000 / requests))


async def _asked_often(name: str, one: Callable[[], Awaitable[int]], requests: int, clients: int) -> None:
    left = requests

    async def client() -> None:
        nonlocal left
        while left > 0:
            left -= 1
            status = await one()
            if status not in (200, 201):
                raise SystemExit(f"{name}: answered {status}")

    await asyncio.gather(*(client() for _ in range(clients)))


def told(name: str, kind: str, spent: dict[str, float], cpu: float) -> str:
    inline, writer = spent.get("driver", 0.0), spent.get("driver on the writer", 0.0)
    verbs = {verb: spent.get(verb, 0.0) - (inline if verb == "perform" else 0.0) for verb in NAMES} | {"log": spent.get("log", 0.0)}
    own = cpu - inline - writer
    parts = "  ".join(f"{verb} {figure:.1f}" for verb, figure in verbs.items())
    return f"{name:<36} own {own:6.1f} of {GOALS[kind]} us  driver {inline + writer:6.1f}  |  {parts}  elsewhere {own - sum(verbs.values()):.1f}"


async def main(requests: int) -> None:
    from app import app

    with tempfile.TemporaryDirectory() as name:
        demo = ours.seeded(Path(name))
        settings = load({**demo.surroundings, "BEDPLATE_DATABASE": str(demo.database)}, Path(name))
        clock = Clock()
        instrumented(clock)
        composed = app.compose(settings, {})
        composed.log._stream = io.BytesIO()
        writer = composed.database._writer
        writer._control = _TimedCursor(clock, writer._control)
        await composed.start()
        application = composed.asgi
        account = demo.accounts[0]
        token = await signed_in(application, account)
        ticket = json.loads((Path(name) / "demo.json").read_text())[0]["tickets"][0]
        body = json.dumps({"project": await project(application, token), "title": "Printer", "body": "It stops."}).encode()
        for one in work.ALL:
            path = one.path.replace("{ticket}", ticket)
            if one.kind == "read":
                await measured(one.title, "read", lambda path=path: asked(application, "GET", path, token), clock, requests, 1)
            else:
                sent = json.dumps({"create": [json.loads(body)] * 100}).encode() if one.kind == "bulk" else body
                make = lambda path=path, sent=sent: asked(application, "POST", path, token, sent)  # noqa: E731
                await measured(one.title, "create", make, clock, requests // (100 if one.kind == "bulk" else 2), one.connections)
        await composed.stop()


async def _json(application: AsgiApplication, method: str, path: str, token: str, body: bytes = b"") -> Any:
    parts: list[bytes] = []
    target, _, query = path.partition("?")
    headers = [(b"host", b"127.0.0.1:8000")]
    headers += [(b"authorization", f"Bearer {token}".encode())] if token else []
    headers += [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())] if body else []
    scope = {"type": "http", "method": method, "path": target, "query_string": query.encode(), "headers": headers, "client": ("127.0.0.1", 5000)}

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        parts.append(message.get("body", b""))

    await application(scope, receive, send)
    return json.loads(b"".join(parts))


async def signed_in(application: AsgiApplication, account: ours.Account) -> str:
    body = json.dumps({"email": account.email, "password": account.password}).encode()
    answer = await _json(application, "POST", "/v1/auth/token", "", body)
    return str(answer["data"]["access_token"])


async def project(application: AsgiApplication, token: str) -> str:
    return str((await _json(application, "GET", "/v1/tickets?limit=1", token))["data"][0]["project"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=3000)
    uvloop.run(main(parser.parse_args().requests))
