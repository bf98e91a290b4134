"""Lines of orders, which their customer and the team read, and reports on them that only some may ask for."""
from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from bedplate import (
    SIGNED_IN,
    App,
    Ctx,
    Expr,
    Field,
    Many,
    Ref,
    Report,
    Resource,
    Short,
    User,
    actor,
    allow,
    always,
    field,
    fn,
    forbid,
    group,
    many,
    measure,
    ref,
    rules,
)


class Status(StrEnum):
    PENDING, PAID = "pending", "paid"


class Shop(Resource):
    name: Field[str] = field(max=40)

    @classmethod
    @allow("read")
    def seen(cls, me: type[Staff]) -> Expr[bool]:
        return me.shop.id == cls.id


class Staff(User, tenant="shop"):
    shop: Ref[Shop] = ref()
    boss: Field[bool] = field(default=False)
    leaving: Field[bool] = field(default=False)

    @classmethod
    @allow("read")
    def each_other(cls, me: type[Staff]) -> Expr[bool]:
        return always


class Order(Resource, tenant="shop"):
    shop: Ref[Shop] = ref(default=actor(Staff).shop, writable=False)
    seller: Ref[Staff] = ref(default=actor(Staff), writable=False, filter=True)
    status: Field[Status] = field(default=Status.PENDING, filter=True)
    paid_on: Field[datetime | None] = field(default=None)
    lines: Many[Line] = many(by="order", max=100)

    @classmethod
    @allow("read")
    def own(cls, me: type[Staff]) -> Expr[bool]:
        return (cls.seller.id == me.id) | me.boss


class Line(Resource, part_of="order", tenant="shop"):
    shop: Ref[Shop] = ref(default=actor(Staff).shop, writable=False)
    order: Ref[Order] = ref(on_delete="cascade", filter=True)
    name: Field[str] = field(max=80, filter=True)
    quantity: Field[int] = field(ge=1, filter=True)
    price: Field[Annotated[Decimal, rules(places=2)]] = field()
    cost: Field[Annotated[Decimal, rules(places=2)]] = field(default=Decimal("0.00"))
    open_cost: Field[bool] = field(default=False)

    @classmethod
    @allow("read", fields=(cost,))
    def costs(cls, me: type[Staff]) -> Expr[bool]:
        return cls.open_cost | me.boss


class Sales(Report, of=Line, limit="600/min", where=Line.order.status == Status.PAID, export=("csv", "ndjson")):
    """What was sold, by day and name."""

    day: Field[date] = group(fn.day(Line.order.paid_on))
    name: Field[str] = group(Line.name)
    lines: Field[int] = measure(fn.count())
    big: Field[int] = measure(fn.count(where=Line.quantity > 5))
    pieces: Field[int] = measure(fn.sum(Line.quantity))
    revenue: Field[Decimal] = measure(fn.sum(Line.price * Line.quantity))
    mean: Field[Decimal | None] = measure(fn.mean(Line.price))
    cheapest: Field[Decimal | None] = measure(fn.min(Line.price, where=Line.quantity > 5))
    cost: Field[Decimal] = measure(fn.sum(Line.cost * Line.quantity))
    dear: Field[int] = measure(fn.count(where=Line.cost > 1))

    @classmethod
    @allow("read")
    def everybody(cls, me: type[Staff]) -> Expr[bool]:
        return always

    @classmethod
    @allow("export")
    def bosses(cls, me: type[Staff]) -> Expr[bool]:
        return me.boss

    @classmethod
    @forbid("read")
    def gone(cls, me: type[Staff]) -> Expr[bool]:
        return me.leaving


class Total(Report, of=Line, limit="600/min", path="totals/all".replace("/", "-")):
    """All of it in one row; for bosses."""

    value: Field[Decimal] = measure(fn.sum(Line.price * Line.quantity))
    rows: Field[int] = measure(fn.count())

    @classmethod
    @allow("read")
    def bosses(cls, me: type[Staff]) -> Expr[bool]:
        return me.boss


class Names(Report, of=Line, limit="600/min"):
    """Names alone: the distinct ones. By month, with how many lines its order has."""

    month: Field[date] = group(fn.month(Line.order.paid_on))
    siblings: Field[int] = group(Line.order.lines.count())

    @classmethod
    @allow("read")
    def everybody(cls, me: type[Staff]) -> Expr[bool]:
        return always


app = App(__name__, accounts=Staff)


@dataclass(frozen=True)
class Sold:
    name: str
    pieces: int
    revenue: Decimal


async def rows(ctx: Ctx[Staff]) -> list[tuple[str, Decimal, Status]]:
    return await Line.where(Line.quantity > 1).select(Line.name, Line.price * Line.quantity, Line.order.status).order_by(Line.quantity.desc()).all(ctx)


async def sold(ctx: Ctx[Staff]) -> list[Sold]:
    picked = Line.where().select(Line.name, fn.sum(Line.quantity), fn.sum(Line.price * Line.quantity)).group_by(Line.name)
    return await picked.order_by(fn.sum(Line.quantity).desc()).into(Sold, ctx)


async def whole(ctx: Ctx[Staff]) -> list[tuple[int, int, Decimal | None, float | None]]:
    return await Line.where().select(fn.count(), fn.count(where=Line.quantity > 1), fn.max(Line.price), fn.mean(Line.quantity)).all(ctx)


async def months(ctx: Ctx[Staff]) -> list[tuple[date, bool]]:
    return await Line.where().select(fn.month(Line.order.paid_on), Line.quantity > 1).group_by(fn.month(Line.order.paid_on), Line.quantity > 1).all(ctx)


async def costs(ctx: Ctx[Staff]) -> list[tuple[Decimal]]:
    return await Line.where().select(fn.sum(Line.cost)).all(ctx.system("the figure is shown to nobody"))


async def too_many(ctx: Ctx[Staff]) -> list[tuple[str]]:
    return await Line.where().select(Line.name).all(ctx, max=1)


async def loose(ctx: Ctx[Staff]) -> list[tuple[str, int]]:
    return await Line.where().select(Line.name, fn.count()).all(ctx)


async def loose_order(ctx: Ctx[Staff]) -> list[tuple[str]]:
    return await Line.where().select(Line.name).group_by(Line.name).order_by(Line.price).all(ctx)


async def figure_of_rows(ctx: Ctx[Staff]) -> list[tuple[str]]:
    return await Line.where().select(Line.name).order_by(fn.count()).all(ctx)


async def grouped_figure(ctx: Ctx[Staff]) -> list[tuple[str]]:
    return await Line.where().select(Line.name).group_by(fn.count()).all(ctx)


async def paged(ctx: Ctx[Staff]) -> list[tuple[str]]:
    return await Line.where().order_by(Line.name).select(Line.name).all(ctx)


async def streamed(ctx: Ctx[Staff]) -> list[str]:
    return [line.name async for line in Line.where(Line.quantity > 0).stream(ctx)]


async def ordered_stream(ctx: Ctx[Staff]) -> list[str]:
    return [line.name async for line in Line.where().order_by(Line.name).stream(ctx)]


async def assigned(ctx: Ctx[Staff]) -> list[str]:
    async for line in Line.where().stream(ctx):
        line.quantity = 7
    return []


LOOKS: dict[str, Callable[[Ctx[Staff]], Awaitable[Sequence[object]]]] = {
    one.__name__: one for one in (
        rows, sold, whole, months, costs, too_many, loose, loose_order, figure_of_rows, grouped_figure, paged, streamed, ordered_stream, assigned)}


@app.endpoint("GET", "/look", auth=SIGNED_IN, limit="600/min")
async def look(ctx: Ctx[Staff], name: Short) -> list[str]:
    """What one of the functions above finds, as Python shows it; or what it raises."""
    try:
        return [repr(one) for one in await LOOKS[name](ctx)]
    except (TypeError, RuntimeError) as wrong:
        return [f"{type(wrong).__name__}: {wrong}"]
