"""A bound of a duration in words."""
from __future__ import annotations

from datetime import timedelta

from bedplate import App, Field, Resource, field


class Reading(Resource):
    took: Field[timedelta] = field(le="1h")  # wrong


app = App(__name__)
