"""A helpdesk that several organisations share: people, projects, tickets with moves and assignment, comments and staff notes."""
from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bedplate import (
    AnyCtx, App, Conflict, Ctx, Effects, Event, Expr, Field, Many, Ref, Resource, Service, System, User, action, actor, allow, always, check,
    computed, field, fn, forbid, index, many, ref,
)


class Role(StrEnum):
    REQUESTER, AGENT, ADMIN = "requester", "agent", "admin"

STAFF = (Role.AGENT, Role.ADMIN)

class Priority(StrEnum):
    LOW, NORMAL, URGENT = "low", "normal", "urgent"

class Status(StrEnum):
    OPEN, WAITING, SOLVED, CLOSED = "open", "waiting", "solved", "closed"


class TicketClosed(Conflict):
    """This ticket is closed. Open a new one and mention its id."""

class NotAnAgent(Conflict):
    """Tickets are assigned to agents and admins only."""


@dataclass(frozen=True)
class TicketAssigned(Event):
    ticket: Ticket
    to: Person


class Org(Resource):
    """An organisation: the wall between tenants."""
    name: Field[str] = field(max=80, unique=True)
    people: Many[Person] = many(by="org")

    @classmethod
    @allow("read")
    def mine(cls, me: Me) -> Expr[bool]:
        return cls.id == me.org.id

    @classmethod
    @allow("update")
    def run_by_admins(cls, me: Me) -> Expr[bool]:
        return (cls.id == me.org.id) & (me.role == Role.ADMIN)


class Person(User, tenant="org", path="people", sort="name"):
    """Somebody who asks, helps or administers."""
    org: Ref[Org] = ref()
    name: Field[str] = field(max=80, pii=True, sort=True)
    role: Field[Role] = field(default=Role.REQUESTER, filter=True)

    @classmethod
    @allow("read")
    def colleagues(cls, me: Me) -> Expr[bool]:
        return always

    @classmethod
    @allow("update")
    def self_or_admin(cls, me: Me) -> Expr[bool]:
        return (cls.id == me.id) | (me.role == Role.ADMIN)

    @classmethod
    @allow("update", fields=(role,))
    def ranks_are_given(cls, me: Me) -> Expr[bool]:
        return (me.role == Role.ADMIN) & (cls.id != me.id)

Me = type[Person]
ME = actor(Person)


class Project(Resource, tenant="org", sort="name"):
    """What tickets are about."""
    org: Ref[Org] = ref()
    name: Field[str] = field(max=80, unique="org", sort=True)
    lead: Ref[Person | None] = ref(default=None, on_delete="set_null")

    @classmethod
    @allow("read")
    def everybody(cls, me: Me) -> Expr[bool]:
        return always

    @classmethod
    @allow("create", "update", "delete")
    def admins(cls, me: Me) -> Expr[bool]:
        return me.role == Role.ADMIN


class Ticket(Resource, tenant="org", sort="-created_at", bulk=100):
    """A question or a fault that somebody wants an answer to."""
    org: Ref[Org] = ref()
    project: Ref[Project] = ref(filter=True)
    title: Field[str] = field(max=200)
    body: Field[str] = field(max=20_000, pii=True)
    priority: Field[Priority] = field(default=Priority.NORMAL, filter=True, sort=True)
    status: Field[Status] = field(default=Status.OPEN, filter=True, writable=False, moves={
        Status.OPEN: (Status.WAITING, Status.SOLVED),
        Status.WAITING: (Status.OPEN, Status.SOLVED),
        Status.SOLVED: (Status.OPEN, Status.CLOSED),
        Status.CLOSED: ()})
    author: Ref[Person] = ref(default=ME, writable=False, filter=True)
    assignee: Ref[Person | None] = ref(default=None, writable=False, filter=True, on_delete="set_null")
    answered_at: Field[datetime | None] = field(default=None, writable=False)
    solved_at: Field[datetime | None] = field(default=None, writable=False, filter=True)
    comments: Many[Comment] = many(by="ticket")
    board = index(project, status)

    @computed(filter=True, sort=True)
    @classmethod
    def due_at(cls) -> Expr[datetime]:
        """When the first answer is owed."""
        return cls.created_at + fn.when(cls.priority == Priority.URGENT, timedelta(hours=1)).otherwise(timedelta(hours=8))

    @computed
    @classmethod
    def late(cls) -> Expr[bool]:
        """Whether the first answer came, or is coming, too late."""
        return cls.answered_at.or_else(fn.now()) > cls.due_at

    @classmethod
    @allow("read", "create")
    def own(cls, me: Me) -> Expr[bool]:
        return cls.author.id == me.id

    @classmethod
    @allow("read", "create", "update", "assign", "solve", "reopen")
    def staff(cls, me: Me) -> Expr[bool]:
        return me.role.in_(STAFF)

    @classmethod
    @allow("update", "reopen")
    def own_while_open(cls, me: Me) -> Expr[bool]:
        return (cls.author.id == me.id) & (cls.status != Status.CLOSED)

    @classmethod
    @allow("create", "update", fields=(priority,))                      # these need this as well as a rule above
    def sorted_by_staff(cls, me: Me) -> Expr[bool]:
        return me.role.in_(STAFF)

    @classmethod
    @allow("delete")
    def admins(cls, me: Me) -> Expr[bool]:
        return me.role == Role.ADMIN

    @classmethod
    @forbid("update", "assign")
    def closed(cls, me: Me) -> Expr[bool]:
        return cls.status == Status.CLOSED

    @classmethod
    @check
    def helped_by_staff(cls) -> Expr[bool]:
        """Tickets are assigned to agents and admins only."""
        return cls.assignee.id.is_null() | cls.assignee.role.in_(STAFF)

    @action(limit="60/min", raises=(NotAnAgent,))
    async def assign(self, ctx: Ctx[Person], *, to: Person) -> Ticket:  # an id comes in, a row that the caller may read arrives
        """Give the ticket to an agent."""
        if to.role not in STAFF:
            raise NotAnAgent
        self.assignee = to
        await ctx.emit(TicketAssigned(ticket=self, to=to))
        return self

    @action(limit="60/min")
    async def solve(self, ctx: Ctx[Person]) -> Ticket:
        """Mark as solved."""
        self.status = Status.SOLVED                                     # an illegal move is a 409 by itself
        self.solved_at = ctx.now
        return self

    @action(limit="60/min", raises=(TicketClosed,))
    async def reopen(self, ctx: Ctx[Person]) -> Ticket:
        """Open a solved ticket again."""
        if self.status is Status.CLOSED:
            raise TicketClosed
        self.status, self.solved_at = Status.OPEN, None
        return self


@Ticket.on("create")
async def goes_to_the_lead(ticket: Ticket, ctx: AnyCtx) -> None:
    if ticket.assignee is None:
        lead = (await ticket.project).lead
        if lead is not None and (await lead).role in STAFF:
            ticket.assignee = lead


class Comment(Resource, part_of="ticket", sort="created_at"):
    """An answer, or a note that only staff see."""
    ticket: Ref[Ticket] = ref(on_delete="cascade", immutable=True)
    author: Ref[Person] = ref(default=ME, writable=False)
    body: Field[str] = field(max=20_000, pii=True)
    internal: Field[bool] = field(default=False, immutable=True)

    @classmethod
    @allow("create")                                                    # takes the place of "may update the parent"
    def readers_of_the_ticket(cls, me: Me) -> Expr[bool]:
        return ~cls.internal | me.role.in_(STAFF)

    @classmethod
    @forbid("read")
    def notes_of_staff(cls, me: Me) -> Expr[bool]:
        return cls.internal & (me.role == Role.REQUESTER)

    @classmethod
    @allow("update", "delete")
    def own_for_a_while(cls, me: Me) -> Expr[bool]:
        return (cls.author.id == me.id) & (cls.created_at > fn.now() - timedelta(minutes=15))


@Comment.on("create")
async def moves_the_ticket(comment: Comment, ctx: AnyCtx) -> None:
    ticket = await ctx.system("a comment changes the state of its ticket").load(comment.ticket)
    if ticket.status is Status.CLOSED:
        raise TicketClosed
    if isinstance(ctx.me, Person) and ctx.me.role in STAFF:             # an account, the application, or nobody: the type says so
        if comment.internal:
            return
        ticket.answered_at = ticket.answered_at or ctx.now
        if ticket.status is Status.OPEN:
            ticket.status = Status.WAITING
    elif ticket.status is not Status.OPEN:
        ticket.status = Status.OPEN


app = App(__name__, accounts=Person, title="Helpdesk")


@app.service
class Notices(Service):
    """Tells people; here in the log, elsewhere by mail. Made once, handed in where a parameter has this type, replaced in tests."""
    async def tell(self, person: str, words: str) -> None:
        logging.getLogger("helpdesk").info("notice for %s: %s", person, words)


@app.on(TicketAssigned)                                                 # after the commit, at least once, with retries
async def tell_the_agent(event: TicketAssigned, ctx: Effects[System], notices: Notices) -> None:
    await notices.tell(str(event.to.id), f"ticket {event.ticket.id} is yours")
