"""Bytes of any number."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Reading(Resource):
    digest: Field[bytes] = field()  # wrong


app = App(__name__)
