"""A parent whose key is not known before it is stored."""
from __future__ import annotations

from bedplate import App, Field, Many, Numbered, Ref, Resource, field, many, ref


class Ticket(Numbered):
    title: Field[str] = field(max=200)
    comments: Many[Comment] = many(by="ticket", nested=True)  # wrong


class Comment(Resource):
    ticket: Ref[Ticket] = ref()
    body: Field[str] = field(max=2_000)


app = App(__name__)
