"""A name that every row has already."""
from __future__ import annotations

from bedplate import App, Field, Many, Resource, User, field, links


class Person(User):
    name: Field[str] = field(max=80)


class Label(Resource):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    labels: Many[Label] = links(back="where")  # wrong


app = App(__name__, accounts=Person)
