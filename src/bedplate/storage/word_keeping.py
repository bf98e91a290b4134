"""The words of searched fields, brought up to date with the rows of a change set: in the same transaction, for all rows together."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import msgspec

from bedplate.declarations.contract import Contract, ResourceContract
from bedplate.declarations.nodes import Always
from bedplate.declarations.words import words_in
from bedplate.storage.fragment import Fragment, Given, join, name, slot, sql
from bedplate.storage.searching import search_table, searched
from bedplate.storage.sqlite import Stored, Transaction
from bedplate.values import ChangeSet, Delete, Insert, Update

__all__ = ["Unkept", "WordKeeper", "WordStatements", "keep_words", "listed_words", "word_statements"]

_NODES = Always.__module__

Key: TypeAlias = tuple[object, ...]
Entry: TypeAlias = tuple[Stored, str, list[str]]
"""Key, field, words."""


@dataclass(frozen=True, slots=True)
class WordStatements:
    """Of one resource; each takes one JSON text. `clear` takes keys with fields, `put` entries, `read` keys of rows whose texts the
    database computed."""

    resource: ResourceContract
    fields: tuple[str, ...]
    clear: str
    put: str
    read: str


@dataclass(slots=True)
class _Row:
    """What was written of one row: words by field, None where the database computed the text. `at`: its place among the changes."""

    at: int
    new: bool
    words: dict[str, list[str] | None]


@dataclass(frozen=True, slots=True)
class Unkept:
    """What is to be kept of the rows of one resource."""

    statements: WordStatements
    rows: list[_Row]


class WordKeeper:
    """Knows which resources are searched."""

    def __init__(self, contract: Contract) -> None:
        self._of = {one.name: word_statements(one) for one in contract.resources.values() if searched(one)}

    def prepare(self, change: ChangeSet) -> list[Unkept]:
        """The words of what a change set writes; where a row is written twice, those of the later text."""
        if not self._of:
            return []
        found: dict[str, dict[object, _Row]] = {}
        for at, one in enumerate(change.changes):
            statements = self._of.get(one.resource)
            if statements is not None and not isinstance(one, Delete):
                _note(found.setdefault(one.resource, {}), statements, one, at)
        return [Unkept(self._of[resource], [*rows.values()]) for resource, rows in found.items() if rows]


def _note(rows: dict[object, _Row], statements: WordStatements, one: Insert | Update, at: int) -> None:
    words = {name: _words(one.values[name]) for name in statements.fields if name in one.values}
    if words:
        row = rows.setdefault(one.key or at, _Row(at, isinstance(one, Insert), {}))
        row.words.update(words)


def _words(value: object) -> list[str] | None:
    if type(value).__module__ == _NODES:
        return None
    return words_in(value) if isinstance(value, str) else []


def word_statements(resource: ResourceContract) -> WordStatements:
    table, key = name(search_table(resource)), name(resource.fields[resource.key[0]].column)
    row, field, token = name("row"), name("field"), name("token")
    given, fields = slot(Given(0, "stored")), searched(resource)
    clear = sql(
        "DELETE FROM {} WHERE {} IN (SELECT json_extract(value, '$[0]') FROM json_each({}))"
        " AND ({}, {}) IN (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each({}))", table, row, given, row, field, given)
    put = sql(
        "INSERT INTO {} ({}, {}, {}) SELECT t.{}, json_extract(e.value, '$[1]'), w.value"
        " FROM json_each({}) AS e CROSS JOIN {} AS t CROSS JOIN json_each(e.value, '$[2]') AS w WHERE t.{} = json_extract(e.value, '$[0]')",
        table, row, field, token, key, given, name(resource.table), key)  # a row that the same set deleted again is not there
    columns = join(", ", [key, *(name(resource.fields[one].column) for one in fields)])
    read = sql("SELECT {} FROM {} WHERE {} IN (SELECT value FROM json_each({}))", columns, name(resource.table), key, given)
    return WordStatements(resource, fields, _text(clear), _text(put), _text(read))


def _text(fragment: Fragment) -> str:
    return fragment.render()[0]


# ---- on the writer's thread ------------------------------------------------------------------------------------------------------
def keep_words(transaction: Transaction, unkept: Unkept, keys: Sequence[Key]) -> None:
    """`keys` are those of all changes, in their order."""
    statements = unkept.statements
    store = statements.resource.fields[statements.resource.key[0]].type.store
    rows = [(store(keys[one.at][0]), one) for one in unkept.rows]
    texts = _computed(transaction, statements, [key for key, one in rows if None in one.words.values()])
    old = [(key, field) for key, one in rows if not one.new for field in one.words]
    if old:
        transaction.run(statements.clear, [_json(old)])
    entries = [
        (key, field, found) for key, one in rows for field, words in one.words.items()
        if (found := _words(texts.get(key, {}).get(field)) if words is None else words)
    ]
    if entries:
        transaction.run(statements.put, [_json(entries)])


def _computed(transaction: Transaction, statements: WordStatements, keys: list[Stored]) -> dict[Stored, Mapping[str, Stored]]:
    if not keys:
        return {}
    rows = transaction.run(statements.read, [_json(keys)])
    return {row[0]: dict(zip(statements.fields, row[1:], strict=True)) for row in rows}


def listed_words(field: str, rows: Sequence[tuple[Stored, Stored]]) -> str | None:
    """The words of stored texts as `put` takes them; None if there are none."""
    entries: list[Entry] = [(key, field, words) for key, text in rows if isinstance(text, str) and (words := words_in(text))]
    return _json(entries) if entries else None


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
