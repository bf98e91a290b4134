"""A word of another framework."""
from __future__ import annotations

from bedplate import App, Field, Ref, Resource, field, ref


class Project(Resource):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    project: Ref[Project] = ref(on_delete="CASCADE")  # wrong


app = App(__name__)
