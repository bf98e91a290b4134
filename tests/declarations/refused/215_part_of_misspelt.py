"""The row that it is a part of is misspelt."""
from __future__ import annotations

from bedplate import App, Field, Ref, Resource, field, ref


class Ticket(Resource):
    title: Field[str] = field(max=200)


class Comment(Resource, part_of="tickt"):  # wrong
    ticket: Ref[Ticket] = ref()
    body: Field[str] = field(max=2_000)


app = App(__name__)
