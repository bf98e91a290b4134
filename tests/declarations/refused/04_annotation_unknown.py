"""A reference to a class that is nowhere defined."""
from __future__ import annotations

from bedplate import App, Ref, Resource, ref


class Ticket(Resource):
    project: Ref[Projekt] = ref()  # wrong


app = App(__name__)
