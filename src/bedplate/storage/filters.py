"""From the clauses of a Selection to conditions: what the caller may not read cannot be asked for either.

A field that may not be read is unknown to every filter, and so is its negation; a related row that may not be read is absent, as if the
reference were null. Where only what is true counts, a condition over references is an IN, which an index of the reference can serve;
below a NOT, where unknown must stay unknown, it is asked of each row.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import LiteralString

from bedplate.declarations.fields.shapes import ListOf
from bedplate.storage.fragment import Fragment, Given, join, slot, sql
from bedplate.storage.predicates import all_of, column, condition, table
from bedplate.storage.readable import field_rules, if_readable, key_columns, policy, read_rule, require_shown, rows_of
from bedplate.storage.scopes import Environment, Scope
from bedplate.storage.searching import find_words
from bedplate.values import Access, Clause, Condition, Group, RelatedRows, Search

__all__ = ["Asking", "filters", "is_indexed", "null_slots", "over_references"]

_OPERATORS: dict[str, LiteralString] = {
    "eq": "{} = {}", "ne": "{} <> {}", "lt": "{} < {}", "le": "{} <= {}", "gt": "{} > {}", "ge": "{} >= {}",
    "in": "{} IN (SELECT value FROM json_each({}))",
}


@dataclass(frozen=True, slots=True)
class Asking:
    """For whom, and in which variant of the shape. `exact`: below a NOT, where false and unknown are told apart."""

    access: Access | None
    env: Environment
    variant: frozenset[int]
    exact: bool = False


def filters(where: Sequence[Clause], row: Scope, asking: Asking) -> list[Fragment]:
    """One condition for each clause."""
    return [_clause(one, row, asking) for one in where]


def is_indexed(where: Sequence[Clause]) -> bool:
    """Whether each clause is of the kind that the index of a declared filter serves. Others may look at many rows to answer few, which
    EXPLAIN does not tell."""
    return all(isinstance(one, Condition) and "." not in one.field and one.op != "contains" for one in where)


def null_slots(where: Sequence[Clause]) -> Iterator[int]:
    """The slots of `isnull`, whose values are part of the shape."""
    for one in where:
        if isinstance(one, Condition):
            if one.op == "isnull":
                yield one.slot
        elif not isinstance(one, Search):
            yield from null_slots(one.parts if isinstance(one, Group) else one.where)


def over_references(
    path: str, row: Scope, access: Access | None, env: Environment, value: Callable[[str, Scope], Fragment]
) -> Fragment:
    """A value at the end of `project.owner.name`; NULL where a row on the way is absent for the caller."""
    reference, dot, rest = path.partition(".")
    if not dot:
        return value(path, row)
    start, target, conditions = _step(reference, row, access, env)
    conditions.insert(0, sql("{} = {}", key_columns(target)[0], start))
    inner = over_references(rest, target, access, env, value)
    found = sql("(SELECT {} FROM {} WHERE {})", inner, table(target.resource, target.alias), join(" AND ", conditions))
    return if_readable(reference, row, access, env, found)


def _step(reference: str, row: Scope, access: Access | None, env: Environment) -> tuple[Fragment, Scope, list[Fragment]]:
    """Where a reference leads: its own column, the row there, and what makes that row readable."""
    relation = row.resource.relations[reference]
    require_shown(row.resource, reference)
    target = Scope(env.aliases.fresh(), env.contract.resources[relation.target])
    return column(row, relation.by, env.at(row)).fragment, target, policy(read_rule(access, target.resource), target, env)


def _clause(one: Clause, row: Scope, asking: Asking) -> Fragment:
    if isinstance(one, Group):
        return _group(one, row, asking)
    if isinstance(one, Search):
        return _searched(one, row, asking)
    name = one.field if isinstance(one, Condition) else one.relation
    if "." not in name:
        return _own(one, row, asking) if isinstance(one, Condition) else _rows(one, row, asking)
    if isinstance(one, Condition) and one.op == "isnull":
        return _comparison(one, _value(one.field, row, asking), row, asking.variant)
    return _elsewhere(one, name, row, asking)


def _group(one: Group, row: Scope, asking: Asking) -> Fragment:
    if one.kind == "not":
        return sql("(NOT {})", _clause(one.parts[0], row, replace(asking, exact=True)))
    parts = filters(one.parts, row, asking)
    return all_of(parts) if one.kind == "and" else sql("({})", join(" OR ", parts))


def _own(one: Condition, row: Scope, asking: Asking) -> Fragment:
    require_shown(row.resource, one.field)
    value = column(row, one.field, asking.env.at(row, guard=asking.access)).fragment
    return _ruled(one.field, _comparison(one, value, row, asking.variant), row, asking)


def _ruled(field: str, found: Fragment, row: Scope, asking: Asking) -> Fragment:
    """A condition with the rules of its field: not true where they do not hold, unknown where that matters."""
    if asking.exact:
        return sql("({})", if_readable(field, row, asking.access, asking.env, found))
    rules = [condition(rule, asking.env.at(row)) for rule in field_rules(asking.access, row.resource, field)]
    return all_of([found, *rules])


def _elsewhere(one: Condition | RelatedRows, name: str, row: Scope, asking: Asking) -> Fragment:
    """A clause about the row that the first reference leads to."""
    reference, _, rest = name.partition(".")
    start, target, conditions = _step(reference, row, asking.access, asking.env)
    there = _clause(replace(one, field=rest) if isinstance(one, Condition) else replace(one, relation=rest), target, asking)
    source = table(target.resource, target.alias)
    if asking.exact:
        conditions.insert(0, sql("{} = {}", key_columns(target)[0], start))
        found = sql("(SELECT {} FROM {} WHERE {})", there, source, join(" AND ", conditions))
    else:
        found = sql("{} IN (SELECT {} FROM {} WHERE {})", start, key_columns(target)[0], source, join(" AND ", [there, *conditions]))
    return _ruled(reference, found, row, asking)


def _rows(one: RelatedRows, row: Scope, asking: Asking) -> Fragment:
    """EXISTS is never unknown, so inside of it only what is true counts."""
    relation = row.resource.relations[one.relation]
    env, access = asking.env, asking.access
    target = Scope(env.aliases.fresh(), env.contract.resources[relation.target])
    source, conditions = rows_of(relation, row, target, access, env)
    conditions += filters(one.where, target, replace(asking, exact=False))
    words: LiteralString = "EXISTS (SELECT 1 FROM {} WHERE {})" if one.quantity == "any" else "NOT EXISTS (SELECT 1 FROM {} WHERE {})"
    return _ruled(one.relation, sql(words, source, join(" AND ", conditions)), row, asking)


def _searched(one: Search, row: Scope, asking: Asking) -> Fragment:
    """A word in a field that the caller may not read is not there."""
    if one.last is None:
        return sql("0")
    last = one.last

    def rules(field: str) -> list[Fragment]:
        return [condition(rule, asking.env.at(row)) for rule in field_rules(asking.access, row.resource, field)]

    def begins(token: Fragment) -> Fragment:
        return sql("{} >= {} AND {} < {}", token, slot(Given(last, "low")), token, slot(Given(last, "high")))

    if one.first is None or one.others is None:
        return find_words(row, asking.env, rules, begins, [begins])
    first = slot(Given(one.first, "stored"))
    return find_words(row, asking.env, rules, lambda token: sql("{} = {}", token, first), [begins], slot(Given(one.others, "stored")))


def _value(path: str, row: Scope, asking: Asking) -> Fragment:
    def value(field: str, at: Scope) -> Fragment:
        require_shown(at.resource, field)
        found = column(at, field, asking.env.at(at, guard=asking.access)).fragment
        return if_readable(field, at, asking.access, asking.env, found)

    return over_references(path, row, asking.access, asking.env, value)


def _comparison(one: Condition, value: Fragment, row: Scope, variant: frozenset[int]) -> Fragment:
    if one.op == "isnull":
        return sql("{} IS NULL", value) if one.slot in variant else sql("{} IS NOT NULL", value)
    if one.op == "prefix":
        return sql("({} >= {} AND {} < {})", value, slot(Given(one.slot, "low")), value, slot(Given(one.slot, "high")))
    kind = (row.resource.fields.get(one.field) or row.resource.computed[one.field]).type
    if one.op == "contains":
        if isinstance(kind, ListOf):
            return sql("({} IN (SELECT value FROM json_each({})))", slot(Given(one.slot, "item", kind.item)), value)
        return sql("(instr({}, {}) > 0)", value, slot(Given(one.slot, "value", kind)))
    return sql(_OPERATORS[one.op], value, slot(Given(one.slot, "many" if one.op == "in" else "value", kind)))
