"""`by` belongs to many."""
from __future__ import annotations

from bedplate import App, Field, Many, Resource, User, field, links


class Person(User):
    name: Field[str] = field(max=80)


class Label(Resource):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    labels: Many[Label] = links(by="ticket", max=5)  # wrong


app = App(__name__, accounts=Person)
