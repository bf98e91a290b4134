"""A service that a function asks for and that nobody declared would be missing at its first call."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bedplate.declarations.accounts import Accounts
from bedplate.declarations.contract import Contract
from bedplate.errors import Fault, Place

__all__ = ["services_are_declared"]


def services_are_declared(contract: Contract) -> list[Fault]:
    """What is injected into actions, handlers and endpoints is made by the application, or is the accounts that endpoints are given."""
    made = {one.kind for one in contract.services} | {contract.settings}
    return [
        _of_accounts(contract, who, place) if kind is Accounts else Fault(
            "D614", f"{who} asks for {kind.__name__}, which this application does not make",
            "declare it with `@app.service`; settings with `App(settings=...)`", place)
        for who, wanted, place in _asking(contract) for _, kind in wanted if kind not in made and not (kind is Accounts and _may(contract, who))
    ]


def _may(contract: Contract, who: str) -> bool:
    return bool(contract.accounts) and any(one.name == who for one in contract.endpoints)


def _of_accounts(contract: Contract, who: str, place: Place) -> Fault:
    if not contract.accounts:
        return Fault("D554", f"{who} asks for Accounts, but nobody can sign in to this application", "name an account class: `App(__name__, accounts=Person)`", place)
    return Fault("D554", f"{who} asks for Accounts, and nobody signs in or out there", "take them in an endpoint", place)


def _asking(contract: Contract) -> Iterator[tuple[str, tuple[tuple[str, type[Any]], ...], Place]]:
    for resource in contract.resources.values():
        for action in resource.actions.values():
            yield f"{resource.name}.{action.name}", action.services, action.place
    for handler in (*contract.handlers, *(one.handler for one in contract.schedules)):
        yield handler.name, handler.services, handler.place
    for endpoint in contract.endpoints:
        yield endpoint.name, endpoint.services, endpoint.place
