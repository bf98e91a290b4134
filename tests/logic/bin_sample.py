"""A workshop whose projects, tasks and labels are deleted softly."""
from __future__ import annotations

from bedplate import (
    Account,
    App,
    Ctx,
    Expr,
    Field,
    Many,
    Ref,
    Resource,
    Short,
    User,
    allow,
    always,
    check,
    collection_action,
    computed,
    field,
    forbid,
    many,
    ref,
)

__all__ = ["Label", "Note", "Person", "Project", "Stamp", "Task", "app"]


class Person(User):
    """Who works here."""

    keeper: Field[bool] = field(default=False)
    tasks: Many[Task] = many(by="owner")

    @computed
    @classmethod
    def busy(cls) -> Expr[int]:
        return cls.tasks.count()

    @classmethod
    @allow("read")
    def everybody(cls, me: type[Account]) -> Expr[bool]:
        return always


class Project(Resource, soft_delete=True, sort="name"):
    """What tasks belong to."""

    name: Field[str] = field(max=40, unique=True, filter=True, sort=True)
    points: Field[int] = field(default=0)
    closed: Field[bool] = field(default=False)
    tasks: Many[Task] = many(by="project")

    @classmethod
    @allow("read", "create", "update", "delete")
    def all(cls, me: type[Person]) -> Expr[bool]:
        return always

    @classmethod
    @allow("restore", "purge")
    def kept(cls, me: type[Person]) -> Expr[bool]:
        return me.keeper

    @classmethod
    @forbid("restore")
    def stays_closed(cls) -> Expr[bool]:
        return cls.closed

    @classmethod
    @allow("bring_back", "drop", "known", "end")
    def anybody(cls, me: type[Person]) -> Expr[bool]:
        return always

    @classmethod
    @collection_action(limit="600/min")
    async def bring_back(cls, ctx: Ctx[Person], *, name: Short) -> None:
        """Restore by name, as the caller."""
        row = await cls.where(cls.name == name).with_deleted().one(ctx)
        ctx.restore(row)
        row.points = row.points + 1

    @classmethod
    @collection_action(limit="600/min")
    async def drop(cls, ctx: Ctx[Person], *, name: Short) -> None:
        """Delete by name, as one statement."""
        cls.where(cls.name == name).delete(ctx)

    @classmethod
    @collection_action(limit="600/min")
    async def end(cls, ctx: Ctx[Person], *, name: Short) -> None:
        """Purge by name, as the application."""
        system = ctx.system("the end of it")
        system.purge(await cls.where(cls.name == name).with_deleted().one(system))

    @classmethod
    @collection_action(limit="600/min")
    async def known(cls, ctx: Ctx[Person]) -> int:
        """How many there are that are not deleted, times ten, and with the deleted that the caller may bring back."""
        return 10 * await cls.where().count(ctx) + await cls.where().with_deleted().count(ctx)


class Task(Resource, soft_delete=True, sort="title"):
    """Goes with its project, and by itself."""

    project: Ref[Project] = ref(on_delete="cascade", filter=True)
    owner: Ref[Person | None] = ref(on_delete="set_null", default=None)
    title: Field[str] = field(max=40, unique="project")
    notes: Many[Note] = many(by="task")

    @computed
    @classmethod
    def of(cls) -> Expr[str | None]:
        return cls.project.name

    @classmethod
    @allow("read", "create", "update", "delete", "restore")
    def all(cls, me: type[Person]) -> Expr[bool]:
        return always

    @check
    @classmethod
    def few(cls) -> Expr[bool]:
        """A project has two tasks at most."""
        return cls.project.tasks.count() <= 2


class Note(Resource, part_of="task", sort="text"):
    """A part: returns with its task; by itself it is deleted for good."""

    task: Ref[Task] = ref(on_delete="cascade")
    text: Field[str] = field(max=40)


class Label(Resource):
    """Needs its project, and does not go with it."""

    project: Ref[Project] = ref()
    text: Field[str] = field(max=40)

    @classmethod
    @allow("read", "create", "update")
    def all(cls, me: type[Person]) -> Expr[bool]:
        return always


class Stamp(Resource):
    """Hangs on two rows."""

    one: Ref[Project] = ref(on_delete="cascade")
    two: Ref[Project] = ref(on_delete="cascade")

    @classmethod
    @allow("read")
    def all(cls, me: type[Person]) -> Expr[bool]:
        return always


app = App(__name__, accounts=(Person,))
