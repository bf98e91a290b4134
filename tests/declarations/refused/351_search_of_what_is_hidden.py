"""A search would tell word by word what is hidden."""
from __future__ import annotations

from bedplate import App, Field, Resource, User, field


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    note: Field[str] = field(max=80, search=True, hidden=True)  # wrong


app = App(__name__, accounts=Person)
