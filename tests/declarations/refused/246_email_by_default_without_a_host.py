"""An address that is none."""
from __future__ import annotations

from bedplate import App, Email, Field, Resource, field


class Reading(Resource):
    sender: Field[Email] = field(default="me@localhost")  # wrong


app = App(__name__)
