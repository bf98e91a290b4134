"""A key beside the one that every Resource has."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Country(Resource):  # wrong
    code: Field[str] = field(max=2, key=True)
    name: Field[str] = field(max=80)


app = App(__name__)
