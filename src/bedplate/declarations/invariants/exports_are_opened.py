"""Formats of an export that no rule opens: the route would refuse everybody."""
from __future__ import annotations

from bedplate.declarations.contract import Contract
from bedplate.errors import Fault

__all__ = ["exports_are_opened"]


def exports_are_opened(contract: Contract) -> list[Fault]:
    """Whoever says `export=` also says who may: reading a page does not mean that everything may be carried away."""
    return [
        Fault("D321", f"{resource.name} says `export=`, but no rule opens \"export\"",
              'add "export" to the verbs of a rule: `@allow("read", "export")`', resource.place)
        for resource in contract.resources.values()
        if resource.export and not any(rule.effect == "allow" and not rule.fields and "export" in rule.verbs for rule in resource.rules)
    ]
