"""Boxes that only their owner sees, letters that lie in one, and hooks that see every box."""
from __future__ import annotations

from typing import Annotated

from bedplate import (
    AnyCtx,
    App,
    Conflict,
    Ctx,
    Expr,
    Field,
    Ref,
    Resource,
    User,
    action,
    actor,
    allow,
    always,
    check,
    field,
    forbid,
    ref,
    rules,
)


class BoxIsFull(Conflict):
    """Nothing more goes into this box."""


class Person(User):
    """Somebody who owns boxes."""

    nick: Field[str] = field(max=20, default="", writable=False)
    favourite: Ref[Box | None] = ref(default=None, writable=False)

    @classmethod
    @allow("read")
    def oneself(cls, me: type[Person]) -> Expr[bool]:
        return cls.id == me.id

    @classmethod
    @allow("update")
    def oneself_unless_blocked(cls, me: type[Person]) -> Expr[bool]:
        return (cls.id == me.id) & (cls.nick != "blocked")


class Box(Resource):
    """Seen by its owner."""

    owner: Ref[Person] = ref(default=actor(Person), writable=False)
    full: Field[bool] = field(default=False)
    letters: Field[int] = field(default=0, writable=False)

    @classmethod
    @check
    def has_room(cls) -> Expr[bool]:
        """Three letters go into a box."""
        return cls.letters <= 3

    @classmethod
    @allow("read", "create", "update", "choose")
    def own(cls, me: type[Person]) -> Expr[bool]:
        return cls.owner.id == me.id


    @action(limit="60/min")
    async def choose(self, ctx: Ctx[Person], *, nick: Annotated[str, rules(max=9)] = "") -> Box:
        """Take this box as the favourite, and be called so."""
        me = ctx.me
        me.favourite = self
        if nick:
            me.nick = f"{me.nick}{nick}"
        return self


class Letter(Resource):
    """Lies in a box, which may be changed."""

    text: Field[str] = field(max=80, default="")
    box: Ref[Box | None] = ref(default=None)

    @classmethod
    @allow("read", "create", "update")
    def everybody(cls, me: type[Person]) -> Expr[bool]:
        return always

    @classmethod
    @forbid("create")
    def rude(cls, me: type[Person]) -> Expr[bool]:
        return cls.text == "rude"


async def _must_fit(letter: Letter, ctx: AnyCtx) -> None:
    """Looks at the box as the application, whoever may see it."""
    if letter.box is not None and (await ctx.system("a letter must fit").load(letter.box)).full:
        raise BoxIsFull


@Letter.on("create")
async def fits(letter: Letter, ctx: AnyCtx) -> None:
    await _must_fit(letter, ctx)
    if letter.box is not None:
        box = await ctx.system("a letter is counted").load(letter.box)
        box.letters = Box.letters + 1


@Letter.on("update")
async def still_fits(letter: Letter, old: Letter, ctx: AnyCtx) -> None:
    await _must_fit(letter, ctx)


app = App(__name__, accounts=Person)
