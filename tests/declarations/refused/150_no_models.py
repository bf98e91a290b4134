"""An application that names its accounts only: the other classes of its module would not be part of it."""
from __future__ import annotations

from bedplate import App, Field, Resource, User, field


class Person(User):
    """Somebody."""


class Ticket(Resource):
    title: Field[str] = field(max=200)


app = App(accounts=Person)  # wrong
