"""`select` and `stream` in code: what the caller may read, as values or row by row, and nothing rests on it."""
from __future__ import annotations

import pytest

from bedplate import put
from bedplate.testing import Bed

from .shop_sample import Line, Staff, Status
from .test_reports import TUESDAY, sold, team


async def look(bed: Bed, who: Staff, name: str) -> list[str]:
    answer = await bed.client(who).get("/look", name=name)
    assert answer.status == 200, answer.body
    found: list[str] = answer.json["data"]
    return found


async def test_values_of_rows(bed: Bed) -> None:
    """Expressions and ways over references, each as its own Python type, in the order asked for; of other people's rows nothing."""
    boss, seller, _ = await team(bed)
    await sold(bed, boss, "tea", "0.10", 3)
    await sold(bed, seller, "cup", "2.00", 4, status=Status.PENDING)
    await sold(bed, seller, "one", "2.00", 1)
    assert await look(bed, boss, "rows") == ["('cup', Decimal('8.00'), <Status.PENDING: 'pending'>)", "('tea', Decimal('0.30'), <Status.PAID: 'paid'>)"]
    assert await look(bed, seller, "rows") == ["('cup', Decimal('8.00'), <Status.PENDING: 'pending'>)"]


async def test_figures_over_groups(bed: Bed) -> None:
    """Into a class of one's own, the greatest first; without groups there is one line, also of nothing."""
    boss, seller, other = await team(bed)
    for name, quantity in (("tea", 1), ("cup", 5), ("tea", 2)):
        await sold(bed, seller, name, "0.10", quantity)
    assert await look(bed, boss, "sold") == ["Sold(name='cup', pieces=5, revenue=Decimal('0.50'))", "Sold(name='tea', pieces=3, revenue=Decimal('0.30'))"]
    assert await look(bed, boss, "whole") == [f"(3, 2, Decimal('0.10'), {8 / 3!r})"]
    assert await look(bed, other, "whole") == ["(0, 0, None, None)"]
    assert await look(bed, other, "sold") == []


async def test_groups_are_expressions(bed: Bed) -> None:
    """A month and a condition; named as a column and as a group they are one thing. The application itself sees all."""
    boss, _, other = await team(bed)
    await sold(bed, boss, "tea", "1.00", 1)
    await sold(bed, boss, "tea", "1.00", 1, on=TUESDAY)
    await sold(bed, other, "tea", "1.00", 2)
    assert await look(bed, boss, "months") == ["(datetime.date(2026, 5, 1), False)"]
    assert await look(bed, boss, "costs") == ["(Decimal('1.50'),)"]


@pytest.mark.parametrize(("name", "said"), [
    ("too_many", "TooManyRows: the query for Line found more than 1"), ("loose", "TypeError: beside a figure"), ("loose_order", "TypeError: beside a figure"),
    ("figure_of_rows", "TypeError: `order_by` of a figure, but nothing is grouped"), ("grouped_figure", "TypeError: `group_by` takes values of a row"),
    ("paged", "TypeError: `select` comes before `order_by`"), ("ordered_stream", "TypeError: `stream` gives all rows in the order of their key"),
    ("assigned", "RuntimeError: a row of a stream is only looked at"),
])
async def test_what_is_refused(bed: Bed, name: str, said: str) -> None:
    """In words, before anything is lost or cut."""
    boss, _, _ = await team(bed)
    await sold(bed, boss, "tea", "1.00")
    await sold(bed, boss, "cup", "1.00")
    (found,) = await look(bed, boss, name)
    assert found.startswith(said)


async def test_a_stream_has_no_end(bed: Bed) -> None:
    """More rows than a decision may rest on, each once, in batches; only those that the caller may read."""
    _, seller, _ = await team(bed)
    order = await sold(bed, seller, "n0", "1.00")
    for i in range(1, 450):
        await bed.make(Line, put(Line.shop, seller.shop), put(Line.order, order), put(Line.name, f"n{i}"), put(Line.quantity, 1))
    statements: list[str] = []
    bed._running.database.on_statement = statements.append
    assert await look(bed, seller, "streamed") == [repr(f"n{i}") for i in range(450)]
    bed._running.database.on_statement = None
    assert len([one for one in statements if "FROM" in one and "line" in one]) == 3


async def test_a_report_is_one_statement(bed: Bed) -> None:
    """A page, an export and a `select` alike."""
    boss, _, _ = await team(bed)
    await sold(bed, boss, "tea", "1.00")
    for path in ("/v1/sales", "/v1/sales/export", "/v1/names"):
        statements: list[str] = []
        bed._running.database.on_statement = statements.append
        assert (await bed.client(boss).get(path)).status == 200
        bed._running.database.on_statement = None
        assert len(statements) == 1
