"""Parts that contain each other could never be read: each asks the other first."""
from __future__ import annotations

from bedplate.declarations.contract import Contract, ResourceContract
from bedplate.errors import Fault

__all__ = ["parts_have_a_whole"]


def parts_have_a_whole(contract: Contract) -> list[Fault]:
    """`part_of` leads up to a resource that is no part."""
    found: list[Fault] = []
    for resource in contract.resources.values():
        way = _way(contract, resource)
        if way[-1] == resource.name:
            found.append(Fault("D611", f"{resource.name} is part of itself: {' is part of '.join([resource.name, *way])}",
                               "leave `part_of` out of one of them, and write its rules", resource.place))
    return found


def _way(contract: Contract, resource: ResourceContract) -> list[str]:
    """The names of the resources above, up to the whole or until one comes again."""
    names: list[str] = []
    at = resource
    while at.part_of is not None and (above := at.fields[at.part_of].target) is not None and above not in names:
        names.append(above)
        at = contract.resources[above]
    return names or [""]
