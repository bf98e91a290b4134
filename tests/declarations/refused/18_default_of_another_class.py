"""The caller is a person, the reference an organisation."""
from __future__ import annotations

from bedplate import App, Field, Ref, Resource, User, actor, field, ref


class Org(Resource):
    name: Field[str] = field(max=80)


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    org: Ref[Org] = ref(default=actor(Person))  # wrong


app = App(__name__, accounts=Person)
