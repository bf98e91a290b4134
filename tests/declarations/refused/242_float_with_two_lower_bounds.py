"""Two bounds on one side."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Reading(Resource):
    value: Field[float] = field(ge=0, gt=0)  # wrong


app = App(__name__)
