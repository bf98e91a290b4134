"""A reference declared as a field."""
from __future__ import annotations

from bedplate import App, Field, Resource, User, field


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    author: Field[Person] = field()  # wrong


app = App(__name__, accounts=Person)
