"""Full-text search: which words stand in which field of which row, in a table of our own beside each searched one.

The words are made in Python when a row is written, so the table needs nothing of a database but an index of texts: what is found is the
same everywhere. A word that stands only in a field which the caller may not read of that row is not found.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence

from bedplate.declarations.contract import ResourceContract
from bedplate.storage.fragment import Fragment, join, name, quoted, sql
from bedplate.storage.scopes import Environment, Scope

__all__ = ["FieldRules", "Test", "find_words", "has_words", "search_table", "searched"]

FieldRules = Callable[[str], list[Fragment]]
"""The conditions under which whoever asks may read a field of the row."""

Test = Callable[[Fragment], Fragment]
"""What a word must be, given its column."""

_ROW, _FIELD, _TOKEN = name("row"), name("field"), name("token")


def search_table(resource: ResourceContract) -> str:
    """The table of the words of a resource."""
    return f"{resource.table}_search"


def searched(resource: ResourceContract) -> tuple[str, ...]:
    """The fields whose words are kept."""
    return tuple(one.name for one in resource.fields.values() if one.search)


def find_words(
    row: Scope, env: Environment, rules: FieldRules, driver: Test, tests: Sequence[Test], each_of: Fragment | None = None
) -> Fragment:
    """The rows that have a word for `driver`, which finds them, and one for each of `tests`, and each word of the list `each_of`."""
    at = env.aliases.fresh()
    key = sql("{}.{}", row.alias, name(row.resource.fields[row.resource.key[0]].column))
    table = name(search_table(row.resource))
    conditions = driver(sql("{}.{}", at, _TOKEN))
    if not any(rules(one) for one in searched(row.resource)):  # of each field alike: who was found by a word has it
        conditions = sql("{} AND {}", conditions, _readable(row.resource, sql("{}.{}", at, _FIELD), rules))
        tests = [one for one in tests if one is not driver]
    found = [sql("{} IN (SELECT {}.{} FROM {} AS {} WHERE {})", key, at, _ROW, table, at, conditions)]
    found += [has_words(row, env, rules, test) for test in tests]
    if each_of is not None:
        word = env.aliases.fresh()
        missing = has_words(row, env, rules, lambda token: sql("{} = {}.value", token, word))
        found.append(sql("NOT EXISTS (SELECT 1 FROM json_each({}) AS {} WHERE NOT {})", each_of, word, missing))
    return sql("({})", join(" AND ", found))


def has_words(row: Scope, env: Environment, rules: FieldRules, test: Test) -> Fragment:
    """Whether the row has such a word in a field that may be read."""
    at = env.aliases.fresh()
    key = sql("{}.{}", row.alias, name(row.resource.fields[row.resource.key[0]].column))
    conditions = [sql("{}.{} = {}", at, _ROW, key), test(sql("{}.{}", at, _TOKEN)), _readable(row.resource, sql("{}.{}", at, _FIELD), rules)]
    return sql("EXISTS (SELECT 1 FROM {} AS {} WHERE {})", name(search_table(row.resource)), at, join(" AND ", conditions))


def _readable(resource: ResourceContract, field: Fragment, rules: FieldRules) -> Fragment:
    ruled = {one: rules(one) for one in searched(resource)}
    parts: list[Fragment] = []
    free = [quoted(one) for one, found in ruled.items() if not found]
    if free:
        parts.append(sql("{} IN ({})", field, join(", ", free)))
    for one, found in ruled.items():
        if found:
            parts.append(sql("({} = {} AND {})", field, quoted(one), join(" AND ", found)))
    return sql("({})", join(" OR ", parts))
