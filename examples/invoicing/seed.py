"""Made-up data for invoicing: the same rows for the same seed, on every machine. Invoices are drafts: numbers are drawn by issuing them."""
from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from invoicing.app import Company, Customer, Invoice, Line, Person, Role, Seat

from bedplate import Resource

START = datetime(2026, 1, 5, 8, tzinfo=UTC)
COMPANIES = ("Harbour Bikes", "Orchard Software")
STREETS = ("Mill", "Station", "Garden", "Canal", "Castle", "River", "Market")
TRADES = ("Bakery", "Pharmacy", "Printers", "Logistics", "Studio", "Clinic")
CITIES = ("Bergen", "Ghent", "Porto", "Turku")
WORK = (
    ("Consulting, a day", "800.00", "520.00"), ("Hosting, a month", "49.90", "12.35"), ("Bicycle repair", "35.00", "9.99"),
    ("Training", "450.00", "300.00"),
)


@dataclass(frozen=True)
class Size:
    customers: int = 200
    invoices: int = 1_000
    lines: int = 3


class Seeder:
    """Hands out rows in an order in which every reference points backwards."""

    def __init__(self, seed: int = 7) -> None:
        self._random = random.Random(seed)
        self._made = 0

    def rows(self, size: Size) -> Iterator[tuple[type[Resource], dict[str, object]]]:
        """(class, values by field name), references as keys."""
        companies: list[object] = []
        for name in COMPANIES:
            kind, company = self._row(Company, name=name)
            companies.append(company["id"])
            yield kind, company
            yield from self._staff(company["id"], name)
        customers: dict[object, list[object]] = {company: [] for company in companies}
        for position in range(size.customers):
            company_id = companies[position % len(companies)]
            kind, customer = self._customer(company_id, position)
            customers[company_id].append(customer["id"])
            yield kind, customer
        for position in range(size.invoices):
            company_id = companies[position % len(companies)]
            yield from self._invoice(company_id, self._random.choice(customers[company_id]), position, size.lines)

    def _row(self, kind: type[Resource], **values: object) -> tuple[type[Resource], dict[str, object]]:
        at = START + timedelta(minutes=self._made)
        return kind, {"id": self._id(at), "created_at": at, "updated_at": at, **values}

    def _id(self, at: datetime) -> UUID:
        """A UUIDv7 (RFC 9562) of that instant."""
        self._made += 1
        milliseconds = int(at.timestamp() * 1000)
        return UUID(int=(milliseconds << 80) | (0x7 << 76) | ((self._made & 0xFFF) << 64) | (0b10 << 62) | self._random.getrandbits(62))

    def _staff(self, company: object, name: str) -> Iterator[tuple[type[Resource], dict[str, object]]]:
        for role in Role:
            host = name.lower().replace(" ", "-")
            kind, person = self._row(Person, name=f"{role.value.capitalize()} of {name}", email=f"{role.value}@{host}.example", company=company)
            yield kind, person
            yield self._row(Seat, company=company, person=person["id"], role=role)

    def _customer(self, company: object, position: int) -> tuple[type[Resource], dict[str, object]]:
        name = f"{self._random.choice(STREETS)} {self._random.choice(TRADES)}"
        return self._row(
            Customer, company=company, number=f"C-{position:05}", name=name, city=self._random.choice(CITIES), email=f"books{position}@example.com",
            discount=self._random.choice((0, 0, 5, 10)), notes="Pays late." if self._random.random() < 0.1 else "")

    def _invoice(self, company: object, customer: object, position: int, lines: int) -> Iterator[tuple[type[Resource], dict[str, object]]]:
        kind, invoice = self._row(Invoice, company=company, customer=customer, subject=f"Work of week {position % 52 + 1}")
        yield kind, invoice
        for _ in range(lines):
            text, price, cost = self._random.choice(WORK)
            yield self._row(
                Line, invoice=invoice["id"], text=text, quantity=self._random.randint(1, 9), price=Decimal(price), cost=Decimal(cost))
