"""A service that a function asks for and that nobody declared would be missing at its first call."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bedplate.declarations.contract import Contract
from bedplate.errors import Fault, Place

__all__ = ["services_are_declared"]


def services_are_declared(contract: Contract) -> list[Fault]:
    """What is injected into actions, handlers and endpoints is made by the application."""
    made = {one.kind for one in contract.services} | {contract.settings}
    return [
        Fault("D614", f"{who} asks for {kind.__name__}, which this application does not make",
              "declare it with `@app.service`; settings with `App(settings=...)`", place)
        for who, wanted, place in _asking(contract) for _, kind in wanted if kind not in made
    ]


def _asking(contract: Contract) -> Iterator[tuple[str, tuple[tuple[str, type[Any]], ...], Place]]:
    for resource in contract.resources.values():
        for action in resource.actions.values():
            yield f"{resource.name}.{action.name}", action.services, action.place
    for handler in (*contract.handlers, *(one.handler for one in contract.schedules)):
        yield handler.name, handler.services, handler.place
    for endpoint in contract.endpoints:
        yield endpoint.name, endpoint.services, endpoint.place
