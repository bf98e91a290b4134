"""What an editor shows for each part of the public API, held by both checkers: `assert_type` fails for anything wider, `Any` included."""
from __future__ import annotations

from collections.abc import Awaitable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Protocol, assert_type
from uuid import UUID

from app import Comment, Me, Notices, Org, Person, Priority, Project, Role, Status, Ticket, TicketAssigned, app

from bedplate import (
    Account, AnyCtx, Conflict, Ctx, Effects, Expr, Field, Html, Http201, One, Picked, Put, Query, Reads, Related, Reply, Resource, Rows,
    Secret, Settings, System, action, actor, allow, always, computed, env, field, fn, group, measure, put,
)

from bedplate.testing import Answer, Bed, Client


# ---- a class is expressions
assert_type(Ticket.id, Expr[UUID])
assert_type(Ticket.title, Expr[str])
assert_type(Ticket.priority, Expr[Priority])
assert_type(Ticket.created_at, Expr[datetime])
assert_type(Ticket.answered_at, Expr[datetime | None])
assert_type(Ticket.due_at, Expr[datetime])
assert_type(Ticket.late, Expr[bool])
assert_type(Ticket.project, type[Project])
assert_type(Ticket.assignee, type[Person])
assert_type(Ticket.project.name, Expr[str])
assert_type(Ticket.project.lead.org.name, Expr[str])
assert_type(Ticket.comments, Rows[Comment])
assert_type(actor(Person), type[Person])
assert_type(actor(Person).org.id, Expr[UUID])
assert_type(always, Expr[bool])

# ---- conditions and values
assert_type(Ticket.title == "x", Expr[bool])
assert_type(Ticket.status != Status.OPEN, Expr[bool])
assert_type(Ticket.answered_at == None, Expr[bool])  # noqa: E711
assert_type(Ticket.created_at > fn.now(), Expr[bool])
assert_type((Ticket.late & ~Ticket.late) | always, Expr[bool])
assert_type(Ticket.status.in_([Status.OPEN]), Expr[bool])
assert_type(Ticket.assignee.id.is_null(), Expr[bool])
assert_type(Ticket.created_at + timedelta(hours=1), Expr[datetime])
assert_type(Ticket.created_at - fn.now(), Expr[timedelta])
assert_type(Ticket.answered_at.or_else(fn.now()), Expr[datetime])
assert_type(Ticket.title.lower(), Expr[str])
assert_type(Ticket.title.desc(), Expr[str])
assert_type(fn.today(), Expr[date])
assert_type(fn.day(Ticket.answered_at), Expr[date])
assert_type(fn.when(Ticket.late, 1).when(always, 2).otherwise(3), Expr[int])
assert_type(Ticket.comments.count(), Expr[int])
assert_type(Ticket.comments.any(lambda k: k.internal), Expr[bool])
assert_type(Ticket.comments.max(lambda k: k.created_at), Expr[datetime | None])
assert_type(Ticket.comments.where(lambda k: assert_type(k, type[Comment]).internal), Rows[Comment])
assert_type(put(Ticket.title, "x"), Put)
assert_type(put(Ticket.assignee, None), Put)


class Item(Resource):
    """Numbers, which the helpdesk has none of."""

    count: Field[int] = field()
    price: Field[Decimal] = field(places=2)

    @computed
    @classmethod
    def total(cls) -> Expr[Decimal]:
        """What all of them cost."""
        return assert_type(cls.price * cls.count, Expr[Decimal])

    @classmethod
    @allow("read")
    def some(cls, me: Me) -> Expr[bool]:
        assert_type(cls.count, Expr[int])
        assert_type(me.role, Expr[Role])
        assert_type(me.org.name, Expr[str])
        return cls.count + 1 > 2 * cls.count

    @action(limit="1/min")
    async def take(self, ctx: Ctx[Person], pieces: int) -> Item:
        """Take some."""
        assert_type(self.count, int)
        assert_type(ctx.me, Person)
        return self


assert_type(Item.total, Expr[Decimal])
assert_type(100 - Item.price, Expr[Decimal])
assert_type(2 * Item.count, Expr[int])
assert_type(Item.price.round(1), Expr[Decimal])
assert_type(Item.some(Person), Expr[bool])


# ---- a row is values
async def rows(ticket: Ticket, ctx: Ctx[Person], item: Item) -> None:
    assert_type(ticket.id, UUID)
    assert_type(ticket.title, str)
    assert_type(ticket.status, Status)
    assert_type(ticket.answered_at, datetime | None)
    assert_type(ticket.due_at, datetime)
    assert_type(ticket.late, bool)
    assert_type(ticket.project, One[Project])
    assert_type(ticket.project.id, UUID)
    assert_type(await ticket.project, Project)
    assert_type((await ticket.project).name, str)
    assert_type(ticket.assignee, One[Person] | None)
    assert_type(ticket.comments, Related[Comment])
    assert_type(await ticket.comments.all(ctx), list[Comment])
    assert_type(await ticket.comments.where(Comment.internal).first(ctx), Comment | None)
    assert_type(await ticket.solve(ctx), Ticket)
    given: Assigning = ticket.assign                                    # its parameters and their names
    taken: Taking = item.take
    assert_type(await given(ctx, to=ctx.me), Ticket)
    assert_type(await taken(ctx, pieces=1), Item)
    Org(name="x")
    Project(org=ticket.org, name="x", lead=ticket.assignee)


class Assigning(Protocol):
    """The shape of the helpdesk's action, its keyword included."""

    def __call__(self, ctx: Ctx[Person], *, to: Person) -> Awaitable[Ticket]: ...


class Taking(Protocol):
    """The shape of an action without keywords."""

    def __call__(self, ctx: Ctx[Person], pieces: int) -> Awaitable[Item]: ...


# ---- queries and contexts
async def queries(ctx: Ctx[Person], acts: Effects[Person], reads: Reads[Any], nobody: Ctx[None], itself: Ctx[System], anybody: AnyCtx) -> None:
    found = Ticket.where(Ticket.late, Ticket.title == "x")
    assert_type(found, Query[Ticket])
    assert_type(found.order_by(Ticket.title.desc()).load(Ticket.author).page(1, of=5), Query[Ticket])
    assert_type(await found.all(ctx), list[Ticket])
    assert_type(await found.first(acts), Ticket | None)
    assert_type(await found.one(reads), Ticket)
    assert_type(await found.count(ctx), int)
    assert_type(await found.exists(ctx), bool)
    assert_type(await Item.where().sum(ctx, Item.price), Decimal)
    assert_type(found.select(Ticket.title, Ticket.late), Picked[str, bool])
    assert_type(await found.select(Ticket.author.id).all(ctx), list[tuple[UUID]])
    assert_type(await Item.where().select(fn.sum(Item.price), fn.mean(Item.count), fn.max(Item.price)).all(acts), list[tuple[Decimal, float | None, Decimal | None]])
    assert_type(await Item.where().select(Item.count, fn.count(where=Item.count > 1)).group_by(Item.count).order_by(fn.count()).into(max, reads), list[int])
    assert_type([one.title async for one in found.stream(ctx)], list[str])
    assert_type(group(fn.day(Ticket.created_at)), Field[date])
    assert_type(measure(fn.mean(Item.price)), Field[Decimal | None])
    assert_type(await Ticket.get(ctx, "x"), Ticket)
    assert_type(ctx.me, Person)
    assert_type(ctx.now, datetime)
    assert_type(nobody.me, None)
    assert_type(itself.me, System)
    assert_type(anybody.me, Account | System | None)
    if isinstance(anybody.me, Person):
        assert_type(anybody.me, Person)
    assert_type(ctx.system("why"), Ctx[System])
    assert_type(acts.system("why"), Effects[System])
    assert_type(anybody.acting_as(ctx.me), Ctx[Person])
    ticket = ctx.add(Ticket(org=ctx.me.org, project=await Project.where().one(ctx), title="x", body="y"))
    assert_type(ticket, Ticket)
    assert_type(await ctx.load(ticket.author), Person)
    assert_type(await acts.decide(renamed, ticket, title="x"), Ticket)


async def renamed(ctx: Ctx[Person], ticket: Ticket, *, title: str) -> Ticket:
    ticket.title = title
    return ticket


# ---- the application around it
class Config(Settings, prefix="REVEALED_"):
    """Two settings."""

    key: Secret
    wait: timedelta = env(default=timedelta(1))


def around(config: Config, event: TicketAssigned) -> None:
    assert_type(config.key.reveal(), str)
    assert_type(config.wait, timedelta)
    assert_type(Config(key=Secret("x")).wait, timedelta)
    assert_type(event.ticket, Ticket)
    assert_type(event.to.role, Role)
    assert_type(Http201(event.ticket.title), Http201[str])
    assert_type(Http201.status, int)
    assert_type(Reply(1).body, int)
    assert_type(Html.of("<b>{x}</b>", x=1), Html)
    assert_type(Conflict("CODE").code, str)
    assert_type(app.service(Notices), type[Notices])


async def tested(bed: Bed, ticket: Ticket) -> None:
    made = await bed.make(Person, put(Person.org, ticket.org))
    assert_type(made, Person)
    assert_type(await bed.read(ticket, Ticket.late), bool)
    assert_type(bed.emitted(TicketAssigned), list[TicketAssigned])
    assert_type(bed.client(made), Client)
    answer = await bed.client(made).get("/v1/tickets", limit=1)
    assert_type(answer, Answer)
    assert_type(answer.data(list[str]), list[str])
    assert_type(answer.next, str | None)
