"""Baskets that hold so much and no more, lines that lie in them, and two kinds of accounts that look at them."""
from __future__ import annotations

from bedplate import (
    Account,
    App,
    Ctx,
    Effects,
    Expr,
    Field,
    Many,
    Ref,
    Resource,
    Short,
    User,
    action,
    actor,
    allow,
    always,
    check,
    computed,
    field,
    many,
    ref,
    serial,
)


class Person(User):
    @classmethod
    @allow("read")
    def everybody(cls, me: type[Account]) -> Expr[bool]:
        return always


class Keeper(User):
    @classmethod
    @allow("read")
    def everybody(cls, me: type[Account]) -> Expr[bool]:
        return always


class Basket(Resource, soft_delete=True):
    number: Field[int] = serial()
    owner: Ref[Person] = ref(default=actor(Person), writable=False)
    room: Field[int] = field(default=10, ge=0)
    lines: Many[Line] = many(by="basket", nested=True)

    @computed
    @classmethod
    def weight(cls) -> Expr[int]:
        return cls.lines.sum(lambda line: line.weight)

    @computed
    @classmethod
    def mine(cls, me: type[Account]) -> Expr[bool]:
        return cls.owner.id == me.id

    @classmethod
    @check
    def fits(cls) -> Expr[bool]:
        """It does not fit in."""
        return cls.weight <= cls.room

    @classmethod
    @allow("read", "create", "update", "delete", "double")
    def everybody(cls, me: type[Account]) -> Expr[bool]:
        return always

    @action(limit="600/min")
    async def double(self, ctx: Effects[Account]) -> Short:
        """A basket like this one; what the database made of it is known after the decision."""
        made = await ctx.decide(like, self)
        return f"{made.number} {made.weight} {made.mine}"


async def like(ctx: Ctx[Account], basket: Basket) -> Basket:
    made = ctx.system("a copy belongs to the same person").add(Basket(owner=basket.owner, room=basket.room))
    for line in await basket.lines.all(ctx):
        ctx.system("a copy has the same lines").add(Line(basket=made, weight=line.weight))
    return made


class Line(Resource, part_of="basket", bulk=50):
    basket: Ref[Basket] = ref(on_delete="cascade")
    weight: Field[int] = field()


app = App(__name__, accounts=(Person, Keeper), limit="6000/min")
