"""What an aggregate promises: exact figures over the rows that its caller may read, and nothing about the others."""
from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bedplate import put
from bedplate.testing import Bed

from .ledger_sample import Clerk, Entry, Side
from .test_exports import clerks, entry

PATH = "/v1/entries/aggregate"


async def ask(bed: Bed, who: Clerk | None, **query: object) -> Any:
    answer = await bed.client(who).get(PATH, **query)
    assert answer.status == 200, answer.body
    return answer.json["data"]


async def with_side(bed: Bed, owner: Clerk, side: Side, amount: str, margin: int | None = 7, locked: bool = False) -> Entry:
    return await bed.make(
        Entry, put(Entry.owner, owner), put(Entry.firm, owner.firm), put(Entry.side, side), put(Entry.amount, Decimal(amount)),
        put(Entry.margin, margin), put(Entry.locked, locked))


async def test_groups_with_figures(bed: Bed) -> None:
    """Under the names that were asked for; decimals are exact and texts, means keep their digits."""
    keeper, _ = await clerks(bed)
    for side, amount in ((Side.DEBIT, "0.10"), (Side.DEBIT, "0.20"), (Side.CREDIT, "-5.05"), (Side.CREDIT, "0.02")):
        await with_side(bed, keeper, side, amount)
    found = await ask(bed, keeper, group="side", measures="count,sum(amount),mean(amount),min(amount),max(amount)")
    assert found == [
        {"side": "credit", "count": 2, "sum(amount)": "-5.03", "mean(amount)": "-2.52", "min(amount)": "-5.05", "max(amount)": "0.02"},
        {"side": "debit", "count": 2, "sum(amount)": "0.30", "mean(amount)": "0.15", "min(amount)": "0.10", "max(amount)": "0.20"}]


async def test_no_group_is_one_group(bed: Bed) -> None:
    """Of no rows the count and the sum are 0 and there is no mean; with a group there is none."""
    keeper, _ = await clerks(bed)
    asked = "count,sum(amount),mean(amount),sum(margin),mean(margin)"
    nothing = {"count": 0, "sum(amount)": "0.00", "mean(amount)": None, "sum(margin)": 0, "mean(margin)": None}
    assert await ask(bed, keeper, measures=asked) == [nothing]
    assert await ask(bed, keeper, measures=asked, group="side") == []


async def test_distinct_values_are_a_group_without_measures(bed: Bed) -> None:
    """Null is a value like any other, and the first."""
    keeper, _ = await clerks(bed)
    for margin in (3, None, 3, 1, None):
        await with_side(bed, keeper, Side.DEBIT, "1", margin)
    assert await ask(bed, keeper, group="margin") == [{"margin": None}, {"margin": 1}, {"margin": 3}]


async def test_having_order_and_pages_of_groups(bed: Bed) -> None:
    """Groups are chosen and ordered by their figures; the groups themselves make the order total."""
    keeper, _ = await clerks(bed)
    for margin, count in ((1, 2), (2, 1), (3, 2), (4, 3), (None, 2)):
        for _ in range(count):
            await with_side(bed, keeper, Side.DEBIT, "1", margin)
    query: dict[str, object] = {"group": "margin", "measures": "count", "having.count.ge": 2, "sort": "-count", "limit": 2}
    client, pages = bed.client(keeper), []
    answer = await client.get(PATH, **query)
    while True:
        pages.append([one["margin"] for one in answer.json["data"]])
        cursor = answer.json["page"]["next"]
        if cursor is None:
            break
        answer = await client.get(PATH, **query, cursor=cursor)
    assert pages == [[4, None], [1, 3]]
    assert answer.json["page"]["limit"] == 2
    other = await client.get(PATH, **{**query, "sort": "count"}, cursor=(await client.get(PATH, **query)).json["page"]["next"])
    assert (other.status, other.code) == (400, "INVALID_CURSOR")


async def test_only_rows_that_are_read_are_counted(bed: Bed) -> None:
    """Rows of other tenants and of others are absent, for strangers the door is shut."""
    keeper, other = await clerks(bed)
    foreign, _ = await clerks(bed)
    for owner in (keeper, other, foreign):
        await with_side(bed, owner, Side.DEBIT, "1")
    assert await ask(bed, keeper, measures="count,sum(amount)") == [{"count": 2, "sum(amount)": "2.00"}]
    assert await ask(bed, other, measures="count", group="owner") == [{"owner": str(other.id), "count": 1}]
    refused = await bed.client().get(PATH, measures="count")
    assert (refused.status, refused.code) == (401, "UNAUTHENTICATED")


async def test_a_field_that_may_not_be_read_is_in_no_figure(bed: Bed) -> None:
    """It is null: in the group of the unknown, in no sum, and no filter or figure tells it."""
    keeper, other = await clerks(bed)
    await with_side(bed, other, Side.DEBIT, "1", 5)
    await with_side(bed, other, Side.DEBIT, "1", 9, locked=True)
    figures = "count,sum(margin),mean(margin),max(margin)"
    assert await ask(bed, keeper, measures=figures) == [{"count": 2, "sum(margin)": 5, "mean(margin)": 5.0, "max(margin)": 5}]
    assert await ask(bed, keeper, group="margin", measures="count") == [{"margin": None, "count": 1}, {"margin": 5, "count": 1}]
    assert await ask(bed, other, measures=figures) == [{"count": 2, "sum(margin)": 0, "mean(margin)": None, "max(margin)": None}]
    assert await ask(bed, other, group="margin", measures="count", **{"margin.ge": 0}) == []
    assert await ask(bed, other, group="margin", measures="count", **{"having.count.ge": 1}) == [{"margin": None, "count": 2}]


async def test_filters_of_the_list_choose_the_rows(bed: Bed) -> None:
    """With its syntax, groups of conditions included."""
    keeper, _ = await clerks(bed)
    for amount in ("1", "2", "3"):
        await with_side(bed, keeper, Side.DEBIT, amount)
    assert await ask(bed, keeper, measures="sum(amount)", **{"amount.ge": "2"}) == [{"sum(amount)": "5.00"}]
    assert await ask(bed, keeper, measures="sum(amount)", **{"or": "(amount=1,amount=3)"}) == [{"sum(amount)": "4.00"}]


async def test_a_sum_is_exact_or_refused(bed: Bed) -> None:
    """Up to the largest decimal to the last digit; beyond, a refusal instead of a rounded figure."""
    keeper, _ = await clerks(bed)
    await with_side(bed, keeper, Side.DEBIT, "9999999999999999.98")
    await with_side(bed, keeper, Side.DEBIT, "0.01")
    assert await ask(bed, keeper, measures="sum(amount)") == [{"sum(amount)": "9999999999999999.99"}]
    await with_side(bed, keeper, Side.CREDIT, "0.01")
    refused = await bed.client(keeper).get(PATH, measures="sum(amount)")
    assert (refused.status, refused.code) == (400, "FIGURE_TOO_LARGE")
    for _ in range(10):
        await with_side(bed, keeper, Side.DEBIT, "9999999999999999.99")
    refused = await bed.client(keeper).get(PATH, measures="sum(amount)")
    assert (refused.status, refused.code) == (400, "FIGURE_TOO_LARGE")
    assert await ask(bed, keeper, group="side", measures="sum(amount)", side="credit") == [{"side": "credit", "sum(amount)": "0.01"}]


@pytest.mark.parametrize(("query", "place", "rule"), [
    ("", "query", "required"), ("limit=3", "query", "required"), ("group=", "query.group", "unknown"), ("group=pin", "query.group", "unknown"),
    ("group=title", "query.group", "unknown"), ("group=side,side", "query.group", "repeated"), ("measures=sum(side)", "query.measures", "unknown"),
    ("measures=count,count", "query.measures", "repeated"), ("measures=sum(pin)", "query.measures", "unknown"), ("measures=count&sort=amount", "query.sort", "unknown"),
    ("measures=count&sort=count,-count", "query.sort", "repeated"), ("measures=count&limit=0", "query.limit", "range"), ("measures=count&limit=1001", "query.limit", "range"),
    ("measures=count&having.sum(amount)=1", "query.having.sum(amount)", "unknown"), ("group=side&having.side=debit", "query.having.side", "unknown"),
    ("measures=count&having.count.prefix=1", "query.having.count.prefix", "operator"), ("measures=count&having.count.isnull=true", "query.having.count.isnull", "operator"),
    ("measures=count&having.count=x", "query.having.count", "integer"), ("measures=count&fields=id", "query.fields", "unknown"),
    ("measures=max(margin)&having.max(margin).isnull=1", "query.having.max(margin).isnull", "boolean"), ("measures=count&pin=1", "query.pin", "unknown"),
    ("measures=count&count=exact", "query.count", "unknown"), ("measures=count&having.count=1&having.count.eq=1", "query.having.count.eq", "repeated"),
])
async def test_what_cannot_be_asked_is_refused(bed: Bed, query: str, place: str, rule: str) -> None:
    """Each with its place: what is not declared, hidden or secret cannot be named."""
    keeper, _ = await clerks(bed)
    answer = await bed.client(keeper).get(f"{PATH}?{query}")
    assert (answer.status, answer.code) == (400, "INVALID_INPUT")
    assert [(one["place"], one["rule"]) for one in answer.json["details"]] == [(place, rule)]


async def test_what_is_asked_at_most(bed: Bed) -> None:
    """Ten figures, ten conditions on them."""
    keeper, _ = await clerks(bed)
    many = "&".join(f"having.{name}.{op}=1" for name in ("count", "sum(margin)") for op in ("eq", "ne", "lt", "le", "gt", "ge"))
    answer = await bed.client(keeper).get(f"{PATH}?measures=count,sum(margin)&{many}")
    assert [(one["place"], one["rule"]) for one in answer.json["details"]] == [("query", "max")]


async def test_an_aggregate_takes_five_units_of_the_limit(bed: Bed) -> None:
    """It may look at every row."""
    keeper, _ = await clerks(bed)
    client = bed.client(keeper)
    left = [int((await client.get(PATH, measures="count")).headers["ratelimit"].split("r=")[1].split(";")[0]) for _ in range(2)]
    assert left[0] - left[1] == 5


async def test_nothing_is_there_that_was_not_declared(bed: Bed) -> None:
    """Without `group` and `measure` there is no such route."""
    keeper, _ = await clerks(bed)
    assert (await bed.client(keeper).get("/v1/clerks/aggregate")).status == 404


async def test_an_account_that_is_gone_learns_nothing(bed: Bed) -> None:
    """Not even that there is nothing."""
    keeper, _ = await clerks(bed)
    await entry(bed, keeper, "a")
    gone = await bed.make(Clerk, put(Clerk.firm, keeper.firm), put(Clerk.bookkeeper, True), put(Clerk.disabled_at, bed.now))
    for query in ({"measures": "count"}, {"group": "side"}):
        refused = await bed.client(gone).get(PATH, **query)
        assert (refused.status, refused.code) == (401, "UNAUTHENTICATED")


async def test_an_aggregate_is_one_statement_on_a_reader_thread(bed: Bed) -> None:
    """Nothing is asked beforehand, and the loop waits for no figure."""
    keeper, _ = await clerks(bed)
    client, said = bed.client(keeper), list[str]()
    await client.get(PATH, group="side", measures="count")
    database = bed._running.database  # pyright: ignore[reportPrivateUsage]
    database.on_statement = said.append
    await client.get(PATH, group="side", measures="count")
    assert len(said) == 1
    await client.get("/v1/entries/export")
    assert len(said) == 2
