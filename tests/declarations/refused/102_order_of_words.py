"""An enumeration has no order that a database knows."""
from __future__ import annotations

from enum import StrEnum

from bedplate import App, Expr, Field, Resource, User, allow, field


class Priority(StrEnum):
    LOW, HIGH = "low", "high"


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    priority: Field[Priority] = field(default=Priority.LOW)

    @classmethod
    @allow("read")
    def urgent(cls, me: type[Person]) -> Expr[bool]:  # wrong
        return cls.priority >= Priority.HIGH


app = App(__name__, accounts=Person)
