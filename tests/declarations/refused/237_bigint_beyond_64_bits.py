"""A bound that no column of 64 bits can hold."""
from __future__ import annotations

from bedplate import App, BigInt, Field, Resource, field


class Reading(Resource):
    count: Field[BigInt] = field(le=2**64)  # wrong


app = App(__name__)
