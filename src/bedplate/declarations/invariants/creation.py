"""Whether rows of a resource come from callers at all."""
from __future__ import annotations

from bedplate.declarations.contract import Contract, ResourceContract

__all__ = ["is_created_by_callers"]


def is_created_by_callers(contract: Contract, resource: ResourceContract) -> bool:
    """Some rule opens `create`; or none is said, and the row that it is a part of may be updated. Accounts are made by signing up or by
    an operator."""
    return not (resource.internal or resource.account) and _is_open(contract, resource, "create", frozenset())


def _is_open(contract: Contract, resource: ResourceContract, verb: str, below: frozenset[str]) -> bool:
    if any(rule.effect == "allow" and not rule.fields and verb in rule.verbs for rule in resource.rules):
        return True
    whole = contract.resources[resource.fields[resource.part_of].target or ""] if resource.part_of is not None else None
    return whole is not None and whole.name not in below and _is_open(contract, whole, "update", below | {resource.name})
