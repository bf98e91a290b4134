"""Rows that hang on another in each way."""
from __future__ import annotations

from bedplate import Account, App, Expr, Field, Ref, Resource, User, allow, always, check, field, ref


class Person(User):
    pass


class Shelf(Resource, path="shelves"):
    name: Field[str] = field(max=20)

    @classmethod
    @allow("read", "delete")
    def everybody(cls, me: type[Account]) -> Expr[bool]:
        return always


class Book(Resource):
    shelf: Ref[Shelf] = ref(on_delete="cascade")


class Page(Resource):
    book: Ref[Book] = ref(on_delete="cascade")


class Label(Resource):
    shelf: Ref[Shelf | None] = ref(default=None, on_delete="set_null")


class Lock(Resource):
    book: Ref[Book] = ref()


class Sign(Resource):
    shelf: Ref[Shelf | None] = ref(default=None, on_delete="set_null")

    @classmethod
    @check
    def hangs(cls) -> Expr[bool]:
        """A sign hangs somewhere."""
        return cls.shelf.id.not_null()


app = App(__name__, accounts=Person)
