"""Where the rows of a to-many relation are found: by a reference of theirs, or over links.

A link shows only to who may see it from both sides: the row there, the row that is the link where it is a declared one, and the
relation of the other side, which may have a rule of its own.
"""
from __future__ import annotations

from collections.abc import Callable

from bedplate.declarations.contract import LinkContract, RelationContract, ResourceContract
from bedplate.storage.fragment import Fragment, join, name, sql
from bedplate.storage.scopes import Environment, Scope

__all__ = ["Readable", "key_column", "linked_keys", "related_rows"]

Readable = Callable[[Scope], list[Fragment]]
"""The conditions under which whoever asks may read a row."""


def key_column(resource: ResourceContract) -> Fragment:
    """The column of the key that references and links hold."""
    return name(resource.fields[resource.key[0]].column)


def related_rows(
    relation: RelationContract, target: Scope, parent: Fragment, env: Environment, readable: Readable
) -> tuple[Fragment, list[Fragment]]:
    """FROM and the conditions that bind the rows of a relation to the row with the key `parent`."""
    own, link = name(target.resource.table), relation.link
    source = sql("{} AS {}", own, target.alias)
    if link is None:
        by = name(target.resource.fields[relation.by].column)
        return source, [sql("{}.{} = {}", target.alias, by, parent)]
    key = sql("{}.{}", target.alias, key_column(target.resource))
    if link.through:
        return source, [sql("{} IN ({})", key, linked_keys(link, parent, env, readable))]
    row = env.aliases.fresh()
    conditions = [sql("{}.{} = {}", row, name(link.here), parent), sql("{} = {}.{}", key, row, name(link.there))]
    return sql("{} AS {}, {}", name(link.table), row, source), conditions


def linked_keys(link: LinkContract, parent: Fragment, env: Environment, readable: Readable) -> Fragment:
    """The keys of the rows that are linked to the row with the key `parent`, as a subquery."""
    alias = env.aliases.fresh()
    conditions = [sql("{}.{} = {}", alias, name(link.here), parent)]
    if link.through:
        conditions += readable(Scope(alias, env.contract.resources[link.through]))
    return sql("SELECT {}.{} FROM {} AS {} WHERE {}", alias, name(link.there), name(link.table), alias, join(" AND ", conditions))
