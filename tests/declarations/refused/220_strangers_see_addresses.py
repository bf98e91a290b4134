"""Profiles are opened to strangers, and with them everybody's address; comments on them, and what they are computed from, too."""
from __future__ import annotations

from bedplate import App, Expr, Field, Many, Ref, Resource, User, allow, always, computed, field, many, ref


class Author(User, path="authors"):
    name: Field[str] = field(max=80)
    phone: Field[str] = field(max=40, pii=True)
    note: Field[str] = field(max=80, pii=True, hidden=True)
    letters: Many[Letter] = many(by="author")

    @classmethod
    @allow("read", strangers=True, limit="60/min")
    def profiles(cls) -> Expr[bool]:  # wrong
        return always

    @classmethod
    @allow("read", fields=(phone,))
    def themselves(cls, me: type[Author]) -> Expr[bool]:
        return cls.id == me.id


class Letter(Resource, part_of="author"):  # wrong
    author: Ref[Author] = ref()
    sender: Field[str] = field(max=80, pii=True)

    @computed
    @classmethod
    def heading(cls) -> Expr[str]:
        return cls.sender

    @computed
    @classmethod
    def answer_to(cls) -> Expr[str]:
        return cls.author.email

    @computed
    @classmethod
    def call(cls) -> Expr[str]:
        return cls.author.phone


class Draft(Resource, part_of="author"):
    author: Ref[Author] = ref()
    reader: Field[str] = field(max=80, pii=True)

    @classmethod
    @allow("read")
    def own(cls, me: type[Author]) -> Expr[bool]:
        return cls.author.id == me.id


app = App(__name__, accounts=Author)
