"""A JSON value that nobody can read any more."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Drive(Resource):
    root: Field[list[list[list[list[list[list[list[list[list[int]]]]]]]]]] = field()  # wrong


app = App(__name__)
