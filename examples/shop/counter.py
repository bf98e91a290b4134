"""What the tests of the shop have in common: a provider without a network, a signed call of its webhook, goods, and a checkout."""
from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TypedDict
from uuid import UUID

from bedplate import put
from bedplate.auth.signatures import signature
from bedplate.testing import Answer, Bed
from shop.app import Cart, CartLine, Customer, PayLink, Product, Provider, ProviderUnavailable, Variant
from shop.conftest import HOOK_SECRET

ADDRESS = {"name": "Ana Lima", "street": "Rua 1", "city": "Porto", "postcode": "4000", "country": "PT"}


class ShownOrder(TypedDict):
    id: str
    number: int
    status: str
    amount: str
    pay_at: str | None
    percent: int


class Till(Provider):
    """Remembers what it was asked, and gives money back once for each key."""

    def __init__(self) -> None:
        self.down = False
        self.asked: dict[UUID, Decimal] = {}
        self.returned: dict[UUID, Decimal] = {}

    async def stop(self) -> None:
        """There is no connection to close."""

    async def ask(self, order: UUID, amount: Decimal) -> PayLink:
        if self.down:
            raise ProviderUnavailable
        self.asked[order] = amount
        return PayLink(f"pay-{order}", f"https://pay.example/{order}")

    async def give_back(self, refund: UUID, payment: str, amount: Decimal) -> None:
        self.returned[refund] = amount


@dataclass(frozen=True)
class Goods:
    """A published product with one variant."""

    product: Product
    variant: Variant


async def goods(bed: Bed, *, stock: int = 5, price: str = "12.50", published: bool = True) -> Goods:
    product = await bed.make(Product, put(Product.published, published))
    variant = await bed.make(
        Variant, put(Variant.product, product), put(Variant.price, Decimal(price)), put(Variant.cost, Decimal("4.00")), put(Variant.stock, stock))
    return Goods(product, variant)


async def filled_cart(bed: Bed, who: Customer, variant: Variant, quantity: int = 1) -> Cart:
    cart = await bed.make(Cart, put(Cart.owner, who))
    await bed.make(CartLine, put(CartLine.cart, cart), put(CartLine.variant, variant), put(CartLine.quantity, quantity))
    return cart


async def check_out(bed: Bed, who: Customer, cart: Cart, *, key: str = "first", coupon: str | None = None) -> Answer:
    client = bed.client(who).with_headers({"Idempotency-Key": key})
    body = {"email": "ana@example.com", "address": ADDRESS} | ({} if coupon is None else {"coupon": coupon})
    return await client.post(f"/v1/carts/{cart.id}/checkout", **body)


async def bought(bed: Bed, who: Customer, variant: Variant, quantity: int = 1, *, coupon: str | None = None) -> ShownOrder:
    """An order that waits for its money."""
    answer = await check_out(bed, who, await filled_cart(bed, who, variant, quantity), coupon=coupon)
    return answer.data(ShownOrder)


async def pay(bed: Bed, order: ShownOrder, *, delivery: str = "d1", amount: str | None = None, secret: str = HOOK_SECRET, age: int = 0) -> Answer:
    """The provider's call, signed."""
    body = json.dumps({"id": delivery, "payment": f"pay-{order['id']}", "amount": amount or order["amount"]}).encode()
    signed = signature(secret.encode(), int(bed.now.timestamp()) - age, body)
    return await bed.client().send("POST", "/hooks/payments", body=body, headers={"X-Signature": signed})


async def paid(bed: Bed, who: Customer, variant: Variant, quantity: int = 1) -> ShownOrder:
    order = await bought(bed, who, variant, quantity)
    assert (await pay(bed, order, delivery=f"for-{order['id']}")).status == 200
    return order



async def seen(bed: Bed, who: Customer, order: ShownOrder) -> ShownOrder:
    """The order as its customer sees it now."""
    return (await bed.client(who).get(f"/v1/orders/{order['id']}")).data(ShownOrder)
