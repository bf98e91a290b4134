"""Statements of a change set: what is asked before a row is written, the write, and what must hold of the row afterwards.

What was written is looked at by a SELECT in the same transaction, which also gives the answer. Where a constraint of the table stops a
write, the row that would have been is looked at in the same way: nobody learns from a taken name what no rule lets them write.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bedplate.declarations.contract import CheckContract, Contract, FieldContract, ResourceContract
from bedplate.declarations.nodes import ME, Node
from bedplate.storage.compiled import Compiled, compiled
from bedplate.storage.expression_kinds import places_of
from bedplate.storage.fragment import EMPTY, Fragment, Given, join, name, slot, sql
from bedplate.storage.predicates import all_of, column, condition, emit, present, scaled, table
from bedplate.storage.queries import from_rows
from bedplate.storage.scopes import Environment, Scope
from bedplate.storage.select import (
    body_of,
    caller_alive,
    environment,
    field_rules,
    key_columns,
    key_equals,
    read_rule,
    revision_of,
    seen_by_caller,
    seen_of_each,
)
from bedplate.values import Access, Selection

__all__ = ["After", "Assigned", "after", "before", "delete", "guard", "imagined", "insert", "shown", "update"]

Assigned = Mapping[str, "Node | None"]
"""What is written by field name: an expression over the row, or None for a plain value, which is bound."""


@dataclass(frozen=True, slots=True)
class After:
    """What must hold of a written row. Columns: whether it is there, one per reference that must be readable, then (`ruled`) whether
    the rules hold, one per check, one per value that the database computed, and the answer with its revision if there is one."""

    statement: Compiled
    references: tuple[str, ...]
    ruled: bool
    checks: tuple[CheckContract, ...]
    values: tuple[str, ...]
    answered: bool


# ---- before -------------------------------------------------------------------------------------------------------------------
def before(
    contract: Contract, access: Access, resource: ResourceContract, verb: str | None, given: Sequence[str], within: str | None = None, *,
    each: bool = False,
) -> Compiled:
    """Whether a row is readable, whether a verb is allowed on it (None: not asked), and its revision. `within` is the reference by which
    it must belong to another row, whose stored key is the first slot. `each`: of all rows of a list."""
    env = environment(contract, access)
    row = Scope(env.aliases.fresh(), resource)
    here = env.at(row)
    there = all_of([sql("{} IS NOT NULL", key_columns(row)[0]), *present(row)])
    if verb is None:
        readable, allowed = there, sql("1")
    else:
        readable = all_of([there, condition(read_rule(access, resource), here)])
        allowed = _allowed(access, resource, verb, given, here)
    columns = [sql("{} IS TRUE", readable), sql("{} IS TRUE", allowed), revision_of(row), there]
    if within is None:
        return compiled(_seen(columns, row, env, each=each))
    where = [key_equals(row), sql("{} = {}", column(row, within, here).fragment, slot(Given(0, "stored")))]
    return compiled(seen_by_caller(columns, row, all_of(where), env))


def _seen(columns: list[Fragment], row: Scope, env: Environment, *, each: bool) -> Fragment:
    return seen_of_each(columns, row, env) if each else seen_by_caller(columns, row, key_equals(row), env)


def guard(
    contract: Contract, access: Access, resource: ResourceContract, fields: Sequence[str], where: Sequence[Node], *, each: bool = False
) -> Compiled:
    """One row if a row still has these stored values, which are the first slots, and meets these conditions. `each`: of all rows of a
    list, whether it does."""
    env = environment(contract, access)
    row = Scope(env.aliases.fresh(), resource)
    here = env.at(row)
    same = [sql("{} IS {}", column(row, one, here).fragment, slot(Given(i, "stored"))) for i, one in enumerate(fields)]
    if each:
        there = sql("{} IS NOT NULL", key_columns(row)[0])
        return compiled(seen_of_each([sql("{} IS TRUE", all_of([there, *same, *(condition(one, here) for one in where)]))], row, env))
    return compiled(sql("SELECT 1 {}", from_rows(row, env, [key_equals(row), *same, *(condition(one, here) for one in where)])))


def _allowed(access: Access, resource: ResourceContract, verb: str, given: Sequence[str], env: Environment) -> Fragment:
    """The rule of a verb, with the rules of the fields that the caller gave."""
    rules = [read_rule(access, resource, verb)]
    for one in given:
        rules += field_rules(access, resource, one, verb)
    return all_of([condition(one, env) for one in dict.fromkeys(rules)])


# ---- the write ----------------------------------------------------------------------------------------------------------------
def insert(resource: ResourceContract, fields: Sequence[str], *, returning: bool) -> Compiled:
    """INSERT of stored values, in the order of the fields. `returning`: the database makes the key."""
    columns = join(", ", [name(resource.fields[one].column) for one in fields])
    places = join(", ", [slot(Given(i, "stored")) for i in range(len(fields))])
    made = sql(" RETURNING {}", join(", ", [name(resource.fields[one].column) for one in resource.key])) if returning else EMPTY
    if not fields:
        return compiled(sql("INSERT INTO {} DEFAULT VALUES{}", name(resource.table), made))
    return compiled(sql("INSERT INTO {} ({}) VALUES ({}){}", name(resource.table), columns, places, made))


def update(contract: Contract, access: Access, resource: ResourceContract, assigned: Assigned) -> Compiled:
    """UPDATE of the row with the key of the call; its revision grows."""
    env = environment(contract, access)
    row = Scope(env.aliases.fresh(), resource)
    values = _assigned(row, env, assigned)
    terms = [sql("{} = {}", name(resource.fields[one].column), value) for one, value in values.items()]
    if not resource.adopted:
        terms.append(sql("rev = {} + 1", revision_of(row)))
    source, conditions = EMPTY, [key_equals(row), *present(row)]
    if ME in env.scopes and any(one is not None for one in assigned.values()):
        source = sql(" FROM {}", table(env.scopes[ME].resource, env.scopes[ME].alias))
        conditions.append(caller_alive(env))
    return compiled(sql("UPDATE {} SET {}{} WHERE {}", table(resource, row.alias), join(", ", terms), source, all_of(conditions)))


def delete(resource: ResourceContract) -> Compiled:
    """DELETE of the row with the key of the call."""
    row = Scope(name("r1"), resource)
    return compiled(sql("DELETE FROM {} WHERE {}", table(resource, row.alias), key_equals(row)))


def _assigned(row: Scope, env: Environment, assigned: Assigned) -> dict[str, Fragment]:
    here = env.at(row)
    return {
        one: slot(Given(i, "stored")) if node is None else _fitting(row.resource.fields[one], node, here)
        for i, (one, node) in enumerate(assigned.items())
    }


def _fitting(field: FieldContract, node: Node, env: Environment) -> Fragment:
    found = emit(node, env)
    return scaled(found, places_of(field)) if field.type.kind == "decimal" else found.fragment


# ---- after --------------------------------------------------------------------------------------------------------------------
def after(
    contract: Contract, access: Access, resource: ResourceContract, verb: str | None, given: Sequence[str], written: Sequence[str] | None,
    computed: Sequence[str] = (), answer: Selection | None = None, variant: frozenset[int] = frozenset(), *, each: bool = False,
) -> After | None:
    """The look at a row that was written, or at `each` of a list; None where there is nothing to look at. `verb` is whose rule must hold (None: nobody's),
    `given` the fields of the caller, `written` those that changed (None: all, it is new), `computed` those that got an expression."""
    env = environment(contract, access)
    row = Scope(env.aliases.fresh(), resource)
    here = env.at(row)
    references = _references(resource, given) if verb is not None else ()
    checks = tuple(one for one in resource.checks if not one.own_columns)
    if written is not None:
        checks = checks if written else ()
    if verb is None and not checks and not computed and answer is None:
        return None
    columns = [all_of([sql("{} IS NOT NULL", key_columns(row)[0]), *present(row)])]
    columns += [_readable(reference, row, access, here) for reference in references]
    if verb is not None:
        columns.append(sql("{} IS TRUE", _allowed(access, resource, verb, given, here)))
    columns += [sql("{} IS TRUE", condition(one.node, here)) for one in checks]
    columns += [column(row, one, here).fragment for one in computed]
    if answer is not None:
        seen = all_of([columns[0], condition(read_rule(access, resource), here)])
        columns += [sql("CASE WHEN {} THEN {} END", seen, body_of(answer, row, access, env, variant)), revision_of(row)]
    statement = compiled(_seen(columns, row, env, each=each))
    return After(statement, references, verb is not None, checks, tuple(computed), answer is not None)


def shown(contract: Contract, access: Access, selection: Selection, variant: frozenset[int]) -> Compiled:
    """What the caller may see of each row of a list of keys: its number, and its body or NULL."""
    env = environment(contract, access)
    row = Scope(env.aliases.fresh(), contract.resources[selection.resource])
    readable = all_of([sql("{} IS NOT NULL", key_columns(row)[0]), condition(read_rule(access, row.resource), env.at(row))])
    return compiled(seen_of_each([sql("CASE WHEN {} THEN {} END", readable, body_of(selection, row, access, env, variant))], row, env))


def imagined(
    contract: Contract, access: Access, resource: ResourceContract, verb: str, given: Sequence[str], assigned: Assigned, *, new: bool
) -> After:
    """The look at a row that could not be written: at the values it would have had. References and rules only; what an expression of
    code would have come to is left as it was, because no rule about the caller's own input can rest on it."""
    env = environment(contract, access)
    stored = Scope(env.aliases.fresh(), resource)
    row = Scope(env.aliases.fresh(), resource, generated=False)
    values = {one: slot(Given(i, "stored")) for i, (one, node) in enumerate(assigned.items()) if node is None}
    members = [sql("{} AS {}", _value_of(one, values, stored, new=new), name(one.column)) for one in resource.fields.values()]
    rows = sql("SELECT {}", join(", ", members))
    if not new:
        rows = sql("{} FROM {} WHERE {}", rows, table(resource, stored.alias), key_equals(stored))
    here = env.at(row)
    references = _references(resource, given)
    columns = [sql("1"), *(_readable(reference, row, access, here) for reference in references)]
    columns.append(sql("{} IS TRUE", _allowed(access, resource, verb, given, here)))
    source = sql("({}) AS {}", rows, row.alias)
    text = sql("SELECT {} FROM {}", join(", ", columns), source)
    if ME in env.scopes:
        me = table(env.scopes[ME].resource, env.scopes[ME].alias)
        text = sql("SELECT {} FROM {} CROSS JOIN {} WHERE {}", join(", ", columns), me, source, caller_alive(env))
    return After(compiled(text), references, True, (), (), False)


def _value_of(field: FieldContract, values: Mapping[str, Fragment], stored: Scope, *, new: bool) -> Fragment:
    if field.name in values:
        return values[field.name]
    return sql("NULL") if new else sql("{}.{}", stored.alias, name(field.column))


def _references(resource: ResourceContract, given: Sequence[str]) -> tuple[str, ...]:
    return tuple(one for one in given if one in resource.fields and resource.fields[one].target is not None)


def _readable(reference: str, row: Scope, access: Access, env: Environment) -> Fragment:
    """The reference is empty or leads to a row that the caller may read."""
    target = env.contract.resources[row.resource.fields[reference].target or ""]
    other = Scope(env.aliases.fresh(), target)
    own = column(row, reference, env).fragment
    found = [sql("{} = {}", key_columns(other)[0], own), *present(other), condition(read_rule(access, target), env.at(other))]
    return sql("({} IS NULL OR EXISTS (SELECT 1 FROM {} WHERE {}))", own, table(target, other.alias), all_of(found))
