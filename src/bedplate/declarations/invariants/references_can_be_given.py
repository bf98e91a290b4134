"""A written reference must be readable by who writes it: to rows that nobody may read it can never be given."""
from __future__ import annotations

from bedplate.declarations.contract import Contract, ResourceContract
from bedplate.declarations.invariants.creation import is_created_by_callers
from bedplate.errors import Fault

__all__ = ["references_can_be_given"]


def references_can_be_given(contract: Contract) -> list[Fault]:
    """What must be in the input of a create can be read by somebody."""
    return [
        Fault("D608", f"{resource.name}.{one.name} must be given, but nobody may read a {one.target}: no {resource.name} can ever be created",
              f'write a rule `@allow("read")` for {one.target}, or fill it by `default=`', one.place)
        for resource in contract.resources.values() if is_created_by_callers(contract, resource)
        for one in resource.fields.values()
        if one.required and one.target is not None and not _is_readable(contract.resources[one.target])
    ]


def _is_readable(resource: ResourceContract) -> bool:
    """Some rule opens it, or it follows the row that it is a part of."""
    opened = [rule for rule in resource.rules if rule.effect == "allow" and not rule.fields and {"read", "list"} & set(rule.verbs)]
    return bool(opened) or resource.part_of is not None
