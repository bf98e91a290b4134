"""Services are made one after another: each after those that it needs."""
from __future__ import annotations

from bedplate.declarations.contract import Contract
from bedplate.declarations.service_order import order_of
from bedplate.errors import DeclarationFault, Fault

__all__ = ["services_can_be_made"]


def services_can_be_made(contract: Contract) -> list[Fault]:
    """What a service needs is made by somebody, and not only after itself."""
    try:
        order_of(contract.services, frozenset([contract.settings] if contract.settings is not None else []))
    except DeclarationFault as wrong:
        return list(wrong.faults)
    return []
