"""An index over rows of another table."""
from __future__ import annotations

from bedplate import App, Field, Many, Ref, Resource, field, index, many, ref


class Ticket(Resource):
    title: Field[str] = field(max=200)
    comments: Many[Comment] = many(by="ticket")
    found = index(title, comments)  # wrong


class Comment(Resource):
    ticket: Ref[Ticket] = ref()
    body: Field[str] = field(max=2_000)


app = App(__name__)
