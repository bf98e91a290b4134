"""A key that is also a word of an address: of an export, of an aggregate."""
from __future__ import annotations

from bedplate import App, Expr, Field, Keyed, User, allow, always, field


class Person(User):
    pass


class Book(Keyed[str], export=("csv",)):
    id: Field[str] = field(max=20)  # wrong

    @classmethod
    @allow("read", "export")
    def seen(cls, me: type[Person]) -> Expr[bool]:
        return always


class Country(Keyed[str], path="countries"):
    id: Field[str] = field(max=9, pattern="[a-z]+")  # wrong
    size: Field[int] = field(measure=True)

    @classmethod
    @allow("read")
    def seen(cls, me: type[Person]) -> Expr[bool]:
        return always


class Town(Keyed[str], export=("csv",)):
    """No town is called like an address: they begin with a capital."""

    id: Field[str] = field(max=20, pattern="[A-Z][a-z]*")

    @classmethod
    @allow("read", "export")
    def seen(cls, me: type[Person]) -> Expr[bool]:
        return always


app = App(__name__, accounts=Person)
