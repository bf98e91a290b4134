"""The words of rows that were there before their field was searched: made once, when a database is brought to its Contract."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from bedplate.declarations.contract import Contract, ResourceContract
from bedplate.storage.fragment import name, number, sql
from bedplate.storage.searching import search_table, searched
from bedplate.storage.sqlite import Stored
from bedplate.storage.sqlite.driver import Connection
from bedplate.storage.word_keeping import listed_words, word_statements

__all__ = ["Pending", "bring_words", "fill_words", "pending_words"]

_PART = "index words of "
_BATCH = 500  # rows that are held in memory


@dataclass(frozen=True, slots=True)
class Pending:
    """A field whose words are to be made, or (`gone`) forgotten, because it is searched no more."""

    resource: ResourceContract
    field: str
    gone: bool = False

    @property
    def words(self) -> str:
        """What is said of it."""
        return f"the words of {self.resource.table}.{self.field}"


def pending_words(contract: Contract, noted: Mapping[str, Mapping[str, str]]) -> list[Pending]:
    """What differs from the notes."""
    return [one for resource in contract.resources.values() if searched(resource) for one in _pending(resource, noted.get(search_table(resource), {}))]


def _pending(resource: ResourceContract, noted: Mapping[str, str]) -> Iterator[Pending]:
    wanted = searched(resource)
    yield from (Pending(resource, one) for one in wanted if _PART + one not in noted)
    known = [part.removeprefix(_PART) for part in noted if part.startswith(_PART)]
    yield from (Pending(resource, one, gone=True) for one in known if one not in wanted)


def bring_words(connection: Connection, one: Pending) -> None:
    """Make or forget the words of a field, and note it."""
    run = connection.cursor().execute
    table = search_table(one.resource)
    run(sql("DELETE FROM {} WHERE field = ?1", name(table)).render()[0], (one.field,))
    if one.gone:
        run("DELETE FROM bedplate_schema WHERE owner = ? AND part = ?", (table, _PART + one.field))
        return
    fill_words(connection, one.resource, one.field)
    run("INSERT INTO bedplate_schema (owner, part, text) VALUES (?, ?, ?)", (table, _PART + one.field, "1"))


def fill_words(connection: Connection, resource: ResourceContract, field: str) -> None:
    """The words of all rows there are, some hundred rows at a time."""
    run = connection.cursor().execute
    key, text = (name(resource.fields[one].column) for one in (resource.key[0], field))
    put = word_statements(resource).put
    start = sql("SELECT {}, {} FROM {} ORDER BY {} LIMIT {}", key, text, name(resource.table), key, number(_BATCH)).render()[0]
    more = sql("SELECT {}, {} FROM {} WHERE {} > ?1 ORDER BY {} LIMIT {}", key, text, name(resource.table), key, key, number(_BATCH)).render()[0]
    rows = run(start).fetchall()
    while rows:
        listed = listed_words(field, cast("list[tuple[Stored, Stored]]", rows))
        if listed is not None:
            run(put, (listed,))
        rows = run(more, (rows[-1][0],)).fetchall()
