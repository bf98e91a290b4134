"""The cures of the law that strangers see nobody: they boot, and they hold."""
from __future__ import annotations

import pytest
from tests.declarations.profiles_sample import Author, app

from bedplate import App
from bedplate.testing import Bed


@pytest.fixture
def bedplate_app() -> App:
    return app


async def test_an_inherited_address_is_closed_by_a_rule_on_its_name(bed: Bed) -> None:
    """Strangers see the profile without it and without what is computed from it; the owner sees both."""
    author = await bed.make(Author)
    place = f"/v1/authors/{author.id}?fields=name,city,email,address"
    assert set((await bed.client().get(place)).json["data"]) >= {"name", "city"}
    assert author.email.encode() not in (await bed.client().get(place)).body
    own = (await bed.client(author).get(place)).json["data"]
    assert (own["email"], own["address"]) == (author.email, author.email)
    other = await bed.client(await bed.make(Author)).get(place)
    assert author.email.encode() not in other.body and author.name.encode() in other.body
