"""Several mistakes: all of them stand in one report, in the order of their places."""
from __future__ import annotations

from enum import StrEnum

from bedplate import ANYONE, App, Ctx, Expr, Field, Ref, Resource, User, action, actor, allow, always, field, ref


class Status(StrEnum):
    OPEN, CLOSED = "open", "closed"


class Person(User):
    name: Field[str] = field(max=80, pi=True)  # wrong


class Ticket(Resource, sort="-creatd_at"):  # wrong
    title: Field[str] = field()  # wrong
    status: Field[Status] = field(default="open")  # wrong
    author: Ref[Person] = ref(default=actor(Person))

    @classmethod
    @allow("read")
    def own(cls, me: type[Person]) -> Expr[bool]:
        return cls.author.id == me.id and ~cls.done  # wrong

    @classmethod
    @allow("creat")
    def everybody(cls, me: type[Person]) -> Expr[bool]:  # wrong
        return always

    @action()
    async def solve(self, ctx: Ctx[Person]) -> Ticket:  # wrong
        """Mark as solved."""
        return self


app = App(__name__, accounts=Person)


@app.endpoint("GTE", "/status", auth=ANYONE, limit="60/min")  # wrong
async def status() -> int:
    """How it goes."""
    return 1


@app.endpoint("GET", "/status", limit="60 a minute")  # wrong
async def other_status() -> int:
    """How it goes elsewhere."""
    return 1
