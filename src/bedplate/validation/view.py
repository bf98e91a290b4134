"""What a caller can name of a resource in a query, prepared once at boot."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bedplate.declarations.contract import ComputedContract, Contract, FieldContract, RelationContract, ResourceContract, SortKey
from bedplate.declarations.fields.operators import Operator, filter_operators
from bedplate.declarations.fields.shapes import ListOf
from bedplate.declarations.fields.type import FieldType
from bedplate.declarations.followed import followed

__all__ = ["Filter", "View", "views", "with_key"]


@dataclass(frozen=True, slots=True)
class Filter:
    """A field that may be filtered by, with the operators that it offers."""

    type: FieldType
    operators: tuple[Operator, ...]

    @property
    def part(self) -> FieldType:
        """The type of what `contains` looks for: an item of a list, a piece of a text."""
        return self.type.item if isinstance(self.type, ListOf) else self.type


@dataclass(frozen=True, slots=True)
class View:
    """A resource as queries see it: nothing hidden, secret or internal is in here, so nothing of the kind can be named."""

    name: str
    fields: tuple[str, ...]  # in the order of the answer
    filters: Mapping[str, Filter]
    sortable: frozenset[str]
    relations: Mapping[str, RelationContract]
    sort: tuple[SortKey, ...]  # the default, key included
    key: tuple[str, ...]
    page: int
    max_page: int
    place: Mapping[str, int]  # of fields and relations: the canonical order
    exact_count: bool = False
    followed: frozenset[str] = frozenset()  # relations that filters and sorts may go over
    searched: bool = False
    keeps_deleted: bool = False  # there is a list of the deleted rows

    def ordered(self, given: tuple[SortKey, ...]) -> tuple[SortKey, ...]:
        """A sort order made total by the key."""
        return with_key(given, self.key)


def with_key(given: tuple[SortKey, ...], key: tuple[str, ...]) -> tuple[SortKey, ...]:
    """The key at the end, in the direction of the part before it, which is how the indexes are made; nothing stands after the point where
    the order is total already."""
    found: list[SortKey] = []
    missing = list(key)
    for item in given:
        if not missing:
            break
        found.append(item)
        if item.field in missing:
            missing.remove(item.field)
    direction = found[-1].descending if found else False
    return (*found, *(SortKey(name, direction) for name in missing))


def views(contract: Contract) -> dict[str, View]:
    """The view of every resource."""
    return {resource.name: _view(contract, resource) for resource in contract.resources.values()}


def _view(contract: Contract, resource: ResourceContract) -> View:
    stored = [field for field in resource.fields.values() if not field.hidden and not field.secret]
    computed = [field for field in resource.computed.values() if not field.hidden and not field.secret]
    names = (*(field.name for field in stored), *(field.name for field in computed))
    relations = {
        name: relation
        for name, relation in resource.relations.items()
        if not contract.resources[relation.target].internal and (relation.cardinality == "many" or relation.by in names)
    }
    defaults = {item.field for item in resource.sort}
    shown: list[FieldContract | ComputedContract] = [*stored, *computed]
    order = (*names, *(name for name in relations if name not in names))
    return View(
        name=resource.name,
        fields=names,
        filters={field.name: _filter(field) for field in shown if field.filter or _is_key(field) or _is_contains(field)},
        sortable=frozenset(field.name for field in shown if field.sort or _is_key(field) or field.name in defaults),
        relations=relations,
        sort=with_key(resource.sort, resource.key),
        key=resource.key,
        page=min(resource.page, resource.max_page),
        max_page=resource.max_page,
        place={name: index for index, name in enumerate(order)},
        exact_count=resource.count == "exact",
        followed=frozenset(relation.name for relation in followed(contract, resource) if relation.name in relations),
        searched=any(field.search for field in stored),
        keeps_deleted=resource.deletion == "own",
    )


def _is_key(field: FieldContract | ComputedContract) -> bool:
    return isinstance(field, FieldContract) and field.key


def _is_contains(field: FieldContract | ComputedContract) -> bool:
    return isinstance(field, FieldContract) and field.contains


def _filter(field: FieldContract | ComputedContract) -> Filter:
    if not field.filter and not _is_key(field):
        return Filter(field.type, ("contains",))
    identity = isinstance(field, FieldContract) and (field.target is not None or (field.key and not field.filter))
    return Filter(field.type, filter_operators(field.type, nullable=field.nullable, identity=identity, contains=_is_contains(field)))
