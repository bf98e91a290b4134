"""Services of the application: made once, in the order of what their constructors need, started and stopped around the application."""
from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from bedplate.declarations.contract import ServiceContract
from bedplate.declarations.service_order import order_of
from bedplate.declarations.services import Service
from bedplate.errors import DeclarationFault, Fault, Place
from bedplate.logic.problems import problem_of

__all__ = ["START_SECONDS", "STOP_SECONDS", "Services", "make_services"]

START_SECONDS = 60.0  # that one service may take to start
STOP_SECONDS = 10.0  # that all of them may take to stop: with the jobs that end before, less than a server waits before it kills


class Services:
    """The instances by type. Tests replace one before it is used; a replacement is handed in from then on."""

    __slots__ = ("_made", "_order", "_places", "_started")

    def __init__(
        self, made: Mapping[type[Any], object] | None = None, order: Sequence[type[Any]] = (), places: Mapping[type[Any], Place] | None = None
    ) -> None:
        self._places = places or {}
        self._made: dict[type[Any], object] = dict(made or {})
        self._order = tuple(order)
        self._started: list[Service] = []

    def of(self, wanted: Sequence[tuple[str, type[Any]]]) -> dict[str, object]:
        """What a function is to be given, by the names of its parameters."""
        return {name: self._made[kind] for name, kind in wanted}

    def replace(self, kind: type[Any], made: object) -> None:
        """Hand in another instance for a type: for tests, before the call that uses it."""
        if kind not in self._made:
            raise KeyError(f"{kind.__name__} is not a service of this application")
        self._made[kind] = made

    async def start(self) -> None:
        """Start each service after those it needs. If one fails, those already started are stopped again. Raises DeclarationFault."""
        for kind in self._order:
            made = self._made[kind]
            if not isinstance(made, Service):
                continue
            try:
                async with asyncio.timeout(START_SECONDS):
                    await made.start()
            except Exception as error:  # the end of the program: told where the service was declared
                await self.stop()
                raise DeclarationFault([_not_started(kind, error, self._places.get(kind))]) from error
            except BaseException:  # not an answer: undone and raised on
                await self.stop()
                raise
            self._started.append(made)

    async def stop(self, seconds: float = STOP_SECONDS) -> list[tuple[str, str]]:
        """Stop what was started, last first, all of it within a time; the name and problem of each that failed or took too long. One that
        fails keeps no other from being stopped."""
        problems: list[tuple[str, str]] = []
        deadline = asyncio.get_running_loop().time() + seconds
        while self._started:
            one = self._started.pop()
            try:
                async with asyncio.timeout_at(deadline):
                    await one.stop()
            except Exception as error:  # not an answer to anybody: told in the log
                problems.append((type(one).__name__, problem_of(error)))
        return problems


def _not_started(kind: type[Any], error: Exception, place: Place | None) -> Fault:
    what = f"it took longer than {START_SECONDS:g} s" if isinstance(error, TimeoutError) else problem_of(error)
    return Fault(
        "SERVICE_NOT_STARTED", f"the service {kind.__name__} did not start: {what}",
        "see whether what it talks to is there and its settings are right; nothing is served before every service has started",
        place or Place(kind.__module__, 1))


def make_services(declared: Sequence[ServiceContract], given: Mapping[type[Any], object]) -> Services:
    """Construct every service. `given` are instances that exist already (settings, services of the framework). Raises DeclarationFault."""
    made: dict[type[Any], object] = dict(given)
    order = order_of(declared, frozenset(given))
    for service in order:
        if service.kind not in made:
            try:
                made[service.kind] = service.kind(**{name: made[kind] for name, kind in service.needs})
            except Exception as error:  # the end of the program: told where the service was declared
                raise DeclarationFault([_not_started(service.kind, error, service.place)]) from error
    started = (*(kind for kind in given if isinstance(given[kind], Service)), *(one.kind for one in order if one.kind not in given))
    return Services(made, started, {one.kind: one.place for one in declared})
