"""One field in brackets is no tuple."""
from __future__ import annotations

from bedplate import App, Expr, Field, User, allow, field


class Person(User):
    name: Field[str] = field(max=80)
    role: Field[str] = field(max=20, default="member")

    @classmethod
    @allow("update", fields=(role))
    def ranks_are_given(cls, me: type[Person]) -> Expr[bool]:  # wrong
        return cls.id != me.id


app = App(__name__, accounts=Person)
