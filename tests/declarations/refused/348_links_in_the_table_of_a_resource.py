"""The table of the links would be that of a resource."""
from __future__ import annotations

from bedplate import App, Field, Many, Resource, User, field, links


class Person(User):
    name: Field[str] = field(max=80)


class Label(Resource):
    name: Field[str] = field(max=80)


class TicketLabels(Resource):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    labels: Many[Label] = links()  # wrong


app = App(__name__, accounts=Person)
