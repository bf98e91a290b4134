"""Books on shelves: some shelves are private, and what was paid is for the owner of the book alone."""
from __future__ import annotations

from enum import StrEnum

from bedplate import App, Expr, Field, Many, Ref, Resource, User, actor, allow, always, field, many, ref


class Mood(StrEnum):
    DARK, BRIGHT = "dark", "bright"


class Person(User):
    name: Field[str] = field(max=40, filter=True, sort=True)

    @classmethod
    @allow("read")
    def everybody(cls, me: type[Person]) -> Expr[bool]:
        return always


class Shelf(Resource):
    owner: Ref[Person] = ref(default=actor(Person), filter=True)
    name: Field[str] = field(max=40, filter=True, sort=True)
    books: Many[Book] = many(by="shelf")

    @classmethod
    @allow("read")
    def own(cls, me: type[Person]) -> Expr[bool]:
        return cls.owner.id == me.id


class Book(Resource, count="exact", sort="title"):
    owner: Ref[Person] = ref(default=actor(Person), filter=True)
    shelf: Ref[Shelf | None] = ref(default=None, filter=True)
    title: Field[str] = field(max=40, filter=True, sort=True, contains=True)
    moods: Field[list[Mood]] = field(max=5, contains=True, default_factory=list)
    sizes: Field[list[int]] = field(max=5, contains=True, default_factory=list)
    paid: Field[int | None] = field(default=None, filter=True, sort=True)
    notes: Many[Note] = many(by="book")

    @classmethod
    @allow("read")
    def everybody(cls, me: type[Person]) -> Expr[bool]:
        return always

    @classmethod
    @allow("read", fields=("paid",))
    def own(cls, me: type[Person]) -> Expr[bool]:
        return cls.owner.id == me.id


class Note(Resource):
    owner: Ref[Person] = ref(default=actor(Person), filter=True)
    book: Ref[Book] = ref(filter=True)
    text: Field[str] = field(max=40, filter=True)

    @classmethod
    @allow("read")
    def own(cls, me: type[Person]) -> Expr[bool]:
        return cls.owner.id == me.id


app = App(__name__, accounts=Person)
