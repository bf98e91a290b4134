"""A computed field of the caller that another kind of account could not read."""
from __future__ import annotations

from bedplate import App, Expr, Field, Machine, Ref, Resource, User, computed, field, ref


class Person(User):
    name: Field[str] = field(max=80)


class Robot(Machine):
    pass


class Ticket(Resource):
    author: Ref[Person] = ref()

    @computed
    @classmethod
    def mine(cls, me: type[Person]) -> Expr[bool]:  # wrong
        return cls.author.id == me.id


app = App(__name__, accounts=(Person, Robot))
