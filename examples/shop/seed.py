"""Made-up data for the shop: the same rows for the same seed, on every machine."""
from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from bedplate import Resource
from shop.app import Category, Coupon, Customer, Product, Staff, Variant

START = datetime(2026, 1, 5, 8, tzinfo=UTC)
CATEGORIES = ("Mugs", "Shirts", "Posters", "Bags")
KINDS = ("Harbour", "Lighthouse", "Orchard", "Canal", "Meadow", "Station", "Bakery", "Library")
LABELS = ("small", "medium", "large")


@dataclass(frozen=True)
class Size:
    customers: int = 100
    staff: int = 3
    products: int = 40
    stock: int = 25


class Seeder:
    """Hands out rows in an order in which every reference points backwards."""

    def __init__(self, seed: int = 7) -> None:
        self._random = random.Random(seed)
        self._made = 0

    def rows(self, size: Size) -> Iterator[tuple[type[Resource], dict[str, object]]]:
        """(class, values by field name), references as keys."""
        for position in range(size.customers):
            yield self._row(Customer, email=f"customer{position}@example.com", name=f"Customer {position}")
        for position in range(size.staff):
            yield self._row(Staff, email=f"staff{position}@example.com", name=f"Colleague {position}", may_refund=position == 0)
        for name in CATEGORIES:
            yield self._row(Category, name=name)
        for position in range(size.products):
            name = f"{KINDS[position % len(KINDS)]} {CATEGORIES[position % len(CATEGORIES)][:-1]} {position}"
            product = self._row(
                Product, slug=name.lower().replace(" ", "-"), name=name, text=f"The {name.lower()}, made to last.", published=position % 10 != 9)
            yield product
            for label in LABELS:
                price = Decimal(self._random.randint(500, 9_900)) / 100
                yield self._row(
                    Variant, product=product[1]["id"], sku=f"{position:04}-{label[0].upper()}", label=label, price=price,
                    cost=(price / 2).quantize(Decimal("0.01")), stock=size.stock)
        for code, percent in (("WELCOME", 10), ("SUMMER", 25)):
            yield self._row(Coupon, code=code, percent=percent, ends_on=date(2099, 12, 31), max_uses=10)

    def _row(self, kind: type[Resource], **values: object) -> tuple[type[Resource], dict[str, object]]:
        at = START + timedelta(minutes=self._made)
        return kind, {"id": self._id(at), "created_at": at, "updated_at": at, **values}

    def _id(self, at: datetime) -> UUID:
        """A UUIDv7 (RFC 9562) of that instant."""
        self._made += 1
        milliseconds = int(at.timestamp() * 1000)
        return UUID(int=(milliseconds << 80) | (0x7 << 76) | ((self._made & 0xFFF) << 64) | (0b10 << 62) | self._random.getrandbits(62))
