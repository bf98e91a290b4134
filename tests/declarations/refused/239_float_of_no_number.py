"""A bound that is not finite."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Reading(Resource):
    value: Field[float] = field(le=float("inf"))  # wrong


app = App(__name__)
