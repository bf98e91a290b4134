"""A default that no input could give."""
from __future__ import annotations

from bedplate import App, Field, Resource, Url, field


class Reading(Resource):
    source: Field[Url] = field(default="https://me:secret@example.com")  # wrong


app = App(__name__)
