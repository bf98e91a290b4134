"""A rule made from a text: nobody can read what it says."""
from __future__ import annotations

from bedplate import App, Field, Ref, Resource, User, allow, field, ref


class Person(User):
    name: Field[str] = field(max=80)


def made(text):
    names = {"allow": allow, "Person": Person}
    exec(text, names)
    return names["own"]


class Ticket(Resource):  # wrong
    author: Ref[Person] = ref()
    own = made("@classmethod\n@allow('read')\ndef own(cls, me: type[Person]):\n    return cls.author is me\n")


app = App(__name__, accounts=Person)
