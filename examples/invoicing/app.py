"""Invoicing for many companies: seats with roles, customers, invoices with lines and numbers without a gap, payments, shares with outsiders."""
from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from bedplate import (
    AnyCtx, App, Conflict, Ctx, Effects, Email, Event, Expr, Field, Long, Many, Ref, Report, Resource, Service, Short, System, User,
    action, actor, allow, always, check, computed, field, fn, forbid, group, index, many, measure, put, ref, rules, serial, unique,
)

Money = Annotated[Decimal, rules(ge=0, places=2)]
Received = Annotated[Decimal, rules(gt=0, le=1_000_000_000, places=2)]
Balance = Annotated[Decimal, rules(places=2)]                           # what may be below zero: a margin


class Role(StrEnum):
    OWNER, ACCOUNTANT, VIEWER = "owner", "accountant", "viewer"

EVERYBODY = (Role.OWNER, Role.ACCOUNTANT, Role.VIEWER)
BOOKKEEPERS = (Role.OWNER, Role.ACCOUNTANT)

class Status(StrEnum):
    DRAFT, ISSUED, OVERDUE, PAID, VOID = "draft", "issued", "overdue", "paid", "void"

OWED = (Status.ISSUED, Status.OVERDUE)


class LastOwner(Conflict):
    """A company has an owner: make somebody else one first."""

class AlreadyIssued(Conflict):
    """This invoice was issued: it stays as it is."""

class NothingToBill(Conflict):
    """An invoice needs a line before it is issued."""

class PaidInPart(Conflict):
    """Money was received for this invoice: it cannot be made void."""


@dataclass(frozen=True)
class InvoiceIssued(Event):
    invoice: Invoice


class Company(Resource, path="companies", sort="name"):
    """Who bills: the wall between tenants. Whoever founds one owns it."""
    name: Field[Short] = field(sort=True)
    vat_number: Field[str | None] = field(max=20, default=None)
    seats: Many[Seat] = many(by="company")

    @classmethod
    @allow("read", "enter")
    def seated(cls, me: Me) -> Expr[bool]:
        return has_seat(cls, me, EVERYBODY)

    @classmethod
    @allow("create")
    def founders(cls, me: Me) -> Expr[bool]:
        return always

    @classmethod
    @allow("update")
    def owners(cls, me: Me) -> Expr[bool]:
        return has_seat(cls, me, (Role.OWNER,))

    @action(limit="60/min")
    async def enter(self, ctx: Ctx[Person]) -> Company:
        """Work in this company from now on; of all others nothing is seen meanwhile, but what they share."""
        ctx.me.company = self
        return self


class Person(User, tenant="company", path="people", sort="name"):
    """Somebody with an account, made by the operator, who knows that the address is theirs: what is sent to it is for them."""
    name: Field[Short] = field(pii=True, sort=True)
    company: Ref[Company | None] = ref(default=None, writable=False, on_delete="set_null")      # where they work at present
    seats: Many[Seat] = many(by="person")

    @classmethod
    @allow("read", "update", across_tenants=True)
    def oneself(cls, me: Me) -> Expr[bool]:
        return cls.id == me.id

    @classmethod
    @allow("read", across_tenants=True)
    def colleagues(cls, me: Me) -> Expr[bool]:                          # wherever they work at present
        return cls.seats.any(lambda theirs: (theirs.company.id == me.company.id) & has_seat(theirs.company, me, EVERYBODY))

Me = type[Person]
ME = actor(Person)


def has_seat(company: type[Company], me: Me, roles: tuple[Role, ...]) -> Expr[bool]:
    """The caller has one of these roles there."""
    return company.seats.any(lambda seat: (seat.person.id == me.id) & seat.role.in_(roles))


def works_as(me: Me, roles: tuple[Role, ...]) -> Expr[bool]:
    """The caller has one of these roles where they work at present."""
    return me.seats.any(lambda seat: (seat.company.id == me.company.id) & seat.role.in_(roles))


class Seat(Resource, tenant="company"):
    """Who is what in a company. Seats come from founding it, and from invitations."""
    company: Ref[Company] = ref(on_delete="cascade")
    person: Ref[Person] = ref(writable=False, filter=True)
    role: Field[Role] = field(filter=True)
    one_each = unique(company, person)

    @classmethod
    @allow("read", "delete", across_tenants=True)
    def own(cls, me: Me) -> Expr[bool]:
        return cls.person.id == me.id

    @classmethod
    @allow("read")
    def colleagues(cls, me: Me) -> Expr[bool]:
        return has_seat(cls.company, me, EVERYBODY)

    @classmethod
    @allow("update", "delete")
    def owners(cls, me: Me) -> Expr[bool]:
        return has_seat(cls.company, me, (Role.OWNER,))


class Invitation(Resource, tenant="company"):
    """A seat that is offered to whoever has this address; whether there is such an account, nobody is told."""
    company: Ref[Company] = ref(on_delete="cascade")
    email: Field[Email] = field(pii=True, immutable=True)
    role: Field[Role] = field(default=Role.VIEWER, immutable=True)
    once = unique(company, email)

    @classmethod
    @allow("read", "create", "delete")
    def owners(cls, me: Me) -> Expr[bool]:
        return has_seat(cls.company, me, (Role.OWNER,))

    @classmethod
    @allow("read", "accept", across_tenants=True)
    def invited(cls, me: Me) -> Expr[bool]:
        return cls.email.lower() == me.email.lower()

    @action(limit="60/min")
    async def accept(self, ctx: Ctx[Person]) -> Seat:
        """Take the seat."""
        application = ctx.system("the seat was offered by an owner")
        application.delete(self)
        return application.add(Seat(company=self.company, person=ctx.me, role=self.role))


class Customer(Resource, tenant="company", sort="name", bulk=500, upsert="by_number", history=True, export=("csv",)):
    """Who is billed, by the number that the company's other programs know them by."""
    company: Ref[Company] = ref(on_delete="cascade")
    number: Field[str] = field(max=40, filter=True, immutable=True)
    name: Field[Short] = field(sort=True, search=True)
    city: Field[str] = field(max=80, default="", filter=True, search=True, group=True)
    email: Field[Email | None] = field(default=None, pii=True)
    discount: Field[int] = field(default=0, ge=0, le=100, filter=True, sort=True, measure=True)
    notes: Field[Long] = field(default="", search=True)
    by_number = unique(company, number)

    @classmethod
    @allow("read", "history")
    def seen(cls, me: Me) -> Expr[bool]:
        return has_seat(cls.company, me, EVERYBODY)

    @classmethod
    @allow("create", "update", "delete", "export")
    def kept_by(cls, me: Me) -> Expr[bool]:
        return has_seat(cls.company, me, BOOKKEEPERS)

    @classmethod
    @allow("read", "create", "update", fields=(discount, notes))
    def terms(cls, me: Me) -> Expr[bool]:
        return has_seat(cls.company, me, BOOKKEEPERS)


class Invoice(Resource, tenant="company", sort="-created_at", if_match="required", soft_delete=True, history=True, export=("csv", "ndjson")):
    """A draft is written, changed, deleted and restored. Once issued it has a number, and nothing about it changes but what is received."""
    company: Ref[Company] = ref(filter=True, group=True)
    customer: Ref[Customer] = ref(filter=True, group=True)
    number: Field[int | None] = serial(per=company, gapless=True, filter=True, sort=True)
    subject: Field[Short] = field(search=True)
    status: Field[Status] = field(default=Status.DRAFT, filter=True, group=True, writable=False, moves={
        Status.DRAFT: (Status.ISSUED,),
        Status.ISSUED: (Status.OVERDUE, Status.PAID, Status.VOID),
        Status.OVERDUE: (Status.PAID, Status.VOID),
        Status.PAID: (),
        Status.VOID: ()})
    billed_to: Field[str] = field(max=200, default="", writable=False)  # the customer's name on the day of issue
    issued_on: Field[date | None] = field(default=None, writable=False, filter=True)
    due_on: Field[date | None] = field(default=None, writable=False, filter=True, sort=True)
    net: Field[Money] = field(default=Decimal(0), writable=False, measure=True)
    vat: Field[Money] = field(default=Decimal(0), writable=False, measure=True)
    gross: Field[Money] = field(default=Decimal(0), writable=False, filter=True, sort=True, measure=True)
    paid: Field[Money] = field(default=Decimal(0), writable=False, measure=True)
    margin: Field[Balance] = field(default=Decimal(0), writable=False, filter=True, sort=True, measure=True)
    notes: Field[Long] = field(default="")
    lines: Many[Line] = many(by="invoice", nested=True, max=100)
    payments: Many[Payment] = many(by="invoice")
    shares: Many[Share] = many(by="invoice", max=20)
    due = index(status, due_on)

    @computed
    @classmethod
    def owed(cls) -> Expr[Decimal]:
        """What is still to be paid."""
        return fn.when(cls.status.in_(OWED), cls.gross - cls.paid).otherwise(Decimal(0))

    @computed
    @classmethod
    def lines_net(cls) -> Expr[Decimal]:
        """What its lines come to, before tax."""
        return cls.lines.sum(lambda line: line.price * line.quantity)

    @classmethod
    @allow("read")
    def seen(cls, me: Me) -> Expr[bool]:
        return has_seat(cls.company, me, EVERYBODY)

    @classmethod
    @allow("read", across_tenants=True)
    def shared(cls, me: Me) -> Expr[bool]:                              # customers and auditors: this one row, once it is issued
        return (cls.status != Status.DRAFT) & cls.shares.any(
            lambda share: (share.email.lower() == me.email.lower()) & (share.ends_at.is_null() | (share.ends_at > fn.now())))

    @classmethod
    @allow("create", "update", "delete", "restore", "export", "history", "issue", "void")
    def books(cls, me: Me) -> Expr[bool]:
        return has_seat(cls.company, me, BOOKKEEPERS)

    @classmethod
    @allow("purge")
    def owners(cls, me: Me) -> Expr[bool]:
        return has_seat(cls.company, me, (Role.OWNER,))

    @classmethod
    @forbid("update", "delete", "purge")
    def issued(cls, me: Me) -> Expr[bool]:
        return cls.status != Status.DRAFT

    @classmethod
    @allow("read", "create", "update", fields=(margin, notes))
    def internal(cls, me: Me) -> Expr[bool]:
        return has_seat(cls.company, me, BOOKKEEPERS)

    @classmethod
    @check
    def numbered_when_issued(cls) -> Expr[bool]:
        """A draft has no number, an issued invoice has one, and days on which it was issued and is due."""
        issued = cls.number.not_null() & cls.issued_on.not_null() & cls.due_on.not_null()
        return ((cls.status == Status.DRAFT) & cls.number.is_null()) | ((cls.status != Status.DRAFT) & issued)

    @classmethod
    @check
    def adds_up(cls) -> Expr[bool]:
        """What is billed is what the lines say."""
        return (cls.status == Status.DRAFT) | ((cls.net == cls.lines_net) & (cls.gross == cls.net + cls.vat))

    @classmethod
    @check
    def not_overpaid(cls) -> Expr[bool]:
        """Payments never exceed what is billed."""
        return cls.paid <= cls.gross

    @action(limit="600/min", raises=(AlreadyIssued, NothingToBill))
    async def issue(self, ctx: Ctx[Person], *, days: Annotated[int, rules(ge=0, le=365)] = 14) -> Invoice:
        """Give it the next number; from now on it stays as it is."""
        if self.status is not Status.DRAFT:                             # `moves` would take it for staying where it is
            raise AlreadyIssued
        lines = await self.lines.all(ctx, max=100)
        if not lines:
            raise NothingToBill
        self.number = fn.next(Invoice.number)
        self.status = Status.ISSUED
        self.billed_to = (await self.customer).name
        self.issued_on, self.due_on = ctx.now.date(), ctx.now.date() + timedelta(days=days)
        self.net = sum((line.price * line.quantity for line in lines), Decimal(0))
        self.vat = sum((line.vat for line in lines), Decimal(0))
        self.gross = self.net + self.vat
        self.margin = self.net - sum((line.cost * line.quantity for line in lines), Decimal(0))
        await ctx.emit(InvoiceIssued(invoice=self))
        return self

    @action(limit="60/min", raises=(PaidInPart,))
    async def void(self, ctx: Ctx[Person]) -> Invoice:
        """Take it back; its number stays taken."""
        if self.paid > 0:
            raise PaidInPart
        self.status = Status.VOID
        return self


class Line(Resource, part_of="invoice", sort="position"):
    """So much of something. Written with its invoice, and open to change while that is a draft."""
    invoice: Ref[Invoice] = ref(on_delete="cascade", immutable=True)
    position: Field[int] = serial(per=invoice, sort=True)
    text: Field[Short] = field()
    quantity: Field[int] = field(default=1, ge=1, le=100_000)
    price: Field[Money] = field(le=1_000_000)
    cost: Field[Money] = field(default=Decimal(0), le=1_000_000)
    vat_percent: Field[int] = field(default=19, ge=0, le=100)

    @computed
    @classmethod
    def vat(cls) -> Expr[Decimal]:
        """The tax on it, rounded for each line."""
        return (cls.price * cls.quantity * cls.vat_percent * Decimal("0.01")).round(2)

    @classmethod
    @allow("read", "create", "update", fields=(cost,))
    def internal(cls, me: Me) -> Expr[bool]:
        return has_seat(cls.invoice.company, me, BOOKKEEPERS)


class Payment(Resource, part_of="invoice", sort="created_at"):
    """Money that came in. It is never changed."""
    invoice: Ref[Invoice] = ref(immutable=True)
    amount: Field[Received] = field(immutable=True)
    received_on: Field[date] = field(immutable=True)
    recorded_by: Ref[Person] = ref(default=ME, writable=False)

    @classmethod
    @allow("create")
    def books(cls, me: Me) -> Expr[bool]:
        return has_seat(cls.invoice.company, me, BOOKKEEPERS) & cls.invoice.status.in_((*OWED, Status.PAID))

    @classmethod
    @forbid("update", "delete")
    def kept(cls, me: Me) -> Expr[bool]:
        return always


class Share(Resource, part_of="invoice"):
    """Lets somebody outside of the company read one invoice: a customer, an auditor."""
    invoice: Ref[Invoice] = ref(on_delete="cascade", immutable=True)
    email: Field[Email] = field(pii=True, immutable=True)
    ends_at: Field[datetime | None] = field(default=None)
    once = unique(invoice, email)

    @classmethod
    @allow("read", "create", "update", "delete")
    def books(cls, me: Me) -> Expr[bool]:
        return has_seat(cls.invoice.company, me, BOOKKEEPERS)


class Revenue(Report, of=Invoice, limit="60/min", where=Invoice.status.in_((*OWED, Status.PAID)), path="revenue", export=("csv",)):
    """What was billed to whom and received, month by month; margins only for who may read them, and invoices that others shared apart."""
    company: Field[str] = group(Invoice.company.name)                   # nothing where it is another's
    month: Field[date] = group(fn.month(Invoice.created_at))
    customer: Field[str] = group(Invoice.customer.name)
    invoices: Field[int] = measure(fn.count())
    billed: Field[Decimal] = measure(fn.sum(Invoice.gross))
    received: Field[Decimal] = measure(fn.sum(Invoice.paid))
    margin: Field[Decimal] = measure(fn.sum(Invoice.margin))

    @classmethod
    @allow("read")
    def at_work(cls, me: Me) -> Expr[bool]:
        return works_as(me, EVERYBODY)

    @classmethod
    @allow("export")
    def books(cls, me: Me) -> Expr[bool]:
        return works_as(me, BOOKKEEPERS)


@Company.on("create")
async def its_founder_owns_it(company: Company, ctx: AnyCtx) -> None:
    if isinstance(ctx.me, Person):
        application = ctx.system("a company begins with an owner, who works there")
        application.add(Seat(company=company, person=ctx.me, role=Role.OWNER))
        (await Person.get(application, ctx.me.id)).company = company


async def another_owner(seat: Seat, ctx: AnyCtx) -> None:
    """Rests on the row of another owner: when that one leaves at the same time, one of both decisions is taken again, and refused."""
    others = Seat.where(Seat.company.id == seat.company.id, Seat.role == Role.OWNER, Seat.id != seat.id)
    if await others.first(ctx.system("whether an owner stays does not depend on whom one sees")) is None:
        raise LastOwner


@Seat.on("update")
async def an_owner_stays(seat: Seat, old: Seat, ctx: AnyCtx) -> None:
    if old.role is Role.OWNER and seat.role is not Role.OWNER:
        await another_owner(old, ctx)


@Seat.on("delete")
async def an_owner_stays_behind(old: Seat, ctx: AnyCtx) -> None:
    if old.role is Role.OWNER:
        await another_owner(old, ctx)
    person = await ctx.system("who leaves works there no more").load(old.person)
    if person.company is not None and person.company.id == old.company.id:
        person.company = None


@Payment.on("create")
async def is_received(payment: Payment, ctx: AnyCtx) -> None:
    invoice = await ctx.system("a payment settles its invoice").load(payment.invoice)
    invoice.paid = invoice.paid + payment.amount
    if invoice.paid == invoice.gross:
        invoice.status = Status.PAID


app = App(__name__, accounts=Person, title="Invoicing")


@app.cron("0 3 * * *", tz="UTC")
async def mark_what_is_overdue(ctx: Ctx[System]) -> None:
    """Each night: what should have been paid by yesterday."""
    Invoice.where(Invoice.status == Status.ISSUED, Invoice.due_on < fn.today()).update(ctx, put(Invoice.status, Status.OVERDUE))


@app.service
class Letters(Service):
    """Sends invoices; here into the log, elsewhere by mail."""
    async def send(self, to: str, words: str) -> None:
        logging.getLogger("invoicing").info("letter to %s: %s", to, words)


@app.on(InvoiceIssued)                                                  # after the commit, at least once, with retries
async def send_it(event: InvoiceIssued, ctx: Effects[System], letters: Letters) -> None:
    customer = await event.invoice.customer
    if customer.email is not None:
        await letters.send(customer.email, f"invoice {event.invoice.number} of {event.invoice.issued_on}")
