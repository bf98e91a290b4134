"""A lambda over related rows that gives a Python truth."""
from __future__ import annotations

from bedplate import App, Expr, Field, Many, Ref, Resource, User, allow, field, many, ref


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    comments: Many[Comment] = many(by="ticket")

    @classmethod
    @allow("read")
    def helpers(cls, me: type[Person]) -> Expr[bool]:
        return cls.comments.any(lambda comment: True)  # wrong


class Comment(Resource, part_of="ticket"):
    ticket: Ref[Ticket] = ref()
    body: Field[str] = field(max=2_000)


app = App(__name__, accounts=Person)
