"""A number stands where a condition belongs."""
from __future__ import annotations

from bedplate import App, Expr, Field, Resource, User, allow, field


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    votes: Field[int] = field(default=0)
    done: Field[bool] = field(default=False)

    @classmethod
    @allow("read")
    def wanted(cls, me: type[Person]) -> Expr[bool]:  # wrong
        return cls.votes & ~cls.done


app = App(__name__, accounts=Person)
