"""A rule of lists for a text."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Reading(Resource):
    tag: Field[str] = field(max=20, distinct=True)  # wrong


app = App(__name__)
