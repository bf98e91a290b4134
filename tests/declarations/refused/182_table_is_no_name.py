"""A table whose name is two words."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Ticket(Resource, table="old tickets"):  # wrong
    title: Field[str] = field(max=200)


app = App(__name__)
