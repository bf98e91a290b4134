"""Two kinds of accounts, one of which may be outside every tenant: what is filled from the caller, and from which."""
from __future__ import annotations

from bedplate import Account, App, Expr, Field, Machine, Ref, Resource, User, actor, allow, always, field, ref


class Org(Resource):
    name: Field[str] = field(max=20)

    @classmethod
    @allow("read")
    def everybody(cls, me: type[Account]) -> Expr[bool]:
        return always


class Person(User, tenant="org"):
    org: Ref[Org | None] = ref(default=None)

    @classmethod
    @allow("read")
    def everybody(cls, me: type[Account]) -> Expr[bool]:
        return always


class Robot(Machine, tenant="org"):
    org: Ref[Org | None] = ref(default=None)

    @classmethod
    @allow("read", "delete")
    def themselves(cls, me: type[Robot]) -> Expr[bool]:
        return cls.id == me.id


class Note(Resource, tenant="org"):
    org: Ref[Org] = ref()
    writer: Ref[Person | None] = ref(default=actor(Person), writable=False)
    text: Field[str] = field(max=20)

    @classmethod
    @allow("read", "create")
    def everybody(cls, me: type[Account]) -> Expr[bool]:
        return always


class Letter(Resource):
    writer: Ref[Person] = ref(default=actor(Person), writable=False)
    reader: Ref[Person | None] = ref(default=actor(Person), writable=False)
    text: Field[str] = field(max=20)

    @classmethod
    @allow("read", "create", strangers=True, limit="60/min")
    def anybody(cls) -> Expr[bool]:
        return always


class Wish(Resource):
    by: Ref[Person | None] = ref(default=actor(Person), writable=False)
    text: Field[str] = field(max=20)

    @classmethod
    @allow("create", strangers=True, limit="60/min")
    def anybody(cls) -> Expr[bool]:
        return always

    @classmethod
    @allow("read")
    def accounts(cls, me: type[Account]) -> Expr[bool]:
        return always


app = App(__name__, accounts=(Person, Robot))
