"""More than one and less than one."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Reading(Resource):
    value: Field[float] = field(gt=1, lt=1)  # wrong


app = App(__name__)
