"""Queries of code: what they find is what the caller may read, and what they change is what the caller may change."""
from __future__ import annotations

from typing import Any

import pytest

from bedplate import App, put
from bedplate.testing import Bed

from .library_sample import Book, Country, Person, Writer, app


@pytest.fixture
def bedplate_app() -> App:
    return app


async def filled(bed: Bed) -> tuple[Person, Any]:
    """Three books that are shown, one that is locked away."""
    who = await bed.make(Person, put(Person.name, "Eve"))
    writer = await bed.make(Writer, put(Writer.name, "Ana"), put(Writer.country, await bed.make(Country, put(Country.name, "Peru"))))
    for title, pages, locked, editor in (("A", 100, False, who), ("B", 200, False, None), ("C", 300, False, None), ("D", 4000, True, None)):
        await bed.make(
            Book, put(Book.title, title), put(Book.pages, pages), put(Book.locked, locked), put(Book.writer, writer), put(Book.editor, editor))
    return who, writer


@pytest.mark.parametrize("path", ["/numbers", "/numbers/acting"])
async def test_only_what_may_be_read_is_counted(bed: Bed, path: str) -> None:
    """`count`, `sum` and `exists` never tell of a row that the caller may not see, in a context that decides or acts."""
    who, _ = await filled(bed)
    assert (await bed.client(who).get(path)).json["data"] == {"count": 3, "pages": 600, "some": True, "long": False}


async def test_the_application_counts_all(bed: Bed) -> None:
    """`ctx.system` sees every row."""
    who, _ = await filled(bed)
    assert (await bed.client(who).get("/numbers/all")).json["data"] == {"count": 4, "pages": 4600, "some": True, "long": True}


async def test_of_no_rows_the_sum_is_nothing(bed: Bed) -> None:
    """Not null."""
    who = await bed.make(Person)
    assert (await bed.client(who).get("/numbers")).json["data"] == {"count": 0, "pages": 0, "some": False, "long": False}


async def test_pages_are_cut_by_offset_in_the_order_asked_for(bed: Bed) -> None:
    """The greatest first, two a page, the last one short."""
    who, _ = await filled(bed)
    client = bed.client(who)
    assert [(await client.get("/titles", page=page)).json["data"] for page in (1, 2, 3)] == [["C", "B"], ["A"], []]


async def test_relations_are_brought_along_by_the_longer_way_too(bed: Bed) -> None:
    """`.load(Book.writer.country)` brings the writers on the way to the countries."""
    who, _ = await filled(bed)
    assert (await bed.client(who).get("/countries")).json["data"] == ["A: Ana, Peru, Eve", "B: Ana, Peru, nobody", "C: Ana, Peru, nobody"]


async def test_nothing_is_brought_along_for_no_rows(bed: Bed) -> None:
    """An empty answer is no error."""
    assert (await bed.client(await bed.make(Person)).get("/countries")).json["data"] == []


async def test_relations_of_rows_that_came_along_are_brought_by_their_own_name(bed: Bed) -> None:
    """`.load(Book.writer, Writer.country)` is the same as the longer way; one that leads from nowhere is told."""
    client = bed.client((await filled(bed))[0])
    assert (await client.get("/countries/chained")).json["data"] == ["Peru", "Peru", "Peru"]
    with pytest.raises(TypeError, match="'country', which is no relation"):
        await client.get("/countries/lost")


async def test_the_only_row_is_there_or_is_not(bed: Bed) -> None:
    """`one` refuses with 404 what is not there or hidden; `first` gives null."""
    who, _ = await filled(bed)
    client = bed.client(who)
    assert (await client.get("/only", title="A")).json["data"]["title"] == "A"
    assert [(await client.get("/only", title=title)).status for title in ("X", "D")] == [404, 404]
    assert (await client.get("/first", title="B")).json["data"]["pages"] == 200
    assert (await client.get("/first", title="D")).json["data"] is None


async def test_a_relation_of_a_row_is_a_query(bed: Bed) -> None:
    """The rows that refer to it, as far as the caller may read them."""
    who, writer = await filled(bed)
    assert (await bed.client(who).get("/of-writer", writer=writer.id)).json["data"] == ["A", "B", "C"]
    refused = await bed.client(who).get("/of-writer", writer="00000000-0000-7000-8000-000000000000")
    assert (refused.status, refused.json["details"][0]["place"]) == (400, "request.writer")


async def test_all_rows_of_a_query_are_changed_that_the_caller_may_change(bed: Bed) -> None:
    """By an expression and by a reference; what is hidden stays as it was."""
    who, _ = await filled(bed)
    assert (await bed.client(who).send("POST", "/lengthen")).status == 200
    assert (await bed.client(who).get("/numbers/all")).json["data"]["pages"] == 4602
    assert (await bed.client(who).get("/countries")).json["data"] == ["A: Ana, Peru, Eve", "B: Ana, Peru, Eve", "C: Ana, Peru, Eve"]


async def test_all_rows_of_a_query_are_deleted(bed: Bed) -> None:
    """And no other."""
    who, _ = await filled(bed)
    assert (await bed.client(who).send("POST", "/clear")).status == 200
    assert (await bed.client(who).get("/titles")).json["data"] == ["C", "B"]


async def test_somebody_else_decides(bed: Bed) -> None:
    """Under `acting_as` the other account is `ctx.me`, which is audited."""
    who, _ = await filled(bed)
    other = await bed.make(Person, put(Person.name, "Ben"))
    answer = await bed.client(who).send("POST", "/as-other", query={"other": other.id})
    assert answer.json["data"] == "Ben"


def test_queries_refuse_what_makes_no_sense() -> None:
    """Pages from 1, and only relations are brought along."""
    for number, of in ((0, 1), (1, 0)):
        with pytest.raises(ValueError, match="counted from 1"):
            Book.where().page(number, of=of)
    with pytest.raises(TypeError, match="takes relations"):
        Book.where().load(Book)
    with pytest.raises(TypeError, match="takes relations"):
        Book.where().load("writer")  # type: ignore[arg-type]
    assert Book.where().load(Book.writer, Book.writer, Writer.books).spec.load == ("writer", "books")
