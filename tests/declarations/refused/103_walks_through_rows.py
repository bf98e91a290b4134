"""A loop over rows that are in the database."""
from __future__ import annotations

from bedplate import App, Expr, Field, Many, Ref, Resource, User, allow, field, many, ref


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    comments: Many[Comment] = many(by="ticket")

    @classmethod
    @allow("read")
    def helpers(cls, me: type[Person]) -> Expr[bool]:
        authors = [comment.author.id for comment in cls.comments]  # wrong
        return me.id.in_(authors)


class Comment(Resource, part_of="ticket"):
    ticket: Ref[Ticket] = ref()
    author: Ref[Person] = ref()


app = App(__name__, accounts=Person)
