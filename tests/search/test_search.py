"""Full-text search over the whole path of a request, and in code."""
from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import apsw
import pytest
from search_sample import Line, Person, Team, app

from bedplate import put
from bedplate.auth.policy import compose
from bedplate.declarations.contract import SortKey
from bedplate.storage.setup import create_or_extend
from bedplate.storage.sqlite import Database
from bedplate.storage.store import Store
from bedplate.testing import Bed
from bedplate.values import Search, Selection

NOTES = "/v1/notes"


class World:
    """Two teams; in the first an author, a reader and a chief."""

    def __init__(self, bed: Bed) -> None:
        self.bed = bed

    async def begin(self) -> World:
        self.team, self.other = await self.bed.make(Team), await self.bed.make(Team)
        self.author, self.reader = await self.person(), await self.person()
        self.chief = await self.person(chief=True)
        self.stranger = await self.person(team=self.other)
        return self

    async def person(self, *, chief: bool = False, team: Team | None = None) -> Person:
        return await self.bed.make(Person, put(Person.team, team or self.team), put(Person.chief, chief))

    async def note(self, title: str, **more: str) -> str:
        made = await self.bed.client(self.author).post(NOTES, title=title, **more)
        assert made.status == 201, made
        return str(made.json["data"]["id"])

    async def found(self, words: str, who: Person | None = None, **more: Any) -> list[str]:
        answer = await self.bed.client(who or self.author).get(NOTES, q=words, **more)
        assert answer.status == 200, answer
        return [one["title"] for one in answer.json["data"]]


@pytest.fixture
async def world(bed: Bed) -> World:
    return await World(bed).begin()


async def test_all_words_must_stand_somewhere(world: World) -> None:
    """In whichever searched field, in whatever order; the last one may be the beginning of a word, the others may not."""
    await world.note("Red bicycle", body="with a basket")
    await world.note("Red car", body="without")
    assert await world.found("red") == ["Red bicycle", "Red car"]
    assert await world.found("basket RED") == ["Red bicycle"]
    assert await world.found("red bas") == ["Red bicycle"]
    assert await world.found("bas red") == []
    assert await world.found("red basket car") == []
    assert await world.found("icycle") == []


@pytest.mark.parametrize(("text", "words", "is_there"), [
    ("Straße", "STRASSE", True), ("Ångström", "ångström", True), ("Ångström", "angstrom", False), ("don't", "don t", True),
    ("don't", "don't", True), ("snake_case", "case", True), ("東京タワー", "京", True), ("東京タワー", "東京タ", True), ("हिन्दी में", "हिन्दी", True),
    ("ﬁne", "fine", True), ("a1-b2", "b2", True), ("x" * 80, "x" * 70, True), ("İstanbul", "i\u0307stanbul", True),
])
async def test_what_a_word_is(world: World, text: str, words: str, is_there: bool) -> None:
    """Case-folded runs of letters, digits and marks; each Han and kana character is a word; accents count."""
    await world.note(text)
    assert await world.found(words) == ([text] if is_there else [])


@pytest.mark.parametrize("words", ["", " ", "!?", "'"])
async def test_no_word_finds_nothing(world: World, words: str) -> None:
    """Rather than everything."""
    await world.note("!?")
    assert await world.found(words) == []


async def test_words_follow_the_row(world: World) -> None:
    """A change brings its words and takes the old ones away, an expression of the database too; a deleted row is found no more."""
    key = await world.note("old", body="kept")
    client = world.bed.client(world.author)
    assert (await client.patch(f"{NOTES}/{key}", title="new")).status == 200
    assert (await world.found("old"), await world.found("new kept")) == ([], ["new"])
    assert (await client.post(f"{NOTES}/{key}/rename")).status == 200
    assert await world.found("plain new") == ["plain new"]
    assert (await client.patch(f"{NOTES}/{key}", remarks="extra")).status == 200
    assert await world.found("extra") == ["plain new"]
    assert (await client.patch(f"{NOTES}/{key}", remarks=None)).status == 200
    assert await world.found("extra") == []
    assert (await client.delete(f"{NOTES}/{key}")).status == 204
    assert await world.found("new") == []


async def test_a_search_sees_what_its_caller_may_read(world: World) -> None:
    """Rows of others are absent, and so is a word that stands only in a field which the caller may not read of that row."""
    await world.note("public", remarks="secret word")
    assert await world.found("secret") == ["public"]
    assert await world.found("secret", world.chief) == ["public"]
    assert await world.found("secret", world.reader) == []
    assert await world.found("public secret", world.reader) == []
    assert await world.found("secret public", world.reader) == []
    assert await world.found("public word", world.chief) == ["public"]
    assert await world.found("pub", world.reader) == ["public"]
    assert await world.found("public", world.stranger) == []
    mine = await world.bed.client(world.reader).post(NOTES, title="mine", remarks="secret too")
    assert mine.status == 201
    assert await world.found("secret", world.reader) == ["mine"]


async def test_a_search_composes(world: World) -> None:
    """With filters, orders and cursors, like any list."""
    for number in range(5):
        await world.note(f"note {number}", kind="odd" if number % 2 else "plain")
    assert await world.found("note", kind="odd", sort="-title") == ["note 3", "note 1"]
    client = world.bed.client(world.author)
    first = await client.get(NOTES, q="note", limit=3, sort="-title")
    second = await client.get(NOTES, q="note", limit=3, sort="-title", cursor=first.next)
    assert [one["title"] for one in (*first.json["data"], *second.json["data"])] == [f"note {number}" for number in (4, 3, 2, 1, 0)]
    assert second.next is None


@pytest.mark.parametrize(("path", "query", "rule"), [
    (NOTES, {"q": "x" * 201}, "max"), ("/v1/teams", {"q": "x"}, "unknown"), (f"{NOTES}", {"author.q": "x", "fields": "author(*)"}, "unknown"),
    (NOTES, {"q.in": "x"}, "unknown"), (NOTES, {"title": "x"}, "unknown"),
])
async def test_what_cannot_be_searched_is_refused(world: World, path: str, query: dict[str, str], rule: str) -> None:
    """A text that is too long, a resource without searched fields, a nested list."""
    answer = await world.bed.client(world.author).get(path, **query)
    assert (answer.status, answer.json["details"][0]["rule"]) == (400, rule)


async def test_code_searches_for_its_caller(world: World) -> None:
    """`Note.search(words)` is a query like others, and its caller finds nothing by a field that they may not read."""
    await world.note("public", remarks="secret")
    await world.note("public odd", kind="odd")
    for who, words, expected in (
        (world.author, "public", ["public"]), (world.reader, "secret", []), (world.author, "public sec", ["public"]), (world.reader, "!", []),
    ):
        answer = await world.bed.client(who).post(f"{NOTES}/find", words=words)
        assert [one["title"] for one in answer.json["data"]] == expected
    with pytest.raises(TypeError, match="no searched field"):
        Team.search("x")


async def test_rows_made_by_the_application_are_found(world: World) -> None:
    """Keys that the database makes, rows that code adds."""
    line = await world.bed.make(Line, put(Line.text, "made here"))
    answer = await world.bed.client(world.author).get("/v1/lines", q="here made")
    assert [one["id"] for one in answer.json["data"]] == [line.id]


async def test_each_search_is_served_by_an_index(tmp_path: Path) -> None:
    """The words are found by themselves, and a row by its key: nothing is read from end to end."""
    path = tmp_path / "plan.db"
    create_or_extend(path, app.contract, allow=True)
    database = Database.open(path, synchronous="OFF")
    store = Store(app.contract, database)
    order = (SortKey("id"),)
    access = compose(app.contract)["Person"]
    for search, slots in ((Search(0), ("a", 20)), (Search(0, 1, 2), ("a", "b", '["b"]', 20))):
        selection = Selection("Line", ("id", "text"), (), (search,), order, (), len(slots) - 1)
        plan = "\n".join(store.explain(access, selection, slots).plan)
        assert re.search(r"SEARCH r\d+ USING (COVERING )?INDEX sqlite_autoindex_line_search_1 \(token", plan), plan
        assert not re.search(r"SCAN r\d+(?! VIRTUAL)", plan), plan
    await database.close()


def test_what_was_there_before_is_found(tmp_path: Path) -> None:
    """A database that is brought to a Contract gets the words of the rows that it has; of a field that is searched no more they go."""
    path = tmp_path / "old.db"
    create_or_extend(path, app.contract, allow=True)
    connection = apsw.Connection(str(path))
    connection.executemany("INSERT INTO line (id, text) VALUES (?, ?)", [(number, f"line number {number}") for number in range(1, 1204)])
    connection.execute("DELETE FROM bedplate_schema WHERE owner = 'line_search' AND part = 'index words of text'")
    connection.execute("INSERT INTO bedplate_schema VALUES ('line_search', 'index words of gone', '1')")
    connection.execute("INSERT INTO line_search (row, field, token) VALUES (1, 'gone', 'gone')")
    connection.close()
    assert create_or_extend(path, app.contract, allow=True) == ["the words of line.text", "the words of line.gone"]
    assert create_or_extend(path, app.contract, allow=True) == []
    connection = apsw.Connection(str(path))
    assert connection.execute("SELECT count(*), count(DISTINCT row), sum(field = 'gone') FROM line_search").fetchall() == [(3 * 1203, 1203, 0)]
    connection.close()


async def test_a_word_that_is_asked_for_twice_is_a_whole_one(world: World) -> None:
    """The last word may be the beginning of one, whatever stands before it: `b b` asks for a word `b` and for one that begins so."""
    await world.note("banana apple")
    assert await world.found("apple b") == ["banana apple"]
    for nothing in ("b b", "apple b apple b", "b apple"):
        assert await world.found(nothing) == []
    for words in ("apple apple", "banana apple banana", "apple banana apple b"):
        assert await world.found(words) == ["banana apple"]
