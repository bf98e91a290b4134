"""Which kind of account the caller is stands in the annotation."""
from __future__ import annotations

from bedplate import Account, App, Expr, Field, Resource, User, allow, always, field


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    title: Field[str] = field(max=200)

    @classmethod
    @allow("read")
    def people(cls, me: type[Account]) -> Expr[bool]:
        return always if isinstance(me, Person) else cls.id.is_null()  # wrong


app = App(__name__, accounts=Person)
