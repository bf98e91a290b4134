"""A store room with every door for writing several rows: items by organisation, counters with keys of the database, places with two keys."""
from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from bedplate import (
    AnyCtx,
    App,
    Conflict,
    Expr,
    Field,
    Numbered,
    Ref,
    Resource,
    Row,
    User,
    actor,
    allow,
    always,
    check,
    field,
    forbid,
    ref,
    unique,
)


class State(StrEnum):
    NEW, KEPT, GONE = "new", "kept", "gone"


class NotThat(Conflict):
    """Nothing is called that."""


class Org(Resource):
    """The tenant."""
    name: Field[str] = field(max=40)

    @classmethod
    @allow("read")
    def mine(cls, me: Me) -> Expr[bool]:
        return cls.id == me.org.id


class Person(User, tenant="org", path="people"):
    """Who keeps the room."""
    org: Ref[Org] = ref()
    name: Field[str] = field(max=40, default="Ana", filter=True)
    chief: Field[bool] = field(default=False)

    @classmethod
    @allow("read", "update", "delete")
    def colleagues(cls, me: Me) -> Expr[bool]:
        return always


Me = type[Person]
ME = actor(Person)


class Shelf(Resource, tenant="org", path="shelves"):
    """Seen by its owner only."""
    org: Ref[Org] = ref(default=ME.org, writable=False)
    owner: Ref[Person] = ref()

    @classmethod
    @allow("read")
    def own(cls, me: Me) -> Expr[bool]:
        return cls.owner.id == me.id


class Item(Resource, tenant="org", sort="code", bulk=20, upsert="code", replace=True):
    """What lies there."""
    org: Ref[Org] = ref(default=ME.org, writable=False)
    code: Field[str] = field(max=8, pattern="[A-Z][0-9]*", unique="org", immutable=True)
    title: Field[str] = field(max=12, filter=True, default="thing")
    amount: Field[int] = field(ge=0, le=1000, default=0, filter=True)
    state: Field[State] = field(default=State.NEW, filter=True, moves={State.NEW: (State.KEPT,), State.KEPT: (State.GONE,)})
    price: Field[Decimal | None] = field(places=2, default=None)
    secret: Field[str | None] = field(max=20, default=None, filter=True)
    made_of: Field[str] = field(max=20, default="wood", immutable=True)
    shelf: Ref[Shelf | None] = ref(default=None, on_delete="restrict", filter=True)
    parent: Ref[Item | None] = ref(default=None, on_delete="cascade")

    @classmethod
    @allow("read")
    def everybody(cls, me: Me) -> Expr[bool]:
        return (cls.title != "unseen") | me.chief

    @classmethod
    @allow("create", "update", "delete")
    def not_fixed(cls, me: Me) -> Expr[bool]:
        return cls.title != "fixed"

    @classmethod
    @allow("create", "update", fields=("price",))
    def chiefs_price(cls, me: Me) -> Expr[bool]:
        return me.chief

    @classmethod
    @allow("read", fields=("secret",))
    def chiefs_know(cls, me: Me) -> Expr[bool]:
        return me.chief

    @classmethod
    @check
    def not_too_many(cls) -> Expr[bool]:
        """Ten of a thing that is gone."""
        return (cls.state != State.GONE) | (cls.amount <= 10)


class Counter(Numbered, bulk=5):
    """Its key is made by the database."""
    name: Field[str] = field(max=10, unique=True, filter=True)

    @classmethod
    @allow("read", "create", "update", "delete")
    def anybody(cls, me: Me) -> Expr[bool]:
        return always


class Spot(Row, bulk=5, upsert="once"):
    """Two fields are its key."""
    row: Field[int] = field(key=True, ge=0)
    side: Field[str] = field(key=True, max=5)
    mark: Field[str] = field(max=10, default="-", filter=True)
    level: Field[int] = field(ge=0, le=9)
    owner: Ref[Person] = ref(default=ME, writable=False)
    once = unique(owner, level)

    @classmethod
    @allow("read", "create", "update", "delete")
    def anybody(cls, me: Me) -> Expr[bool]:
        return always


class Told(Resource, bulk=20, upsert="name", replace=True):
    """Each write of it is asked by hooks."""
    name: Field[str] = field(max=10, unique=True)
    size: Field[int] = field(default=1, filter=True)
    by: Ref[Person] = ref(default=ME)
    shelf: Ref[Shelf | None] = ref(default=None)

    @classmethod
    @allow("read", "create", "update", "delete")
    def anybody(cls, me: Me) -> Expr[bool]:
        return always


class Note(Resource, path="notes"):
    """What the hooks wrote down. No door for several rows."""
    text: Field[str] = field(max=100)

    @classmethod
    @allow("read", "create", "update")
    def anybody(cls, me: Me) -> Expr[bool]:
        return always

    @classmethod
    @forbid("update")
    def kept(cls, me: Me) -> Expr[bool]:
        return always


@Told.on("create")
async def notes_the_new(new: Told, ctx: AnyCtx) -> None:
    if new.name == "bad":
        raise NotThat
    ctx.add(Note(text=f"created {new.name}"))


@Told.on("update")
async def notes_the_change(new: Told, old: Told, ctx: AnyCtx) -> None:
    if new.size < old.size:
        raise NotThat
    ctx.add(Note(text=f"{old.name} {old.size} to {new.size}"))


@Told.on("delete")
async def notes_the_end(old: Told, ctx: AnyCtx) -> None:
    if old.size == 9:
        raise NotThat
    ctx.add(Note(text=f"deleted {old.name}"))


app = App(__name__, accounts=Person)
