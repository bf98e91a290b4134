"""A time of day with a bound."""
from __future__ import annotations

from datetime import time

from bedplate import App, Field, Resource, field


class Reading(Resource):
    at: Field[time] = field(ge=9)  # wrong


app = App(__name__)
