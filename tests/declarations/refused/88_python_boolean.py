"""A Python truth mixed into a condition."""
from __future__ import annotations

from bedplate import App, Expr, Field, Ref, Resource, User, allow, field, ref


PUBLIC = True


class Person(User):
    name: Field[str] = field(max=80)


class Page(Resource):
    author: Ref[Person] = ref()

    @classmethod
    @allow("read")
    def seen(cls, me: type[Person]) -> Expr[bool]:
        return (cls.author.id == me.id) | PUBLIC  # wrong


app = App(__name__, accounts=Person)
