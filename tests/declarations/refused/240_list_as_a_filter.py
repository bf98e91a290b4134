"""A list that is to be filtered by."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Reading(Resource):
    tags: Field[list[str]] = field(max=20, filter=True)  # wrong


app = App(__name__)
