"""What happens in the shop: who sees what, buying, paying, cancelling and giving money back."""
from __future__ import annotations

import asyncio
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TypedDict

import pytest

from bedplate import put
from bedplate.testing import Bed
from shop.app import Cart, CartLine, Coupon, Customer, Order, OrderLine, OrderPaid, Product, Provider, Refund, RefundAsked, Staff, Variant
from shop.counter import ShownOrder, Till, bought, check_out, filled_cart, goods, paid, pay, seen


class Shown(TypedDict):
    id: str


class ShownLine(TypedDict):
    price: str
    cost: str | None


class Catalogue(TypedDict):
    variants: list[ShownLine]


class Wished(TypedDict):
    wished_by_me: bool


class Wishers(TypedDict):
    wished_by: list[Shown]


class ShownCart(TypedDict):
    subtotal: str


@pytest.fixture
def till(bed: Bed) -> Till:
    made = Till()
    bed.replace(Provider, made)
    return made


async def manager(bed: Bed) -> Staff:
    """Who may give money back."""
    return await bed.make(Staff, put(Staff.may_refund, True))


# ---- who sees what
async def test_who_may_do_what(bed: Bed) -> None:
    """Every verb of every resource for strangers, customers and staff is as it was when somebody read the table."""
    await bed.who_may_what(Path(__file__).with_name("who_may_what.txt"))


async def test_the_catalogue_is_for_everybody(bed: Bed) -> None:
    """What is on sale, without what it cost us; what is not published is for staff."""
    found, hidden = await goods(bed), await goods(bed, published=False)
    stranger, clerk = bed.client(), bed.client(await bed.make(Staff))
    shown = await stranger.get(f"/v1/products/{found.product.id}", fields="*,variants(price,cost)")
    assert [line["cost"] for line in shown.data(Catalogue)["variants"]] == [None]
    assert (await stranger.get(f"/v1/products/{hidden.product.id}")).status == 404
    assert (await clerk.get(f"/v1/products/{hidden.product.id}")).status == 200
    lines = await clerk.get(f"/v1/products/{found.product.id}/variants")
    assert lines.data(list[ShownLine])[0]["cost"] == "4.00"


async def test_words_are_found_in_what_is_on_sale(bed: Bed) -> None:
    """A stranger finds by name and text what is published, and nothing else."""
    mug = await bed.make(Product, put(Product.name, "Blue mug"), put(Product.text, "For tea"), put(Product.published, True))
    await bed.make(Product, put(Product.name, "Blue secret"), put(Product.text, "For tea"))
    found = await bed.client().get("/v1/products", q="tea blu")
    assert [one["id"] for one in found.data(list[Shown])] == [str(mug.id)]


async def test_wishes_are_nobody_elses_business(bed: Bed) -> None:
    """A customer sees that they wish for it; who else does is for staff."""
    found = (await goods(bed)).product
    ana, bob = await bed.make(Customer), await bed.make(Customer)
    assert (await bed.client(ana).post(f"/v1/products/{found.id}/wish")).status == 200
    assert (await bed.client(ana).get(f"/v1/products/{found.id}")).data(Wished)["wished_by_me"]
    assert not (await bed.client(bob).get(f"/v1/products/{found.id}")).data(Wished)["wished_by_me"]
    assert (await bed.client().post(f"/v1/products/{found.id}/wish")).status == 401
    nested = f"/v1/products/{found.id}?fields=wished_by(id)"
    assert [one["id"] for one in (await bed.client(await bed.make(Staff)).get(nested)).data(Wishers)["wished_by"]] == [str(ana.id)]
    assert not (await bed.client(bob).get(nested)).data(Wishers)["wished_by"]


async def test_a_cart_is_its_owners(bed: Bed, till: Till) -> None:
    """Neither another customer nor staff sees it, and nobody else checks it out."""
    found = await goods(bed)
    ana, bob, clerk = await bed.make(Customer), await bed.make(Customer), await bed.make(Staff)
    cart = await filled_cart(bed, ana, found.variant, 2)
    assert (await bed.client(ana).get(f"/v1/carts/{cart.id}")).data(ShownCart)["subtotal"] == "25.00"
    for other in (bob, clerk):
        assert (await bed.client(other).get(f"/v1/carts/{cart.id}")).status == 404
        assert not await bed.allows(other, "checkout", cart)
    assert (await check_out(bed, bob, cart)).status == 404
    assert await bed.read(found.variant, Variant.stock) == 5


async def test_an_order_is_seen_by_its_customer_and_by_staff(bed: Bed, till: Till) -> None:
    """Another customer and strangers are told that there is none."""
    ana, bob = await bed.make(Customer), await bed.make(Customer)
    order = await bought(bed, ana, (await goods(bed)).variant)
    path = f"/v1/orders/{order['id']}"
    assert (await bed.client(await bed.make(Staff)).get(path)).status == 200
    assert (await bed.client(bob).get(path)).status == 404
    assert (await bed.client().get(path)).status == 401
    assert (await bed.client(bob).get("/v1/orders")).data(list[Shown]) == []
    assert "payment" not in (await bed.client(ana).get(path)).json["data"]


async def test_orders_are_exported_by_staff(bed: Bed, till: Till) -> None:
    """A customer may read the own ones, and export none."""
    ana = await bed.make(Customer)
    order = await bought(bed, ana, (await goods(bed)).variant)
    clerk = await bed.make(Staff)
    exported = await bed.client(clerk).get("/v1/orders/export", format="csv")
    assert order["id"].encode() in exported.body
    assert (await bed.client(ana).get("/v1/orders/export", format="csv")).status == 403


async def test_what_was_sold_is_reported_to_staff(bed: Bed, till: Till) -> None:
    """Paid orders by day and variant; what nobody paid for does not count, and customers and strangers are refused."""
    found, ana, bob, clerk = await goods(bed, stock=9), await bed.make(Customer), await bed.make(Customer), await bed.make(Staff)
    await paid(bed, ana, found.variant, 2)
    await bought(bed, bob, found.variant)
    sold = await bed.client(clerk).get("/v1/sales")
    sku = await bed.read(found.variant, Variant.sku)
    assert sold.json["data"] == [{"day": "2026-01-05", "sku": sku, "lines": 1, "pieces": 2, "revenue": "25.00"}]
    assert b"25.00" in (await bed.client(clerk).get("/v1/sales/export", format="csv")).body
    assert (await bed.client(ana).get("/v1/sales")).status == 403
    assert (await bed.client().get("/v1/sales")).status == 401


async def test_what_happened_to_an_order_is_told_to_staff(bed: Bed, till: Till) -> None:
    """Who changed what, and when; its customer sees the order, and not its history."""
    ana, clerk = await bed.make(Customer), await bed.make(Staff)
    order = await paid(bed, ana, (await goods(bed)).variant)
    path = f"/v1/orders/{order['id']}/history"
    told = await bed.client(clerk).get(path)
    assert told.status == 200
    assert b'"paid"' in told.body
    assert b"pay-" not in told.body                                     # `hidden` stays so
    assert (await bed.client(ana).get(path)).status == 403


# ---- buying
async def test_a_checkout_reserves_the_goods(bed: Bed, till: Till) -> None:
    """The stock goes down, the cart is empty, the provider is asked for the amount; the order keeps the price of that time."""
    found, ana = await goods(bed), await bed.make(Customer)
    order = await bought(bed, ana, found.variant, 2)
    assert (order["status"], order["amount"], order["number"]) == ("pending", "25.00", 1)
    assert order["pay_at"] == f"https://pay.example/{order['id']}"
    assert list(till.asked.values()) == [Decimal("25.00")]
    assert await bed.read(found.variant, Variant.stock) == 3
    clerk = bed.client(await bed.make(Staff))
    assert (await clerk.patch(f"/v1/variants/{found.variant.id}", price="99.00")).status == 200
    assert (await seen(bed, ana, order))["amount"] == "25.00"


async def test_a_repeated_checkout_is_one(bed: Bed, till: Till) -> None:
    """The same key gives the same order, and takes nothing again; an empty cart is refused."""
    found, ana = await goods(bed), await bed.make(Customer)
    cart = await filled_cart(bed, ana, found.variant)
    first, again = await check_out(bed, ana, cart), await check_out(bed, ana, cart)
    assert first.json == again.json
    assert await bed.read(found.variant, Variant.stock) == 4
    bed.travel(timedelta(minutes=1))                                    # ten a minute, evenly
    empty = await check_out(bed, ana, cart, key="second")
    assert (empty.status, empty.code) == (400, "CART_IS_EMPTY")


async def test_a_provider_that_does_not_answer_is_asked_again(bed: Bed, till: Till) -> None:
    """503 says so; the same key then goes on with the order that is there, and takes no further goods."""
    found, ana = await goods(bed), await bed.make(Customer)
    cart = await filled_cart(bed, ana, found.variant)
    till.down = True
    refused = await check_out(bed, ana, cart)
    assert (refused.status, refused.code) == (503, "PROVIDER_UNAVAILABLE")
    till.down = False
    bed.travel(timedelta(minutes=1))
    order = (await check_out(bed, ana, cart)).data(ShownOrder)
    assert (order["number"], order["pay_at"]) == (1, f"https://pay.example/{order['id']}")
    assert await bed.read(found.variant, Variant.stock) == 4


async def test_more_than_there_is_cannot_be_bought(bed: Bed, till: Till) -> None:
    """All or nothing: what is there of another variant is not taken either."""
    found, ana = await goods(bed, stock=1), await bed.make(Customer)
    refused = await check_out(bed, ana, await filled_cart(bed, ana, found.variant, 2))
    assert (refused.status, refused.code) == (409, "ENOUGH_STOCK")
    assert await bed.read(found.variant, Variant.stock) == 1
    assert till.asked == {}


async def test_what_is_no_longer_on_sale_is_not_bought(bed: Bed, till: Till) -> None:
    """A product that was withdrawn while it lay in the cart."""
    found, ana = await goods(bed), await bed.make(Customer)
    cart = await filled_cart(bed, ana, found.variant)
    assert (await bed.client(await bed.make(Staff)).patch(f"/v1/products/{found.product.id}", published=False)).status == 200
    assert (await check_out(bed, ana, cart)).status in (400, 404)
    assert await bed.read(found.variant, Variant.stock) == 5


async def test_coupons(bed: Bed, till: Till) -> None:
    """A percentage off, once; used up it is refused, and so is one that is over or was never there."""
    found, ana = await goods(bed, stock=9), await bed.make(Customer)
    coupon = await bed.make(Coupon, put(Coupon.code, "TEN"), put(Coupon.percent, 10), put(Coupon.ends_on, date(2026, 1, 5)))
    order = await bought(bed, ana, found.variant, coupon="TEN")
    assert (order["amount"], order["percent"]) == ("11.25", 10)
    bob = await bed.make(Customer)
    used_up = await check_out(bed, bob, await filled_cart(bed, bob, found.variant), coupon="TEN")
    assert (used_up.status, used_up.code) == (409, "COUPON_NOT_USED_UP")
    assert await bed.read(coupon, Coupon.uses) == 1
    assert await bed.read(found.variant, Variant.stock) == 8
    bed.travel(timedelta(days=1))
    cid = await bed.make(Customer)
    cart = await filled_cart(bed, cid, found.variant)
    for code in ("TEN", "NEVER"):
        refused = await check_out(bed, cid, cart, key=code, coupon=code)
        assert (refused.status, refused.code) == (409, "COUPON_NOT_VALID")


# ---- the time for paying
async def test_unpaid_goods_go_back_after_half_an_hour(bed: Bed, till: Till) -> None:
    """And not before."""
    found, ana = await goods(bed), await bed.make(Customer)
    order = await bought(bed, ana, found.variant, 3)
    bed.travel(timedelta(minutes=29))
    await bed.settle()
    assert (await seen(bed, ana, order))["status"] == "pending"
    bed.travel(timedelta(minutes=2))
    await bed.settle()
    assert (await seen(bed, ana, order))["status"] == "cancelled"
    assert await bed.read(found.variant, Variant.stock) == 5


async def test_a_paid_order_is_neither_released_nor_cancelled(bed: Bed, till: Till) -> None:
    """An unpaid one is cancelled by its customer, once."""
    found, ana = await goods(bed), await bed.make(Customer)
    client = bed.client(ana)
    order = await paid(bed, ana, found.variant)
    bed.travel(timedelta(hours=1))
    await bed.settle()
    assert (await seen(bed, ana, order))["status"] == "paid"
    refused = await client.post(f"/v1/orders/{order['id']}/cancel")
    assert (refused.status, refused.code) == (409, "ILLEGAL_MOVE")
    assert await bed.read(found.variant, Variant.stock) == 4


# ---- the webhook
async def test_the_right_signature_is_heard_once(bed: Bed, till: Till) -> None:
    """A delivery that comes again is answered and does nothing."""
    ana = await bed.make(Customer)
    order = await bought(bed, ana, (await goods(bed)).variant)
    first, again = await pay(bed, order), await pay(bed, order)
    assert (first.status, again.status, first.body) == (200, 200, again.body)
    assert (await seen(bed, ana, order))["status"] == "paid"
    assert len(bed.emitted(OrderPaid)) == 1


@pytest.mark.parametrize(("secret", "age"), [("a secret that is not ours", 0), ("between the shop and its provider", 301), ("between the shop and its provider", -90)])
async def test_wrong_and_old_signatures_are_refused(bed: Bed, till: Till, secret: str, age: int) -> None:
    """Of somebody else, older than five minutes, or from the future."""
    ana = await bed.make(Customer)
    order = await bought(bed, ana, (await goods(bed)).variant)
    assert (await pay(bed, order, secret=secret, age=age)).status == 401
    assert (await seen(bed, ana, order))["status"] == "pending"


async def test_a_wrong_amount_is_no_payment(bed: Bed, till: Till) -> None:
    """The provider is told, and the order waits."""
    ana = await bed.make(Customer)
    order = await bought(bed, ana, (await goods(bed)).variant)
    refused = await pay(bed, order, amount="0.01")
    assert (refused.status, refused.code) == (409, "PAYMENT_MISMATCH")
    assert (await seen(bed, ana, order))["status"] == "pending"


async def test_money_that_comes_too_late_goes_back(bed: Bed, till: Till) -> None:
    """The order was released; the payment is given back by the provider, and the order ends as refunded."""
    ana = await bed.make(Customer)
    order = await bought(bed, ana, (await goods(bed)).variant)
    assert (await bed.client(ana).post(f"/v1/orders/{order['id']}/cancel")).status == 200
    assert (await pay(bed, order)).status == 200
    await bed.settle()
    assert list(till.returned.values()) == [Decimal("12.50")]
    assert (await seen(bed, ana, order))["status"] == "refunded"


# ---- refunds
async def test_two_refunds_at_once_are_one_too_many(bed: Bed, till: Till) -> None:
    """Never more goes back than was paid: of two for more than the half each, one is refused."""
    ana, boss = await bed.make(Customer), await manager(bed)
    order = await paid(bed, ana, (await goods(bed)).variant, 2)
    path = f"/v1/orders/{order['id']}/refund"

    async def ask(key: str) -> tuple[int, str]:
        answer = await bed.client(boss).with_headers({"Idempotency-Key": key}).post(path, amount="15.00", reason="broken")
        return answer.status, answer.code

    assert sorted(await asyncio.gather(ask("one"), ask("two"))) == [(200, ""), (409, "REFUNDS_WITHIN_AMOUNT")]
    await bed.settle()
    assert list(till.returned.values()) == [Decimal("15.00")]
    assert (await seen(bed, ana, order))["status"] == "paid"
    bed.travel(timedelta(minutes=1))
    rest = await bed.client(boss).with_headers({"Idempotency-Key": "rest"}).post(path, amount="10.00", reason="broken, too")
    assert rest.status == 200
    await bed.settle()
    assert (await seen(bed, ana, order))["status"] == "refunded"


async def test_a_refund_and_a_line_of_a_cart_are_seen_with_what_they_belong_to(bed: Bed, till: Till) -> None:
    """By the customer (and the refund by staff), by nobody else, and nobody writes a refund by hand."""
    ana, bob, clerk = await bed.make(Customer), await bed.make(Customer), await bed.make(Staff)
    found = await goods(bed)
    cart = await bed.make(Cart, put(Cart.owner, ana))
    line = await bed.make(CartLine, put(CartLine.cart, cart), put(CartLine.variant, found.variant))
    order = await bed.make(Order, put(Order.customer, ana))
    await bed.make(OrderLine, put(OrderLine.order, order), put(OrderLine.variant, found.variant), put(OrderLine.price, Decimal("5.00")))
    refund = await bed.make(Refund, put(Refund.order, order), put(Refund.amount, Decimal("1.00")))
    for verb in ("read", "update", "delete"):
        assert [await bed.allows(who, verb, line) for who in (ana, bob, clerk, None)] == [True, False, False, False]
        assert [await bed.allows(who, verb, refund) for who in (ana, bob, clerk, None)] == ([True, False, True, False] if verb == "read" else [False] * 4)
    assert not await bed.allows(ana, "create", refund)
    assert not await bed.allows(clerk, "create", refund)


async def test_refunds_are_for_paid_orders_and_trusted_colleagues(bed: Bed, till: Till) -> None:
    """Nobody else, not even the customer; and nothing goes back that never came."""
    ana, boss, clerk = await bed.make(Customer), await manager(bed), await bed.make(Staff)
    order = await bought(bed, ana, (await goods(bed)).variant)
    path = f"/v1/orders/{order['id']}/refund"
    for who in (ana, clerk):
        refused = await bed.client(who).with_headers({"Idempotency-Key": "k"}).post(path, amount="1.00", reason="why not")
        assert refused.status == 403
    early = await bed.client(boss).with_headers({"Idempotency-Key": "k"}).post(path, amount="1.00", reason="early")
    assert (early.status, early.code) == (409, "NOT_PAID_YET")
    assert bed.emitted(RefundAsked) == []


async def test_what_was_shipped_is_told_so(bed: Bed, till: Till) -> None:
    """By staff, once it is paid."""
    ana, clerk = await bed.make(Customer), bed.client(await bed.make(Staff))
    order = await bought(bed, ana, (await goods(bed)).variant)
    assert (await clerk.post(f"/v1/orders/{order['id']}/ship")).code == "ILLEGAL_MOVE"
    assert (await pay(bed, order)).status == 200
    assert (await clerk.post(f"/v1/orders/{order['id']}/ship")).status == 200
    assert (await seen(bed, ana, order))["status"] == "shipped"
    assert (await bed.client(ana).post(f"/v1/orders/{order['id']}/ship")).status == 403


# ---- the shop behind the counter
async def test_a_product_is_written_with_its_variants(bed: Bed) -> None:
    """By staff, in one call; deleted it is gone for everybody, and comes back."""
    clerk = bed.client(await bed.make(Staff))
    made = await clerk.post(
        "/v1/products", slug="red-mug", name="Red mug", text="Holds tea.", published=True,
        variants=[{"sku": "RM-S", "label": "small", "price": "8.00", "stock": 3}])
    assert made.status == 201
    path = f"/v1/products/{made.data(Shown)['id']}"
    assert (await bed.client().get(path)).json["data"]["in_stock"] is True
    assert (await bed.client(await bed.make(Customer)).post("/v1/products", slug="x", name="x", text="x")).status == 403
    assert (await clerk.delete(path)).status == 204
    assert (await bed.client().get(path)).status == 404
    assert (await clerk.post(f"{path}/restore")).status == 200
    assert (await bed.client().get(path)).status == 200


async def test_what_lies_in_a_cart_can_be_bought_only_where_it_is_on_sale(bed: Bed) -> None:
    """A variant that the customer may not read cannot be named, and one variant is one line."""
    hidden, found, ana = await goods(bed, published=False), await goods(bed), bed.client(await bed.make(Customer))
    cart = (await ana.post("/v1/carts")).data(Shown)["id"]
    refused = await ana.post(f"/v1/carts/{cart}/cart-lines", variant=hidden.variant, quantity=1)
    assert (refused.status, refused.code) == (400, "INVALID_INPUT")
    assert (await ana.post(f"/v1/carts/{cart}/cart-lines", variant=found.variant, quantity=1)).status == 201
    again = await ana.post(f"/v1/carts/{cart}/cart-lines", variant=found.variant, quantity=1)
    assert (again.status, again.code) == (409, "ONE_LINE_EACH")
    assert (await ana.post("/v1/carts")).status == 409
