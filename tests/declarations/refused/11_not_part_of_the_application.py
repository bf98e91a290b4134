"""The application names its classes one by one, and forgets one."""
from __future__ import annotations

from bedplate import App, Field, Ref, Resource, field, ref


class Project(Resource):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    project: Ref[Project] = ref()  # wrong


app = App(Ticket)
