"""What others write there would be missing."""
from __future__ import annotations

from bedplate import Account, App, Expr, Field, Keyed, User, allow, always, field


class Person(User):
    pass


class Old(Keyed[int], table="old", history=True):  # wrong
    id: Field[int] = field(key=True)

    @classmethod
    @allow("read", "history")
    def all(cls, me: type[Account]) -> Expr[bool]:
        return always


app = App(__name__, accounts=(Person,))
