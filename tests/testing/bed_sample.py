"""A small application that has one of everything that a bed makes up, asks or replaces: workshops and the jobs that they do."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, TypeAlias
from uuid import UUID

from bedplate import (
    AnyCtx,
    App,
    Conflict,
    Ctx,
    Effects,
    Email,
    Event,
    Expr,
    Field,
    Keyed,
    Many,
    Numbered,
    Ref,
    Resource,
    Service,
    System,
    Url,
    User,
    action,
    actor,
    allow,
    always,
    check,
    computed,
    field,
    forbid,
    many,
    ref,
    rules,
)

Hours: TypeAlias = Annotated[Decimal, rules(places=2)]


class Grade(StrEnum):
    APPRENTICE, MASTER = "apprentice", "master"


class Size(StrEnum):
    SMALL, LARGE = "small", "large"


class AlreadyStarted(Conflict):
    """The job was started."""


@dataclass(frozen=True)
class Box:
    width: int
    label: str
    spare: int = 0


@dataclass(frozen=True)
class JobStarted(Event):
    job: Job
    by: Worker | None
    hours: Hours


@dataclass(frozen=True)
class JobAudited(Event):
    job: Job


class Workshop(Resource):
    """The tenant."""
    name: Field[str] = field(max=40, unique=True)
    workers: Many[Worker] = many(by="workshop")

    @classmethod
    @allow("read")
    def mine(cls, me: Me) -> Expr[bool]:
        return cls.id == me.workshop.id


class Worker(User, tenant="workshop", path="workers"):
    """Who works."""
    workshop: Ref[Workshop] = ref()
    name: Field[str] = field(max=40)
    grade: Field[Grade] = field(default=Grade.APPRENTICE)
    wage: Field[Decimal] = field(places=2, ge=0, default=Decimal(20))

    @classmethod
    @allow("read")
    def colleagues(cls, me: Me) -> Expr[bool]:
        return always

    @classmethod
    @allow("read", fields=(wage,))
    def own_wage(cls, me: Me) -> Expr[bool]:
        return cls.id == me.id

Me = type[Worker]
ME = actor(Worker)


class Job(Resource, tenant="workshop"):
    """Something to be done."""
    workshop: Ref[Workshop] = ref()
    title: Field[str] = field(max=12)
    number: Field[str] = field(max=8, pattern="[A-Z]{2}-[0-9]{3}", unique="workshop")
    size: Field[Size] = field()
    price: Field[Decimal] = field(places=2, gt=0)
    due: Field[date] = field()
    length: Field[timedelta] = field(ge=0)
    boxes: Field[list[Box]] = field(min=1, max=5)
    contact: Field[Email] = field()
    page: Field[Url] = field()
    token: Field[UUID] = field(hidden=True, default_factory=lambda: UUID(int=7))
    started_at: Field[datetime | None] = field(default=None, writable=False)
    author: Ref[Worker] = ref(default=ME, writable=False)
    helper: Ref[Worker | None] = ref(default=None)
    steps: Many[Step] = many(by="job")

    @computed
    @classmethod
    def is_started(cls) -> Expr[bool]:
        return cls.started_at.not_null()

    @classmethod
    @allow("read")
    def everybody(cls, me: Me) -> Expr[bool]:
        return always

    @classmethod
    @allow("create", "update", "start", "fail")
    def author_or_master(cls, me: Me) -> Expr[bool]:
        return (cls.author.id == me.id) | (me.grade == Grade.MASTER)

    @classmethod
    @allow("update", fields=(price,))
    def masters_set_prices(cls, me: Me) -> Expr[bool]:
        return me.grade == Grade.MASTER

    @classmethod
    @allow("read", fields=(page,))
    def helper_reads_on(cls, me: Me) -> Expr[bool]:
        return cls.helper.id == me.id                                   # unknown where there is no helper

    @classmethod
    @forbid("update")
    def started(cls, me: Me) -> Expr[bool]:
        return cls.started_at.not_null()

    @classmethod
    @check
    def helped_by_another(cls) -> Expr[bool]:
        """Nobody helps himself."""
        return cls.helper.id.is_null() | (cls.helper.id != cls.author.id)

    @action(limit="60/min", raises=(AlreadyStarted,))
    async def start(self, ctx: Ctx[Worker], *, hours: Hours = Decimal(1)) -> Job:
        """Begin."""
        if self.started_at is not None:
            raise AlreadyStarted
        self.started_at = ctx.now
        await ctx.emit(JobStarted(job=self, by=ctx.me, hours=hours))
        return self

    @action(limit="60/min")
    async def fail(self, ctx: Ctx[Worker]) -> Job:
        """A bug."""
        raise ZeroDivisionError("a bug of the application")


@Job.on("create")
async def is_hooked(job: Job, ctx: AnyCtx) -> None:
    job.title = "hooked"


class Step(Numbered, part_of="job"):
    """A part of a job; its key is made by the database."""
    job: Ref[Job] = ref(on_delete="cascade")
    does: Ref[Worker] = ref()
    text: Field[str] = field(max=100)


class Tool(Keyed[str]):
    """A declared key."""
    id: Field[str] = field(max=10, key=True)
    open: Field[bool] = field(default=False)

    @classmethod
    @allow("read", strangers=True, limit="60/min")
    def shown(cls) -> Expr[bool]:
        return cls.open


class Left(Resource):
    """Needs a right one, which needs a left one."""
    right: Ref[Right] = ref()


class Right(Resource):
    left: Ref[Left] = ref()


app = App(__name__, accounts=Worker)


@app.service
class Post(Service):
    """Sends letters."""
    def __init__(self) -> None:
        self.sent: list[str] = []
        self.started = 0

    async def start(self) -> None:
        self.started += 1

    async def send(self, words: str) -> None:
        self.sent.append(words)


@app.service
class Office(Service):
    """Made with another service."""
    def __init__(self, post: Post) -> None:
        self.post = post


@app.service
class Desk(Service):
    """Made with a service that is made with another one."""
    def __init__(self, office: Office) -> None:
        self.office = office


@app.on(JobStarted)
async def tells_the_office(event: JobStarted, ctx: Effects[System], office: Office) -> None:
    await office.post.send(f"{event.job.title} is begun")


@app.on(JobStarted)
async def audits(event: JobStarted, ctx: Ctx[System]) -> None:
    await ctx.emit(JobAudited(job=event.job), after=timedelta(days=1))


@app.on(JobAudited)
async def is_audited(event: JobAudited, ctx: Effects[System], desk: Desk) -> None:
    await desk.office.post.send("audited")
