"""The other side of a relation is a field."""
from __future__ import annotations

from bedplate import App, Field, Many, Resource, User, field, links


class Person(User):
    name: Field[str] = field(max=80)


class Label(Resource):
    tickets: Field[str] = field(max=80)


class Ticket(Resource):
    labels: Many[Label] = links(back="tickets")  # wrong


app = App(__name__, accounts=Person)
