"""Two resources in one table would read and change each other's rows."""
from __future__ import annotations

from bedplate.declarations.contract import Contract, LinkContract, RelationContract, ResourceContract
from bedplate.errors import Fault

__all__ = ["one_table_a_resource"]


def one_table_a_resource(contract: Contract) -> list[Fault]:
    """A database does not tell small letters in the name of a table from capital ones."""
    found: list[Fault] = []
    first: dict[str, ResourceContract] = {}
    for resource in contract.resources.values():
        other = first.setdefault(resource.table.lower(), resource)
        if other is not resource:
            found.append(Fault("D603", f"{resource.name} is kept in the table {resource.table!r}, and so is {other.name}",
                               'say another one: `table="..."`', resource.place))
    return [*found, *(_shared(resource, relation, link, first[link.table.lower()]) for resource in contract.resources.values()
                      for relation in resource.relations.values() if (link := relation.link) is not None and link.owns and link.table.lower() in first)]


def _shared(resource: ResourceContract, relation: RelationContract, link: LinkContract, other: ResourceContract) -> Fault:
    return Fault("D603", f"{resource.name}.{relation.name} keeps its links in the table {link.table!r}, and so does {other.name}",
                 "give the relation another name, or the resource another table: `table=\"...\"`", relation.place)
