"""`fn`: the functions of expressions, in a namespace of their own so that a field may be called `count` or `day`."""
from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Generic, overload

from typing_extensions import TypeVar

from bedplate.declarations.expressions import Expr, N, node_of
from bedplate.declarations.faces import FieldExpr
from bedplate.declarations.nodes import Call, Case, Figure, Next, Node, Now, Today

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
    def next(number: Expr[T], /) -> Expr[T]:
        """The next number of a gapless serial, drawn when the decision is applied: `invoice.number = fn.next(Invoice.number)`. A row that
        has a number keeps it."""
        if not isinstance(number, FieldExpr) or number.refs or not number.declared.members[number.name].rules.get("gapless"):
            raise TypeError("`fn.next` draws a number of a gapless serial of the row itself: `fn.next(Invoice.number)`")
        return Expr(Next(number.name))

    @overload
    @staticmethod
    def when(test: Expr[bool], then: Expr[T], /) -> When[T]: ...
    @overload
    @staticmethod
    def when(test: Expr[bool], then: T, /) -> When[T]: ...
    @staticmethod
    def when(test: Expr[bool], then: object, /) -> When[Any]:
        """The start of a choice; end it with `.otherwise(...)`."""
        return When(((node_of(test), node_of(then)),))

    # ---- figures over many rows: measures of a report, columns of `select`
    @staticmethod
    def count(*, where: Expr[bool] | None = None) -> Expr[int]:
        """How many rows there are, of those for which `where` holds."""
        return Expr(Figure("count", None, _only(where)))

    @staticmethod
    def sum(e: Expr[N], /, *, where: Expr[bool] | None = None) -> Expr[N]:
        """All of them added up: exact, or refused. Of none: 0."""
        return Expr(Figure("sum", e.node, _only(where)))

    @overload
    @staticmethod
    def mean(e: Expr[int] | Expr[int | None] | Expr[float] | Expr[float | None], /, *, where: Expr[bool] | None = None) -> Expr[float | None]: ...  # type: ignore[overload-overlap]
    @overload
    @staticmethod
    def mean(e: Expr[Decimal] | Expr[Decimal | None], /, *, where: Expr[bool] | None = None) -> Expr[Decimal | None]: ...  # type: ignore[overload-overlap]
    @overload
    @staticmethod
    def mean(e: Expr[timedelta] | Expr[timedelta | None], /, *, where: Expr[bool] | None = None) -> Expr[timedelta | None]: ...
    @staticmethod
    def mean(e: Expr[Any], /, *, where: Expr[bool] | None = None) -> Expr[Any]:
        """Their mean: of whole numbers a float, of decimals one with their digits. Of none: None."""
        return Expr(Figure("mean", e.node, _only(where)))

    @staticmethod
    def min(e: Expr[T], /, *, where: Expr[bool] | None = None) -> Expr[T | None]:
        """The least of them. Of none: None."""
        return Expr(Figure("min", e.node, _only(where)))

    @staticmethod
    def max(e: Expr[T], /, *, where: Expr[bool] | None = None) -> Expr[T | None]:
        """The greatest of them. Of none: None."""
        return Expr(Figure("max", e.node, _only(where)))


def _only(where: Expr[bool] | None) -> Node | None:
    return None if where is None else node_of(where)
