"""A default that is a field of the row."""
from __future__ import annotations

from bedplate import App, Field, Resource, User, field


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    title: Field[str] = field(max=200, default=Person.name)  # wrong


app = App(__name__, accounts=Person)
