"""What a report promises: figures of the rows that its caller may read, to whoever its own rules name, and nothing about the others."""
from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from bedplate import put
from bedplate.testing import Bed

from .shop_sample import Line, Order, Shop, Staff, Status

PATH = "/v1/sales"
MONDAY, TUESDAY = datetime(2026, 5, 4, 23, 30, tzinfo=UTC), datetime(2026, 5, 5, 0, 30, tzinfo=UTC)


async def team(bed: Bed) -> tuple[Staff, Staff, Staff]:
    """The boss, a seller, and a boss of another shop."""
    shop, other = await bed.make(Shop), await bed.make(Shop)
    return (
        await bed.make(Staff, put(Staff.shop, shop), put(Staff.boss, True)), await bed.make(Staff, put(Staff.shop, shop)),
        await bed.make(Staff, put(Staff.shop, other), put(Staff.boss, True)))


async def sold(bed: Bed, seller: Staff, name: str, price: str, quantity: int = 1, *, on: datetime = MONDAY, status: Status = Status.PAID,
               cost: str = "0.50", open_cost: bool = False) -> Order:
    order = await bed.make(Order, put(Order.shop, seller.shop), put(Order.seller, seller), put(Order.status, status), put(Order.paid_on, on))
    await bed.make(
        Line, put(Line.shop, seller.shop), put(Line.order, order), put(Line.name, name), put(Line.price, Decimal(price)), put(Line.quantity, quantity),
        put(Line.cost, Decimal(cost)), put(Line.open_cost, open_cost))
    return order


async def ask(bed: Bed, who: Staff | None, path: str = PATH, **query: object) -> Any:
    answer = await bed.client(who).get(path, **query)
    assert answer.status == 200, answer.body
    return answer.json["data"]


async def test_groups_and_figures_under_their_own_names(bed: Bed) -> None:
    """By day in UTC; products are exact, a figure may look at some of the rows only, and rows that `where` leaves out are in none."""
    boss, _, _ = await team(bed)
    await sold(bed, boss, "tea", "0.10", 3)
    await sold(bed, boss, "tea", "0.20", 10)
    await sold(bed, boss, "tea", "0.25", 1, on=TUESDAY, cost="2.00")
    await sold(bed, boss, "tea", "9.00", 1, status=Status.PENDING)
    assert await ask(bed, boss) == [
        {"day": "2026-05-04", "name": "tea", "lines": 2, "big": 1, "pieces": 13, "revenue": "2.30", "mean": "0.15", "cheapest": "0.20", "cost": "6.50", "dear": 0},
        {"day": "2026-05-05", "name": "tea", "lines": 1, "big": 0, "pieces": 1, "revenue": "0.25", "mean": "0.25", "cheapest": None, "cost": "2.00", "dear": 1}]


async def test_only_rows_that_the_caller_reads(bed: Bed) -> None:
    """A seller counts the own lines, a boss those of the shop, nobody those of another; a stranger is asked who they are."""
    boss, seller, other = await team(bed)
    await sold(bed, boss, "tea", "1.00")
    await sold(bed, seller, "tea", "2.00")
    await sold(bed, other, "tea", "4.00")
    assert [[one["revenue"] for one in await ask(bed, who)] for who in (boss, seller, other)] == [["3.00"], ["2.00"], ["4.00"]]
    answer = await bed.client(None).get(PATH)
    assert (answer.status, answer.code) == (401, "UNAUTHENTICATED")


async def test_a_column_is_as_closed_as_what_it_reads(bed: Bed) -> None:
    """What the caller may not read is in no figure, neither added up nor counted by; the other columns stay."""
    boss, seller, _ = await team(bed)
    await sold(bed, seller, "tea", "1.00", 2, cost="3.00")
    await sold(bed, seller, "tea", "1.00", 1, cost="5.00", open_cost=True)
    (mine,), (all_of_it,) = await ask(bed, seller), await ask(bed, boss)
    assert (mine["cost"], mine["dear"], mine["lines"]) == ("5.00", 1, 2)
    assert (all_of_it["cost"], all_of_it["dear"], all_of_it["lines"]) == ("11.00", 2, 2)


async def test_its_own_rules_say_who(bed: Bed) -> None:
    """Who the rule does not hold for gets no group at all, not even that of nothing; a forbidding rule beats an allowing one."""
    boss, seller, _ = await team(bed)
    await sold(bed, seller, "tea", "1.00", 2)
    assert await ask(bed, boss, "/v1/totals-all") == [{"value": "2.00", "rows": 1}]
    assert await ask(bed, seller, "/v1/totals-all") == []
    await bed.make(Staff, put(Staff.shop, boss.shop))
    leaving = await bed.make(Staff, put(Staff.shop, boss.shop), put(Staff.boss, True), put(Staff.leaving, True))
    assert await ask(bed, leaving) == []
    answer = await bed.client(leaving).get(f"{PATH}/export")
    assert (answer.status, answer.body.decode().count("\r\n")) == (200, 1)
    assert await ask(bed, boss, "/v1/totals-all", name="coffee") == [{"value": "0.00", "rows": 0}]


async def test_filters_of_its_rows_order_having_and_pages(bed: Bed) -> None:
    """The filters of the resource, ways over references included; groups are chosen and ordered by columns, and paged by cursors."""
    boss, seller, _ = await team(bed)
    for name, quantity in (("a", 1), ("b", 2), ("c", 3), ("d", 4)):
        await sold(bed, seller, name, "1.00", quantity)
    await sold(bed, boss, "a", "1.00", 9)
    names = [[one["name"] for one in await ask(bed, boss, **query)] for query in (
        {"name.in": "a,b"}, {"order.seller": str(seller.id), "quantity.gt": 1}, {"sort": "-pieces", "limit": 2}, {"having.pieces.ge": 3, "sort": "name"})]
    assert names == [["a", "b"], ["b", "c", "d"], ["a", "d"], ["a", "c", "d"]]
    seen, cursor = [], None
    for _ in range(9):
        answer = await bed.client(boss).get(PATH, sort="-pieces", limit=1, **({} if cursor is None else {"cursor": cursor}))
        seen += [one["name"] for one in answer.json["data"]]
        cursor = answer.json["page"]["next"]
        if cursor is None:
            break
    assert seen == ["a", "d", "c", "b"]


async def test_groups_over_other_rows(bed: Bed) -> None:
    """Months, and how many rows a row has beside it. A report without measures is its distinct groups."""
    boss, _, _ = await team(bed)
    order = await sold(bed, boss, "a", "1.00")
    await bed.make(Line, put(Line.shop, boss.shop), put(Line.order, order), put(Line.quantity, 1))
    await sold(bed, boss, "b", "1.00", on=TUESDAY)
    assert await ask(bed, boss, "/v1/names") == [{"month": "2026-05-01", "siblings": 1}, {"month": "2026-05-01", "siblings": 2}]


async def test_a_product_beyond_64_bits_is_refused(bed: Bed) -> None:
    """Exact or not at all, whatever other products make up for it."""
    boss, _, _ = await team(bed)
    await sold(bed, boss, "tea", "9999999999999999.00", 1000)
    await sold(bed, boss, "tea", "-9999999999999999.00", 1000)
    answer = await bed.client(boss).get(PATH)
    assert (answer.status, answer.code) == (400, "FIGURE_TOO_LARGE")


async def test_an_export_is_all_groups_as_a_file(bed: Bed) -> None:
    """Under a rule of its own, with the filters and the order of the report; formulas are made harmless."""
    boss, seller, _ = await team(bed)
    await sold(bed, boss, "=1+1", "1.00", 7)
    await sold(bed, seller, "tea", "2.00")
    answer = await bed.client(boss).get(f"{PATH}/export", sort="-name")
    assert answer.body.decode().splitlines() == [
        "day,name,lines,big,pieces,revenue,mean,cheapest,cost,dear", "2026-05-04,tea,1,0,1,2.00,2.00,,0.50,0",
        "2026-05-04,'=1+1,1,1,7,7.00,1.00,1.00,3.50,0"]
    assert answer.headers["content-disposition"] == 'attachment; filename="sales.csv"'
    lines = await bed.client(boss).get(f"{PATH}/export", format="ndjson", name="tea")
    assert lines.body.decode().count("\n") == 1 and '"name":"tea"' in lines.body.decode()
    closed = await bed.client(seller).get(f"{PATH}/export")
    assert (closed.status, closed.body.decode().count("\r\n")) == (200, 1)
    assert (await bed.client(None).get(f"{PATH}/export")).status == 401


@pytest.mark.parametrize(("path", "query", "place", "rule"), [
    (PATH, {"group": "name"}, "query.group", "unknown"), (PATH, {"measures": "lines"}, "query.measures", "unknown"), (PATH, {"fields": "name"}, "query.fields", "unknown"),
    (PATH, {"count": "exact"}, "query.count", "unknown"), (PATH, {"sort": "price"}, "query.sort", "unknown"), (PATH, {"limit": "1001"}, "query.limit", "range"),
    (PATH, {"having.day": "2026-05-04"}, "query.having.day", "unknown"), (PATH, {"having.lines.prefix": "1"}, "query.having.lines.prefix", "operator"),
    (PATH, {"price": "1"}, "query.price", "unknown"), (f"{PATH}/export", {"limit": "1"}, "query.limit", "unknown"),
    (f"{PATH}/export", {"cursor": "x"}, "query.cursor", "unknown"), (f"{PATH}/export", {"format": "xlsx"}, "query.format", "enumeration"),
])
async def test_what_a_report_does_not_take(bed: Bed, path: str, query: dict[str, str], place: str, rule: str) -> None:
    """Each with its place; a page that is not one is refused as that."""
    boss, _, _ = await team(bed)
    answer = await bed.client(boss).get(path, **query)
    assert (answer.status, answer.code) == (400, "INVALID_INPUT")
    assert [(one["place"], one["rule"]) for one in answer.json["details"]] == [(place, rule)]
    assert (await bed.client(boss).get(PATH, cursor="x")).code == "INVALID_CURSOR"
