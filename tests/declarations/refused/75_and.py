"""Python's `and` gives one of two conditions, not both."""
from __future__ import annotations

from bedplate import App, Expr, Field, Ref, Resource, User, allow, field, ref


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    author: Ref[Person] = ref()
    done: Field[bool] = field(default=False)

    @classmethod
    @allow("read")
    def own(cls, me: type[Person]) -> Expr[bool]:
        return cls.author.id == me.id and cls.done  # wrong


app = App(__name__, accounts=Person)
