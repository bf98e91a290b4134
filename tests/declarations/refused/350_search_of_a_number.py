"""Words stand in texts."""
from __future__ import annotations

from bedplate import App, Field, Resource, User, field


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    points: Field[int] = field(search=True)  # wrong


app = App(__name__, accounts=Person)
