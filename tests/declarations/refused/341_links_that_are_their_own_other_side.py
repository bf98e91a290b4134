"""A relation without a direction."""
from __future__ import annotations

from bedplate import App, Field, Many, Resource, User, field, links


class Person(User):
    name: Field[str] = field(max=80)


class Town(Resource):
    neighbours: Many[Town] = links(back="neighbours")  # wrong


app = App(__name__, accounts=Person)
