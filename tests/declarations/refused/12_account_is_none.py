"""A class is given as the account, but nobody can sign in with it."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Person(Resource):  # wrong
    name: Field[str] = field(max=80)


app = App(__name__, accounts=Person)
