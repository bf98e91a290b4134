"""Links in a decision: what came as lists of keys with the input, and what code added to and removed from relations."""
from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from bedplate.declarations.contract import ResourceContract
from bedplate.declarations.rows import RowState
from bedplate.values import LinkChange

__all__ = ["linkable", "links_noted", "merged", "without_links"]


def linkable(resource: ResourceContract) -> frozenset[str]:
    """The relations that may come with the input of a row."""
    return frozenset(one.name for one in resource.relations.values() if one.link is not None and one.link.writable)


def without_links(given: Mapping[str, object], relations: frozenset[str]) -> tuple[Mapping[str, object], tuple[LinkChange, ...]]:
    """The values of fields, and what is to become of the relations."""
    if relations.isdisjoint(given):
        return given, ()
    links = tuple(LinkChange(name, tuple(cast("list[object]", keys)), replace=True) for name, keys in given.items() if name in relations)
    return {name: value for name, value in given.items() if name not in relations}, links


def links_noted(state: RowState) -> tuple[LinkChange, ...]:
    """What code did to the relations of a row since this was asked last."""
    noted, state.links = state.links, None
    return tuple(
        LinkChange(name, tuple(key for key, linked in keys.items() if linked), tuple(key for key, linked in keys.items() if not linked))
        for name, keys in (noted or {}).items())


def merged(before: tuple[LinkChange, ...], later: tuple[LinkChange, ...]) -> tuple[LinkChange, ...]:
    """One change for each relation: the later one wins."""
    found = {one.relation: one for one in before}
    for one in later:
        known = found.get(one.relation)
        if known is not None and not one.replace:
            add = tuple(dict.fromkeys([*(key for key in known.add if key not in one.remove), *one.add]))
            remove = tuple(dict.fromkeys([*(key for key in known.remove if key not in one.add), *one.remove]))
            one = LinkChange(one.relation, add, () if known.replace else remove, known.replace)
        found[one.relation] = one
    return tuple(found.values())
