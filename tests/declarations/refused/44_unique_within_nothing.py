"""A number unique within a field that is misspelt."""
from __future__ import annotations

from bedplate import App, Field, Ref, Resource, field, ref, unique


class Project(Resource):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    project: Ref[Project] = ref()
    number: Field[int] = field(unique="projekt")  # wrong


app = App(__name__)
