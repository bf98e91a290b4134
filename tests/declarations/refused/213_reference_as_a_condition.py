"""A row is no condition by itself."""
from __future__ import annotations

from bedplate import App, Expr, Field, Ref, Resource, User, allow, field, ref


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    done: Field[bool] = field(default=False)
    assignee: Ref[Person | None] = ref(default=None)

    @classmethod
    @allow("read")
    def taken(cls, me: type[Person]) -> Expr[bool]:
        return cls.done | cls.assignee  # wrong


app = App(__name__, accounts=Person)
