"""A rule that branches while it is read."""
from __future__ import annotations

from bedplate import App, Expr, Field, Ref, Resource, User, allow, always, field, ref


class Person(User):
    admin: Field[bool] = field(default=False, writable=False)


class Ticket(Resource):
    author: Ref[Person] = ref()

    @classmethod
    @allow("read")
    def own(cls, me: type[Person]) -> Expr[bool]:
        if me.admin:  # wrong
            return always
        return cls.author.id == me.id


app = App(__name__, accounts=Person)
