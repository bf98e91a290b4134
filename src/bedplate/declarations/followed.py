"""Which relations filters and sorts may go over: those that are declared as a filter, so that their index is there."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.declarations.contract import Contract, RelationContract, ResourceContract

__all__ = ["followed"]


def followed(contract: Contract, resource: ResourceContract) -> Iterator[RelationContract]:
    """References declared with `filter=True`, the `many` of such a reference, and links that may be asked for."""
    for relation in resource.relations.values():
        if _is_followed(contract, resource, relation):
            yield relation


def _is_followed(contract: Contract, resource: ResourceContract, relation: RelationContract) -> bool:
    if relation.link is not None:
        return relation.link.filter
    holder = resource if relation.cardinality == "one" else contract.resources[relation.target]
    reference = holder.fields[relation.by]
    return reference.filter and not reference.hidden and not reference.secret
