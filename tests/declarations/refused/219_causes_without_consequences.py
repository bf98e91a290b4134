"""What rests on a mistake is not told as another one: two mistakes, two faults."""
from __future__ import annotations

from bedplate import App, Expr, Field, Ref, Resource, User, allow, computed, field, ref, unique


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource, sort="title"):
    title: Field[str] = field()  # wrong
    author: Ref[Persn] = ref()  # wrong
    once = unique(title)

    @computed
    @classmethod
    def shout(cls) -> Expr[str]:
        return cls.title + "!"

    @classmethod
    @allow("read")
    def titled(cls, me: type[Person]) -> Expr[bool]:
        return cls.title == "x"


app = App(__name__, accounts=Person)
