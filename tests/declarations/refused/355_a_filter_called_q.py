"""`q` is the search."""
from __future__ import annotations

from bedplate import App, Field, Resource, User, field


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    title: Field[str] = field(max=80, search=True)
    q: Field[str] = field(max=80, filter=True)  # wrong


app = App(__name__, accounts=Person)
