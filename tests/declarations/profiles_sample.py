"""Profiles that strangers may read, with the cures that the law on personal fields names."""
from __future__ import annotations

from bedplate import App, Expr, Field, User, allow, always, computed, field


class Author(User, path="authors"):
    """Somebody who is known to the public by name."""
    name: Field[str] = field(max=80)
    city: Field[str] = field(max=40, pii=True)

    @computed
    @classmethod
    def address(cls) -> Expr[str]:
        """As closed as what it is made of."""
        return cls.email

    @classmethod
    @allow("read", strangers=True, limit="600/min")
    def profiles(cls) -> Expr[bool]:
        return always

    @classmethod
    @allow("read")
    def colleagues(cls, me: type[Author]) -> Expr[bool]:
        return always

    @classmethod
    @allow("read", fields=("email",))
    def themselves(cls, me: type[Author]) -> Expr[bool]:
        return cls.id == me.id

    @classmethod
    @allow("read", strangers=True, limit="600/min", fields=(city,))
    def cities(cls) -> Expr[bool]:
        return always


app = App(__name__, accounts=Author)
