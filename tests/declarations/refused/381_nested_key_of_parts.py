"""Rows with a key of several parts, written with their parent."""
from __future__ import annotations

from bedplate import App, Field, Many, Ref, Resource, Row, field, many, ref


class Ticket(Resource):
    title: Field[str] = field(max=200)
    votes: Many[Vote] = many(by="ticket", nested=True)  # wrong


class Vote(Row):
    ticket: Ref[Ticket] = ref(key=True)
    name: Field[str] = field(max=80, key=True)


app = App(__name__)
