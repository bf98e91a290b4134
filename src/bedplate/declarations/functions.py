"""`fn`: the functions of expressions, in a namespace of their own so that a field may be called `count` or `day`."""
from __future__ import annotations

from datetime import date, datetime
from typing import Generic

from typing_extensions import TypeVar

from bedplate.declarations.expressions import Expr, node_of
from bedplate.declarations.nodes import Call, Case, Node, Now, Today

__all__ = ["When", "fn"]

T = TypeVar("T")


class When(Generic[T]):
    """`fn.when(test, then).when(test, then).otherwise(value)`: the first test that holds decides."""

    __slots__ = ("_whens",)

    def __init__(self, whens: tuple[tuple[Node, Node], ...]) -> None:
        self._whens = whens

    def when(self, test: Expr[bool], then: T | Expr[T], /) -> When[T]:
        """And where none before held, this."""
        return When((*self._whens, (node_of(test), node_of(then))))

    def otherwise(self, value: T | Expr[T], /) -> Expr[T]:
        """And where none held, this."""
        return Expr(Case(self._whens, node_of(value)))


class fn:
    """Functions of expressions."""

    @staticmethod
    def now() -> Expr[datetime]:
        """The instant of the request."""
        return Expr(Now())

    @staticmethod
    def today() -> Expr[date]:
        """The UTC date of the request."""
        return Expr(Today())

    @staticmethod
    def day(e: Expr[datetime] | Expr[datetime | None], /) -> Expr[date]:
        """The UTC date of an instant."""
        return Expr(Call("day", e.node))

    @staticmethod
    def month(e: Expr[datetime] | Expr[datetime | None], /) -> Expr[date]:
        """The first day of an instant's month, in UTC."""
        return Expr(Call("month", e.node))

    @staticmethod
    def when(test: Expr[bool], then: T | Expr[T], /) -> When[T]:
        """The start of a choice; end it with `.otherwise(...)`."""
        return When(((node_of(test), node_of(then)),))
