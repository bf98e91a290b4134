"""Right uses of every part of the public API: both checkers find nothing to say, and the application boots."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from bedplate import (
    ANYONE, HMAC, SIGNED_IN, Account, Accounts, AnyCtx, App, BadInput, BigInt, Conflict, Cookie, Ctx, Effects, Email, Event, Expr, Field, File, Forbidden, Form, Header,
    Html, Http200, Http201, Http303, Http404, Http409, Keyed, Long, Machine, Many, Messages, NotFound, Numbered, One, Put, Query, Raw, Reads, Ref,
    Refusal, Related, Reply, Resource, Rows, Secret, Service, Session, Sessions, SetCookie, Settings, Short, System, Unavailable, Upload, Url, User, action, actor, allow,
    always, auto, check, collection_action, computed, env, field, fn, forbid, index, links, many, only, put, ref, rules, serial, unique, upload,
)
from bedplate.testing import Answer, Bed


class Rank(StrEnum):
    READER, LIBRARIAN = "reader", "librarian"


class State(StrEnum):
    OUT, BACK, LOST = "out", "back", "lost"


class AlreadyBack(Conflict):
    """This book was brought back already."""

    cause = "The loan has ended."
    cure = "Look at the state of the loan first."


class NotLending(Forbidden):
    """Only librarians lend books."""


@dataclass
class Cover:
    """What a cover looks like, stored as JSON."""

    colour: Annotated[str, rules(max=20)]
    hard: bool = False


class Branch(Resource):
    """A library, the wall between tenants."""

    name: Field[str] = field(max=80, unique=True)
    opened: Field[date | None] = field(default=None)
    people: Many[Member] = many(by="branch", max=200)
    friends: Many[Branch] = links(back="friends_of", max=20, filter=True)

    @classmethod
    @allow("read", strangers=True, limit="60/min")
    def listed(cls) -> Expr[bool]:
        return always


class Member(User, tenant="branch", path="members", sort="name", sign_up="closed"):
    """Who borrows, or lends."""

    branch: Ref[Branch] = ref()
    name: Field[Short] = field(pii=True, sort=True)
    rank: Field[Rank] = field(default=Rank.READER, filter=True)
    loans: Many[Loan] = many(by="member", nested=True)
    read_before: Many[Book] = links(back="readers")

    @allow("read")                                                      # above or below `@classmethod`
    @classmethod
    def everybody(cls, me: Me) -> Expr[bool]:
        return always

    @classmethod
    @allow("update", fields=(rank,))
    def by_librarians(cls, me: Me) -> Expr[bool]:
        return (me.rank == Rank.LIBRARIAN) & (cls.id != me.id)

    @classmethod
    @allow("update")
    def themselves(cls, me: Me) -> Expr[bool]:
        return cls.id == me.id


class Scanner(Machine):
    """A machine at the door."""

    @classmethod
    @allow("read")
    def itself(cls, me: type[Scanner]) -> Expr[bool]:
        return cls.id == me.id


Me = type[Member]
ME = actor(Member)


class Shelf(Numbered, internal=True):
    """For code only."""

    id: Field[int] = auto()
    label: Field[str] = field(max=10)
    place: Field[int] = field(default=0, ge=0)
    by_label = index(label, place)


class Mark(Keyed[str], path="marks"):
    """A table with a key of its own."""

    id: Field[str] = field(max=10, key=True)
    words: Field[Long] = field()

    @classmethod
    @allow("read")
    def seen(cls, me: type[Account]) -> Expr[bool]:
        return me.disabled_at.is_null()


class Book(Resource, tenant="branch", sort="title", page=20, max_page=50, count="exact"):
    """A book of a branch."""

    branch: Ref[Branch] = ref(default=ME.branch, writable=False)
    title: Field[str] = field(max=200, filter=True, sort=True, search=True, contains=True)
    scan: Field[File | None] = upload(default=None, max="1MB", types=("image/png",))
    price: Field[Decimal] = field(ge=0, places=2)
    fee: Field[Annotated[Decimal, rules(ge=0, places=2)]] = field(default=Decimal(0))
    pages: Field[int | None] = field(default=None, gt=0)
    isbn: Field[str | None] = field(default=None, max=13, pattern="[0-9]{13}")
    cover: Field[Cover | None] = field(default=None)
    about: Field[Url | None] = field(default=None)
    contact: Field[Email | None] = field(default=None, pii=True)
    secret_note: Field[str] = field(default="", max=200, secret=True)
    weight: Field[float | None] = field(default=None, gt=0, le=99.5, filter=True, sort=True)
    scans: Field[BigInt] = field(default=0, ge=0, filter=True)
    lendable_from: Field[time] = field(default=time(9, 30), sort=True)
    digest: Field[bytes | None] = field(default=None, max=32, filter=True)
    aisles: Field[list[Short] | None] = field(default=None, max=9, distinct=True)
    samples: Field[list[float]] = field(default_factory=list, max=9)
    read_in: Field[timedelta | None] = field(default=None, ge=timedelta(0), le=timedelta(days=9))
    loans: Many[Loan] = many(by="book", sort="-created_at")
    readers: Many[Member] = links(back="read_before")
    sequels: Many[Book] = links(back="prequels")
    one_each = unique(branch, isbn)

    @computed(filter=True, sort=True)
    @classmethod
    def dear(cls) -> Expr[bool]:
        """Whether it costs much."""
        return cls.price + cls.fee > 100

    @computed
    @classmethod
    def reduced(cls) -> Expr[Decimal]:
        """A value that is calculated, else a plain one."""
        return fn.when(cls.pages > 500, cls.price - cls.fee).otherwise(Decimal(0))

    @computed
    @classmethod
    def size(cls) -> Expr[str]:
        """In words."""
        return fn.when(cls.pages > 500, "long").when(cls.pages.is_null(), "unknown").otherwise("short")

    @computed
    @classmethod
    def lent(cls) -> Expr[int]:
        """How often."""
        return cls.loans.count()

    @classmethod
    @allow("read")
    def of_the_branch(cls, me: Me) -> Expr[bool]:
        return always

    @classmethod
    @allow("create", "update", "delete", "order")
    def librarians(cls, me: Me) -> Expr[bool]:
        return me.rank == Rank.LIBRARIAN

    @classmethod
    @allow("lend")
    def lenders(cls, me: Me) -> Expr[bool]:
        return me.rank.in_([Rank.LIBRARIAN]) & ~cls.loans.any(lambda loan: loan.state == State.OUT)

    @classmethod
    @forbid("delete")
    def never(cls, me: Me) -> Expr[bool]:
        return (cls.weight > 5.5) & (cls.weight > 5) & (cls.scans < 2**60) & (cls.lendable_from > time(9)) & (cls.digest == b"") & cls.aisles.is_null()

    @computed
    @classmethod
    def heavy(cls) -> Expr[float]:
        """What it weighs, or nothing."""
        return cls.weight.or_else(0.0)

    @computed
    @classmethod
    def scanned(cls) -> Expr[BigInt]:
        """How often."""
        return cls.scans

    @classmethod
    @forbid("delete")
    def kept(cls, me: Me) -> Expr[bool]:
        return cls.loans.where(lambda loan: loan.state == State.OUT).any() | (cls.loans.sum(lambda loan: loan.days) > 1000)

    @classmethod
    @check
    def fee_below_price(cls) -> Expr[bool]:
        """A fee is not more than the book costs."""
        return cls.fee <= cls.price

    @action(limit="60/min", raises=(NotLending,))
    async def lend(self, ctx: Ctx[Member], *, to: Member, days: Annotated[int, rules(ge=1, le=30)] = 14) -> Loan:
        """Lend the book."""
        if to.rank is not Rank.READER:
            raise NotLending
        if await Book.search("never lend").where(Book.price > 0).exists(ctx):
            to.read_before.add(self)
        to.read_before.remove(*await self.sequels.all(ctx))
        loan = ctx.add(Loan(book=self, member=to, days=days))
        await ctx.emit(Lent(loan=loan, until=ctx.now.date()), after=timedelta(minutes=1))
        return loan

    @classmethod
    @collection_action(limit="5/min")
    async def order(cls, ctx: Ctx[Member], *, titles: list[Short], price: Annotated[Decimal, rules(ge=0, places=2)]) -> None:
        """Several at once."""
        for title in titles:
            ctx.add(Book(title=title, price=price))


class Fine(Resource, tenant="branch", if_match="required"):
    """What somebody owes; numbered when it is claimed."""

    branch: Ref[Branch] = ref()
    entry: Field[int] = serial(filter=True, sort=True)
    number: Field[int | None] = serial(per=branch, gapless=True)

    def claim(self) -> None:
        self.number = fn.next(Fine.number)


class Loan(Resource, part_of="book", sort="-created_at"):
    """Who has a book, and for how long."""

    book: Ref[Book] = ref(on_delete="cascade", immutable=True)
    member: Ref[Member] = ref(filter=True)
    lender: Ref[Member | None] = ref(default=None, on_delete="set_null")
    days: Field[int] = field(default=14, ge=1)
    state: Field[State] = field(default=State.OUT, filter=True, writable=False, moves={State.OUT: (State.BACK, State.LOST), State.LOST: (), State.BACK: ()})
    back_at: Field[datetime | None] = field(default=None, writable=False)

    @computed
    @classmethod
    def due_at(cls) -> Expr[datetime]:
        """When it is to be back."""
        return cls.created_at + timedelta(days=14)

    @computed
    @classmethod
    def month(cls) -> Expr[date]:
        """Of the return, or of today."""
        return fn.month(cls.back_at.or_else(fn.now()))

    @classmethod
    @allow("update", "bring_back")
    def involved(cls, me: Me) -> Expr[bool]:
        return (cls.member.id == me.id) | (cls.lender.id == me.id) | (cls.book.branch.id == me.branch.id)

    @classmethod
    @forbid("update")
    def over(cls, me: Me) -> Expr[bool]:
        return (cls.state != State.OUT) & (cls.created_at < fn.now() - timedelta(days=365)) & cls.member.name.contains("x")

    @action(limit="60/min", raises=(AlreadyBack, NotFound), idempotent=True)
    async def bring_back(self, ctx: Ctx[Member]) -> Loan:
        """End the loan."""
        if self.state is State.BACK:
            raise AlreadyBack
        self.state, self.back_at = State.BACK, ctx.now
        self.days = Loan.days + 1
        return self


# ---- events, hooks, services, settings
@dataclass(frozen=True)
class Lent(Event, topic="library.loans", version=2):
    loan: Loan
    until: date


class Config(Settings, prefix="LIBRARY_"):
    key: Secret
    wait: timedelta = env(default=timedelta(days=3))
    copies: int = env(default=1)


app = App(
    Branch, Member, Scanner, Shelf, Mark, Book, Loan, accounts=Member, settings=Config, limit="300/min", title="Library",
    sessions=Sessions(cookie="sid"), messages=(Messages("de", {"NOT_FOUND": "Hier ist nichts."}), Messages("fr", {}, rules={"max": "au plus {max}", "unknown": ("de : {options}", "inconnu")})),
)


@app.service
class Post(Service):
    """Sends letters."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.sent: list[str] = []

    async def start(self) -> None:
        self.sent.clear()

    async def send(self, words: str) -> str:
        self.sent.append(f"{words} {len(self.config.key.reveal())}")
        return words


@app.on(Lent, retries=3, timeout="10s")
async def write_a_letter(event: Lent, ctx: Effects[System], post: Post, config: Config) -> None:
    member = await event.loan.member
    await post.send(f"{member.name} has a book until {event.until} and {config.wait}")
    await ctx.decide(remember, event.loan, words="told")


async def remember(ctx: Ctx[System], loan: Loan, *, words: str) -> Loan:
    ctx.add(Shelf(label=words, place=loan.days))
    return loan


@app.every("5min", retries=3)
async def tidy_up(ctx: Ctx[System], config: Config) -> None:
    for loan in await Loan.where().all(ctx, max=config.copies):
        ctx.delete(loan)


@app.cron("0 3 * * MON-FRI", tz="Europe/Berlin", timeout="5min")
async def write_a_report(ctx: Effects[System], post: Post) -> None:
    await post.send(f"{await Loan.where().count(ctx)} loans")


@Loan.on("create")
async def by_whom(loan: Loan, ctx: AnyCtx) -> None:
    if isinstance(ctx.me, Member) and ctx.me.rank is Rank.LIBRARIAN:
        loan.lender = ctx.me
    elif isinstance(ctx.me, System):
        loan.lender = None
    elif ctx.me is None:
        raise Forbidden


@Loan.on("update")
async def longer_only(new: Loan, old: Loan, ctx: AnyCtx) -> None:
    if new.days < old.days:
        raise BadInput("SHORTER")


@Book.on("delete")
async def tidy(book: Book, ctx: AnyCtx) -> None:
    Loan.where(Loan.book.id == book.id, Loan.state != State.OUT).delete(ctx)


# ---- endpoints
@dataclass
class Order:
    """What a shop sends."""

    title: Short
    price: Annotated[Decimal, rules(ge=0, places=2)]
    copies: int = 1


class Http418(Reply[str], status=418):
    """Short and stout."""


@app.endpoint("GET", "/pages/{name}", auth=ANYONE, limit="10/min", raw=True)
async def page(ctx: Ctx[None], name: Short, theme: Annotated[Short | None, Cookie("theme")] = None) -> Html:
    """A page."""
    rows = [{"name": name}, {"name": theme or "plain"}]
    return Html.of("<ul>{rows}</ul>", rows=Html.each("<li>{name}</li>", rows))


@app.endpoint("POST", "/orders", auth=HMAC("LIBRARY_SHOP_SECRET", header="X-Shop", within="1min"), limit="10/min", raises=(Unavailable,))
async def ordered(ctx: Effects[None], order: Order, trace: Annotated[Short, Header("X-Trace")], post: Post) -> Http201[Short] | Http409[Short]:
    """From the shop."""
    if order.copies > 5:
        return Http409("too many", headers={"X-Trace": trace})
    return Http201(await post.send(order.title), cookies=[SetCookie("seen", "1", max_age=60, same_site="Strict")])


@app.endpoint("PUT", "/rank", auth=only(actor(Member).rank == Rank.LIBRARIAN), limit="5/min")
async def promote(ctx: Ctx[Member], who: UUID) -> Http200[Short] | Http404[Short]:
    """Make somebody a librarian."""
    found = await Member.where(Member.id == who).first(ctx)
    if found is None:
        return Http404("nobody")
    found.rank = Rank.LIBRARIAN
    return Http200(found.name)


@app.endpoint("GET", "/export", auth=SIGNED_IN, limit="5/min", raw=True)
async def export(ctx: Ctx[Member]) -> Raw:
    """As text."""
    return Raw("\n".join(book.title for book in await Book.where().all(ctx, max=500)).encode(), media="text/plain")


# ---- code on behalf of somebody
async def reading(ctx: Reads[Member], book: Book, who: Member) -> list[str]:
    found: Query[Book] = Book.where(Book.price > 10, (Book.title == "x") | Book.isbn.is_null()).order_by(Book.price.desc(), Book.title)
    rows: list[Book] = await found.where(~Book.dear).load(Book.branch, Book.loans).all(ctx, max=20)
    first: Book | None = await found.page(2, of=20).first(ctx)
    only_one: Book = await Book.where(Book.id == book.id).one(ctx)
    known: Book = await Book.get(ctx, book.id)
    total: Decimal = await found.sum(ctx, Book.price * 2 - Book.fee)
    count: int = await Loan.where(Loan.member.id == who.id).count(ctx)
    some: bool = await Loan.where(Loan.lender.id.not_null(), Loan.back_at < fn.now()).exists(ctx)
    loans: Related[Loan] = book.loans
    late: list[Loan] = await loans.where(Loan.due_at < fn.now()).all(ctx)
    branch: One[Branch] = book.branch
    key: UUID = branch.id
    titles = [each.title for each in (*rows, only_one, known)]
    lender = late[0].lender if late else None
    names = [(await branch).name, "" if lender is None else (await lender).name, "" if first is None else first.size, ctx.me.name]
    return [*titles, *names, str((total, count, some, key, ctx.now))]


async def writing(ctx: Ctx[Member], book: Book, who: Member) -> None:
    book.title, book.pages, book.cover = "y", None, Cover("red", hard=True)
    book.price = Book.price + Decimal("1.50")
    book.weight, book.scans, book.lendable_from, book.digest, book.samples = 1.5, 2**60, time(8), b"", [0.5, 2]
    loan = await book.lend(ctx, to=who, days=3)
    await loan.bring_back(ctx)
    ctx.delete(loan)
    Loan.where(Loan.state == State.LOST).update(ctx, put(Loan.lender, None), put(Loan.days, Loan.days + 1), put(Loan.member, who))
    ctx.require(Book.price > 0, AlreadyBack)
    system = ctx.system("a branch is made by the application")
    made = system.add(Branch(name="z"))
    await system.apply()
    again: Branch = await system.load(book.branch)
    other: Ctx[Member] = ctx.acting_as(who)
    other.add(Book(title=again.name, price=Decimal(1), branch=made))
    changes: list[Put] = [put(Book.branch, made), put(Book.branch, book.branch), put(Loan.lender, loan.lender), put(Book.title, Book.isbn.or_else(""))]
    Book.where(Book.created_at > datetime(2026, 1, 1, tzinfo=UTC)).update(system, *changes)


async def acting(ctx: Effects[Member], book: Book, post: Post) -> str:
    await ctx.decide(writing, book, ctx.me)
    told = await post.send((await ctx.decide(renamed, book, title="new")).title)
    await ctx.system("a letter was sent").decide(remember, await Loan.where().one(ctx), words=told)
    return told


async def renamed(ctx: Ctx[Member], book: Book, *, title: str) -> Book:
    book.title = title
    return book


def refused(reason: type[Refusal]) -> Refusal:
    return reason("PRIVATE", private="for the log", headers={"Retry-After": "1"})


def conditions(book: type[Book], rows: Rows[Loan]) -> list[Expr[bool]]:
    every: Expr[bool] = rows.every(lambda loan: loan.days >= 1)
    greatest: Expr[int | None] = rows.max(lambda loan: loan.days)
    return [every, greatest.or_else(0) == 1, book.branch.name.lower() == "x", (book.price * 2).round(2) > 1, 1 - book.fee < 2, fn.day(book.created_at) == fn.today()]


def see_other() -> Http303[None]:
    return Http303(None, headers={"Location": "/"})


@dataclass
class Sent:
    book: str
    scan: Upload


def put_on(book: Book, file: File | None) -> int:
    book.scan = file
    return 0 if file is None else file.size


@app.endpoint("POST", "/scans", auth=SIGNED_IN, limit="20/min", types=("image/png",), body_max="1MB")
async def scanned(body: Form[Sent], ctx: Ctx[Member]) -> File:
    """Look at a scan, and give it back."""
    sizes = [len(part) async for part in body.value.scan.chunks()]
    assert sum(sizes) == body.value.scan.size
    return body.value.scan


# ---- a contract that exists already
@dataclass(frozen=True)
class Refused:
    why: Short


class Http422(Reply[Refused], status=422):
    """Unprocessable Content."""


def told(refusal: Refusal) -> Refused | Http422:
    return Http422(Refused(refusal.details[0].words)) if refusal.details else Refused(refusal.words)


old = app.group("/old", raw=True, unknown="ignore", errors=told, waive={"csrf-disabled": "the old pages know no token"})


@dataclass(frozen=True)
class Known:
    email: Email
    password: Short


@old.endpoint("POST", "/sign-in", auth=ANYONE, limit="20/min", unknown="refuse")
async def sign_in(body: Known, ctx: Effects[None], accounts: Accounts) -> Http201[Short] | Http404[Refused]:
    """Sign in, or become a member."""
    session: Session | None = await accounts.sign_in(ctx, email=body.email, password=body.password, kind=Member)
    if session is None:
        return Http404(Refused("nobody"))
    return Http201(str(session.account), headers={"X-Token": session.csrf}, cookies=[session.cookie])


@old.endpoint("POST", "/sign-out", auth=SIGNED_IN, limit="20/min")
async def sign_out(ctx: Effects[Member], accounts: Accounts) -> Http303[None]:
    """Sign out."""
    return Http303(None, cookies=[await accounts.sign_out(ctx)])


async def registered(ctx: Effects[None], accounts: Accounts, branch: Branch) -> int:
    member = await accounts.register(ctx, Member(email="a@example.org", branch=branch, name="a"), password="")
    return 0 if member is None else len(member.name)


# ---- tests of an application
class FakePost(Post):
    async def send(self, words: str) -> str:
        return words


async def tested(bed: Bed, config: Config) -> None:
    branch = await bed.make(Branch, put(Branch.name, "x"))
    ana = await bed.make(Member, put(Member.branch, branch), put(Member.rank, Rank.LIBRARIAN))
    book = await bed.make(Book, put(Book.branch, branch), put(Book.pages, None))
    bed.replace(Post, FakePost(config))
    assert await bed.allows(ana, "update", book, Book.title)
    assert not await bed.allows(None, "read", book, Book.branch)
    assert await bed.shows(ana, book, Book.branch.name)
    assert (await bed.why(ana, "read", book)).startswith("yes")
    answer: Answer = await bed.client(ana).with_headers({"If-Match": "x"}).post(f"/v1/books/{book.id}/lend", to=ana, days=1)
    assert answer.data(dict[str, str])["state"] == State.OUT
    assert [event.loan.days for event in bed.emitted(Lent)] == [1]
    price: Decimal = await bed.read(book, Book.price)
    bed.travel(timedelta(days=price.is_zero()))
    await bed.settle()
