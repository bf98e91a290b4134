"""A small application for tests of commands, as text: they put it where they want it and break it as they like."""

SHOP = '''\
from __future__ import annotations

from bedplate import App, Expr, Field, Ref, Resource, User, allow, always, field, ref


class Team(Resource):
    """Who works together."""
    name: Field[str] = field(max=80, unique=True)

    @classmethod
    @allow("read")
    def everybody(cls, me: type[Person]) -> Expr[bool]:
        return always


class Person(User, path="people"):
    """Somebody who signs in."""
    team: Ref[Team] = ref()
    name: Field[str] = field(max=80)

    @classmethod
    @allow("read")
    def oneself(cls, me: type[Person]) -> Expr[bool]:
        return cls.id == me.id


app = App(__name__, accounts=Person)
'''

WRONG = SHOP.replace("name: Field[str] = field(max=80)\n", "name: Field[str] = field(max=-1)\n").replace("unique=True", "unique=7")
