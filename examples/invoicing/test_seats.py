"""Seats, invitations and shares: who is in a company, with which role, and what others see of it."""
from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from invoicing.app import Company, Invitation, Invoice, Person, Role, Seat, Share, Status
from invoicing.desk import NEVER, opened, seated

from bedplate import put
from bedplate.testing import Bed


async def test_who_may_do_what(bed: Bed) -> None:
    """Every verb of every resource, for strangers, somebody without a seat, and each role: read it line by line."""
    owner, accountant, viewer = [await seated(bed, await bed.make(Company), role) for role in Role]
    without = await bed.make(Person, put(Person.company, await bed.make(Company)))
    await bed.who_may_what(Path(__file__).with_name("who_may_what.txt"), owner=owner, accountant=accountant, viewer=viewer, seatless=without)


async def test_who_founds_a_company_owns_it(bed: Bed) -> None:
    """And works there at once."""
    ana = await bed.make(Person)
    assert (await bed.client(ana).get("/v1/companies")).json["data"] == []
    company = (await bed.client(ana).post("/v1/companies", name="Harbour Bikes")).json["data"]
    seats = (await bed.client(ana).get("/v1/seats")).json["data"]
    assert [(seat["company"], seat["person"], seat["role"]) for seat in seats] == [(company["id"], str(ana.id), "owner")]
    assert (await bed.client(ana).get("/v1/companies")).json["data"] == [company]
    assert (await bed.client(await bed.make(Person)).get("/v1/companies")).json["data"] == []


async def test_a_seat_is_offered_to_an_address(bed: Bed) -> None:
    """Whoever has it accepts, once; others are not told of it. Nobody is told whether there is such an account."""
    desk = await opened(bed)
    owner = bed.client(desk.owner)
    offered = await owner.post("/v1/invitations", email="Ben@Example.com", role="accountant")
    assert (await owner.post("/v1/invitations", email="nobody@example.com")).status == offered.status == 201
    ben, other = await bed.make(Person, put(Person.email, "ben@example.com")), await bed.make(Person)
    path = f"/v1/invitations/{offered.json['data']['id']}"
    assert (await bed.client(other).post(f"{path}/accept")).status == 404
    assert [one["role"] for one in (await bed.client(ben).get("/v1/invitations")).json["data"]] == ["accountant"]
    seat = await bed.client(ben).post(f"{path}/accept")
    assert (seat.status, seat.json["data"]["role"], seat.json["data"]["person"]) == (200, "accountant", str(ben.id))
    assert (await bed.client(ben).post(f"{path}/accept")).status == 404
    assert (await bed.client(ben).post(f"/v1/companies/{desk.company.id}/enter")).status == 200
    assert len((await bed.client(ben).get("/v1/seats")).json["data"]) == 4
    refused = await bed.client(desk.accountant).post("/v1/invitations", email="a@example.com", role="owner")
    assert (refused.status, refused.code) == (403, "FORBIDDEN")


async def test_the_last_owner_stays(bed: Bed) -> None:
    """They neither leave nor step down, whoever asks for it; with a second owner they may."""
    desk = await opened(bed)
    owner = bed.client(desk.owner)
    seats = {one["person"]: one["id"] for one in (await owner.get("/v1/seats")).json["data"]}
    mine, theirs = f"/v1/seats/{seats[str(desk.owner.id)]}", f"/v1/seats/{seats[str(desk.accountant.id)]}"
    for refused in (await owner.delete(mine), await owner.patch(mine, role="viewer")):
        assert (refused.status, refused.code) == (409, "LAST_OWNER")
    assert (await bed.client(desk.accountant).patch(theirs, role="owner")).status == 403
    assert (await owner.patch(theirs, role="owner")).status == 200
    assert (await owner.delete(mine)).status == 204
    assert (await bed.client(desk.owner).get("/v1/customers")).json["data"] == []
    assert await bed.read(desk.owner, Person.company.id.is_null())


async def test_two_owners_who_leave_at_once_do_not_both_leave(bed: Bed) -> None:
    """Each rests on the other's seat: one of both is decided again, and refused."""
    desk = await opened(bed)
    second = await seated(bed, desk.company, Role.OWNER)
    paths = {one["person"]: f"/v1/seats/{one['id']}" for one in (await bed.client(second).get("/v1/seats")).json["data"]}
    left = await asyncio.gather(*(bed.client(who).delete(paths[str(who.id)]) for who in (desk.owner, second)))
    assert sorted((one.status, one.code) for one in left) == [(204, ""), (409, "LAST_OWNER")]
    assert len((await bed.client(desk.accountant).get("/v1/seats", role="owner")).json["data"]) == 1


async def test_two_owners_who_demote_each_other_do_not_both_succeed(bed: Bed) -> None:
    """Who comes second is no owner any more."""
    desk = await opened(bed)
    second = await seated(bed, desk.company, Role.OWNER)
    paths = {one["person"]: f"/v1/seats/{one['id']}" for one in (await bed.client(second).get("/v1/seats")).json["data"]}
    done = await asyncio.gather(
        bed.client(desk.owner).patch(paths[str(second.id)], role="viewer"), bed.client(second).patch(paths[str(desk.owner.id)], role="viewer"))
    assert [one.status for one in done if one.status < 400] == [200]
    assert {one.code for one in done} - {""} <= {"FORBIDDEN", "LAST_OWNER"}
    assert len((await bed.client(desk.accountant).get("/v1/seats", role="owner")).json["data"]) == 1


async def test_seats_in_two_companies_are_two_worlds(bed: Bed) -> None:
    """Where one works decides what is seen and with which role; who has no seat does not enter, and who lost it sees nothing."""
    first, second = await opened(bed), await opened(bed)
    await bed.make(Seat, put(Seat.company, second.company), put(Seat.person, first.accountant), put(Seat.role, Role.VIEWER))
    who = bed.client(first.accountant)
    assert [one["id"] for one in (await who.get("/v1/customers", fields="id")).json["data"]] == [str(first.customer.id)]
    assert (await bed.client(first.viewer).post(f"/v1/companies/{second.company.id}/enter")).status == 404
    assert (await who.post(f"/v1/companies/{second.company.id}/enter")).status == 200
    assert [one["id"] for one in (await who.get("/v1/customers", fields="id")).json["data"]] == [str(second.customer.id)]
    assert (await who.post("/v1/customers", number="1", name="x")).status == 403
    assert len((await who.get("/v1/companies")).json["data"]) == 2
    seat = next(one for one in (await who.get("/v1/seats", person=first.accountant)).json["data"] if one["company"] == str(second.company.id))
    assert (await bed.client(second.owner).delete(f"/v1/seats/{seat['id']}")).status == 204
    assert (await who.get("/v1/customers")).json["data"] == []


async def test_references_to_another_company_are_refused(bed: Bed) -> None:
    """Like one to nothing: on creation, on change, and in every line of a bulk; also where the caller has a seat there, too."""
    first, second = await opened(bed), await opened(bed)
    await bed.make(Seat, put(Seat.company, second.company), put(Seat.person, first.accountant), put(Seat.role, Role.OWNER))
    draft = await first.draft()
    who = first.books
    told: list[object] = []
    for customer in (str(second.customer.id), NEVER):
        made = await who.post("/v1/invoices", customer=customer, subject="Work")
        changed = await who.with_headers({"if-match": draft["etag"]}).patch(f"/v1/invoices/{draft['id']}", customer=customer)
        assert made.status == changed.status == 400
        told.append([{**made.json}, {**changed.json}])
    assert told[0] == told[1]
    assert (await who.post("/v1/customers", number="9", name="x", company=second.company)).status == 400
    foreign = await second.draft()
    assert (await who.get(f"/v1/invoices/{foreign['id']}")).status == 404
    for invoice in (foreign["id"], (await second.issued())["id"], NEVER):
        refused = await who.post(f"/v1/invoices/{invoice}/payments", amount="999.00", received_on="2026-01-05")
        assert (refused.status, refused.code) == (404, "NOT_FOUND")
    stolen = await who.with_headers({"if-match": draft["etag"]}).patch(
        f"/v1/invoices/{draft['id']}", lines={"delete": [(await second.books.get(f"/v1/invoices/{foreign['id']}/lines")).json["data"][0]["id"]]})
    assert stolen.status == 404


async def test_an_invoice_is_shared_with_an_address(bed: Bed) -> None:
    """That one, once it is issued, without what is internal, until the share ends; its customer's row is not there for them."""
    desk = await opened(bed)
    auditor = await bed.make(Person, put(Person.email, "audit@example.com"))
    out = bed.client(auditor)
    issued, other, draft = await desk.issued(notes="Ask for more next time."), await desk.issued(), await desk.draft()
    for one in (issued, draft):
        shared = await desk.books.post(f"/v1/invoices/{one['id']}/shares", email="Audit@example.com", ends_at="2026-02-01T00:00:00Z")
        assert shared.status == 201
    listed = await out.get("/v1/invoices", fields="id,number,margin,notes,gross,customer(name),lines(text,cost),shares(email)")
    assert listed.json["data"] == [{
        "id": issued["id"], "number": 1, "margin": None, "notes": None, "gross": issued["gross"], "customer": None, "shares": [],
        "lines": [{"text": "Consulting", "cost": None}, {"text": "Travel", "cost": None}]}]
    assert (await out.get(f"/v1/invoices/{other['id']}")).status == (await out.get(f"/v1/invoices/{draft['id']}")).status == 404
    assert (await out.get("/v1/customers")).json["data"] == []
    for refused in (
        await out.with_headers({"if-match": issued["etag"]}).patch(f"/v1/invoices/{issued['id']}", subject="x"),
        await desk.call(issued, "void", auditor),
        await out.post(f"/v1/invoices/{issued['id']}/payments", amount="1.00", received_on="2026-01-05"),
        await out.post(f"/v1/invoices/{issued['id']}/shares", email="more@example.com"),
    ):
        assert (refused.status, refused.code) == (403, "FORBIDDEN")
    bed.travel(timedelta(days=40))
    assert (await out.get("/v1/invoices")).json["data"] == []


async def test_shares_are_asked_as_rules(bed: Bed) -> None:
    """The same without a call: a share opens reading and nothing else, and says so."""
    share = await bed.make(Share, put(Share.email, "audit@example.com"))
    auditor = await bed.make(Person, put(Person.email, "audit@example.com"))
    invoice = await share.invoice
    assert not await bed.allows(auditor, "read", invoice)               # a draft
    assert "tenant" in await bed.why(auditor, "update", invoice)
    assert await bed.read(invoice, Invoice.status) is Status.DRAFT
    assert not await bed.allows(await bed.make(Person), "accept", await bed.make(Invitation))
