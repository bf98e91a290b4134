"""A rule for a caller, in an application where nobody can sign in."""
from __future__ import annotations

from bedplate import Account, App, Expr, Field, Resource, allow, always, field


class Ticket(Resource):
    title: Field[str] = field(max=200)

    @classmethod
    @allow("read")
    def everybody(cls, me: type[Account]) -> Expr[bool]:  # wrong
        return always


app = App(__name__)
