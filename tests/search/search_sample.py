"""Notes that are searched, by people of whom not everybody may read all fields."""
from __future__ import annotations

from bedplate import (
    App,
    Ctx,
    Expr,
    Field,
    Numbered,
    Ref,
    Resource,
    Short,
    User,
    action,
    actor,
    allow,
    always,
    collection_action,
    field,
    ref,
)


class Team(Resource):
    """The tenant."""
    name: Field[str] = field(max=40)

    @classmethod
    @allow("read")
    def mine(cls, me: Me) -> Expr[bool]:
        return cls.id == me.team.id


class Person(User, tenant="team"):
    """Who writes and reads."""
    team: Ref[Team] = ref()
    name: Field[str] = field(max=40, pii=True, search=True)
    chief: Field[bool] = field(default=False, writable=False)

    @classmethod
    @allow("read")
    def colleagues(cls, me: Me) -> Expr[bool]:
        return always


Me = type[Person]
ME = actor(Person)


class Note(Resource, tenant="team", sort="title"):
    """A note. Its remarks are for its author and for chiefs."""
    team: Ref[Team] = ref(default=ME.team, writable=False)
    title: Field[str] = field(max=80, search=True, sort=True)
    body: Field[str] = field(max=20_000, search=True, default="")
    remarks: Field[str | None] = field(max=2_000, search=True, default=None)
    author: Ref[Person] = ref(default=ME, writable=False)
    kind: Field[str] = field(max=20, default="plain", filter=True)

    @classmethod
    @allow("read", "create", "rename", "find")
    def all_of_the_team(cls, me: Me) -> Expr[bool]:
        return always

    @classmethod
    @allow("update", "delete")
    def own(cls, me: Me) -> Expr[bool]:
        return cls.author.id == me.id

    @classmethod
    @allow("read", fields=("remarks",))
    def own_remarks(cls, me: Me) -> Expr[bool]:
        return (cls.author.id == me.id) | me.chief

    @action(limit="60/min")
    async def rename(self, ctx: Ctx[Person]) -> None:
        """Put the kind before the title: an expression of the database."""
        self.title = Note.kind + " " + Note.title

    @classmethod
    @collection_action(limit="60/min")
    async def find(cls, ctx: Ctx[Person], *, words: Short) -> list[Note]:
        """Search in code, on behalf of the caller."""
        return await Note.search(words).where(Note.kind == "plain").all(ctx)


class Line(Numbered):
    """Keys that the database makes."""
    text: Field[str] = field(max=200, search=True)

    @classmethod
    @allow("read", "create")
    def all_of_them(cls, me: Me) -> Expr[bool]:
        return always


app = App(__name__, accounts=Person)
