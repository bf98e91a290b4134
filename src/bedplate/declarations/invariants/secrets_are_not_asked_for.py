"""What may not be read may not be searched either: a filter or an order tells it letter by letter."""
from __future__ import annotations

from bedplate.declarations.contract import ComputedContract, Contract, FieldContract
from bedplate.errors import Fault

__all__ = ["secrets_are_not_asked_for"]


def secrets_are_not_asked_for(contract: Contract) -> list[Fault]:
    """No `filter`, `sort`, `group`, `search` or `measure` on what is secret or hidden, nor on what is computed from it."""
    found: list[Fault] = []
    for resource in contract.resources.values():
        shown: tuple[FieldContract | ComputedContract, ...] = (*resource.fields.values(), *resource.computed.values())
        for one in shown:
            mark = "secret" if one.secret else "hidden" if one.hidden else ""
            asked = next((name for name in ("filter", "sort", "search", "group", "measure") if getattr(one, name, False)), "")
            if mark and asked:
                found.append(Fault("D605", f"{resource.name}.{one.name} is {mark}, and `{asked}=True` would tell it bit by bit", f"leave {asked!r} out", one.place))
    return found
