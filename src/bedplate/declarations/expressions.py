"""Expressions as a developer writes them: typed faces over `nodes`, which is all that is kept of them."""
from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar, Generic, NoReturn, cast, overload

from typing_extensions import TypeVar

from bedplate.declarations.fields.known import constant_kind
from bedplate.declarations.nodes import (
    Always,
    And,
    Arithmetic,
    ArithmeticOp,
    Call,
    Coalesce,
    Compare,
    CompareOp,
    Constant,
    Exists,
    In,
    IsNull,
    Node,
    Not,
    NotTrue,
    Or,
)
from bedplate.declarations.wrong import WrongExpression

__all__ = ["Ambiguous", "Expr", "N", "always", "constant", "node_of"]

T = TypeVar("T")
A = TypeVar("A")
N = TypeVar("N", int, float, Decimal, timedelta)

_CONDITIONS = (Always, And, Compare, Exists, In, IsNull, Not, NotTrue, Or)


class Ambiguous:
    """`a & b == c` means `(a & b) == c`: two conditions are never compared. Write `~b`, or brackets with `&` and `|`."""


class Expr(Generic[T]):
    """SQL in the making. A nullable one compares (unknown counts as no) but does not calculate: `or_else` first."""

    __slots__ = ("descending", "node")
    __hash__: ClassVar[None]  # type: ignore[assignment]  # pyright: ignore[reportIncompatibleMethodOverride]

    def __init__(self, node: Node, *, descending: bool = False) -> None:
        self.node = node
        self.descending = descending

    def __bool__(self) -> NoReturn:
        raise WrongExpression(
            "D301", "a condition of the database is used as a Python truth (`and`, `or`, `not`, `if`, `in`)",
            "write `a & b`, `a | b`, `~a`, `a.in_(...)`, each side in brackets")

    def __iter__(self) -> NoReturn:
        raise WrongExpression("D302", "an expression cannot be walked through", "use `.any(lambda row: ...)` on a relation, or `.in_(...)`")

    def __and__(self: Expr[bool], o: Expr[bool], /) -> Expr[bool]:
        return Expr(And((*_parts(And, self.node), *_parts(And, _condition(o)))))

    def __or__(self: Expr[bool], o: Expr[bool], /) -> Expr[bool]:
        return Expr(Or((*_parts(Or, self.node), *_parts(Or, _condition(o)))))

    def __rand__(self, o: object, /) -> NoReturn:
        raise _python_truth(o)

    __ror__ = __rand__

    def __invert__(self: Expr[bool]) -> Expr[bool]:
        return Expr(Not(self.node))

    @overload  # type: ignore[override]
    def __eq__(self: Expr[bool], o: bool | Expr[bool], /) -> Ambiguous: ...  # type: ignore[overload-overlap]
    @overload
    def __eq__(self: Expr[A | None], o: A | Expr[A] | Expr[A | None] | None, /) -> Expr[bool]: ...
    @overload
    def __eq__(self: Expr[A], o: A | Expr[A] | Expr[A | None], /) -> Expr[bool]: ...
    @overload
    def __eq__(self: Expr[Decimal] | Expr[Decimal | None], o: int | Expr[int], /) -> Expr[bool]: ...
    def __eq__(self, o: object, /) -> Any:  # pyright: ignore[reportIncompatibleMethodOverride]
        return _compare("eq", self, o)

    @overload  # type: ignore[override]
    def __ne__(self: Expr[bool], o: bool | Expr[bool], /) -> Ambiguous: ...  # type: ignore[overload-overlap]
    @overload
    def __ne__(self: Expr[A | None], o: A | Expr[A] | Expr[A | None] | None, /) -> Expr[bool]: ...
    @overload
    def __ne__(self: Expr[A], o: A | Expr[A] | Expr[A | None], /) -> Expr[bool]: ...
    @overload
    def __ne__(self: Expr[Decimal] | Expr[Decimal | None], o: int | Expr[int], /) -> Expr[bool]: ...
    def __ne__(self, o: object, /) -> Any:  # pyright: ignore[reportIncompatibleMethodOverride]
        return _compare("ne", self, o)

    @overload
    def __lt__(self: Expr[A | None], o: A | Expr[A] | Expr[A | None], /) -> Expr[bool]: ...
    @overload
    def __lt__(self: Expr[A], o: A | Expr[A] | Expr[A | None], /) -> Expr[bool]: ...
    @overload
    def __lt__(self: Expr[Decimal] | Expr[Decimal | None], o: int | Expr[int], /) -> Expr[bool]: ...
    def __lt__(self, o: object, /) -> Any:
        return _compare("lt", self, o)

    @overload
    def __le__(self: Expr[A | None], o: A | Expr[A] | Expr[A | None], /) -> Expr[bool]: ...
    @overload
    def __le__(self: Expr[A], o: A | Expr[A] | Expr[A | None], /) -> Expr[bool]: ...
    @overload
    def __le__(self: Expr[Decimal] | Expr[Decimal | None], o: int | Expr[int], /) -> Expr[bool]: ...
    def __le__(self, o: object, /) -> Any:
        return _compare("le", self, o)

    @overload
    def __gt__(self: Expr[A | None], o: A | Expr[A] | Expr[A | None], /) -> Expr[bool]: ...
    @overload
    def __gt__(self: Expr[A], o: A | Expr[A] | Expr[A | None], /) -> Expr[bool]: ...
    @overload
    def __gt__(self: Expr[Decimal] | Expr[Decimal | None], o: int | Expr[int], /) -> Expr[bool]: ...
    def __gt__(self, o: object, /) -> Any:
        return _compare("gt", self, o)

    @overload
    def __ge__(self: Expr[A | None], o: A | Expr[A] | Expr[A | None], /) -> Expr[bool]: ...
    @overload
    def __ge__(self: Expr[A], o: A | Expr[A] | Expr[A | None], /) -> Expr[bool]: ...
    @overload
    def __ge__(self: Expr[Decimal] | Expr[Decimal | None], o: int | Expr[int], /) -> Expr[bool]: ...
    def __ge__(self, o: object, /) -> Any:
        return _compare("ge", self, o)

    @overload
    def __add__(self: Expr[datetime], o: timedelta | Expr[timedelta], /) -> Expr[datetime]: ...
    @overload
    def __add__(self: Expr[str], o: str | Expr[str], /) -> Expr[str]: ...
    @overload
    def __add__(self: Expr[Decimal], o: Decimal | int | Expr[Decimal] | Expr[int], /) -> Expr[Decimal]: ...
    @overload
    def __add__(self: Expr[N], o: N | Expr[N], /) -> Expr[N]: ...
    def __add__(self, o: Any, /) -> Any:
        return _calculate("add", self, o)

    @overload
    def __sub__(self: Expr[datetime], o: datetime | Expr[datetime], /) -> Expr[timedelta]: ...
    @overload
    def __sub__(self: Expr[datetime], o: timedelta | Expr[timedelta], /) -> Expr[datetime]: ...
    @overload
    def __sub__(self: Expr[Decimal], o: Decimal | int | Expr[Decimal] | Expr[int], /) -> Expr[Decimal]: ...
    @overload
    def __sub__(self: Expr[N], o: N | Expr[N], /) -> Expr[N]: ...
    def __sub__(self, o: Any, /) -> Any:
        return _calculate("sub", self, o)

    @overload
    def __mul__(self: Expr[Decimal], o: Decimal | int | Expr[Decimal] | Expr[int], /) -> Expr[Decimal]: ...
    @overload
    def __mul__(self: Expr[int], o: Decimal | Expr[Decimal], /) -> Expr[Decimal]: ...
    @overload
    def __mul__(self: Expr[N], o: N | Expr[N], /) -> Expr[N]: ...
    def __mul__(self, o: Any, /) -> Any:
        return _calculate("mul", self, o)

    @overload
    def __radd__(self: Expr[Decimal], o: Decimal | int, /) -> Expr[Decimal]: ...
    @overload
    def __radd__(self: Expr[N], o: N, /) -> Expr[N]: ...
    def __radd__(self, o: Any, /) -> Any:
        return Expr[Any](Arithmetic("add", node_of(o), self.node))

    @overload
    def __rsub__(self: Expr[Decimal], o: Decimal | int, /) -> Expr[Decimal]: ...
    @overload
    def __rsub__(self: Expr[N], o: N, /) -> Expr[N]: ...
    def __rsub__(self, o: Any, /) -> Any:
        return Expr[Any](Arithmetic("sub", node_of(o), self.node))

    @overload
    def __rmul__(self: Expr[Decimal], o: Decimal | int, /) -> Expr[Decimal]: ...
    @overload
    def __rmul__(self: Expr[N], o: N, /) -> Expr[N]: ...
    def __rmul__(self, o: Any, /) -> Any:
        return Expr[Any](Arithmetic("mul", node_of(o), self.node))

    def __contains__(self, o: object, /) -> NoReturn:
        raise WrongExpression("D303", "`in` cannot become a condition", "write `field.in_(options)`, or `text.contains(part)`")

    def __str__(self) -> NoReturn:
        raise WrongExpression("D327", "an expression is turned into a text", "compare fields by themselves")

    def __format__(self, form: str, /) -> NoReturn:
        self.__str__()

    def __len__(self) -> NoReturn:
        raise WrongExpression("D304", "`len` of an expression is not known here", "use `.count()` on a relation")

    def round(self: Expr[Decimal], places: int, /) -> Expr[Decimal]:
        """Half up, on both engines."""
        return Expr(Call("round", self.node, constant(places)))

    def in_(self, o: Iterable[T], /) -> Expr[bool]:
        """Equal to one of these constants."""
        options = tuple(node_of(one) for one in o)
        constants = tuple(one for one in options if isinstance(one, Constant))
        if len(constants) != len(options):
            raise WrongExpression("D305", "`in_` takes values that are known here", "compare with each other expression by `==` and join them with `|`")
        return Expr(In(self.node, constants))

    def is_null(self) -> Expr[bool]:
        """Has no value."""
        return Expr(IsNull(self.node))

    def not_null(self) -> Expr[bool]:
        """Has a value."""
        return Expr(Not(IsNull(self.node)))

    def or_else(self: Expr[A | None], o: A | Expr[A], /) -> Expr[A]:
        """This, or the other where this has no value."""
        return Expr(Coalesce(self.node, node_of(o)))

    def contains(self: Expr[str], o: str | Expr[str], /) -> Expr[bool]:
        """Whether the text has this part."""
        return Expr(Call("contains", self.node, node_of(o)))

    def lower(self: Expr[str]) -> Expr[str]:
        """In lower case (ASCII)."""
        return Expr(Call("lower", self.node))

    def desc(self) -> Expr[T]:
        """For `order_by`: the greatest first."""
        return Expr(self.node, descending=True)

    def __repr__(self) -> str:
        return f"Expr({self.node!r})"


always: Expr[bool] = Expr(Always())
"""A rule that holds for every row."""

def constant(value: object) -> Constant:
    """A Python value as a constant; its kind is corrected to that of what it meets when the tree is typed. Raises WrongExpression."""
    kind = constant_kind(value)
    if kind is not None:
        return Constant(value, kind)
    raise WrongExpression(
        "D306", f"a value of the type {type(value).__name__} cannot stand in an expression", "compare fields with plain values; relations by `.id`")


def node_of(value: object) -> Node:
    """The node behind an expression, or the constant for a plain value."""
    if isinstance(value, Expr):
        return cast("Expr[object]", value).node
    return constant(value)


def _parts(kind: type[And | Or], node: Node) -> tuple[Node, ...]:
    """`a & b & c` is one And of three."""
    return node.parts if isinstance(node, kind) else (node,)


def _python_truth(value: object) -> WrongExpression:
    if type(value).__name__ == "Rows":
        return WrongExpression("D309", "a relation stands where a condition belongs", "write `.any()` for `there is one`")
    if type(value).__name__ == "Face":
        return WrongExpression("D301", "a row stands where a condition belongs", "write `row.id.not_null()` for `there is one`")
    return WrongExpression(
        "D307", f"a condition is combined with the Python value {type(value).__name__}",
        "combine expressions only: `is_null()` instead of `is None`, `always` instead of `True`")


def _condition(value: object) -> Node:
    if not isinstance(value, Expr):
        raise _python_truth(value)
    return cast("Expr[object]", value).node


def _compare(op: CompareOp, left: Expr[Any], right: object) -> Expr[bool]:
    node = node_of(right)
    if op in ("eq", "ne") and (isinstance(left.node, _CONDITIONS) or isinstance(node, _CONDITIONS)):
        raise WrongExpression("D308", "two conditions are compared: `a & b == c` means `(a & b) == c`", "write `~b` for `b == False`, and brackets with `&` and `|`")
    return Expr(Compare(op, left.node, node))


def _calculate(op: ArithmeticOp, left: Expr[Any], right: object) -> Expr[Any]:
    return Expr(Arithmetic(op, left.node, node_of(right)))
