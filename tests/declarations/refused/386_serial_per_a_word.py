"""A series named by a word, and one for each value of a field."""
from __future__ import annotations

from bedplate import App, Field, Resource, field, serial


class Ticket(Resource):
    title: Field[str] = field(max=200)
    number: Field[int] = serial(per="title")  # wrong
    other: Field[int] = serial(per=title)  # wrong


app = App(__name__)
