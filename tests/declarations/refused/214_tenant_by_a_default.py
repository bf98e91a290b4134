"""A tenant that is named by an empty text: it would have been no wall at all."""
from __future__ import annotations

from bedplate import App, Field, Ref, Resource, User, field, ref


class Org(Resource):
    name: Field[str] = field(max=80)


class Person(User, tenant="org"):
    org: Ref[Org] = ref()


class Ticket(Resource, tenant=""):  # wrong
    org: Ref[Org] = ref()


app = App(__name__, accounts=Person)
