"""Bytes of a length that is none."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Reading(Resource):
    digest: Field[bytes] = field(max=16, min=32)  # wrong


app = App(__name__)
