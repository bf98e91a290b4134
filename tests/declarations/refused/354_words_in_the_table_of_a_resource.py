"""The words would be kept in the table of a resource."""
from __future__ import annotations

from bedplate import App, Field, Resource, User, field


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    title: Field[str] = field(max=80, search=True)


class TicketSearch(Resource):  # wrong
    title: Field[str] = field(max=80)


app = App(__name__, accounts=Person)
