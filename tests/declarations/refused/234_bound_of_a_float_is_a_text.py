"""A bound in quotation marks."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Reading(Resource):
    value: Field[float] = field(ge="0")  # wrong


app = App(__name__)
