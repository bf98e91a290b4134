"""Numbered mistakes in the use of the public API: a comment with a number says what is wrong with its line.

Both checkers report exactly these lines. A mark that begins with `basedpyright only:` or `at boot:` says who cannot see it, and why.
Never run.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Annotated

from app import Comment, Me, Notices, Org, Person, Priority, Project, Role, Status, Ticket, TicketAssigned, TicketClosed, app

from bedplate import (
    ANYONE, HMAC, SIGNED_IN, Account, Accounts, AnyCtx, App, BigInt, Conflict, Cookie, Ctx, Effects, Event, Expr, Field, Forbidden, Header, Html, Http201, Keyed, Machine, Many,
    Messages, NotFound, Raw, Reads, Ref, Refusal, Reply, Report, Resource, Secret, Service, Sessions, SetCookie, Settings, Short, System, Unavailable, action, actor, allow,
    always, auto, check, collection_action, computed, env, field, fn, forbid, group, index, links, many, measure, only, put, ref, rules, unique,
)
from bedplate.testing import Answer, Bed


def use(*values: object) -> None:
    """Takes what a line makes, so that the mistake is all that is wrong with it."""


# ---- declarations
class Bad(Resource, tennant="org"):                                     # 1 an option misspelt
    a: Field[int] = field(maxx=3)                                       # 2 a rule misspelt
    b: Field[Status] = field(default="open")                            # 3 a default of another type
    c: Field[Status] = field(default=Status.OPEN, moves={Status.OPEN: ("closed",)})     # 4 a move to a text
    d: Ref[Org] = ref(default=actor(Person))                            # 5 a default row of another kind
    e: Field[str] = field(max=20)
    one = unique(a, "e")                                                # 6 a name instead of the field
    two = unique(a, f)                                                  # 7 a field that is not there

    @classmethod
    @allow("read")
    def p1(cls, me: Me) -> Expr[bool]:
        return cls.d.id == me.role                                      # 8 compares an id with a role

    @classmethod
    @allow("read")
    def p2(cls, me: Me) -> Expr[bool]:
        return me.rol == Role.ADMIN                                     # 9 a field of the caller misspelt

    @classmethod
    @allow("read")
    def p3(cls, me: Me) -> Expr[bool]:
        return cls.d == me.org                                          # 10 compares relations, not ids

    @classmethod
    @allow("read")                                                      # 11 a rule that is not an expression
    def p4(cls, me: Me) -> bool:
        return True

    @classmethod
    @allow("read")
    def p5(cls, me: Me) -> Expr[bool]:
        return me.role.in_(["admin"])                                   # 12 texts for an enumeration

    @action()                                                           # 13 an action without a limit
    async def act(self, ctx: Ctx[Person]) -> Bad:
        return self

    @classmethod
    @allow("read", strangers=True)                                      # 14 strangers without a limit
    def p6(cls) -> Expr[bool]:
        return cls.a > 0

    @classmethod
    @forbid("read", strangers=True)                                     # 15 forbids with an option of allow
    def p7(cls) -> Expr[bool]:
        return cls.a > 0

    @classmethod
    @check                                                              # 16 a check that is a number
    def positive(cls) -> Expr[int]:
        """Never below zero."""
        return cls.a

    @computed(sorted=True)                                              # 17 an option of a computed field misspelt
    @classmethod
    def doubled(cls) -> Expr[int]:
        return cls.a * 2

    @action(limit="1/min", raises=(ValueError,))                        # 18 an error that is no refusal
    async def raise_it(self, ctx: Ctx[Person]) -> Bad:
        return self

    @action(limit="1/min")                                              # 19 an action that cannot wait
    def at_once(self, ctx: Ctx[Person]) -> Bad:
        return self

    @classmethod
    @collection_action(limit=5)                                         # 20 a limit that is a number
    async def all_of_them(cls, ctx: Ctx[Person]) -> None: ...


class Numbers(Resource, page="20"):                                     # 21 a page that is a text
    a: Field[bool] = field()
    b: Field[bool] = field()
    count: Field[int] = field(ge="0")                                   # 22 a bound that is a text
    price: Field[Decimal] = field(places=2, max_digits=9)               # 23 an option of another framework
    owner: Ref[Person] = ref(on_delete="setnull")                       # 24 a cascade misspelt
    parts: Many[Ticket] = many(by="ticket", maximum=5)                  # 25 an option of a relation misspelt
    born: Field[datetime] = auto(colum="born")                          # 26 an option of a made field misspelt
    text: Field[Annotated[str, rules(longest=3)]] = field()             # 27 basedpyright only: a rule misspelt (mypy does not look into Annotated)
    by_count = index("count")                                           # 28 a name instead of a field

    @classmethod
    @allow("read")
    def p1(cls, me: Me) -> Expr[bool]:
        return cls.a & cls.b == cls.a                                   # 29 brackets forgotten

    @classmethod
    @allow("read")
    def p2(cls, me: Me) -> Expr[bool]:
        return cls.a | (cls.b == False)                                 # 30 not written as ~

    @classmethod
    @allow("read")
    def p3(cls, me: Me) -> Expr[bool]:
        return not cls.a                                                # 31 not for ~

    @classmethod
    @allow("read")
    def p4(cls, me: Me) -> Expr[bool]:
        return cls.a and cls.b                                          # 32 at boot: and for & (no checker asks whether its sides have a truth)

    @classmethod
    @allow("read")
    def p5(cls, me: Me) -> Expr[bool]:
        return cls.a & True                                             # 33 a Python truth in a rule

    @classmethod
    @allow("read")
    def p6(cls, me: Me) -> Expr[bool]:
        return cls.owner.id is None                                     # 34 is None for is_null()

    @classmethod
    @allow("read")
    def p7(cls, me: Me) -> Expr[bool]:
        return cls.count in (1, 2)                                      # 35 in for in_()

    @classmethod
    @allow("read")
    def p8(cls, me: Person) -> Expr[bool]:
        return me.role == Role.ADMIN                                    # 36 the caller as a row instead of a class

    @classmethod
    @allow("read")
    def p9(cls, me: Me) -> Expr[bool]:
        return cls.parts.count                                          # 37 a method not called

    @classmethod
    @allow("read")
    def p10(cls, me: Me) -> Expr[bool]:
        return cls.owner                                                # 38 a reference is not a condition

    @classmethod
    @allow("read")
    def p11(cls, me: type[Account]) -> Expr[bool]:
        return me.email == "x"                                          # 39 not every account has an address

    @classmethod
    @allow("read", limit="5/min")                                       # 40 a limit of strangers without strangers
    def p12(cls, me: Me) -> Expr[bool]:
        return always

    @classmethod
    @allow("read", across_tenant=True)                                  # 41 an option of allow misspelt
    def p13(cls, me: Me) -> Expr[bool]:
        return always


class Registered(Keyed[int]):
    id: Field[str] = auto()                                             # 42 a key of another type than it says


# ---- the context
async def contexts(t: Ticket, c: Ctx[Person], n: Ctx[None], o: Effects[Person], s: Ctx[System], w: AnyCtx, r: Reads[Person], k: Comment) -> None:
    use(n.me.email)                                                     # 43 nobody is signed in
    use(s.me.email)                                                     # 44 the application is nobody
    use(w.me.role)                                                      # 45 who it is has not been asked
    o.add(t)                                                            # 46 writes where it may only act
    await o.emit(TicketAssigned(ticket=t, to=c.me))                     # 47 an event where it may only act
    Ticket.where(Ticket.late).update(o, put(Ticket.title, "x"))         # 48 an update where it may only act
    r.add(t)                                                            # 49 writes where it may only read
    c.add(Ticket)                                                       # 50 adds a class
    c.delete(t.id)                                                      # 51 deletes an id
    use(c.system())                                                     # 52 no reason
    use(c.acting_as(t))                                                 # 53 acts as something that is no account
    await c.load(t.id)                                                  # 54 loads an id
    c.require(t.late, NotFound)                                         # 55 requires a value that was read
    c.require(Ticket.late, ValueError)                                  # 56 refuses with an error that is no refusal
    await c.emit(t)                                                     # 57 emits a row
    await c.emit(TicketAssigned(ticket=t, to=c.me), after=30)           # 58 a delay without a unit
    await o.decide(give, t.id, "x")                                     # 59 an id for a row in a decision
    await o.decide(give, t)                                             # 60 a decision without its argument
    await o.decide(told_to, t)                                          # 61 decides something that is no decision
    await c.apply(t)                                                    # 62 applies all or nothing
    await r.decide(give, t, "x")                                        # 63 decides where it may only read
    use(c.now - 5)                                                      # 64 calculates with a time and a number


async def give(ctx: Ctx[Person], ticket: Ticket, words: str) -> Ticket:
    ticket.title = words
    return ticket


def told_to(ctx: Ctx[Person], ticket: Ticket) -> Ticket:
    return ticket


# ---- rows
async def rows(t: Ticket, c: Ctx[Person], k: Comment, p: Person, b: Project) -> None:
    use(t.project.name)                                                 # 65 a relation that is not awaited
    use(t.assignee.id)                                                  # 66 may be nobody
    use((await t.project).nam)                                          # 67 a field misspelt after await
    await t.assign(c, to=t)                                             # 68 an action called with another kind of row
    await t.assign(c)                                                   # 69 an action without its argument
    await t.solve()                                                     # 70 an action that nobody asks for
    use((await t.solve(c)).titel)                                       # 71 a field misspelt on what an action gives
    use(Person(email="x", name="y"))                                    # 72 misses the organisation
    use(Org(name="x", people=[p]))                                      # 73 gives the many side
    use(Project(org=p, name="x"))                                       # 74 a row of another kind in a constructor
    use(Machine())                                                      # 75 a machine without a name
    t.late = True                                                       # 76 writes a computed field
    t.title = 7                                                         # 77 a number for a text
    t.status = "closed"                                                 # 78 a text for an enumeration
    t.project = p                                                       # 79 a row of another kind
    t.project = None                                                    # 80 nothing for what must be
    t.project = b.id                                                    # 81 an id for a row
    t.title = Ticket.priority                                           # 82 an expression of another type
    t.comments = [k]                                                    # 83 assigns the many side
    t.titel = "x"                                                       # 84 a field misspelt
    use(list(t.comments))                                               # 85 walks through rows that nobody asked for
    t.created_at = 5                                                    # 86 a number for a time
    use(Ticket.solve(c))                                                # 87 an action of no row
    use(t.late())                                                       # 88 calls a computed field
    use(t.author.email)                                                 # 89 only the id is at hand without await


# ---- queries, expressions, put
async def queries(t: Ticket, c: Ctx[Person], p: Person) -> None:
    await Ticket.where().all()                                          # 90 nobody asks
    use(Ticket.where(Ticket.comments))                                  # 91 a relation is not a condition
    use(Ticket.where(t.title == "x"))                                   # 92 a value that was read is not a condition
    use(Ticket.where(Ticket.author == p))                               # 93 compares a relation with a row
    use(Ticket.where(Ticket.status == "open"))                          # 94 a text for an enumeration
    use(Ticket.where(Ticket.created_at > 5))                            # 95 a number for a time
    use(Ticket.where(title="x"))                                        # 96 a filter of another framework
    use(Ticket.where().order_by("title"))                               # 97 a name to order by
    use(Ticket.where().page(2))                                         # 98 a page without its size
    use(Ticket.where().load("author"))                                  # 99 a name to load
    use((await Ticket.where().first(c)).title)                          # 100 may be none
    use((await Ticket.where().all(c)).title)                            # 101 many rows as one
    await Ticket.where().sum(c, Ticket.title)                           # 102 adds up texts
    await Ticket.get(t.id)                                              # 103 nobody asks for one row
    Ticket.where().update(c, title="x")                                 # 104 an update without put
    use(put(Ticket.title, 3))                                           # 105 a value of another type
    use(put(Ticket.project, t))                                         # 106 a row of another kind
    use(put("title", "x"))                                              # 107 a name for a field
    use(put(Ticket.titel, "x"))                                         # 108 a field misspelt
    use(Ticket.answered_at + timedelta(1))                              # 109 calculates with what may be null
    use(Ticket.title - 1)                                               # 110 calculates with a text
    use(Ticket.title.round(2))                                          # 111 rounds a text
    use(Ticket.priority.lower())                                        # 112 an enumeration is not a text
    use(Ticket.title.contains(3))                                       # 113 looks for a number in a text
    use(Ticket.answered_at.or_else("never"))                            # 114 another type instead of null
    use(Ticket.comments.any(lambda k: k.bodyy == "x"))                  # 115 misspelt in a lambda
    use(Ticket.comments.every())                                        # 116 all of them, but what
    use(Ticket.comments.sum(lambda k: k.body))                          # 117 adds up texts of related rows
    use(Ticket.comments.where(Comment.internal))                        # 118 a condition where a lambda belongs
    use(t.comments.all())                                               # 119 nobody asks for the related rows
    use(fn.day(Ticket.title))                                           # 120 the day of a text
    use(fn.when(Ticket.late, 1).otherwise("x"))                         # 121 two types in one choice
    use(fn.when(t.late, 1))                                             # 122 a choice by a value that was read
    use(fn.current())                                                   # 123 a function that is not there
    use(always & t.late)                                                # 124 a value that was read in a rule


# ---- the application: events, hooks, services, settings, endpoints
use(App(__name__, accounts=Ticket))                                     # 125 accounts that cannot sign in
use(App(__name__, limits="5/min"))                                      # 126 an option misspelt
use(App(__name__, settings=Notices))                                    # 127 settings that are none


@app.on(TicketAssigned)                                                 # 128 a handler of another event
async def h1(event: Answered, ctx: Ctx[System]) -> None: ...


@app.on(Ticket)                                                         # 129 a row is not an event
async def h2(event: Ticket, ctx: Ctx[System]) -> None: ...


@app.on(TicketAssigned, retry=3)                                        # 130 an option of a handler misspelt
async def h3(event: TicketAssigned, ctx: Ctx[System]) -> None: ...


@Ticket.on("update")                                                    # 131 a hook of another shape
async def h4(ticket: Ticket, ctx: AnyCtx) -> None: ...


@Comment.on("create")                                                   # 132 forgets that the application may be the caller
async def h5(comment: Comment, ctx: Ctx[Person]) -> None: ...


@Comment.on("created")                                                  # 133 a verb misspelt
async def h6(comment: Comment, ctx: AnyCtx) -> None: ...


@Comment.on("delete")                                                   # 134 a hook of another resource
async def h7(ticket: Ticket, ctx: AnyCtx) -> None: ...


class Plain: ...


use(app.service(Plain))                                                 # 135 a service that is none


@dataclass(frozen=True)
class Answered(Event, topics="x"):                                      # 136 an option of an event misspelt
    comment: Comment


class Config(Settings, prefix="BAD_"):
    retries: int = env(default="3")                                     # 137 a default of another type
    key: Secret


class Unnamed(Settings):                                                # 138 settings without a prefix
    key: Secret


def configured(config: Config, t: Ticket, p: Person) -> None:
    use(Config(retries=3))                                              # 139 a setting left out
    use("Bearer " + config.key)                                         # 140 a secret as a text
    use(config.retires)                                                 # 141 a setting misspelt
    config.retries = 4                                                  # 142 settings do not change
    use(TicketAssigned(ticket=t.id, to=p))                              # 143 an id for a row of an event
    use(TicketAssigned(ticket=t))                                       # 144 an event without all it says


@app.endpoint("GET", "/x", auth=ANYONE)                                 # 145 an endpoint without a limit
async def e1(ctx: Ctx[None]) -> None: ...


@app.endpoint("GTE", "/x", auth=ANYONE, limit="1/min")                  # 146 a method misspelt
async def e2(ctx: Ctx[None]) -> None: ...


@app.endpoint("GET", "/x", limit="1/min")                               # 147 an endpoint without auth
async def e3(ctx: Ctx[None]) -> None: ...


@app.endpoint("GET", "/x", auth="anyone", limit="1/min")                # 148 auth as a text
async def e4(ctx: Ctx[None]) -> None: ...


@app.endpoint("GET", "/x", auth=SIGNED_IN, limit="1/min")               # 149 an endpoint that cannot wait
def e5(ctx: Ctx[Person]) -> str:
    return ""


@app.endpoint("POST", "/x", auth=only(actor(Person).role), limit="1/min")   # 150 a role instead of a condition
async def e6(ctx: Ctx[Person]) -> None: ...


@app.endpoint("POST", "/x", auth=HMAC("KEY"), limit="1/min", unknown="drop")    # 151 an option that is not there
async def e7(ctx: Ctx[None]) -> Http201[int]:
    return Http201("made")                                              # 152 a body of another type


class Teapot(Reply[str]):                                               # 153 a reply without a status
    """Short and stout."""


def replies(body: str, t: Ticket) -> None:
    use(HMAC())                                                         # 154 a signature without a secret
    use(Cookie())                                                       # 155 a cookie without a name
    use(Header(2))                                                      # 156 a number for a name
    use(rules(longest=3))                                               # 157 a rule misspelt
    use(SetCookie("sid", body, same_site="lax"))                        # 158 an attribute of a cookie misspelt
    use(Html(body))                                                     # 159 basedpyright only: a page from a text of the client (mypy takes LiteralString for str)
    use(Html.of(f"<b>{body}</b>"))                                      # 160 basedpyright only: a template that is not literal (the same)
    use(Raw(body.encode()))                                             # 161 bytes without a media type
    use(Raw(body, media="text/plain"))                                  # 162 a text for bytes
    use(Http201(body, cookie=[SetCookie("sid", "x")]))                       # 163 an option of a reply misspelt
    raise TicketClosed(t)                                               # 164 a row for a code


def refusals() -> Sequence[type[Refusal]]:
    use(Conflict(detail="it is closed"))                                # 165 an option of a refusal misspelt
    use(Forbidden(status=403))                                          # 166 a status of its own
    return (Conflict, Unavailable, Exception)                           # 167 an error among refusals


# ---- tests of an application
async def tested(bed: Bed, answer: Answer, t: Ticket, words: Short) -> None:
    await bed.make(Ticket, title="x")                                   # 168 a value without put
    await bed.make(t)                                                   # 169 makes a row instead of a kind
    bed.travel(3)                                                       # 170 time without a unit
    await bed.allows("ana", "read", t)                                  # 171 a name for an account
    await bed.allows(None, "update", t, "title")                        # 172 a name for a field
    use(bed.emitted(Ticket))                                            # 173 a row is not an event
    bed.replace(Notices, Fake())                                        # 174 a fake of another service
    use(bed.client(t))                                                  # 175 calls as something that is no account
    use(answer.statuscode)                                              # 176 an attribute misspelt
    use(answer.data(list[str]).title)                                   # 177 many as one
    use((await bed.read(t, Ticket.priority)).upper().level)             # 178 a text that is more


class Fake(Service):
    async def tell(self, person: str, words: str) -> None: ...


def priorities() -> Expr[Priority]:
    return Expr(Priority.LOW)                                           # 179 a constant is not an expression


# ---- types of fields
class Reading(Resource):
    value: Field[float] = field(default="0.5")                          # 180 a text for a float
    count: Field[BigInt] = field(default=0.5)                           # 181 a float for a whole number
    opens: Field[time] = field(default=datetime(2026, 1, 1))            # 182 an instant for a time of day
    digest: Field[bytes] = field(max=32, default="00")                  # 183 a text for bytes
    tags: Field[list[str]] = field(max=9, distinct="yes")               # 184 a mark that is a text
    sound: Field[float] = field(ge=timedelta(0), max_digits=3)          # 185 an option of another framework

    @classmethod
    @allow("read")
    def some(cls, me: Me) -> Expr[bool]:
        return cls.opens < "09:00"                                      # 186 a time compared with a text

    @computed
    @classmethod
    def half(cls) -> Expr[int]:
        """A float as a whole number."""
        return cls.value                                                # 187 a float for a whole number


def readings(reading: Reading) -> None:
    use(reading.digest.lower() == "00")                                 # 188 bytes compared with a text
    reading.opens = "09:00"                                             # 189 a text for a time
    use(reading.value.hour)                                             # 190 a number has no hours


# ---- many to many
class Linked(Resource):
    tickets: Many[Ticket] = links(back="linked", maximum=5)             # 191 an option of a relation misspelt
    others: Many[Ticket] = links(back=Ticket)                           # 192 a class for the name of the other side


def linked(one: Linked, org: Org, ticket: Ticket) -> None:
    one.tickets.add(org)                                                # 193 links another kind of row
    one.tickets.append(ticket)                                          # 194 a relation is no list
    use(Ticket.search(3))                                               # 195 a number for words
    use(Ticket.search("red").title)                                     # 196 a query is no row


# ---- words in other languages
GERMAN = Messages("de", {"NOT_FOUND": "Hier ist nichts."})
use(App(__name__, messages={"de": {}}))                                 # 197 a map for catalogues
use(App(__name__, messages=[GERMAN]))                                   # 198 a list of catalogues
use(Messages("de", {404: "Hier ist nichts."}))                          # 199 a status for a code
use(Messages("de", rules={}))                                           # 200 a catalogue without codes
use(Messages("de", {}, rules={"max": ["a", "b"]}))                      # 201 a list of texts


# ---- reports, exports, picked values
class Exported(Resource, export=("xlsx",)):                             # 202 a format that there is not
    title: Field[str] = field(max=20, group="yes")                      # 203 a text for a mark
    count: Field[int] = field(measured=True)                            # 204 a mark misspelt


class NoLimit(Report, of=Ticket):                                       # 205 a report without a limit
    rows: Field[int] = measure(fn.count())


class OfText(Report, of="Ticket", limit="1/min"):                       # 206 a name for the class
    rows: Field[int] = measure(fn.count())


class Figures(Report, of=Exported, limit="1/min", where=True):          # 207 a truth for a condition
    day: Field[int] = group(fn.day(Exported.created_at))                # 208 a date for a number
    titles: Field[str] = measure(fn.sum(Exported.title))                # 209 adds up texts
    mean: Field[int] = measure(fn.mean(Exported.count))                 # 210 a mean of whole numbers is a float, or none
    least: Field[int] = measure(fn.min(Exported.count))                 # 211 of no rows there is no least
    some: Field[int] = measure(fn.count(Exported.count > 1))            # 212 a condition without `where=`


async def picked(ctx: Ctx[Person]) -> None:
    titles: list[str] = await Ticket.where().select(Ticket.title).all(ctx)   # 213 lines are tuples
    pairs: list[tuple[str, str]] = await Exported.where().select(Exported.title, Exported.count).all(ctx)   # 214 a number for a text
    use(titles, pairs, await Ticket.where().select("title").all(ctx))   # 215 a name for an expression
    use(await Exported.where().select(Exported.count).into(str.upper, ctx))   # 216 a function of a text, given a number
    use(await Ticket.where().stream(ctx))                               # 217 a stream is walked through, not awaited
    async for one in Ticket.where().stream(ctx):
        use(one.tittle)                                                 # 218 a field misspelt


# ---- contracts that exist already
def refused(refusal: Refusal) -> str:
    return refusal.words


def refused_late(refusal: Refusal, again: int) -> str:
    return refusal.words


use(app.group("/old", error=refused))                                   # 219 an option misspelt
use(app.group("/old", errors=refused_late))                             # 220 a function of more than the refusal
use(app.group("/old", unknown="drop"))                                  # 221 neither refused nor ignored
use(app.group(old=True))                                                # 222 an option that there is not
use(App(__name__, sessions="sid"))                                      # 223 a name for sessions
use(Sessions("sid", idle="1h"))                                         # 224 settings of sessions are in the environment


async def accounts_misused(accounts: Accounts, ctx: Effects[None], decides: Ctx[None], ana: Person, ticket: Ticket) -> None:
    use(await accounts.sign_in(ctx, email="a@example.org"))             # 225 signs in without a password
    use(await accounts.sign_in(decides, email="a", password="b"))       # 226 signs in where one may only decide
    use(await accounts.register(ctx, ticket, password="b"))             # 227 registers what is no account
    use((await accounts.sign_in(ctx, email="a", password="b")).cookie)  # 228 a session that may be none
    use((await accounts.register(ctx, ana, password="b")).name)         # 229 an account that may be none
