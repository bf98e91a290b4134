"""A rule that gives True instead of a condition."""
from __future__ import annotations

from bedplate import App, Field, Resource, User, allow, field


class Person(User):
    name: Field[str] = field(max=80)


class Page(Resource):
    title: Field[str] = field(max=200)

    @classmethod
    @allow("read")
    def everybody(cls, me: type[Person]) -> bool:  # wrong
        return True


app = App(__name__, accounts=Person)
