"""Composition: declarations and settings become a checked, running application.

The only place where rooms are put together (`app.py` is its face for developers), and the only door through which time, randomness and ids come in.
"""
from __future__ import annotations

import asyncio
import os
import random
import secrets
import sys
import time
import traceback
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import count
from typing import Any, BinaryIO

from bedplate.auth.account_service import AccountService
from bedplate.auth.accounts import Accounts, prepare_accounts
from bedplate.auth.authorize import prepare_authorize
from bedplate.auth.identify import prepare_charge, prepare_identify
from bedplate.auth.policy import compose
from bedplate.declarations.accounts import Accounts as AccountsOfEndpoints
from bedplate.declarations.contract import Contract
from bedplate.declarations.services import read_settings
from bedplate.errors import Place
from bedplate.logic.endpoints import prepare_errors
from bedplate.logic.events import Failure, Worker
from bedplate.logic.perform import prepare_perform
from bedplate.logic.runtime import Runtime
from bedplate.logic.services import Services, make_services
from bedplate.pipeline import Verbs, answer_with
from bedplate.settings import Settings
from bedplate.storage.files.vaults import keep_files
from bedplate.storage.refusals import StorageFailed
from bedplate.storage.rule_plans import refuse_scanning_rules
from bedplate.storage.sqlite import Database
from bedplate.storage.store import Store
from bedplate.validation.cursor import cursor_key, make_cursor
from bedplate.validation.validate import prepare_validate
from bedplate.values import Actor, Request, Response
from bedplate.web.access_log import AccessLog
from bedplate.web.asgi import AsgiApplication, asgi_application
from bedplate.web.connection import Connection
from bedplate.web.languages import prepare_words
from bedplate.web.receive import prepare_receive
from bedplate.web.respond import prepare_refuse, respond
from bedplate.web.router import Router
from bedplate.web.system import system_handlers

_JOBS_SECONDS = 10.0  # that jobs at hand are waited for at the end; then they are given back, and tried again

__all__ = ["Clock", "Running", "compose_application", "new_uuid7"]


def _utc_now() -> datetime:
    return datetime.now(UTC)


_sequence = count(secrets.randbits(10))


def new_uuid7(now: datetime) -> str:
    """A UUIDv7 (RFC 9562 5.7): milliseconds, then a 12-bit counter, then 62 random bits; ids of one process sort in order of making."""
    milliseconds = int(now.timestamp() * 1000) & 0xFFFF_FFFF_FFFF
    times = f"{milliseconds << 16 | 0x7000 | next(_sequence) & 0xFFF:016x}"
    chance = f"{0b10 << 62 | int.from_bytes(os.urandom(8)) >> 2:016x}"
    return f"{times[:8]}-{times[8:12]}-{times[12:]}-{chance[:4]}-{chance[4:]}"


@dataclass(frozen=True, slots=True)
class Clock:
    """Where time and ids come from; tests hand in a clock that stands still."""

    now: Callable[[], datetime] = _utc_now
    monotonic: Callable[[], float] = time.monotonic
    new_id: Callable[[datetime], str] = new_uuid7


class _Witness:
    """Sees how each request ended: one access line, and the count and place of what no rule foresaw."""

    def __init__(self, log: AccessLog, clock: Clock, told: Callable[[Exception], None] | None = None) -> None:
        self._log = log
        self._clock = clock
        self._told = told
        self.failures = 0

    def started(self) -> float:
        return self._clock.monotonic()

    def answered(self, request: Request | None, actor: Actor, status: int, code: str, started: float) -> None:
        self._log.write(request.now if request is not None else self._clock.now(), request, actor, status, code, started)

    def failed(self, request: Request | None, error: Exception) -> None:
        """Kind and places of the error, never its words: they may hold what a caller sent."""
        self.failures += 1
        if self._told is not None:
            self._told(error)
        frames = traceback.extract_tb(error.__traceback__)
        self._log.event({
            "time": self._clock.now().isoformat(),
            "level": "error",
            "event": "failure",
            "request": request.id if request is not None else "",
            "kind": type(error).__qualname__,
            "places": [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames[-12:]],
        })

    def system_used(self, why: str, actor: Actor, operation: str) -> None:
        """Each use of `ctx.system`, with its reason, which is a constant of the application's source."""
        who = f"{actor.kind}:{actor.id}" if actor.id is not None else ""
        self._log.audit({"time": self._clock.now().isoformat(), "level": "info", "event": "system", "why": why, "actor": who, "operation": operation})

    def service_failed(self, service: str, problem: str) -> None:
        """One that did not stop as it should."""
        self._log.event({"time": self._clock.now().isoformat(), "level": "error", "event": "service", "service": service, "problem": problem})

    def handler_failed(self, failure: Failure) -> None:
        self._log.event({
            "time": self._clock.now().isoformat(), "level": "error" if failure.dead else "warning", "event": "job", "job": failure.job,
            "handler": failure.handler, "kind": failure.event, "attempt": failure.attempt, "problem": failure.problem, "dead": failure.dead,
        })  # fmt: skip


@dataclass(frozen=True, eq=False)
class Running:
    """An application with its database open. `start` and `stop` surround its life on one event loop."""

    contract: Contract
    settings: Settings
    database: Database
    store: Store
    runtime: Runtime
    services: Services
    worker: Worker
    witness: _Witness
    log: AccessLog
    answer: Callable[[Connection], Awaitable[Response]]
    accounts: Accounts
    _tasks: list[asyncio.Task[None]]

    async def start(self) -> None:
        """Start services, then deliver events."""
        await self.services.start()
        self._tasks.append(asyncio.create_task(self.worker.run()))

    async def stop(self) -> None:
        """Finish the jobs at hand, stop services, write the log, close the database."""
        self.worker.stop()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=_JOBS_SECONDS)
            if late:
                self.worker.give_back()
            await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        for service, problem in await self.services.stop():
            self.witness.service_failed(service, problem)
        if self.runtime.files is not None:
            await self.runtime.files.close()
        self.accounts.close()
        self.log.flush()
        await self.database.close()

    @property
    def asgi(self) -> AsgiApplication:
        """The application as ASGI 3."""
        return self.served(_nobody)

    def served(self, told: Callable[[Exception], None]) -> AsgiApplication:
        """The same; whoever serves is told why it could not start."""
        async def start() -> None:
            try:
                await self.start()
            except Exception as error:  # raised on: the server hears of it, too
                told(error)
                raise

        return asgi_application(self.answer, start, self.stop, self.settings.body_seconds)


def _nobody(error: Exception) -> None:
    """The server alone is told, in the words of the protocol."""


def compose_application(
    contract: Contract,
    settings: Settings,
    environment: Mapping[str, str],
    *,
    clock: Clock = Clock(),
    database: Database | None = None,
    log: BinaryIO | None = None,
    jitter: Callable[[], float] = random.random,
    told: Callable[[Exception], None] | None = None,
) -> Running:
    """Put the rooms together. Opens the database; nothing runs yet. Raises DeclarationFault with every rule that scans, or with every
    fault of the settings.

    `told` is handed each error that no rule foresaw and that was answered with 500: for tests, which want its traceback.
    """
    opened = database or Database.open(settings.database)
    refuse_scanning_rules(contract, opened)
    store = Store(contract, opened)
    accesses = compose(contract)
    given: dict[type[Any], object] = {}
    if contract.settings is not None:
        given[contract.settings] = read_settings(contract.settings, environment, Place("environment", 1))
    accounts = prepare_accounts(
        contract, store, opened, settings, accesses, now=clock.now, new_id=clock.new_id, monotonic=clock.monotonic
    )
    if contract.accounts:
        given[AccountsOfEndpoints] = AccountService(contract, accounts)
    services = make_services(contract.services, given)
    access_log = AccessLog(log or sys.stdout.buffer, clock.monotonic, settings.log_level)
    witness = _Witness(access_log, clock, told)
    files = keep_files(contract, settings, opened, environment, clock.now)
    workers: list[Worker] = []  # the worker needs the runtime, and the runtime wakes the worker
    runtime = Runtime(
        contract=contract, store=store, accesses=accesses, services=services, now=clock.now, new_id=clock.new_id,
        audit=witness.system_used, wake=lambda: workers[0].wake(), request_seconds=settings.request_seconds, files=files,
    )  # fmt: skip
    worker = Worker(runtime, jitter, witness.handler_failed)
    workers.append(worker)
    router = Router(contract.operations, contract.limit)

    async def ready() -> bool:
        if opened.statistics().failed:
            return False
        try:
            return bool(await opened.read("SELECT 1"))
        except StorageFailed:
            return False

    handlers = {**system_handlers(contract, router, ready), **accounts.handlers}
    verbs = Verbs(
        receive=prepare_receive(router, settings, clock.now, _request_ids()),
        identify=prepare_identify(settings, accounts, monotonic=clock.monotonic),
        validate=prepare_validate(contract, settings, cursor_key(settings.secret)),
        authorize=prepare_authorize(contract, accesses, environment, prepare_charge(accounts, monotonic=clock.monotonic)),
        perform=prepare_perform(runtime, handlers, _cursor_maker(settings)),
        respond=respond,
        refuse=prepare_refuse(prepare_words(contract.messages), prepare_errors(contract), witness.failed),
    )
    return Running(
        contract=contract, settings=settings, database=opened, store=store, runtime=runtime, services=services, worker=worker,
        witness=witness, log=access_log, answer=answer_with(verbs, witness), accounts=accounts, _tasks=[],
    )  # fmt: skip


def _request_ids() -> Callable[[], str]:
    """Ids that are unique across processes and cost nothing: a random prefix and a counter."""
    prefix, numbers = secrets.token_hex(6), count(1)
    return lambda: f"{prefix}-{next(numbers):x}"


def _cursor_maker(settings: Settings) -> Callable[..., str]:
    key = cursor_key(settings.secret)
    return partial(make_cursor, key)
