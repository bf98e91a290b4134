"""A desk that keeps the history of its tickets, and of the notes that hang on them."""
from __future__ import annotations

from decimal import Decimal
from enum import Enum

from bedplate import (
    Account,
    App,
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
    collection_action,
    field,
    links,
    many,
    put,
    ref,
)

__all__ = ["Label", "Note", "Person", "Status", "Ticket", "app"]


class Status(Enum):
    """Where a ticket stands."""

    OPEN = "open"
    CLOSED = "closed"


class Person(User):
    """Who works here."""

    keeper: Field[bool] = field(default=False)

    @classmethod
    @allow("read")
    def everybody(cls, me: type[Account]) -> Expr[bool]:
        return always


class Label(Resource):
    """A word for tickets."""

    name: Field[str] = field(max=40)
    tickets: Many[Ticket] = links(back="labels")

    @classmethod
    @allow("read", "create", "update", "delete")
    def everybody(cls, me: type[Person]) -> Expr[bool]:
        return always


class Ticket(Resource, history=True, soft_delete=True, bulk=20):
    """A wish."""

    title: Field[str] = field(max=80, filter=True)
    status: Field[Status] = field(default=Status.OPEN)
    price: Field[Decimal] = field(places=2, default=Decimal(0))
    owner: Ref[Person | None] = ref(on_delete="set_null", default=None)
    salary: Field[str | None] = field(max=20, pii=True, default=None)
    code: Field[str | None] = field(max=20, hidden=True, default=None)
    labels: Many[Label] = links(back="tickets", max=20)
    notes: Many[Note] = many(by="ticket")

    @classmethod
    @allow("read", "create", "update", "delete")
    def everybody(cls, me: type[Person]) -> Expr[bool]:
        return cls.title != "unseen"

    @classmethod
    @allow("history")
    def not_closed(cls, me: type[Person]) -> Expr[bool]:
        return (cls.title != "closed") | me.keeper

    @classmethod
    @allow("restore", "purge")
    def keepers(cls, me: type[Person]) -> Expr[bool]:
        return me.keeper

    @classmethod
    @allow("read", fields=(salary,))
    def keepers_see(cls, me: type[Person]) -> Expr[bool]:
        return me.keeper

    @action(limit="60/min")
    async def settle(self, ctx: Ctx[Person]) -> None:
        """Close it, and say so."""
        self.status = Status.CLOSED
        ctx.system("a note of the house").add(Note(ticket=self, text="settled"))

    @classmethod
    @allow("settle", "sweep")
    def settlers(cls, me: type[Person]) -> Expr[bool]:
        return always


    @classmethod
    @collection_action(limit="60/min")
    async def sweep(cls, ctx: Ctx[Person]) -> None:
        """Close what is open as the caller, and delete what costs nothing as the application."""
        cls.where(cls.status == Status.OPEN).update(ctx, put(cls.status, Status.CLOSED))
        cls.where(cls.price == 0).delete(ctx.system("the broom"))


class Note(Resource, history=True, part_of="ticket"):
    """What is said of one."""

    ticket: Ref[Ticket] = ref(on_delete="cascade")
    text: Field[str] = field(max=80)

    @classmethod
    @allow("history")
    def everybody(cls, me: type[Person]) -> Expr[bool]:
        return always


app = App(__name__, accounts=(Person,))
