"""Entries of a ledger that their owner reads, the bookkeepers of a firm carry away, and whose margin is for bookkeepers only."""
from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from bedplate import App, Expr, Field, Ref, Resource, User, actor, allow, always, field, forbid, ref, rules


class Side(StrEnum):
    DEBIT, CREDIT = "debit", "credit"


class Firm(Resource):
    name: Field[str] = field(max=40)

    @classmethod
    @allow("read")
    def seen(cls, me: type[Clerk]) -> Expr[bool]:
        return me.firm.id == cls.id


class Clerk(User, tenant="firm"):
    firm: Ref[Firm] = ref()
    bookkeeper: Field[bool] = field(default=False)

    @classmethod
    @allow("read")
    def each_other(cls, me: type[Clerk]) -> Expr[bool]:
        return always


class Entry(Resource, tenant="firm", export=("csv", "ndjson")):
    firm: Ref[Firm] = ref(default=actor(Clerk).firm, writable=False)
    owner: Ref[Clerk] = ref(default=actor(Clerk), writable=False, filter=True, group=True)
    title: Field[str] = field(max=80)
    side: Field[Side] = field(default=Side.DEBIT, filter=True, group=True)
    amount: Field[Annotated[Decimal, rules(places=2)]] = field(filter=True, measure=True)
    margin: Field[int | None] = field(default=None, filter=True, group=True, measure=True)
    locked: Field[bool] = field(default=False)
    pin: Field[str | None] = field(default=None, max=10, hidden=True)

    @classmethod
    @allow("read", "create")
    def own(cls, me: type[Clerk]) -> Expr[bool]:
        return cls.owner.id == me.id

    @classmethod
    @allow("read", "export")
    def books(cls, me: type[Clerk]) -> Expr[bool]:
        return me.bookkeeper

    @classmethod
    @allow("read", fields=(margin,))
    def margins(cls, me: type[Clerk]) -> Expr[bool]:
        return me.bookkeeper & ~cls.locked

    @classmethod
    @forbid("export")
    def not_locked(cls, me: type[Clerk]) -> Expr[bool]:
        return cls.locked & (cls.owner.id != me.id)


app = App(__name__, accounts=Clerk)
