"""A history is kept of rows that only we write, and read by somebody."""
from __future__ import annotations

from bedplate.declarations.contract import Contract, ResourceContract
from bedplate.errors import Fault

__all__ = ["histories_are_opened", "histories_can_be_kept"]


def histories_can_be_kept(contract: Contract) -> list[Fault]:
    """None of adopted tables."""
    return [
        Fault("D627", f"{one.name} says `history=True`, but {one.table!r} is a table of somebody else, whose writes nobody would see",
              "leave `history` out, or let Bedplate make the table", one.place)
        for one in contract.resources.values() if one.history and one.adopted
    ]


def histories_are_opened(contract: Contract) -> list[Fault]:
    """Whoever says `history=True` also says who may read it: reading a row does not mean that all it ever was may be read."""
    return [
        Fault("D628", f"{one.name} says `history=True`, but no rule opens \"history\"",
              'add "history" to the verbs of a rule: `@allow("read", "history")`', one.place)
        for one in contract.resources.values() if one.history and not one.internal and not _is_opened(one)
    ]


def _is_opened(resource: ResourceContract) -> bool:
    return any(rule.effect == "allow" and not rule.fields and "history" in rule.verbs for rule in resource.rules)
