"""A class whose changes must name a revision, and a relation that writes its rows without one."""
from __future__ import annotations

from bedplate.declarations.contract import Contract
from bedplate.errors import Fault

__all__ = ["revisions_are_asked_everywhere"]


def revisions_are_asked_everywhere(contract: Contract) -> list[Fault]:
    """A row that comes along with another names no revision of its own."""
    return [
        Fault("D389", f'{resource.name}.{relation.name}: {relation.target} says if_match="required", and nested rows name no revision',
              "leave one of the two out: `nested` or `if_match`", relation.place)
        for resource in contract.resources.values() for relation in resource.relations.values()
        if relation.nested and contract.resources[relation.target].must_match
    ]
