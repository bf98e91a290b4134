"""`App`: what a developer names his declarations to, and what a server is given.

    app = App(__name__, accounts=Person)

Nothing of it is global: two applications may live in one process. It is an ordinary ASGI application too.
"""
from __future__ import annotations

import json
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, Literal, ParamSpec, TypeVar, Unpack

from bedplate.declarations.application import (
    AppDeclaration,
    HandlerDeclaration,
    Model,
    ScheduleDeclaration,
    ServiceDeclaration,
)
from bedplate.declarations.compile import compile_contract
from bedplate.declarations.contract import Contract
from bedplate.declarations.endpoint_groups import Endpoints, Method
from bedplate.declarations.endpoints import EndpointRules, Sessions
from bedplate.declarations.events import Event
from bedplate.declarations.lock import lock_document, read_lock
from bedplate.declarations.messages import Messages
from bedplate.declarations.resources import User
from bedplate.declarations.services import Service
from bedplate.declarations.services import Settings as OwnSettings
from bedplate.errors import Place, Refusal
from bedplate.settings import Settings, load, read_dotenv

if TYPE_CHECKING:  # a file of declarations is read, checked and inspected without loading what runs it
    from bedplate.running import Running
    from bedplate.web.asgi import Receive, Scope, Send

__all__ = ["App"]

LOCK = "contract.lock.json"

P = ParamSpec("P")
E = TypeVar("E", bound=Event)
Svc = TypeVar("Svc", bound=Service)
Async = TypeVar("Async", bound=Callable[..., Awaitable[Any]])


class App:
    """An application: the modules or classes it is made of, its accounts, settings, event handlers, services and endpoints."""

    def __init__(
        self,
        *models: Model,
        accounts: type[User] | tuple[type[User], ...] = (),
        sessions: Sessions | None = None,
        settings: type[OwnSettings] | None = None,
        limit: str = "600/min",
        title: str = "",
        messages: Messages | tuple[Messages, ...] = (),
    ) -> None:
        self._declaration = AppDeclaration(
            place=_caller(),
            models=models,
            accounts=accounts if isinstance(accounts, tuple) else (accounts,),
            settings=settings,
            sessions=sessions,
            limit=limit,
            title=title or "API",
            messages=messages if isinstance(messages, tuple) else (messages,),
        )
        self._running: Running | None = None

    def on(
        self, event: type[E], /, *, retries: int = 8, timeout: str = "30s"
    ) -> Callable[[Callable[Concatenate[E, P], Awaitable[None]]], Callable[Concatenate[E, P], Awaitable[None]]]:
        """Handle an event after its commit, at least once: `handler(event, ctx, …services)`."""

        def noted(handler: Callable[Concatenate[E, P], Awaitable[None]]) -> Callable[Concatenate[E, P], Awaitable[None]]:
            self._declaration.handlers.append(HandlerDeclaration(event, handler, place_of(handler), retries, timeout))
            return handler

        return noted

    def every(self, interval: str, /, *, retries: int = 8, timeout: str = "30s") -> Callable[[Async], Async]:
        """Run `function(ctx, …services)` at this interval, in one process of however many serve."""
        return self._scheduled(interval, None, retries, timeout)

    def cron(self, when: str, /, *, tz: str, retries: int = 8, timeout: str = "30s") -> Callable[[Async], Async]:
        """Run `function(ctx, …services)` at these times of the zone's wall clock, in one process of however many serve."""
        return self._scheduled(when, tz, retries, timeout)

    def _scheduled(self, when: str, zone: str | None, retries: int, timeout: str) -> Callable[[Async], Async]:
        def noted(function: Async) -> Async:
            self._declaration.schedules.append(ScheduleDeclaration(when, zone, function, place_of(function), retries, timeout))
            return function

        return noted

    def service(self, kind: type[Svc], /) -> type[Svc]:
        """Make one instance at start and hand it in wherever a parameter has this type."""
        self._declaration.services.append(ServiceDeclaration(kind, _caller()))
        return kind

    def endpoint(self, method: Method, path: str, /, **rules: Unpack[EndpointRules]) -> Callable[[Async], Async]:
        """A contract that exists already; who may call it and how often must be said."""
        return Endpoints(self._declaration.endpoints).endpoint(method, path, **rules)

    def group(
        self, prefix: str = "", /, *, raw: bool = False, unknown: Literal["refuse", "ignore"] = "refuse", waive: Mapping[str, str] | None = None,
        errors: Callable[[Refusal], object] | None = None,
    ) -> Endpoints:  # fmt: skip
        """Endpoints of one contract that exists already: what is said here holds for each of them, unless it says otherwise. `errors` tells
        refusals: a plain function, annotated with the shape that it gives, under the status of the refusal or that of a `Reply`."""
        said: dict[str, object] = {"raw": raw, "unknown": unknown, "waive": waive or {}}
        return Endpoints(self._declaration.endpoints, prefix, said, errors)

    @cached_property
    def contract(self) -> Contract:
        """The compiled declarations. Raises DeclarationFault with every fault."""
        return compile_contract(self._declaration, read_lock(_lock_text(Path.cwd())))

    def prepare(self, settings: Settings, *, may_extend: bool) -> list[str]:
        """Create the database, or extend it where that only adds; what was done, in words. Raises DeclarationFault for anything else."""
        from bedplate.storage.setup import create_or_extend

        return create_or_extend(settings.database, self.contract, allow=may_extend)

    def write_lock(self, folder: Path) -> None:
        """Keep `contract.lock.json` true: stable ids, the API surface, the storage snapshot."""
        path = folder / LOCK
        text = json.dumps(lock_document(self.contract), indent=1, sort_keys=True) + "\n"
        if not path.exists() or path.read_bytes() != text.encode():
            written = path.with_name(f"{LOCK}.{os.getpid()}")
            written.write_text(text, encoding="utf-8", newline="\n")
            written.replace(path)  # whole or not at all

    def compose(self, settings: Settings, environment: Mapping[str, str] | None = None) -> Running:
        """The running application over its database. Raises DeclarationFault."""
        from bedplate.running import compose_application

        return compose_application(self.contract, settings, os.environ if environment is None else environment)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI 3. Composed on the first message, from this process's environment."""
        if self._running is None:
            settings = load(os.environ, Path.cwd())
            self.prepare(settings, may_extend=False)
            written = {name: value for name, (value, _) in read_dotenv(Path.cwd() / ".env").items()}
            self._running = self.compose(settings, {**written, **os.environ})
        await self._running.asgi(scope, receive, send)


def _lock_text(folder: Path) -> bytes:
    path = folder / LOCK
    return path.read_bytes() if path.is_file() else b""


def _caller() -> Place:
    """Where the application's own code called a method of this file."""
    frame = sys._getframe(2)  # pyright: ignore[reportPrivateUsage]
    return Place(frame.f_code.co_filename, frame.f_lineno)


def place_of(function: Callable[..., object]) -> Place:
    """Where a function was written."""
    code = function.__code__
    return Place(code.co_filename, code.co_firstlineno)
