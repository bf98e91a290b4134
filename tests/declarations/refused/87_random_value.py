"""A rule that would be another one after each start."""
from __future__ import annotations

import random

from bedplate import App, Expr, Field, Resource, User, allow, field


class Person(User):
    name: Field[str] = field(max=80)


class Offer(Resource):
    number: Field[int] = field()

    @classmethod
    @allow("read")
    def lucky(cls, me: type[Person]) -> Expr[bool]:  # wrong
        return cls.number == random.randrange(2**60)


app = App(__name__, accounts=Person)
