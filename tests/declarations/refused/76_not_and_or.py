"""Python's `not` and `or`, in one rule."""
from __future__ import annotations

from bedplate import App, Expr, Field, Ref, Resource, User, allow, field, ref


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    author: Ref[Person] = ref()
    done: Field[bool] = field(default=False)

    @classmethod
    @allow("update")
    def own_while_open(cls, me: type[Person]) -> Expr[bool]:
        mine = cls.author.id == me.id
        return mine or not cls.done  # wrong


app = App(__name__, accounts=Person)
