"""A parameter that the rule does not have."""
from __future__ import annotations

from bedplate import App, Expr, Field, Messages, Resource, User, allow, always, check, field


class Person(User):
    name: Field[str] = field(max=80)


class Recipe(Resource):
    portions: Field[int] = field(ge=1)

    @classmethod
    @allow("read", "create")
    def cooks(cls, me: type[Person]) -> Expr[bool]:
        return always

    @classmethod
    @check
    def few(cls) -> Expr[bool]:
        """Too many."""
        return cls.portions < 100


GERMAN = Messages("de", {}, rules={"max": ("höchstens {max}", "höchstens {maximum} Zeichen")})  # wrong
app = App(__name__, accounts=Person, messages=GERMAN)
