"""Crates that are changed and cleared by the query that finds them."""
from __future__ import annotations

from typing import Annotated

from bedplate import SIGNED_IN, App, Ctx, Expr, Field, Ref, Resource, User, allow, always, check, field, fn, forbid, put, ref, rules, unique


class Yard(Resource):
    name: Field[str] = field(max=80)

    @classmethod
    @allow("read")
    def everybody(cls, me: Me) -> Expr[bool]:
        return always


class Hand(User, tenant="yard"):
    yard: Ref[Yard] = ref()
    lead: Field[bool] = field(default=False)

    @classmethod
    @allow("read")
    def oneself(cls, me: Me) -> Expr[bool]:
        return cls.id == me.id


Me = type[Hand]


class Crate(Resource, tenant="yard"):
    yard: Ref[Yard] = ref()
    place: Field[int] = field(filter=True, sort=True)
    weight: Field[int] = field(default=1, ge=0, le=1_000)
    sealed: Field[bool] = field(default=False)
    holder: Ref[Hand | None] = ref(default=None)
    label: Field[str | None] = field(max=20, default=None)
    once = unique(yard, label)

    @classmethod
    @allow("read", "create", "update", "delete")
    def colleagues(cls, me: Me) -> Expr[bool]:
        return always

    @classmethod
    @forbid("update", "delete")
    def sealed_ones_stay(cls, me: Me) -> Expr[bool]:
        return cls.sealed & ~me.lead

    @classmethod
    @check
    def light_above(cls) -> Expr[bool]:
        """What stands high is light."""
        return (cls.place < 900) | (cls.weight < 100)


app = App(__name__, accounts=(Hand,), limit="60000/min")


@app.endpoint("POST", "/heavier", auth=SIGNED_IN, limit="6000/min")
async def heavier(ctx: Ctx[Hand], by: int, above: int = 0) -> bool:
    Crate.where(Crate.place >= above).update(ctx, put(Crate.weight, Crate.weight + by), put(Crate.holder, ctx.me))
    return True


@app.endpoint("POST", "/heavier-by-house", auth=SIGNED_IN, limit="6000/min")
async def heavier_by_house(ctx: Ctx[Hand], by: int) -> bool:
    Crate.where().update(ctx.system("the house weighs again"), put(Crate.weight, Crate.weight + by))
    return True


@app.endpoint("POST", "/named", auth=SIGNED_IN, limit="6000/min")
async def named(ctx: Ctx[Hand], label: Annotated[str, rules(max=20)], above: int = 0) -> bool:
    Crate.where(Crate.place >= above).update(ctx, put(Crate.label, label))
    return True


@app.endpoint("POST", "/held-by", auth=SIGNED_IN, limit="6000/min")
async def held_by(ctx: Ctx[Hand], email: Annotated[str, rules(max=200)]) -> bool:
    other = await Hand.where(Hand.email == email).one(ctx.system("whose hand it is"))
    Crate.where().update(ctx, put(Crate.holder, other))
    return True


@app.endpoint("POST", "/cleared", auth=SIGNED_IN, limit="6000/min")
async def cleared(ctx: Ctx[Hand], above: int = 0) -> bool:
    Crate.where(Crate.place >= above, Crate.updated_at <= fn.now()).delete(ctx)
    return True


@app.endpoint("POST", "/swept", auth=SIGNED_IN, limit="6000/min")
async def swept(ctx: Ctx[Hand]) -> bool:
    Crate.where().delete(ctx.system("the yard is given up"))
    return True
