"""Two references lead back, and the relation does not say which one it goes by."""
from __future__ import annotations

from bedplate import App, Field, Many, Ref, Resource, User, field, many, ref


class Person(User):
    name: Field[str] = field(max=80)
    tickets: Many[Ticket] = many()  # wrong


class Ticket(Resource):
    author: Ref[Person] = ref()
    assignee: Ref[Person | None] = ref(default=None)


app = App(__name__, accounts=Person)
