"""Somebody else writes there, and brings no words."""
from __future__ import annotations

from bedplate import App, Field, Resource, User, field


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource, table="old_tickets"):
    title: Field[str] = field(max=80, search=True)  # wrong


app = App(__name__, accounts=Person)
