"""Groups, other rows, rows of relations, contains, pages back and counts over the whole path: what they find, and what they never tell."""
from __future__ import annotations

from typing import Any

import pytest
from reading_sample import Book, Mood, Note, Person, Shelf

from bedplate import put
from bedplate.testing import Bed, Client


@pytest.fixture
async def ana(bed: Bed) -> Client:
    """Ana's books a, b, c; Bob's d stands on his own shelf, has a note of his, and he paid 9 for it."""
    ana, bob = await bed.make(Person, put(Person.name, "Ana")), await bed.make(Person, put(Person.name, "Bob"))
    mine = await bed.make(Shelf, put(Shelf.owner, ana), put(Shelf.name, "Attic"))
    his = await bed.make(Shelf, put(Shelf.owner, bob), put(Shelf.name, "Cellar"))
    a = await bed.make(Book, put(Book.owner, ana), put(Book.shelf, mine), put(Book.title, "a (x, y)"), put(Book.paid, 3), put(Book.moods, [Mood.DARK]))
    await bed.make(Book, put(Book.owner, ana), put(Book.shelf, mine), put(Book.title, "b"), put(Book.paid, 9), put(Book.sizes, [1, 12]))
    await bed.make(Book, put(Book.owner, ana), put(Book.shelf, None), put(Book.title, "c"), put(Book.paid, None), put(Book.moods, [Mood.BRIGHT, Mood.DARK]))
    d = await bed.make(Book, put(Book.owner, bob), put(Book.shelf, his), put(Book.title, "d"), put(Book.paid, 9))
    await bed.make(Note, put(Note.owner, ana), put(Note.book, a), put(Note.text, "good"))
    await bed.make(Note, put(Note.owner, bob), put(Note.book, d), put(Note.text, "secret"))
    return bed.client(ana)


@pytest.mark.parametrize(("query", "expected"), [
    ({"or": "(title=b,title.in=(c,d))"}, "bcd"), ({"and": "(or(title=b,title=c),not(title=b))"}, "c"), ({"not": "(title=b)"}, "acd"),
    ({"or": r"(title=a \(x\, y\),title=b)"}, "ab"), ({"not": "(title=b,paid=9)"}, "acd"),
    ({"title.contains": "x, y"}, "a"), ({"title.contains": "X"}, ""), ({"moods.contains": "dark"}, "ac"), ({"sizes.contains": "12"}, "b"), ({"sizes.contains": "2"}, ""),
    ({"not": "(moods.contains=dark)"}, "bd"),
    ({"owner.name": "Bob"}, "d"), ({"owner.name.prefix": "A"}, "abc"), ({"not": "(owner.name=Ana)"}, "d"), ({"sort": "-owner.name,title"}, "dabc"),
    ({"shelf.name": "Attic"}, "ab"), ({"shelf.owner.name": "Ana"}, "ab"), ({"notes.any": "(text=good)"}, "a"), ({"notes.none": "()"}, "bcd"),
    ({"or": "(notes.any(text.prefix=go),title=c)"}, "ac"), ({"shelf.books.any": "(title=b)"}, "ab"),
])  # fmt: skip
async def test_what_is_found(ana: Client, query: dict[str, Any], expected: str) -> None:
    """By title, in the default order."""
    found = await ana.get("/v1/books", **query)
    assert found.status == 200, found.json
    assert "".join(row["title"][0] for row in found.json["data"]) == expected


@pytest.mark.parametrize(("query", "expected"), [
    ({"shelf.name": "Cellar"}, ""), ({"not": "(shelf.name=Attic)"}, ""), ({"not": "(shelf.name=Cellar)"}, "ab"), ({"shelf.name.isnull": "true"}, "cd"),
    ({"shelf.id.isnull": "true"}, "cd"), ({"shelf.books.none": "(title=b)"}, ""), ({"sort": "shelf.name,title"}, "cdab"),
    ({"notes.any": "(text=secret)"}, ""), ({"notes.any": "()"}, "a"), ({"notes.none": "(text=secret)"}, "abcd"), ({"not": "(notes.none())"}, "a"),
    ({"paid": "9"}, "b"), ({"not": "(paid=9)"}, "a"), ({"not": "(not(paid=9))"}, "b"), ({"or": "(paid.isnull=true,paid.isnull=false)"}, "abc"),
    ({"not": "(paid.isnull=true)"}, "ab"), ({"sort": "paid,title"}, "cdab"),
])  # fmt: skip
async def test_what_may_not_be_read_is_never_told(ana: Client, query: dict[str, Any], expected: str) -> None:
    """Bob's shelf and note are absent, and what he paid is unknown: to filters, denials and orders alike, and to the count."""
    found = await ana.get("/v1/books", **query, count="exact")
    assert "".join(row["title"][0] for row in found.json["data"]) == expected
    assert found.json["page"]["total"] == len(expected)


async def test_the_page_before(ana: Client) -> None:
    """Forward and back again shows the same rows in the same order; the first page has none before it."""
    first = await ana.get("/v1/books", limit=2, sort="-title")
    assert first.json["page"]["previous"] is None
    second = await ana.get("/v1/books", limit=2, sort="-title", cursor=first.json["page"]["next"])
    back = await ana.get("/v1/books", limit=2, sort="-title", cursor=second.json["page"]["previous"])
    assert back.json == {**first.json, "page": {**back.json["page"], "limit": 2}}
    assert (back.json["page"]["previous"], second.json["page"]["next"]) == (None, None)
    again = await ana.get("/v1/books", limit=2, sort="-title", cursor=back.json["page"]["next"])
    assert again.json["data"] == second.json["data"]


async def test_counts(ana: Client) -> None:
    """Of all pages, and of none; an exact one only where the class says so."""
    assert (await ana.get("/v1/books", count="capped", limit=1)).json["page"] | {"next": 0} == {"next": 0, "previous": None, "limit": 1, "total": 4, "capped": False}
    assert (await ana.get("/v1/books", count="exact", title="none")).json["page"]["total"] == 0
    refused = await ana.get("/v1/shelfs", count="exact")
    assert (refused.status, refused.json["details"][0]["parameters"]) == (400, {"options": ["capped"]})
