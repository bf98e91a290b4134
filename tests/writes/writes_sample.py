"""Invoices of several companies: lines that are written with their invoice, notes with hooks, products that not everybody may read."""
from __future__ import annotations

from enum import StrEnum

from bedplate import (
    AnyCtx,
    App,
    Conflict,
    Ctx,
    Expr,
    Field,
    Many,
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
    many,
    put,
    ref,
    unique,
)


class State(StrEnum):
    OPEN, READY, DONE = "open", "ready", "done"


class NoteIsRude(Conflict):
    """Be kind."""


class Company(Resource):
    name: Field[str] = field(max=80)

    @classmethod
    @allow("read")
    def mine(cls, me: Me) -> Expr[bool]:
        return cls.id == me.company.id


class Clerk(User, tenant="company"):
    company: Ref[Company] = ref()
    name: Field[str] = field(max=80)
    may_price: Field[bool] = field(default=False, writable=False)

    @classmethod
    @allow("read", "update")
    def oneself(cls, me: Me) -> Expr[bool]:
        return cls.id == me.id


Me = type[Clerk]
ME = actor(Clerk)


class Product(Resource, tenant="company"):
    company: Ref[Company] = ref()
    name: Field[str] = field(max=80)

    @classmethod
    @allow("read")
    def colleagues(cls, me: Me) -> Expr[bool]:
        return always


class Invoice(Resource, tenant="company", sort="title"):
    company: Ref[Company] = ref()
    title: Field[str] = field(max=40, unique="company")
    closed: Field[bool] = field(default=False)
    author: Ref[Clerk] = ref(default=ME, writable=False)
    lines: Many[Line] = many(by="invoice", max=4, nested=True, sort="place")
    notes: Many[Note] = many(by="invoice", max=3, nested=True)
    steps: Many[Stage] = many(by="invoice")

    @classmethod
    @allow("read", "create", "delete", "hurry", "sweep")
    def colleagues(cls, me: Me) -> Expr[bool]:
        return always

    @classmethod
    @allow("update")
    def open_ones(cls, me: Me) -> Expr[bool]:
        return ~cls.closed

    @classmethod
    @check
    def no_dear_ones(cls) -> Expr[bool]:
        """An invoice is not above 1000."""
        return cls.lines.sum(lambda line: line.price) <= 1000

    @action(limit="60/min")
    async def hurry(self, ctx: Ctx[Clerk], *, by: int) -> Invoice:
        """All of its stages that wait are made ready, and come sooner."""
        Stage.where(Stage.invoice.id == self.id, Stage.state == State.OPEN).update(ctx, put(Stage.state, State.READY), put(Stage.days, Stage.days - by))
        return self

    @action(limit="60/min")
    async def sweep(self, ctx: Ctx[Clerk]) -> Invoice:
        """Its stages that are ready go."""
        Stage.where(Stage.invoice.id == self.id, Stage.state == State.READY).delete(ctx)
        return self


class Line(Resource, part_of="invoice", sort="place"):
    invoice: Ref[Invoice] = ref(on_delete="cascade", immutable=True)
    place: Field[int] = field(ge=1)
    text: Field[str] = field(default="", max=40)
    price: Field[int] = field(default=0, ge=0)
    product: Ref[Product | None] = ref(default=None)
    secret_margin: Field[int] = field(default=0, hidden=True)
    one_place = unique(invoice, place)

    @classmethod
    @allow("create", "update", fields=(price,))
    def who_may_price(cls, me: Me) -> Expr[bool]:
        return me.may_price


class Note(Resource, part_of="invoice"):
    invoice: Ref[Invoice] = ref(on_delete="cascade", immutable=True)
    text: Field[str] = field(max=40)
    state: Field[State] = field(default=State.OPEN, moves={State.OPEN: (State.READY,), State.READY: (State.DONE,), State.DONE: ()})
    sealed: Field[bool] = field(default=False)

    @classmethod
    @forbid("read")
    def sealed_ones(cls, me: Me) -> Expr[bool]:
        return cls.sealed & ~me.may_price


@Note.on("create")
async def kindly(note: Note, ctx: AnyCtx) -> None:
    if "fool" in note.text:
        raise NoteIsRude
    note.text = note.text.strip()


@Note.on("delete")
async def keeps_what_is_done(note: Note, ctx: AnyCtx) -> None:
    if note.state is State.DONE:
        raise NoteIsRude


class Stage(Resource, tenant="company", if_match="required"):
    """A step on the way; changed many at once."""

    company: Ref[Company] = ref()
    invoice: Ref[Invoice] = ref(on_delete="cascade")
    name: Field[str] = field(max=40, unique="invoice")
    state: Field[State] = field(default=State.OPEN)
    days: Field[int] = field(default=10, ge=-1000, le=1000)
    private: Field[bool] = field(default=False)
    locked: Field[bool] = field(default=False)

    @classmethod
    @allow("read", "create")
    def public_ones(cls, me: Me) -> Expr[bool]:
        return ~cls.private | me.may_price

    @classmethod
    @allow("update", "delete", "lock")
    def while_not_locked(cls, me: Me) -> Expr[bool]:
        return ~cls.locked

    @classmethod
    @check
    def some_days_left(cls) -> Expr[bool]:
        """There are no days left."""
        return cls.days >= 0

    @action(limit="60/min")
    async def lock(self, ctx: Ctx[Clerk]) -> Stage:
        self.locked = True
        return self


app = App(__name__, accounts=(Clerk,))
