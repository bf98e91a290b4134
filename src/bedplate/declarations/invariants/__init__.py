"""Laws of a well-formed Contract: each takes the whole Contract and gives the faults it found. One law per file; none runs code of the
application."""
from __future__ import annotations

from collections.abc import Callable

from bedplate.declarations.contract import Contract
from bedplate.errors import Fault

__all__ = ["LAWS", "broken_laws"]

LAWS: tuple[Callable[[Contract], list[Fault]], ...] = ()


def broken_laws(contract: Contract) -> list[Fault]:
    """Every fault of every law."""
    return [fault for law in LAWS for fault in law(contract)]
