"""Bytes that belong into a file."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Reading(Resource):
    film: Field[bytes] = field(max=50_000_000)  # wrong


app = App(__name__)
