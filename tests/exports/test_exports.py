"""What an export promises: the rows and fields that its caller may read and export, as a file that cannot be made to run."""
from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest

from bedplate import put
from bedplate.testing import Bed

from .ledger_sample import Clerk, Entry, Firm, Side

PATH = "/v1/entries/export"


async def clerks(bed: Bed) -> tuple[Clerk, Clerk]:
    """A bookkeeper, and somebody of the same firm who is none."""
    firm = await bed.make(Firm)
    keeper = await bed.make(Clerk, put(Clerk.firm, firm), put(Clerk.bookkeeper, True))
    return keeper, await bed.make(Clerk, put(Clerk.firm, firm))


async def entry(bed: Bed, owner: Clerk, title: str, amount: str = "1.00", margin: int | None = 7, locked: bool = False) -> Entry:
    return await bed.make(
        Entry, put(Entry.owner, owner), put(Entry.firm, owner.firm), put(Entry.title, title), put(Entry.amount, Decimal(amount)),
        put(Entry.margin, margin), put(Entry.locked, locked))


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


async def test_a_line_for_each_row(bed: Bed) -> None:
    """NDJSON: one object a line, with the fields that were asked for, in the order of the keys."""
    keeper, _ = await clerks(bed)
    rows = [await entry(bed, keeper, title) for title in ("a", 'b"\n', "ü")]
    answer = await bed.client(keeper).get(PATH, format="ndjson", fields="id,title,amount")
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert answer.headers["content-disposition"] == 'attachment; filename="entries.ndjson"'
    assert "content-length" not in answer.headers
    found = [json.loads(line) for line in answer.body.decode().split("\n")[:-1]]
    assert found == [{"id": str(row.id), "title": title, "amount": "1.00"} for row, title in zip(rows, ("a", 'b"\n', "ü"), strict=True)]


async def test_cells_that_look_like_formulas_are_texts(bed: Bed) -> None:
    """Whatever a text begins with; numbers below zero stay numbers, null is an empty cell, quotes and line breaks survive."""
    keeper, _ = await clerks(bed)
    titles = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", 'say "so", now\n', "plain", "'=1"]
    for title in titles:
        await entry(bed, keeper, title, "-12.50", None)
    answer = await bed.client(keeper).get(PATH, fields="title,amount,margin,locked,side")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert answer.body.startswith(b"title,side,amount,margin,locked\r\n")
    found = table(answer.body.decode())
    assert [row["title"] for row in found] == [f"'{title}" for title in titles[:8]] + titles[8:]
    assert {(row["side"], row["amount"], row["margin"], row["locked"]) for row in found} == {(Side.DEBIT.value, "-12.50", "", "false")}


async def test_an_export_of_nothing_has_its_head(bed: Bed) -> None:
    """An empty CSV names its columns, an empty NDJSON is empty."""
    keeper, _ = await clerks(bed)
    client = bed.client(keeper)
    assert (await client.get(PATH, fields="title")).body == b"title\r\n"
    assert (await client.get(PATH, format="ndjson")).body == b""


async def test_only_whom_a_rule_lets_export(bed: Bed) -> None:
    """To read a page is not to carry everything away: who may read but not export gets no row, a stranger is not let in."""
    keeper, other = await clerks(bed)
    await entry(bed, other, "his own")
    assert table((await bed.client(other).get(PATH)).body.decode()) == []
    assert (await bed.client(other).get("/v1/entries")).json["data"] != []
    refused = await bed.client().get(PATH)
    assert (refused.status, refused.code) == (401, "UNAUTHENTICATED")
    assert [row["title"] for row in table((await bed.client(keeper).get(PATH)).body.decode())] == ["his own"]


async def test_rules_for_rows_tenants_and_fields_hold(bed: Bed) -> None:
    """A forbidden row, a row of another tenant and a field of a locked row are no more in the file than in a list."""
    keeper, other = await clerks(bed)
    foreign, _ = await clerks(bed)
    await entry(bed, foreign, "foreign")
    await entry(bed, other, "forbidden", locked=True)
    await entry(bed, keeper, "own and locked", locked=True)
    await entry(bed, other, "open")
    found = table((await bed.client(keeper).get(PATH)).body.decode())
    assert {(row["title"], row["margin"]) for row in found} == {("own and locked", ""), ("open", "7")}
    assert "pin" not in found[0]
    client = bed.client(keeper)
    assert [row["title"] for row in table((await client.get(PATH, margin=7)).body.decode())] == ["open"]


async def test_filters_of_the_list_narrow_it(bed: Bed) -> None:
    """With the same syntax and the same refusals."""
    keeper, _ = await clerks(bed)
    for amount in ("1", "2", "3"):
        await entry(bed, keeper, amount, amount)
    found = table((await bed.client(keeper).get(PATH, **{"amount.ge": "2", "fields": "title"})).body.decode())
    assert [row["title"] for row in found] == ["2", "3"]


@pytest.mark.parametrize(("query", "place", "rule"), [
    ("format=xml", "query.format", "enumeration"), ("sort=title", "query.sort", "unknown"), ("limit=3", "query.limit", "unknown"),
    ("cursor=abc", "query.cursor", "unknown"), ("fields=owner(id)", "query.fields", "nested"), ("pin=1", "query.pin", "unknown"),
    ("fields=pin", "query.fields", "unknown"), ("amount=x", "query.amount", "decimal"), ("format=csv&format=csv", "query.format", "repeated"),
])
async def test_what_an_export_does_not_take_is_refused(bed: Bed, query: str, place: str, rule: str) -> None:
    """Order and pages are the list's; hidden fields cannot be named."""
    keeper, _ = await clerks(bed)
    answer = await bed.client(keeper).get(f"{PATH}?{query}")
    assert (answer.status, answer.code) == (400, "INVALID_INPUT")
    assert [(one["place"], one["rule"]) for one in answer.json["details"]] == [(place, rule)]


async def test_an_export_takes_twenty_units_of_the_limit(bed: Bed) -> None:
    """It may be as much work as very many pages."""
    keeper, _ = await clerks(bed)
    client = bed.client(keeper)
    left = [int((await client.get(PATH)).headers["ratelimit"].split("r=")[1].split(";")[0]) for _ in range(2)]
    assert left[0] - left[1] == 20


async def test_a_head_request_has_no_body(bed: Bed) -> None:
    """The same status and headers."""
    keeper, _ = await clerks(bed)
    await entry(bed, keeper, "a")
    answer = await bed.client(keeper).send("HEAD", PATH)
    assert (answer.status, answer.body) == (200, b"")


async def test_a_resource_without_export_has_no_such_route(bed: Bed) -> None:
    """Closed unless declared: `export` is then a key like any other, which no row has."""
    keeper, _ = await clerks(bed)
    assert (await bed.client(keeper).get("/v1/clerks/export")).status == 404
