"""A reference to something that has no table."""
from __future__ import annotations

from bedplate import App, Ref, Resource, ref


class Ticket(Resource):
    author: Ref[str] = ref()  # wrong


app = App(__name__)
