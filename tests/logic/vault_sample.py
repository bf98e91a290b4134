"""Boxes that only their owner sees, letters that lie in one, and hooks that see every box."""
from __future__ import annotations

from bedplate import AnyCtx, App, Conflict, Expr, Field, Ref, Resource, User, actor, allow, always, field, ref


class BoxIsFull(Conflict):
    """Nothing more goes into this box."""


class Person(User):
    """Somebody who owns boxes."""

    @classmethod
    @allow("read")
    def oneself(cls, me: type[Person]) -> Expr[bool]:
        return cls.id == me.id


class Box(Resource):
    """Seen by its owner."""

    owner: Ref[Person] = ref(default=actor(Person), writable=False)
    full: Field[bool] = field(default=False)

    @classmethod
    @allow("read", "create", "update")
    def own(cls, me: type[Person]) -> Expr[bool]:
        return cls.owner.id == me.id


class Letter(Resource):
    """Lies in a box, which may be changed."""

    text: Field[str] = field(max=80, default="")
    box: Ref[Box | None] = ref(default=None)

    @classmethod
    @allow("read", "create", "update")
    def everybody(cls, me: type[Person]) -> Expr[bool]:
        return always


async def _must_fit(letter: Letter, ctx: AnyCtx) -> None:
    """Looks at the box as the application, whoever may see it."""
    if letter.box is not None and (await ctx.system("a letter must fit").load(letter.box)).full:
        raise BoxIsFull


@Letter.on("create")
async def fits(letter: Letter, ctx: AnyCtx) -> None:
    await _must_fit(letter, ctx)


@Letter.on("update")
async def still_fits(letter: Letter, old: Letter, ctx: AnyCtx) -> None:
    await _must_fit(letter, ctx)


app = App(__name__, accounts=Person)
