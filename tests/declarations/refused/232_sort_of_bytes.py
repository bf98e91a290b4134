"""An order of bytes."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Reading(Resource):
    digest: Field[bytes] = field(max=32, sort=True)  # wrong


app = App(__name__)
