"""A reference on the way may be nobody."""
from __future__ import annotations

from bedplate import App, Expr, Field, Ref, Resource, User, computed, field, ref


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    assignee: Ref[Person | None] = ref(default=None)

    @computed
    @classmethod
    def helper(cls) -> Expr[str]:  # wrong
        return cls.assignee.name


app = App(__name__, accounts=Person)
