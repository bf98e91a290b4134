"""An online shop: a public catalogue, carts, checkout with a payment provider, coupons, refunds, and stock that never goes below zero."""
from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import httpx2

from bedplate import (
    HMAC, Account, App, BadInput, Conflict, Ctx, Effects, Email, Event, Expr, Field, File, Many, Ref, Report, Resource, Secret, Service, Settings,
    Short, System, Unavailable, User, action, actor, allow, always, check, computed, env, field, fn, group, links, many, measure, ref, rules, serial, unique,
    upload,
)


class Status(StrEnum):
    PENDING, PAID, SHIPPED, CANCELLED, REFUNDED = "pending", "paid", "shipped", "cancelled", "refunded"

class RefundStatus(StrEnum):
    ASKED, DONE = "asked", "done"

Money = Annotated[Decimal, rules(ge=0, places=2)]


class CartIsEmpty(BadInput):
    """There is nothing in the cart."""

class CouponNotValid(Conflict):
    """This coupon does not exist or has expired."""

class NotPaidYet(Conflict):
    """Nothing has been paid for this order."""

class PaymentMismatch(Conflict):
    """The amount paid is not the amount asked."""


class ProviderUnavailable(Unavailable):
    """The payment provider does not answer. The goods are kept for you: ask again with the same Idempotency-Key."""


@dataclass(frozen=True)
class Address:
    name: Short
    street: Short
    city: Short
    postcode: Short
    country: Annotated[str, rules(pattern="[A-Z]{2}")]

@dataclass(frozen=True)
class OrderPaid(Event, topic="shop.orders"):
    order: Order

@dataclass(frozen=True)
class OrderGrewOld(Event):
    order: Order

@dataclass(frozen=True)
class RefundAsked(Event):
    refund: Refund


class Customer(User, sign_up="open"):
    """Somebody who buys."""
    name: Field[str] = field(default="", max=80, pii=True)
    address: Field[Address | None] = field(default=None, pii=True)

    @classmethod
    @allow("read", "update")
    def own(cls, me: Me) -> Expr[bool]:
        return cls.id == me.id

    @classmethod
    @allow("read")
    def known_to_staff(cls, me: Team) -> Expr[bool]:                    # the annotation says for whom the rule is
        return always


class Staff(User, sign_up="invite", path="staff"):
    """Somebody who works here."""
    name: Field[str] = field(max=80)
    may_refund: Field[bool] = field(default=False, writable=False)

    @classmethod
    @allow("read")
    def each_other(cls, me: Team) -> Expr[bool]:
        return always

Me = type[Customer]
Team = type[Staff]
ME = actor(Customer)


class RunByTeam:
    """What staff looks after."""
    @classmethod
    @allow("read", "create", "update", "delete")
    def team(cls, me: Team) -> Expr[bool]:
        return always


class Category(RunByTeam, Resource, sort="name", path="categories"):
    """A shelf of the catalogue."""
    name: Field[str] = field(max=80, unique=True, sort=True)
    parent: Ref[Category | None] = ref(default=None, filter=True)
    products: Many[Product] = links(back="categories")

    @classmethod
    @allow("read", strangers=True, limit="120/min")                     # no limit: a type error
    def listed(cls) -> Expr[bool]:
        return always


class Product(RunByTeam, Resource, soft_delete=True, history=True, sort="-created_at"):
    """What the catalogue shows."""
    slug: Field[str] = field(max=80, pattern=r"[a-z0-9-]+", unique=True, filter=True)
    name: Field[str] = field(max=200, search=True, sort=True)
    text: Field[str] = field(max=20_000, search=True)
    published: Field[bool] = field(default=False)
    picture: Field[File | None] = upload(default=None, max="5MB", types=("image/png", "image/jpeg", "image/webp"))
    variants: Many[Variant] = many(by="product", max=100, nested=True)
    categories: Many[Category] = links(back="products", max=10, filter=True)
    wished_by: Many[Customer] = links(back="wishes")                    # of whom a customer may read nobody but themselves

    @computed
    @classmethod
    def in_stock(cls) -> Expr[bool]:
        return cls.variants.any(lambda v: v.stock > 0)

    @computed
    @classmethod
    def wished_by_me(cls, me: type[Account]) -> Expr[bool]:
        return cls.wished_by.any(lambda c: c.id == me.id)

    @classmethod
    @allow("read", strangers=True, limit="120/min")
    def on_sale(cls) -> Expr[bool]:
        return cls.published

    @classmethod
    @allow("restore", "history")
    def back_on_the_shelf(cls, me: Team) -> Expr[bool]:
        return always

    @classmethod
    @allow("wish")
    def wished_from_the_catalogue(cls, me: Me) -> Expr[bool]:
        return cls.published

    @action(limit="60/min")
    async def wish(self, ctx: Ctx[Customer]) -> Product:
        """Put it on the own list of wishes."""
        self.wished_by.add(ctx.me)
        return self


class Variant(Resource, part_of="product", sort="sku"):
    """What is bought: one size, one colour."""
    product: Ref[Product] = ref(on_delete="cascade", immutable=True)
    sku: Field[str] = field(max=40, unique=True, group=True)
    label: Field[str] = field(max=80)
    price: Field[Money] = field(filter=True, sort=True)
    cost: Field[Money | None] = field(default=None)
    stock: Field[int] = field(default=0)

    @classmethod
    @allow("read", fields=(cost,))
    def margins(cls, me: Team) -> Expr[bool]:
        return always

    @classmethod
    @check                                                              # a CHECK of the database; breaking it is a 409 of this name
    def enough_stock(cls) -> Expr[bool]:
        """There is not enough of it left."""
        return cls.stock >= 0


class Coupon(RunByTeam, Resource, sort="-created_at"):
    """So much less, for so many orders."""
    code: Field[str] = field(max=40, unique=True)
    percent: Field[int] = field(gt=0, le=100)
    ends_on: Field[date] = field()
    uses: Field[int] = field(default=0, writable=False)
    max_uses: Field[int] = field(default=1, ge=1)

    @classmethod
    @check
    def coupon_not_used_up(cls) -> Expr[bool]:
        """This coupon is used up."""
        return cls.uses <= cls.max_uses


class Cart(Resource):
    """What somebody is about to buy."""
    owner: Ref[Customer] = ref(default=ME, writable=False, unique=True)
    lines: Many[CartLine] = many(by="cart", max=50)

    @computed
    @classmethod
    def subtotal(cls) -> Expr[Decimal]:
        return cls.lines.sum(lambda line: line.variant.price * line.quantity)

    @classmethod
    @allow("read", "create", "update", "delete", "checkout")
    def own(cls, me: Me) -> Expr[bool]:
        return cls.owner.id == me.id

    @action(limit="10/min", idempotent=True, raises=(CartIsEmpty, CouponNotValid, ProviderUnavailable))
    async def checkout(self, ctx: Effects[Customer], provider: Provider, *, email: Email, address: Address, coupon: Short | None = None) -> Order:
        """Reserve the goods for half an hour and ask for the money."""
        order = await ctx.decide(reserve, self, email, address, coupon)         # committed; taken once, however often the call is repeated
        link = await provider.ask(order.id, order.amount)                       # no lock, no transaction and no connection is held while we wait
        return await ctx.system("the provider's link belongs to the order").decide(attach_payment, order, link)


async def reserve(ctx: Ctx[Customer], cart: Cart, email: Email, address: Address, code: Short | None) -> Order:
    lines = await cart.lines.load(CartLine.variant, Variant.product).all(ctx)
    if not lines:
        raise CartIsEmpty
    shop = ctx.system("only the checkout writes orders, stock and coupons")
    order = shop.add(Order(customer=ctx.me, email=email, address=address, percent=await take_coupon(shop, code)))
    for line in lines:
        variant = await line.variant                                    # as the caller: what is no longer on sale is not found
        product = await variant.product
        shop.add(OrderLine(order=order, variant=variant, name=f"{product.name} ({variant.label})", quantity=line.quantity, price=variant.price))
        shelf = await shop.load(line.variant)
        shelf.stock = Variant.stock - line.quantity                     # `enough_stock` holds, or none of this happens
        ctx.delete(line)
    await ctx.emit(OrderGrewOld(order=order), after=timedelta(minutes=30))
    return order


async def take_coupon(shop: Ctx[System], code: Short | None) -> int:
    if code is None:
        return 0
    coupon = await Coupon.where(Coupon.code == code, Coupon.ends_on >= shop.now.date()).first(shop)
    if coupon is None:
        raise CouponNotValid
    coupon.uses = Coupon.uses + 1                                       # `coupon_not_used_up` holds
    return coupon.percent


async def attach_payment(ctx: Ctx[System], order: Order, link: PayLink) -> Order:
    order.payment, order.pay_at = link.id, link.url
    return order


class CartLine(Resource, part_of="cart", sort="created_at"):
    """So many of one variant."""
    cart: Ref[Cart] = ref(on_delete="cascade", immutable=True)
    variant: Ref[Variant] = ref(immutable=True)                         # only a variant that the caller may read can be named
    quantity: Field[int] = field(ge=1, le=99)
    one_line_each = unique(cart, variant)


class Order(Resource, history=True, export=("csv",), sort="-created_at"):
    """What was bought."""
    number: Field[int] = serial()
    customer: Ref[Customer] = ref(default=ME, writable=False, filter=True)
    email: Field[Email] = field(pii=True)
    address: Field[Address] = field(pii=True)
    status: Field[Status] = field(default=Status.PENDING, filter=True, writable=False, moves={
        Status.PENDING: (Status.PAID, Status.CANCELLED),
        Status.PAID: (Status.SHIPPED, Status.REFUNDED),
        Status.SHIPPED: (Status.REFUNDED,),
        Status.CANCELLED: (Status.REFUNDED,),
        Status.REFUNDED: ()})
    percent: Field[int] = field(default=0, writable=False)
    payment: Field[str | None] = field(default=None, max=80, hidden=True, unique=True)
    pay_at: Field[str | None] = field(default=None, max=400, writable=False)
    paid_on: Field[datetime | None] = field(default=None, writable=False, filter=True)
    lines: Many[OrderLine] = many(by="order", max=100)
    refunds: Many[Refund] = many(by="order", max=20)

    @computed
    @classmethod
    def amount(cls) -> Expr[Decimal]:
        full = cls.lines.sum(lambda line: line.price * line.quantity)
        return (full * (100 - cls.percent) * Decimal("0.01")).round(2)

    @computed
    @classmethod
    def given_back(cls) -> Expr[Decimal]:
        return cls.refunds.sum(lambda r: r.amount)

    @classmethod
    @allow("read", "cancel")
    def own(cls, me: Me) -> Expr[bool]:
        return cls.customer.id == me.id

    @classmethod
    @allow("read", "cancel", "ship", "history", "export")
    def team(cls, me: Team) -> Expr[bool]:
        return always

    @classmethod
    @allow("refund")
    def trusted(cls, me: Team) -> Expr[bool]:
        return me.may_refund

    @classmethod
    @check
    def refunds_within_amount(cls) -> Expr[bool]:                       # over rows of a child: a SELECT in the same transaction
        """More cannot be given back than was paid."""
        return cls.given_back <= cls.amount

    @action(limit="10/min")
    async def cancel(self, ctx: Ctx[Account]) -> Order:
        """Only while nothing is paid; the goods go back to the shelf."""
        await put_back(ctx.system("the goods go back"), self)
        return self

    @action(limit="60/min")
    async def ship(self, ctx: Ctx[Staff]) -> Order:
        """It is on its way."""
        self.status = Status.SHIPPED
        return self

    @action(limit="10/min", idempotent=True, raises=(NotPaidYet,))
    async def refund(self, ctx: Ctx[Staff], *, amount: Money, reason: Short) -> Refund:
        """Give money back, all or a part. The provider is told in the background."""
        if self.paid_on is None:
            raise NotPaidYet
        refund = ctx.system("refunds are written by this action only").add(Refund(order=self, amount=amount, reason=reason, by=ctx.me))
        await ctx.emit(RefundAsked(refund=refund))
        return refund


async def put_back(ctx: Ctx[System], order: Order) -> None:
    order.status = Status.CANCELLED                                     # refused by `moves` once it is paid
    for line in await order.lines.all(ctx):
        variant = await ctx.load(line.variant)
        variant.stock = Variant.stock + line.quantity


class OrderLine(Resource, part_of="order"):
    """Nobody may update an order, so nobody may write its lines: the checkout does."""
    order: Ref[Order] = ref(on_delete="cascade")
    variant: Ref[Variant] = ref(filter=True)
    name: Field[str] = field(max=300)                                   # as it was when bought
    quantity: Field[int] = field(ge=1)
    price: Field[Money] = field()


class Refund(Resource, part_of="order"):
    """Money that goes back."""
    order: Ref[Order] = ref()
    amount: Field[Money] = field()
    reason: Field[str] = field(max=200)
    by: Ref[Staff | None] = ref(default=None, writable=False)
    status: Field[RefundStatus] = field(default=RefundStatus.ASKED, writable=False)


class Sales(Report, of=OrderLine, limit="30/min", where=OrderLine.order.status.in_((Status.PAID, Status.SHIPPED)), export=("csv",)):
    """What was sold, by day and variant."""
    day: Field[date] = group(fn.day(OrderLine.order.paid_on))
    sku: Field[str] = group(OrderLine.variant.sku)
    lines: Field[int] = measure(fn.count())
    pieces: Field[int] = measure(fn.sum(OrderLine.quantity))
    revenue: Field[Decimal] = measure(fn.sum(OrderLine.price * OrderLine.quantity))

    @classmethod
    @allow("read", "export")
    def team(cls, me: Team) -> Expr[bool]:
        return always


class Config(Settings, prefix="SHOP_"):
    provider_url: str
    provider_key: Secret
    public_url: str = env(default="http://localhost:8000")

app = App(__name__, accounts=(Customer, Staff), settings=Config, title="Shop")


@dataclass(frozen=True)
class PayLink:
    id: str
    url: str


@app.service
class Provider(Service):                                                # made once at start, handed in where a parameter has this type
    """The payment provider. One key for one wish: whatever is asked twice under it happens once."""
    def __init__(self, config: Config) -> None:
        self.config = config
        self.http = httpx2.AsyncClient(base_url=config.provider_url, timeout=10)

    async def stop(self) -> None:
        await self.http.aclose()

    async def ask(self, order: UUID, amount: Decimal) -> PayLink:
        said = await self._post("/payments", f"order-{order}", {
            "reference": str(order), "amount": str(amount), "return_to": f"{self.config.public_url}/orders/{order}"})
        return PayLink(said["id"], said["url"])

    async def give_back(self, refund: UUID, payment: str, amount: Decimal) -> None:
        await self._post(f"/payments/{payment}/refunds", f"refund-{refund}", {"amount": str(amount)})

    async def _post(self, path: str, once: str, body: dict[str, str]) -> dict[str, str]:
        headers = {"Authorization": f"Bearer {self.config.provider_key.reveal()}", "Idempotency-Key": once}
        try:
            answer = await self.http.post(path, json=body, headers=headers)
            answer.raise_for_status()
        except httpx2.HTTPError as problem:
            raise ProviderUnavailable(private=type(problem).__name__) from problem
        found: dict[str, str] = answer.json()
        return found


@app.service
class Letters(Service):
    """Tells people; here in the log, elsewhere by mail."""
    async def send(self, order: UUID, words: str) -> None:
        logging.getLogger("shop").info("letter about %s: %s", order, words)


@dataclass(frozen=True)
class PaymentNews:
    id: Short
    payment: Short
    amount: Money

@app.endpoint("POST", "/hooks/payments", auth=HMAC(env="SHOP_HOOK_SECRET"), limit="300/min", once="id", raises=(PaymentMismatch,))
async def payment_arrived(body: PaymentNews, ctx: Ctx[None]) -> None:
    """The provider reports a payment; told twice, it is heard once."""
    bank = ctx.system("the provider reports a payment")
    order = await Order.where(Order.payment == body.payment).one(bank)
    if body.amount != order.amount:
        raise PaymentMismatch
    order.paid_on = ctx.now
    if order.status is Status.CANCELLED:                                # the money came after the half hour: it goes back
        await ctx.emit(RefundAsked(refund=bank.add(Refund(order=order, amount=body.amount, reason="paid too late"))))
    else:
        order.status = Status.PAID
        await ctx.emit(OrderPaid(order=order))


@app.on(OrderPaid)
async def thank(event: OrderPaid, ctx: Effects[System], letters: Letters) -> None:
    order = event.order
    await letters.send(order.id, f"We received {order.amount} for your order {order.number}.")


@app.on(OrderGrewOld)
async def release(event: OrderGrewOld, ctx: Ctx[System]) -> None:
    if event.order.status is Status.PENDING:
        await put_back(ctx, event.order)


@app.on(RefundAsked)
async def pay_back(event: RefundAsked, ctx: Effects[System], provider: Provider) -> None:
    refund, order = event.refund, await event.refund.order
    await provider.give_back(refund.id, order.payment or "", refund.amount)   # the provider sees one key, however often this is retried
    await ctx.decide(settle, refund)


async def settle(ctx: Ctx[System], refund: Refund) -> None:
    refund.status = RefundStatus.DONE
    order = await refund.order
    if order.given_back == order.amount:
        order.status = Status.REFUNDED
