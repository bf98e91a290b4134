"""The named reference leads to another class."""
from __future__ import annotations

from bedplate import App, Field, Many, Ref, Resource, User, field, many, ref


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    title: Field[str] = field(max=200)
    comments: Many[Comment] = many(by="author")  # wrong


class Comment(Resource):
    ticket: Ref[Ticket] = ref()
    author: Ref[Person] = ref()


app = App(__name__, accounts=Person)
