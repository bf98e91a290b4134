"""At boot: no rule looks through a whole table for each row that it is asked about.

What we create has an index for every way that a rule can take, so this concerns adopted tables above all: a rule with `any` over an
unindexed column of one took 30 seconds for a page where 17 milliseconds were meant.
"""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.declarations.contract import Contract, ResourceContract, Rule
from bedplate.declarations.nodes import ME, ROW, Path, Related
from bedplate.declarations.tracing import walk
from bedplate.errors import DeclarationFault, Fault
from bedplate.storage.compiled import is_bounded
from bedplate.storage.fragment import Fragment, name, sql
from bedplate.storage.predicates import condition
from bedplate.storage.queries import from_rows
from bedplate.storage.scopes import Scope
from bedplate.storage.select import environment, key_equals
from bedplate.storage.sqlite import Database
from bedplate.values import Access

__all__ = ["refuse_scanning_rules"]


def refuse_scanning_rules(contract: Contract, database: Database) -> None:
    """Raises DeclarationFault with every rule whose EXPLAIN shows a table that is read from end to end."""
    faults = [
        _fault(resource, rule, contract, database)
        for resource in contract.resources.values() for rule in resource.rules
        if _goes_elsewhere(rule) and not _searches(database, _asked(contract, resource, rule))
    ]
    if faults:
        raise DeclarationFault(faults)


def _goes_elsewhere(rule: Rule) -> bool:
    """A rule about the row and the caller alone is asked of rows that are at hand."""
    return any(isinstance(part, Related) or (isinstance(part, Path) and part.refs) for part in walk(rule.node))


def _searches(database: Database, statement: Fragment) -> bool:
    text, _ = statement.render()
    return is_bounded(database.explain(text))


def _asked(contract: Contract, resource: ResourceContract, rule: Rule) -> Fragment:
    """The rule on one row, as some account that it speaks of."""
    kind = contract.accounts[0] if rule.actor == "*" else rule.actor
    env = environment(contract, Access(kind, {}, {}))
    row = Scope(env.aliases.fresh(), resource)
    return sql("SELECT 1 {}", from_rows(row, env, [key_equals(row), condition(rule.node, env.at(row))]))


def _fault(resource: ResourceContract, rule: Rule, contract: Contract, database: Database) -> Fault:
    ways = dict.fromkeys(_ways(resource, rule, contract))
    lacking = [(table, column) for table, column in ways if not _searches(database, _found_by(table, column))]
    told = ", ".join(f"{table}.{column} has no index" for table, column in lacking)
    cure = "; ".join(f'CREATE INDEX "{table}_{column}" ON "{table}" ("{column}")' for table, column in lacking)
    return Fault(
        "RULE_SCANS", f"{resource.name}.{rule.name} reads a whole table for each row that it is asked about: {told}",
        f"run `{cure}`, or take another way to those rows", rule.place)


def _found_by(table: str, column: str) -> Fragment:
    return sql("SELECT 1 FROM {} WHERE {} = ''", name(table), name(column))


def _ways(resource: ResourceContract, rule: Rule, contract: Contract) -> Iterator[tuple[str, str]]:
    """(table, column) by which rows are found for the rule, the row itself included."""
    account = contract.resources.get(contract.accounts[0] if rule.actor == "*" else rule.actor or "", resource)
    scopes = {ROW: resource, ME: account}
    yield _key_of(resource)
    for part in walk(rule.node):
        if not isinstance(part, Path | Related):
            continue
        at = scopes[part.scope]
        for reference in part.refs:
            at = contract.resources[at.fields[reference].target or ""]
            yield _key_of(at)
        if isinstance(part, Related):
            relation = at.relations[part.relation]
            at = scopes[part.bound] = contract.resources[relation.target]
            if relation.link is not None:
                yield relation.link.table, relation.link.here
                yield _key_of(at)
            else:
                yield at.table, at.fields[relation.by].column


def _key_of(resource: ResourceContract) -> tuple[str, str]:
    return resource.table, resource.fields[resource.key[0]].column
