"""Who changed what: told to who keeps the books, without what its reader may not see today."""
from __future__ import annotations

from typing import Any

from invoicing.app import Customer, Person, Role
from invoicing.desk import opened

from bedplate import put
from bedplate.testing import Bed


async def test_the_way_of_an_invoice_is_told(bed: Bed) -> None:
    """Written, issued, paid in part: by whom, by which operation, and what the application did for them; to no viewer and no outsider."""
    desk, other = await opened(bed), await opened(bed)
    invoice = await desk.issued()
    path = f"/v1/invoices/{invoice['id']}"
    assert (await bed.client(desk.owner).post(f"{path}/payments", amount="1.00", received_on="2026-01-06")).status == 201
    told: list[dict[str, Any]] = (await desk.books.get(f"{path}/history")).json["data"]
    assert [(one["operation"], one["account"]["id"], one["why"]) for one in told] == [
        ("invoice.payments.create", str(desk.owner.id), "a payment settles its invoice"),
        ("invoice.issue", str(desk.accountant.id), None), ("invoice.create", str(desk.accountant.id), None)]
    assert told[0]["changes"] == {"paid": {"from": "0.00", "to": "1.00"}}
    assert told[1]["changes"]["number"] == {"from": None, "to": 1}
    assert told[1]["changes"]["margin"] == {"from": "0.00", "to": "89.95"}
    auditor = await bed.make(Person, put(Person.email, "audit@example.com"))
    assert (await desk.books.post(f"{path}/shares", email="audit@example.com")).status == 201
    assert (await bed.client(auditor).get(path)).status == 200
    for who in (desk.viewer, auditor, other.owner):
        assert (await bed.client(who).get(f"{path}/history")).status in (403, 404)


async def test_what_is_internal_is_not_told_of_customers(bed: Bed) -> None:
    """A viewer reads the history without discounts and notes; a change of nothing else is none. Who becomes an accountant reads them all."""
    desk = await opened(bed)
    path = f"/v1/customers/{desk.customer.id}"
    for change in ({"name": "Mill Bakers", "discount": 5}, {"discount": 7}, {"notes": "Pays at once."}):
        assert (await desk.books.patch(path, **change)).status == 200

    async def told() -> list[dict[str, Any]]:
        entries = (await bed.client(desk.viewer).get(f"{path}/history")).json["data"]
        return [{name: one["to"] for name, one in entry["changes"].items()} for entry in entries if entry["verb"] == "update"]

    assert await told() == [{"name": "Mill Bakers"}]
    seats = {one["person"]: one["id"] for one in (await bed.client(desk.owner).get("/v1/seats")).json["data"]}
    assert (await bed.client(desk.owner).patch(f"/v1/seats/{seats[str(desk.viewer.id)]}", role=Role.ACCOUNTANT)).status == 200
    assert await told() == [{"notes": "Pays at once."}, {"discount": 7}, {"name": "Mill Bakers", "discount": 5}]
    assert await bed.read(desk.customer, Customer.discount) == 7
