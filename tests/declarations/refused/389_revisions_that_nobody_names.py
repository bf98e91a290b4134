"""Changes that must name a revision, by ways that cannot."""
from __future__ import annotations

from bedplate import App, Expr, Field, Many, Ref, Resource, User, allow, always, field, many, ref


class Person(User):
    @classmethod
    @allow("read")
    def everybody(cls, me: type[Person]) -> Expr[bool]:
        return always


class Ticket(Resource):
    title: Field[str] = field(max=200)
    comments: Many[Comment] = many(by="ticket", nested=True)  # wrong


class Comment(Resource, if_match="required"):
    ticket: Ref[Ticket] = ref()


class Vote(Resource, if_match="always"):  # wrong
    ticket: Ref[Ticket] = ref()


app = App(__name__, accounts=(Person,))
