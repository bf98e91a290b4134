"""The default of a reference is a class instead of the caller."""
from __future__ import annotations

from bedplate import App, Field, Ref, Resource, User, field, ref


class Person(User):
    name: Field[str] = field(max=80)
    boss: Ref[Person | None] = ref(default=None)


class Ticket(Resource):
    author: Ref[Person] = ref(default=Person.boss)  # wrong


app = App(__name__, accounts=Person)
