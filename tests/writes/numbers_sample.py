"""Receipts that are numbered, for each company and without a gap; and what else can be counted."""
from __future__ import annotations

from bedplate import (
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
    allow,
    always,
    check,
    field,
    fn,
    many,
    ref,
    serial,
)


class Void(Conflict):
    """This receipt is void."""


class Company(Resource):
    name: Field[str] = field(max=80)

    @classmethod
    @allow("read")
    def everybody(cls, me: Me) -> Expr[bool]:
        return always


class Clerk(User, tenant="company"):
    company: Ref[Company] = ref()

    @classmethod
    @allow("read")
    def oneself(cls, me: Me) -> Expr[bool]:
        return cls.id == me.id


Me = type[Clerk]


class Receipt(Resource, tenant="company"):
    """Numbered when it is issued; `entry` counts all that were ever written, `mine` those of the company, `book` without a gap at once."""

    company: Ref[Company] = ref()
    text: Field[str] = field(max=40, default="")
    amount: Field[int] = field(default=0)
    number: Field[int | None] = serial(per=company, gapless=True)
    entry: Field[int] = serial(filter=True, sort=True)
    mine: Field[int] = serial(per=company)
    book: Field[int] = serial(per=company, gapless=True)
    pages: Many[Page] = many(by="receipt", max=9, nested=True)

    @classmethod
    @allow("read", "create", "update", "delete", "issue", "fail")
    def colleagues(cls, me: Me) -> Expr[bool]:
        return always

    @classmethod
    @check
    def not_negative(cls) -> Expr[bool]:
        """No receipt is below zero."""
        return cls.amount >= 0

    @action(limit="6000/min")
    async def issue(self, ctx: Ctx[Clerk], *, amount: int = 0) -> Receipt:
        self.amount = amount
        self.number = fn.next(Receipt.number)
        return self

    @action(limit="6000/min", raises=(Void,))
    async def fail(self, ctx: Ctx[Clerk]) -> Receipt:
        self.number = fn.next(Receipt.number)
        raise Void


class Page(Resource, part_of="receipt"):
    receipt: Ref[Receipt] = ref(on_delete="cascade", immutable=True)
    number: Field[int] = serial(per=receipt)


app = App(__name__, accounts=(Clerk,), limit="60000/min")
