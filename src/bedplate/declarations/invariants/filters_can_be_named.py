"""A filter is asked for by the name of its field: some names mean something else in a query."""
from __future__ import annotations

from bedplate.declarations.contract import ComputedContract, Contract, FieldContract, ResourceContract
from bedplate.errors import Fault

__all__ = ["filters_can_be_named"]

_QUERY = frozenset({"limit", "sort", "cursor", "fields", "count", "any", "none"})


def filters_can_be_named(contract: Contract) -> list[Fault]:
    """No filterable field is called like a word of the query."""
    return [
        Fault("D607", f"{resource.name}.{one.name} cannot be filtered by: `?{one.name}=` is a word of every list",
              "rename the field (`column=` keeps its name in the database), or leave `filter` out", one.place)
        for resource in contract.resources.values() for one in _filterable(resource) if one.name in _words(resource)
    ]


def _words(resource: ResourceContract) -> frozenset[str]:
    """The words of the queries of one resource."""
    words = _QUERY | ({"deleted"} if resource.deletion == "own" else frozenset[str]())
    return words | ({"q"} if any(field.search for field in resource.fields.values()) else frozenset[str]())


def _filterable(resource: ResourceContract) -> list[FieldContract | ComputedContract]:
    return [*(one for one in resource.fields.values() if one.filter or one.contains or one.key), *(one for one in resource.computed.values() if one.filter)]
