"""From a draft with its lines to an invoice that stays as it is: one call, numbers without a gap, deletion and return."""
from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from invoicing.app import Invoice, InvoiceIssued, Letters, Status
from invoicing.desk import GROSS, LINES, Desk, opened

from bedplate.testing import Bed


async def lines_of(desk: Desk, invoice: dict[str, Any]) -> list[dict[str, Any]]:
    return list((await desk.books.get(f"/v1/invoices/{invoice['id']}/lines")).json["data"])


async def test_lines_are_written_with_their_invoice(bed: Bed) -> None:
    """Created, changed, removed and added in one call of the revision that was seen; a fault in one line undoes all, and says where."""
    desk = await opened(bed)
    draft = await desk.draft()
    first, second = await lines_of(desk, draft)
    assert (first["text"], first["position"], first["vat"], second["position"]) == ("Consulting", 1, "38.00", 2)
    path, held = f"/v1/invoices/{draft['id']}", desk.books.with_headers({"if-match": draft["etag"]})
    refused = await held.patch(path, subject="More", lines={"delete": [second["id"]], "create": [{"text": "x", "price": "-1.00"}]})
    assert [one["place"] for one in refused.json["details"]] == ["body.lines.create.0.price"]
    assert len(await lines_of(desk, draft)) == 2
    changed = await held.patch(path, subject="More", lines={
        "delete": [second["id"]], "update": [{"id": first["id"], "quantity": 3}], "create": [{"text": "Hotel", "price": "80.50", "vat_percent": 7}]})
    assert (changed.status, changed.json["data"]["lines_net"]) == (200, "380.50")
    assert [(line["text"], line["quantity"]) for line in await lines_of(desk, draft)] == [("Consulting", 3), ("Hotel", 1)]
    assert (await held.patch(path, subject="Late")).status == 412
    assert (await desk.books.patch(path, subject="Late")).status == 428


async def test_what_is_issued_stays(bed: Bed) -> None:
    """Its figures are those of the lines and its name that of the day; neither it nor a line of it is changed, removed or added."""
    desk = await opened(bed)
    issued = await desk.issued()
    assert {name: issued[name] for name in ("number", "status", "billed_to", "net", "vat", "gross", "margin", "issued_on", "due_on")} == {
        "number": 1, "status": "issued", "billed_to": "Mill Bakery", "net": "209.95", "vat": "39.89", "gross": GROSS, "margin": "89.95",
        "issued_on": "2026-01-05", "due_on": "2026-01-19"}
    assert (await desk.books.patch(f"/v1/customers/{desk.customer.id}", name="Mill Bakery Ltd")).status == 200
    path, line = f"/v1/invoices/{issued['id']}", (await lines_of(desk, issued))[0]
    owner = bed.client(desk.owner).with_headers({"if-match": issued["etag"]})
    for refused in (
        await owner.patch(path, subject="x"), await owner.patch(path, lines={"delete": [line["id"]]}), await owner.delete(path),
        await owner.delete(f"{path}/purge"),
        await bed.client(desk.owner).patch(f"/v1/lines/{line['id']}", price="1.00"), await bed.client(desk.owner).delete(f"/v1/lines/{line['id']}"),
        await bed.client(desk.owner).post(f"{path}/lines", text="More", price="1.00"),
    ):
        assert (refused.status, refused.code) in ((403, "FORBIDDEN"), (409, "NOT_DELETED"))
    for fixed in ("number", "status", "gross", "paid", "billed_to"):
        assert (await owner.patch(path, **{fixed: 1})).status == 400
    again = await desk.call(issued, "issue")
    assert (again.status, again.code) == (409, "ALREADY_ISSUED")
    assert {**(await desk.books.get(path)).json["data"], "etag": issued["etag"]} == issued


async def test_nothing_is_billed_without_a_line(bed: Bed) -> None:
    """And the number that would have been given is not used up."""
    desk = await opened(bed)
    refused = await desk.call(await desk.draft(lines=[]), "issue")
    assert (refused.status, refused.code) == (409, "NOTHING_TO_BILL")
    assert (await desk.issued())["number"] == 1


async def test_no_number_is_missing(bed: Bed) -> None:
    """After 32 were issued at once, each third of them refused, in two companies that count by themselves."""
    desks = [await opened(bed), await opened(bed)]
    drafts: list[tuple[Desk, dict[str, Any], bool]] = []
    for position in range(32):
        desk, refused = desks[position % 2], position % 3 == 0
        drafts.append((desk, await desk.draft(lines=[] if refused else LINES), refused))
    answers = await asyncio.gather(*(desk.call(draft, "issue") for desk, draft, _ in drafts))
    assert [answer.status for answer in answers] == [409 if refused else 200 for _, _, refused in drafts]
    for desk in desks:
        numbers = [one["number"] for one in (await desk.books.get("/v1/invoices", sort="number", limit=50, **{"number.isnull": False})).json["data"]]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) == len([one for one, _, refused in drafts if one is desk and not refused])


async def test_of_two_who_issue_at_once_one_is_late(bed: Bed) -> None:
    """One number is drawn; so it is when a line is added meanwhile: either before, or not at all."""
    desk = await opened(bed)
    draft = await desk.draft()
    answers = await asyncio.gather(desk.call(draft, "issue"), desk.call(draft, "issue", desk.owner))
    assert sorted(answer.status for answer in answers) in ([200, 409], [200, 412])
    assert {answer.code for answer in answers} <= {"", "ALREADY_ISSUED", "PRECONDITION_FAILED"}
    second = await desk.draft()
    issued, added = await asyncio.gather(
        desk.call(second, "issue"), desk.books.post(f"/v1/invoices/{second['id']}/lines", text="Late", price="5.00"))
    assert (issued.status, added.status) in ((200, 403), (412, 201), (409, 201))
    seen = (await desk.books.get(f"/v1/invoices/{second['id']}")).json["data"]
    assert seen["status"] == "draft" or seen["net"] == seen["lines_net"]


async def test_a_draft_is_deleted_and_comes_back(bed: Bed) -> None:
    """With its lines; by who keeps the books. An owner may end it for good."""
    desk = await opened(bed)
    draft = await desk.draft()
    path = f"/v1/invoices/{draft['id']}"
    held = desk.books.with_headers({"if-match": draft["etag"]})
    assert (await bed.client(desk.viewer).with_headers({"if-match": draft["etag"]}).delete(path)).status == 403
    assert (await held.delete(path)).status == 204
    assert (await desk.books.get(path)).status == 404
    assert [one["id"] for one in (await desk.books.get("/v1/invoices", deleted=True)).json["data"]] == [draft["id"]]
    assert (await bed.client(desk.viewer).get("/v1/invoices", deleted=True)).json.get("data", []) == []
    tag = await self_tag(desk, draft)
    assert (await desk.books.with_headers(tag).post(f"{path}/restore")).status == 200
    assert len(await lines_of(desk, draft)) == 2
    again = {"if-match": (await desk.books.get(path)).headers["etag"]}
    assert (await desk.books.with_headers(again).delete(path)).status == 204
    tag = await self_tag(desk, draft)
    assert (await desk.books.with_headers(tag).delete(f"{path}/purge")).status in (403, 404)
    assert (await bed.client(desk.owner).with_headers(tag).delete(f"{path}/purge")).status == 204
    assert (await desk.books.get("/v1/invoices", deleted=True)).json["data"] == []


async def self_tag(desk: Desk, draft: dict[str, Any]) -> dict[str, str]:
    """What a deleted row is named by: any revision, for its own reading is 404."""
    assert (await desk.books.get(f"/v1/invoices/{draft['id']}")).status == 404
    return {"if-match": "*"}


class Told(Letters):
    """Remembers what was sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    async def send(self, to: str, words: str) -> None:
        self.sent.append((to, words))


async def test_it_is_sent_once_it_is_issued(bed: Bed) -> None:
    """To the customer's address, after the commit, and once."""
    told = Told()
    bed.replace(Letters, told)
    desk = await opened(bed)
    assert (await desk.books.patch(f"/v1/customers/{desk.customer.id}", email="books@mill.example")).status == 200
    issued = await desk.issued()
    assert [str(event.invoice.id) for event in bed.emitted(InvoiceIssued)] == [issued["id"]]
    assert told.sent == []
    await bed.settle()
    assert told.sent == [("books@mill.example", "invoice 1 of 2026-01-05")]


async def test_what_is_not_paid_is_marked_overdue(bed: Bed) -> None:
    """In the night after the day it was due; drafts, paid and void ones are not. Money that comes later still settles it."""
    desk = await opened(bed)
    late, paid, void = await desk.issued(), await desk.issued(), await desk.issued()
    draft = await desk.draft()
    assert (await desk.books.post(f"/v1/invoices/{paid['id']}/payments", amount=GROSS, received_on="2026-01-06")).status == 201
    assert (await desk.call(void, "void")).status == 200

    async def states() -> list[str]:
        await bed.settle()
        rows = [(await desk.books.get(f"/v1/invoices/{one['id']}")).json["data"] for one in (late, paid, void, draft)]
        return [row["status"] for row in rows]

    bed.travel(timedelta(days=14))                                      # the day on which it is due
    assert await states() == ["issued", "paid", "void", "draft"]
    bed.travel(timedelta(days=1))
    assert await states() == ["overdue", "paid", "void", "draft"]
    assert (await desk.books.post(f"/v1/invoices/{late['id']}/payments", amount=GROSS, received_on="2026-01-20")).status == 201
    assert await states() == ["paid", "paid", "void", "draft"]
    assert await bed.read(bed.emitted(InvoiceIssued)[0].invoice, Invoice.status) is Status.PAID
