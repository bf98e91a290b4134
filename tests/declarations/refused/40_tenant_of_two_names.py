"""Two kinds of accounts that call their tenant differently."""
from __future__ import annotations

from bedplate import App, Field, Machine, Ref, Resource, User, field, ref


class Org(Resource):
    name: Field[str] = field(max=80)


class Person(User, tenant="org"):
    org: Ref[Org] = ref()


class Robot(Machine, tenant="owner"):  # wrong
    owner: Ref[Org] = ref()


class Ticket(Resource, tenant="org"):
    org: Ref[Org] = ref()


app = App(__name__, accounts=Person)
