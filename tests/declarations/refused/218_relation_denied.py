"""`~` before a relation."""
from __future__ import annotations

from bedplate import App, Expr, Field, Many, Ref, Resource, User, allow, field, many, ref


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    comments: Many[Comment] = many(by="ticket")

    @classmethod
    @allow("delete")
    def quiet(cls, me: type[Person]) -> Expr[bool]:
        return ~cls.comments  # wrong


class Comment(Resource, part_of="ticket"):
    ticket: Ref[Ticket] = ref()
    body: Field[str] = field(max=2_000)


app = App(__name__, accounts=Person)
