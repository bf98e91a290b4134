"""A mark with a word instead of True or False: "no" would have meant yes."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Ticket(Resource):
    number: Field[int] = field(writable="no")  # wrong


app = App(__name__)
