"""Services of the application: made once, in the order of what their constructors need, started and stopped around the application."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bedplate.declarations.contract import ServiceContract
from bedplate.declarations.service_order import order_of
from bedplate.declarations.services import Service

__all__ = ["Services", "make_services"]


class Services:
    """The instances by type. Tests replace one before it is used; a replacement is handed in from then on."""

    __slots__ = ("_made", "_order", "_started")

    def __init__(self, made: Mapping[type[Any], object] | None = None, order: Sequence[type[Any]] = ()) -> None:
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
        """Start each service after those it needs. If one fails, those already started are stopped again."""
        try:
            for kind in self._order:
                made = self._made[kind]
                if isinstance(made, Service):
                    await made.start()
                    self._started.append(made)
        except BaseException:  # not an answer: undone and raised on
            await self.stop()
            raise

    async def stop(self) -> None:
        """Stop what was started, last first."""
        while self._started:
            await self._started.pop().stop()


def make_services(declared: Sequence[ServiceContract], given: Mapping[type[Any], object]) -> Services:
    """Construct every service. `given` are instances that exist already (settings, services of the framework). Raises DeclarationFault."""
    made: dict[type[Any], object] = dict(given)
    order = order_of(declared, frozenset(given))
    for service in order:
        if service.kind not in made:
            made[service.kind] = service.kind(**{name: made[kind] for name, kind in service.needs})
    started = (*(kind for kind in given if isinstance(given[kind], Service)), *(one.kind for one in order if one.kind not in given))
    return Services(made, started)
