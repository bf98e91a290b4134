"""Payments that never exceed what is billed, customers by the hundred, and what each role sees in lists, exports and figures."""
from __future__ import annotations

import asyncio
import csv
import io
import json
from typing import Any

import pytest
from invoicing.app import Company, Customer, Invoice, Person, Role
from invoicing.desk import GROSS, NEVER, Desk, opened
from invoicing.seed import Seeder, Size

from bedplate import put
from bedplate.declarations.puts import Put
from bedplate.testing import Bed

INTERNAL = ("margin", "notes")


async def pay(desk: Desk, invoice: dict[str, Any], amount: str) -> tuple[int, str]:
    answer = await desk.books.post(f"/v1/invoices/{invoice['id']}/payments", amount=amount, received_on="2026-01-06")
    return answer.status, answer.code


# ---- payments
async def test_payments_never_exceed_the_invoice(bed: Bed) -> None:
    """What is received is counted; the last part settles it, more is refused and leaves nothing behind."""
    desk = await opened(bed)
    invoice = await desk.issued()
    assert await pay(desk, invoice, "200.00") == (201, "")
    assert await pay(desk, invoice, "49.85") == (409, "NOT_OVERPAID")
    seen = (await desk.books.get(f"/v1/invoices/{invoice['id']}", fields="status,paid,owed,payments(amount)")).json["data"]
    assert seen == {"status": "issued", "paid": "200.00", "owed": "49.84", "payments": [{"amount": "200.00"}]}
    assert (await desk.call({**invoice, "etag": "*"}, "void")).code == "PAID_IN_PART"
    assert await pay(desk, invoice, "49.84") == (201, "")
    assert (await desk.books.get(f"/v1/invoices/{invoice['id']}", fields="status,paid,owed")).json["data"] == {
        "status": "paid", "paid": GROSS, "owed": "0.00"}
    assert await pay(desk, invoice, "0.01") == (409, "NOT_OVERPAID")
    assert (await pay(desk, invoice, "0.00"))[0] == (await pay(desk, invoice, "-1.00"))[0] == 400


@pytest.mark.parametrize(("amounts", "statuses", "paid", "status"), [
    (("150.00", "150.00"), [201, 409], "150.00", "issued"),
    (("200.00", "49.84"), [201, 201], GROSS, "paid"),
    ((GROSS, GROSS, GROSS), [201, 409, 409], GROSS, "paid"),
])
async def test_payments_at_once(bed: Bed, amounts: tuple[str, ...], statuses: list[int], paid: str, status: str) -> None:
    """Together too much: one is refused. Together just enough: it is settled, whichever comes last."""
    desk = await opened(bed)
    invoice = await desk.issued()
    found = await asyncio.gather(*(pay(desk, invoice, amount) for amount in amounts))
    assert sorted(one for one, _ in found) == statuses
    assert {code for _, code in found} <= {"", "NOT_OVERPAID"}
    seen = (await desk.books.get(f"/v1/invoices/{invoice['id']}", fields="status,paid,payments(amount)")).json["data"]
    assert (seen["paid"], seen["status"], len(seen["payments"])) == (paid, status, statuses.count(201))


async def test_payments_are_recorded_by_who_keeps_the_books(bed: Bed) -> None:
    """A viewer hears that they may not, whatever the amount; a draft takes no money; what was recorded stays."""
    desk = await opened(bed)
    invoice, draft = await desk.issued(), await desk.draft()
    for amount in ("1.00", "999.00"):
        refused = await bed.client(desk.viewer).post(f"/v1/invoices/{invoice['id']}/payments", amount=amount, received_on="2026-01-06")
        assert (refused.status, refused.code) == (403, "FORBIDDEN")
        assert await pay(desk, draft, amount) == (403, "FORBIDDEN")
    made = await desk.books.post(f"/v1/invoices/{invoice['id']}/payments", amount="1.00", received_on="2026-01-06")
    assert made.json["data"]["recorded_by"] == str(desk.accountant.id)
    assert (await bed.client(desk.owner).delete(f"/v1/payments/{made.json['data']['id']}")).status == 403


# ---- customers
async def test_customers_are_imported_at_once(bed: Bed) -> None:
    """All or none of them; a fault names its line. Those of one's own company only, and by who keeps the books."""
    desk, other = await opened(bed), await opened(bed)
    rows = [{"number": f"C-{position}", "name": f"Customer {position}", "city": "Ghent"} for position in range(200)]
    refused = await desk.books.post("/v1/customers/bulk", create=[*rows, {"number": "C-5", "name": "Twice"}])
    assert (refused.status, refused.code) == (409, "BY_NUMBER")
    assert refused.json["details"][0]["place"].startswith("body.create.200")
    wrong = await desk.books.post("/v1/customers/bulk", create=[*rows, {"number": "", "name": "x" * 201, "discount": 101}])
    assert {one["place"] for one in wrong.json["details"]} >= {"body.create.200.name", "body.create.200.discount"}
    assert (await bed.client(desk.viewer).post("/v1/customers/bulk", create=rows[:1])).status == 403
    assert len((await desk.books.get("/v1/customers")).json["data"]) == 1
    assert (await desk.books.post("/v1/customers/bulk", create=rows)).status == 200
    assert (await other.books.post("/v1/customers/bulk", create=rows[:2])).status == 200
    assert (await desk.books.get("/v1/customers", count="capped", limit=1)).json["page"]["total"] == 201
    assert (await other.books.get("/v1/customers", count="capped", limit=1)).json["page"]["total"] == 3


async def test_a_customer_is_kept_by_its_number(bed: Bed) -> None:
    """The first PUT creates it, the next replaces it, in each company for itself."""
    desk, other = await opened(bed), await opened(bed)
    first = await desk.books.put("/v1/customers", number="C-1", name="Mill Bakery", city="Ghent", discount=5)
    again = await desk.books.put("/v1/customers", number="C-1", name="Mill Bakers")
    assert (first.status, again.status, again.json["data"]["id"]) == (201, 200, first.json["data"]["id"])
    assert (again.json["data"]["name"], again.json["data"]["city"], again.json["data"]["discount"]) == ("Mill Bakers", "", 0)
    assert (await other.books.put("/v1/customers", number="C-1", name="Canal Studio")).status == 201
    assert (await bed.client(desk.viewer).put("/v1/customers", number="C-1", name="x")).status == 403


async def test_customers_are_found_by_words(bed: Bed) -> None:
    """By what their finder may read: a word of the notes finds nothing for a viewer."""
    desk, other = await opened(bed), await opened(bed)
    await bed.make(Customer, put(Customer.company, desk.company), put(Customer.name, "Canal Studio"), put(Customer.city, "Ghent"))
    for who, words, names in (
        (desk.viewer, "mill bak", ["Mill Bakery"]), (desk.viewer, "ghent stu", ["Canal Studio"]), (desk.accountant, "late", ["Mill Bakery"]),
        (desk.viewer, "late", []), (other.viewer, "canal", []),
    ):
        found = await bed.client(who).get("/v1/customers", q=words, fields="name")
        assert [one["name"] for one in found.json["data"]] == names, words


# ---- what is internal
async def test_what_is_internal_is_for_the_books(bed: Bed) -> None:
    """A viewer reads it nowhere: no row, nested row, filter, sort, search, figure or file tells of it, and no such field is written."""
    desk = await opened(bed)
    cheap, dear = await desk.issued(notes="Ask for more."), await desk.issued(lines=[{"text": "Gold", "price": "900.00", "cost": "1.00"}])
    viewer = bed.client(desk.viewer)
    listed = (await viewer.get("/v1/invoices", sort="number", fields="id,margin,notes,customer(name,discount,notes),lines(text,cost)")).json["data"]
    assert [one["id"] for one in listed] == [cheap["id"], dear["id"]]
    assert all(one["margin"] is None and one["notes"] is None for one in listed)
    assert all(one["customer"] == {"name": "Mill Bakery", "discount": None, "notes": None} for one in listed)
    assert all(line["cost"] is None for one in listed for line in one["lines"])
    assert (await viewer.get("/v1/invoices", **{"margin.gt": "500"})).json["data"] == []
    ordered = [[one["id"] for one in (await viewer.get("/v1/invoices", sort=way)).json["data"]] for way in ("margin", "-margin")]
    assert sorted(ordered[0]) == sorted(ordered[1]) == sorted([cheap["id"], dear["id"]])
    figures = (await viewer.get("/v1/invoices/aggregate", measures="count,sum(gross),sum(margin),max(margin)")).json["data"]
    assert figures == [{"count": 2, "sum(gross)": "1320.84", "sum(margin)": "0.00", "max(margin)": None}]
    assert (await desk.books.get("/v1/invoices/aggregate", measures="sum(margin)")).json["data"] == [{"sum(margin)": "988.95"}]
    draft = await desk.draft()
    held = viewer.with_headers({"if-match": draft["etag"]})
    assert (await held.patch(f"/v1/invoices/{draft['id']}", notes="x")).status == 403
    for path in ("invoices", "customers"):
        assert len((await viewer.get(f"/v1/{path}/export")).body.splitlines()) == 1     # the names of the columns, and no row


async def test_files_hold_what_their_reader_may_see(bed: Bed) -> None:
    """A company's own rows and no other's; a cell that would be a formula is none; a part of the fields, and as lines of JSON too."""
    desk, other = await opened(bed), await opened(bed)
    await other.issued()
    await desk.issued(subject="=HYPERLINK(\"http://evil.example\")", notes="@internal")
    await bed.make(Customer, put(Customer.company, desk.company), put(Customer.name, "+cmd|' /C calc'!A0"), put(Customer.city, "-1+1"))
    written = await desk.books.get("/v1/invoices/export", format="csv", fields="number,subject,gross,margin,notes")
    assert written.headers["content-disposition"] == 'attachment; filename="invoices.csv"'
    assert list(csv.reader(io.StringIO(written.body.decode()))) == [
        ["number", "subject", "gross", "margin", "notes"], ["1", "'=HYPERLINK(\"http://evil.example\")", GROSS, "89.95", "'@internal"]]
    customers = list(csv.reader(io.StringIO((await desk.books.get("/v1/customers/export", fields="name,city")).body.decode())))
    assert ["'+cmd|' /C calc'!A0", "'-1+1"] in customers and len(customers) == 3
    lines = (await desk.books.get("/v1/invoices/export", format="ndjson", fields="number,subject")).body.decode().splitlines()
    assert [json.loads(line) for line in lines] == [{"number": 1, "subject": "=HYPERLINK(\"http://evil.example\")"}]
    assert (await desk.books.get("/v1/customers/export", format="ndjson")).status == 400
    assert (await bed.client().get("/v1/invoices/export")).status == 401


async def test_figures_are_of_the_own_company(bed: Bed) -> None:
    """What is owed by each state and customer, of rows that the caller may read; others see theirs, and a person from outside nothing."""
    desk, other = await opened(bed), await opened(bed)
    first, second = await desk.issued(), await desk.issued()
    await other.issued()
    assert await pay(desk, first, GROSS) == (201, "")
    by_status = await desk.books.get("/v1/invoices/aggregate", group="status", measures="count,sum(gross),sum(paid)", sort="status")
    assert by_status.json["data"] == [
        {"status": "issued", "count": 1, "sum(gross)": GROSS, "sum(paid)": "0.00"},
        {"status": "paid", "count": 1, "sum(gross)": GROSS, "sum(paid)": GROSS}]
    by_customer = await desk.books.get("/v1/invoices/aggregate", group="customer", measures="count", **{"status": "issued"})
    assert by_customer.json["data"] == [{"customer": str(desk.customer.id), "count": 1}]
    assert (await other.books.get("/v1/invoices/aggregate", measures="count")).json["data"] == [{"count": 1}]
    assert (await other.books.get("/v1/invoices/aggregate", measures="count", customer=desk.customer)).json["data"] == [{"count": 0}]
    assert (await other.books.get(f"/v1/invoices/{second['id']}")).status == (await other.books.get(f"/v1/invoices/{NEVER}")).status == 404


async def test_revenue_is_reported(bed: Bed) -> None:
    """By month and customer, drafts and void ones left out; margins for the books only; shared invoices stand apart, without names."""
    desk, other = await opened(bed), await opened(bed)
    first, void, shared = await desk.issued(), await desk.issued(), await other.issued()
    await desk.draft()
    assert (await desk.call(void, "void")).status == 200
    assert await pay(desk, first, "100.00") == (201, "")
    address = await bed.read(desk.viewer, Person.email)
    invited = await other.books.post(f"/v1/invoices/{shared['id']}/shares", email=address)
    assert invited.status == 201
    company, name = await bed.read(desk.company, Company.name), "Mill Bakery"
    own = {"company": company, "month": "2026-01-01", "customer": name, "invoices": 1, "billed": GROSS, "received": "100.00"}
    assert (await desk.books.get("/v1/revenue")).json["data"] == [{**own, "margin": "89.95"}]
    apart = {"company": None, "month": "2026-01-01", "customer": None, "invoices": 1, "billed": GROSS, "received": "0.00"}
    assert (await bed.client(desk.viewer).get("/v1/revenue")).json["data"] == [{**apart, "margin": "0.00"}, {**own, "margin": "0.00"}]
    assert (await bed.client(desk.viewer).get("/v1/revenue", company=desk.company)).json["data"] == [{**own, "margin": "0.00"}]
    assert (await bed.client(desk.viewer).get("/v1/revenue", **{"having.margin.gt": "1.00"})).json["data"] == []
    written = (await desk.books.get("/v1/revenue/export", format="csv")).body.decode().splitlines()
    assert written == ["company,month,customer,invoices,billed,received,margin", f"{company},2026-01-01,{name},1,{GROSS},100.00,89.95"]
    assert len((await bed.client(desk.viewer).get("/v1/revenue/export", format="csv")).body.splitlines()) == 1
    assert (await bed.client(await bed.make(Person)).get("/v1/revenue")).json["data"] == []
    assert (await bed.client().get("/v1/revenue")).status == 401


async def test_the_made_up_companies_bill(bed: Bed) -> None:
    """The seed gives the same rows for the same number; its drafts are issued by its accountants, numbered in each company from 1."""
    size = Size(customers=6, invoices=8, lines=2)
    made = list(Seeder().rows(size))
    assert made == list(Seeder().rows(size))
    rows = [await bed.make(kind, *(Put(name, value) for name, value in values.items())) for kind, values in made]
    people = [row for row in rows if isinstance(row, Person)]
    assert len(rows) == 2 * (1 + 2 * len(Role)) + 6 + 8 * 3
    for accountant in (people[1], people[4]):
        books = bed.client(accountant)
        for draft in (await books.get("/v1/invoices", fields="id")).json["data"]:
            answer = await books.with_headers({"if-match": "*"}).post(f"/v1/invoices/{draft['id']}/issue")
            assert answer.status == 200, answer
        numbers = [one["number"] for one in (await books.get("/v1/invoices", sort="number", fields="number")).json["data"]]
        assert numbers == [1, 2, 3, 4]
    assert await bed.read([row for row in rows if isinstance(row, Invoice)][0], Invoice.gross == Invoice.net + Invoice.vat)
