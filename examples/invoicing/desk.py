"""What the tests of invoicing share: a company with somebody in each role, and the usual calls."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from invoicing.app import Company, Customer, Person, Role, Seat

from bedplate import put
from bedplate.testing import Bed
from bedplate.testing.client import Answer, Client

LINES = [{"text": "Consulting", "quantity": 2, "price": "100.00", "cost": "60.00"}, {"text": "Travel", "price": "9.95"}]
"""Net 209.95, of which the tax is 38.00 + 1.89, margin 89.95."""
GROSS = "249.84"
NEVER = "01980000-0000-7000-8000-000000000000"


async def seated(bed: Bed, company: Company, role: Role, email: str = "") -> Person:
    """Somebody with this role, who works there."""
    address = [put(Person.email, email)] if email else []
    person = await bed.make(Person, put(Person.company, company), *address)
    await bed.make(Seat, put(Seat.company, company), put(Seat.person, person), put(Seat.role, role))
    return person


@dataclass(frozen=True)
class Desk:
    """One company and its people."""
    bed: Bed
    company: Company
    owner: Person
    accountant: Person
    viewer: Person
    customer: Customer

    @property
    def books(self) -> Client:
        """Calls as the accountant."""
        return self.bed.client(self.accountant)

    async def draft(self, **more: object) -> dict[str, Any]:
        """A draft of two lines, and its tag."""
        made = await self.books.post("/v1/invoices", **{"customer": self.customer, "subject": "Work", "lines": LINES, **more})
        assert made.status == 201, made
        return {**made.json["data"], "etag": made.headers["etag"]}

    async def issued(self, **more: object) -> dict[str, Any]:
        """An invoice with a number, and its tag."""
        draft = await self.draft(**more)
        answer = await self.call(draft, "issue")
        assert answer.status == 200, answer
        return {**answer.json["data"], "etag": answer.headers["etag"]}

    async def call(self, invoice: dict[str, Any], action: str, who: Person | None = None, **body: object) -> Answer:
        """An action of an invoice, of the revision that was seen."""
        client = self.bed.client(who or self.accountant).with_headers({"if-match": invoice["etag"]})
        return await client.post(f"/v1/invoices/{invoice['id']}/{action}", **body)


async def opened(bed: Bed) -> Desk:
    """A company with an owner, an accountant, a viewer and a customer."""
    company = await bed.make(Company)
    people = [await seated(bed, company, role) for role in Role]
    customer = await bed.make(Customer, put(Customer.company, company), put(Customer.name, "Mill Bakery"), put(Customer.notes, "Pays late."))
    return Desk(bed, company, people[0], people[1], people[2], customer)
