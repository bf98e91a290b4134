"""A tenant that no account has."""
from __future__ import annotations

from bedplate import App, Field, Ref, Resource, User, field, ref


class Org(Resource):
    name: Field[str] = field(max=80)


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource, tenant="org"):  # wrong
    org: Ref[Org] = ref()


app = App(__name__, accounts=Person)
