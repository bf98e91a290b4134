"""A truth and a key that are measured, and a hidden field that is grouped by."""
from __future__ import annotations

from uuid import UUID

from bedplate import App, Expr, Field, Resource, User, allow, always, computed, field


class Person(User):
    pass


class Sheet(Resource):
    done: Field[bool] = field(default=False, measure=True)  # wrong
    other: Field[UUID] = field(measure=True)  # wrong

    @classmethod
    @allow("read")
    def seen(cls, me: type[Person]) -> Expr[bool]:
        return always


class Page(Resource):
    @classmethod
    @allow("read")
    def seen(cls, me: type[Person]) -> Expr[bool]:
        return always

    @computed(measure=True)
    @classmethod
    def late(cls) -> Expr[bool]:  # wrong
        return cls.created_at < cls.updated_at


app = App(__name__, accounts=Person)
