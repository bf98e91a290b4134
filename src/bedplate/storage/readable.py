"""What a caller may read: of which rows, of which fields. Asked by all that shows, filters or orders."""
from __future__ import annotations

from bedplate.declarations.contract import RelationContract, ResourceContract
from bedplate.declarations.fields.type import AnswerForm
from bedplate.declarations.nodes import Always, Never, Node
from bedplate.storage.fragment import Fragment, name, sql
from bedplate.storage.predicates import all_of, condition, present
from bedplate.storage.related import related_rows
from bedplate.storage.scopes import Environment, Scope
from bedplate.values import Access

__all__ = [
    "deleted", "field_rules", "if_readable", "key_columns", "may_bring_back", "may_vanish", "policy", "read_rule", "require_shown", "rows_of",
]


def read_rule(access: Access | None, resource: ResourceContract, verb: str = "read", *, within: bool = False) -> Node:
    """The rule of a verb; closed where there is none, open for the application itself."""
    if access is None:
        return Always()
    rows = access.rows.get((resource.name, verb))
    if rows is None:
        return Never()
    return rows.within if within else rows.whole


def field_rules(access: Access | None, resource: ResourceContract, field: str, verb: str = "read") -> list[Node]:
    """The further conditions on a field, for a computed one also those on all that it reads."""
    if access is None:
        return []
    computed = resource.computed.get(field)
    found = [access.fields.get((resource.name, verb, one)) for one in (field, *(computed.reads if computed else ()))]
    return list(dict.fromkeys(one for one in found if one is not None))


def require_shown(resource: ResourceContract, field: str) -> tuple[AnswerForm, bool]:
    """The answer form of a field and whether it may be null. Hidden and secret fields are never shown, whoever asks."""
    found = resource.fields.get(field) or resource.computed[field]
    if found.hidden or found.secret:
        raise LookupError(f"{resource.name}.{field} is hidden")
    return found.type.answer, found.nullable


def may_vanish(resource: ResourceContract, field: str) -> bool:
    """A computed field that is no column may reach a row that the caller cannot read: null, whatever was declared."""
    computed = resource.computed.get(field)
    return computed is not None and not computed.stored


def policy(rule: Node, row: Scope, env: Environment) -> list[Fragment]:
    """The rule on a row that is not deleted, as conditions of which there may be none."""
    return present(row) if isinstance(rule, Always) else [*present(row), condition(rule, env.at(row))]


def deleted(row: Scope) -> Fragment:
    """That a row is marked as deleted."""
    return sql("{}.{} IS NOT NULL", row.alias, name("deleted_at"))


def may_bring_back(access: Access | None, row: Scope, env: Environment) -> Fragment:
    """Who sees a deleted row: whoever may restore or purge it."""
    here = env.at(row)
    rules = [read_rule(access, row.resource, verb) for verb in ("restore", "purge")]
    return sql("({} OR {})", condition(rules[0], here), condition(rules[1], here))


def if_readable(field: str, row: Scope, access: Access | None, env: Environment, value: Fragment) -> Fragment:
    """The value, NULL where the rules of the field (or relation) do not hold."""
    rules = [condition(rule, env.at(row)) for rule in field_rules(access, row.resource, field)]
    return sql("CASE WHEN {} THEN {} END", all_of(rules), value) if rules else value


def rows_of(
    relation: RelationContract, row: Scope, target: Scope, access: Access | None, env: Environment
) -> tuple[Fragment, list[Fragment]]:
    """FROM and WHERE of the rows of a to-many relation of a readable row, as far as the caller may read them. Parts of it need only what
    is beyond that; a link must be shown from the other side as well."""
    part = target.resource.part_of == relation.by
    source, conditions = related_rows(
        relation, target, key_columns(row)[0], env, lambda one: policy(read_rule(access, one.resource), one, env))
    conditions += policy(read_rule(access, target.resource, within=part), target, env)
    if part:
        conditions += present(row)  # shown among the deleted it is readable, but no whole for parts
    if relation.link is not None:
        conditions += [condition(rule, env.at(target)) for rule in field_rules(access, target.resource, relation.link.back)]
    return source, conditions


def key_columns(row: Scope) -> list[Fragment]:
    """The columns of the key."""
    return [sql("{}.{}", row.alias, name(row.resource.fields[part].column)) for part in row.resource.key]
