"""What must hold of a row with its parts holds however the parts are written."""
from __future__ import annotations

import pytest

from bedplate import put
from bedplate.testing import Answer, Bed, Client

from .basket_sample import Basket, Keeper, Line, Person


async def _begin(bed: Bed) -> tuple[Client, Basket, Line]:
    basket = await bed.make(Basket)
    line = await bed.make(Line, put(Line.basket, basket), put(Line.weight, 8))
    return bed.client(await bed.make(Person)), basket, line


def _refused(answer: Answer) -> None:
    assert (answer.status, answer.code) == (409, "FITS")


async def test_a_new_part_must_fit(bed: Bed) -> None:
    """One more line is refused where it is too much, and taken where it is not."""
    client, basket, _ = await _begin(bed)
    _refused(await client.post(f"/v1/baskets/{basket.id}/lines", weight=3))
    assert (await client.post(f"/v1/baskets/{basket.id}/lines", weight=2)).status == 201
    assert await bed.read(basket, Basket.weight) == 10


async def test_a_changed_part_must_fit(bed: Bed) -> None:
    """A line that grows, and one that comes from another basket."""
    client, basket, line = await _begin(bed)
    _refused(await client.patch(f"/v1/lines/{line.id}", weight=11))
    other = await bed.make(Line, put(Line.weight, 3))
    _refused(await client.patch(f"/v1/lines/{other.id}", basket=basket))
    assert (await client.patch(f"/v1/lines/{line.id}", basket=other.basket, weight=7)).status == 200
    assert await bed.read(basket, Basket.weight) == 0


async def test_what_a_part_leaves_must_hold_too(bed: Bed) -> None:
    """A negative line may not go, nor move, while it is what makes the others fit."""
    client, basket, line = await _begin(bed)
    weightless = await bed.make(Line, put(Line.basket, basket), put(Line.weight, -5))
    assert (await client.patch(f"/v1/lines/{line.id}", weight=15)).status == 200
    _refused(await client.delete(f"/v1/lines/{weightless.id}"))
    _refused(await client.patch(f"/v1/lines/{weightless.id}", basket=await bed.make(Basket)))
    assert (await client.delete(f"/v1/lines/{line.id}")).status == 204


async def test_many_at_once_are_judged_together(bed: Bed) -> None:
    """A bulk is refused as a whole; what it takes away makes room for what it brings."""
    client, basket, line = await _begin(bed)
    many = [{"basket": str(basket.id), "weight": 2}, {"basket": str(basket.id), "weight": 1}]
    _refused(await client.post("/v1/lines/bulk", create=many))
    assert await bed.read(basket, Basket.weight) == 8
    assert (await client.post("/v1/lines/bulk", create=many, delete=[line.id])).status == 200
    assert await bed.read(basket, Basket.weight) == 3


@pytest.mark.parametrize(("weight", "status"), [(2, 200), (3, 409)])
async def test_parts_that_are_written_with_their_whole(bed: Bed, weight: int, status: int) -> None:
    """In one call, once."""
    client, basket, _ = await _begin(bed)
    assert (await client.patch(f"/v1/baskets/{basket.id}", lines={"create": [{"weight": weight}]})).status == status


async def test_a_whole_that_goes_is_asked_for_nothing(bed: Bed) -> None:
    """Its parts go with it."""
    client, basket, _ = await _begin(bed)
    await bed.make(Line, put(Line.basket, basket), put(Line.weight, -5))
    assert (await client.delete(f"/v1/baskets/{basket.id}")).status == 204


async def test_what_the_database_made_of_a_row_is_known_after_the_decision(bed: Bed) -> None:
    """Its number and its computed fields, read as the caller may read them; a field about the caller knows any kind of account."""
    basket = await bed.make(Basket)
    await bed.make(Line, put(Line.basket, basket), put(Line.weight, 8))
    answers = [await bed.client(who).post(f"/v1/baskets/{basket.id}/double") for who in (await basket.owner, await bed.make(Keeper))]
    assert [answer.json["data"] for answer in answers] == ["2 8 True", "3 8 False"]


async def test_a_field_about_any_account_is_nobody_s_to_a_stranger_of_another_kind(bed: Bed) -> None:
    """`me: type[Account]` in a computed field where there are several kinds of accounts."""
    basket = await bed.make(Basket)
    shown = [(await bed.client(who).get(f"/v1/baskets/{basket.id}")).json["data"]["mine"] for who in (await basket.owner, await bed.make(Keeper))]
    assert shown == [True, False]
