"""Exports in formats that are not there, as a text, and twice the same."""
from __future__ import annotations

from bedplate import App, Expr, Field, Resource, User, allow, always, field


class Person(User):
    pass


class Row(Resource):
    name: Field[str] = field(max=80)

    @classmethod
    @allow("read")
    def seen(cls, me: type[Person]) -> Expr[bool]:
        return always


class Sheet(Row, export=("xlsx",)):  # wrong
    pass


class Page(Row, export="csv"):  # wrong
    pass


class Leaf(Row, export=("csv", "csv")):  # wrong
    pass


app = App(__name__, accounts=Person)
