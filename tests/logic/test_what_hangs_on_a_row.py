"""What becomes of the rows that refer to one that is deleted."""
from __future__ import annotations

import pytest

from bedplate import App, Resource, put
from bedplate.testing import Bed

from .hanging_sample import Book, Label, Lock, Page, Person, Shelf, Sign, app


@pytest.fixture
def bedplate_app() -> App:
    return app


async def deleted(bed: Bed, shelf: Shelf) -> tuple[int, str]:
    answer = await bed.client(await bed.make(Person)).delete(f"/v1/shelves/{shelf.id}")
    return answer.status, answer.code


async def test_what_cascades_goes_along_and_what_may_be_without_it_stays(bed: Bed) -> None:
    """However far down; a reference that may be null is."""
    shelf = await bed.make(Shelf)
    page = await bed.make(Page, put(Page.book, await bed.make(Book, put(Book.shelf, shelf))))
    label = await bed.make(Label, put(Label.shelf, shelf))
    assert await deleted(bed, shelf) == (204, "")
    assert await bed.read(label, Label.shelf.id.is_null())
    with pytest.raises(LookupError):
        await bed.read(page, Page.id)


@pytest.mark.parametrize("holding", [Lock, Sign])
async def test_what_may_not_be_without_it_holds_it(bed: Bed, holding: type[Resource]) -> None:
    """A reference that restricts, here to a row that would go along; and a check that would not hold without it. Nothing is deleted."""
    shelf = await bed.make(Shelf)
    book = await bed.make(Book, put(Book.shelf, shelf))
    await bed.make(Lock, put(Lock.book, book)) if holding is Lock else await bed.make(Sign, put(Sign.shelf, shelf))
    assert await deleted(bed, shelf) == (409, "STILL_REFERENCED")
    assert await bed.read(book, Book.shelf.id) == shelf.id
