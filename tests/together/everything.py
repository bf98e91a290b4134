"""One application that declares everything at once: what each part can do, it must be able to do beside the others."""
from __future__ import annotations

from enum import StrEnum

from bedplate import (
    App,
    Expr,
    Field,
    File,
    Many,
    Ref,
    Resource,
    User,
    actor,
    allow,
    always,
    check,
    computed,
    field,
    links,
    many,
    ref,
    serial,
    upload,
)

PICTURES = ("image/png", "image/jpeg")


class State(StrEnum):
    NEW, KEPT = "new", "kept"


class Org(Resource, path="organisations"):
    """The tenant."""
    name: Field[str] = field(max=40, filter=True, sort=True)

    @classmethod
    @allow("read")
    def mine(cls, me: Me) -> Expr[bool]:
        return cls.id == me.org.id


class Person(User, tenant="org", path="people"):
    """Who works here; a chief sees what is hint and what is unseen."""
    org: Ref[Org] = ref()
    name: Field[str] = field(max=40, default="Ana", filter=True, sort=True)
    chief: Field[bool] = field(default=False, writable=False)

    @classmethod
    @allow("read")
    def colleagues(cls, me: Me) -> Expr[bool]:
        return always


Me = type[Person]
ME = actor(Person)


class Label(Resource, tenant="org", soft_delete=True, bulk=20, upsert="name", replace=True):
    """Is put on items."""
    org: Ref[Org] = ref(default=ME.org, writable=False)
    name: Field[str] = field(max=20, unique="org", filter=True, sort=True, search=True, group=True)

    @classmethod
    @allow("read", "create", "update", "delete", "restore", "purge")
    def everybody(cls, me: Me) -> Expr[bool]:
        return (cls.name != "unseen") | me.chief


class Item(
    Resource, tenant="org", sort="code", soft_delete=True, bulk=20, upsert="code", replace=True, export=("csv", "ndjson"), count="exact", max_page=20,
):
    """What lies in the room."""
    org: Ref[Org] = ref(default=ME.org, writable=False)
    code: Field[str] = field(max=8, pattern="[A-Z][0-9]*", unique="org", filter=True, sort=True)
    title: Field[str] = field(max=30, default="thing", filter=True, contains=True, sort=True, search=True, group=True)
    amount: Field[int] = field(ge=0, le=1000, default=0, filter=True, sort=True, group=True, measure=True)
    state: Field[State] = field(default=State.NEW, filter=True, group=True)
    hint: Field[str | None] = field(max=20, default=None, filter=True, sort=True, search=True, group=True, measure=True)
    picture: Field[File | None] = upload(default=None, max="10KB", types=PICTURES)
    plan: Field[File | None] = upload(default=None, max="10KB", types=("text/plain",))
    whole: Ref[Item | None] = ref(default=None, on_delete="cascade", filter=True, group=True)
    keeper: Ref[Person | None] = ref(default=None, on_delete="set_null", filter=True, group=True)
    labels: Many[Label] = links(back="items", max=3, filter=True)
    pieces: Many[Piece] = many(by="item", nested=True, max=4, sort="number")
    inside: Many[Item] = many(by="whole", max=20)

    @computed(filter=True, sort=True, group=True, measure=True)
    @classmethod
    def twice(cls) -> Expr[int]:
        """Two times what there is."""
        return cls.amount * 2

    @computed
    @classmethod
    def count_of_pieces(cls) -> Expr[int]:
        """As many as there are."""
        return cls.pieces.count()

    @classmethod
    @allow("read", "export")
    def everybody(cls, me: Me) -> Expr[bool]:
        return (cls.title != "unseen") | me.chief

    @classmethod
    @allow("create", "update", "delete", "restore", "purge")
    def not_fixed(cls, me: Me) -> Expr[bool]:
        return cls.title != "fixed"

    @classmethod
    @allow("read", "create", "update", fields=("hint", "plan"))
    def chiefs_only(cls, me: Me) -> Expr[bool]:
        return me.chief

    @classmethod
    @check
    def few_that_are_kept(cls) -> Expr[bool]:
        """Ten of a thing that is kept."""
        return (cls.state != State.KEPT) | (cls.amount <= 10)


class Piece(Resource, part_of="item", bulk=20):
    """A part of an item, numbered within it."""
    item: Ref[Item] = ref(on_delete="cascade", filter=True, immutable=True)
    number: Field[int] = serial(per=item)
    name: Field[str] = field(max=20, filter=True, sort=True, search=True, group=True)
    weight: Field[int | None] = field(default=None, ge=0, le=100, filter=True, sort=True, measure=True)
    sheet: Field[File | None] = upload(default=None, max="10KB", types=("text/plain",))

    @classmethod
    @allow("read", fields=("weight",))
    def chiefs_weigh(cls, me: Me) -> Expr[bool]:
        return me.chief


class Scan(Resource, tenant="org", bulk=5, replace=True, soft_delete=True, export=("ndjson",)):
    """Cannot be without its file."""
    org: Ref[Org] = ref(default=ME.org, writable=False)
    item: Ref[Item | None] = ref(default=None, on_delete="cascade", filter=True)
    note: Field[str] = field(max=20, default="", filter=True, search=True)
    paper: Field[File] = upload(max="10KB", types=("text/plain",))

    @classmethod
    @allow("read", "create", "update", "delete", "restore", "purge", "export")
    def everybody(cls, me: Me) -> Expr[bool]:
        return always


class Bill(Resource, tenant="org", if_match="required", replace=True, soft_delete=True, export=("csv",)):
    """Whoever changes it says what they have read."""
    org: Ref[Org] = ref(default=ME.org, writable=False, immutable=True)
    number: Field[int] = serial(per=org)
    title: Field[str] = field(max=20, default="", filter=True, search=True, group=True)
    item: Ref[Item | None] = ref(default=None, filter=True)

    @classmethod
    @allow("read", "create", "update", "delete", "restore", "purge", "export")
    def everybody(cls, me: Me) -> Expr[bool]:
        return always


app = App(__name__, accounts=Person, title="Everything")
