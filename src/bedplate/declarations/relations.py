"""The many side of a relation, seen from the class."""
from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Generic, NoReturn, cast

from typing_extensions import TypeVar

from bedplate.declarations.expressions import Expr, N, node_of
from bedplate.declarations.nodes import Aggregate, Always, And, Exists, Node, Not, NotTrue, Related
from bedplate.declarations.wrong import WrongExpression

if TYPE_CHECKING:
    from bedplate.declarations.resources import Row

__all__ = ["Rows"]

R = TypeVar("R", bound="Row")
T = TypeVar("T")
_DEPTH: ContextVar[int] = ContextVar("depth of bound rows", default=0)


class Rows(Generic[R]):
    """The many side of a relation, seen from the class. `face(scope)` is the related class as a scope of its own."""

    __slots__ = ("_face", "_refs", "_relation", "_scope", "_tests")

    def __init__(
        self, scope: str, refs: tuple[str, ...], relation: str, face: Callable[[str], object], tests: tuple[Callable[..., Expr[bool]], ...] = (),
    ) -> None:
        self._scope = scope
        self._refs = refs
        self._relation = relation
        self._face = face
        self._tests = tests

    @property
    def relation_path(self) -> tuple[str, ...]:
        """The way to this relation, for `Query.load`."""
        return (*self._refs, self._relation)

    def where(self, p: Callable[[type[R]], Expr[bool]], /) -> Rows[R]:
        """Only those for which this holds."""
        return Rows(self._scope, self._refs, self._relation, self._face, (*self._tests, p))

    def any(self, p: Callable[[type[R]], Expr[bool]] | None = None, /) -> Expr[bool]:
        """Whether there is one (for which this holds)."""
        tests = self._tests if p is None else (*self._tests, p)
        return Expr(Exists(self._related(tests, None)[0]))

    def every(self, p: Callable[[type[R]], Expr[bool]], /) -> Expr[bool]:
        """Whether this holds for all of them; of no rows it does. Unknown counts as no."""
        def fails(row: type[R]) -> Expr[bool]:
            return Expr(NotTrue(node_of(p(row))))

        rows, _ = self._related((*self._tests, fails), None)
        return Expr(Not(Exists(rows)))

    def count(self) -> Expr[int]:
        """How many there are."""
        return Expr(Aggregate("count", self._related(self._tests, None)[0], None))

    def sum(self, p: Callable[[type[R]], Expr[N]], /) -> Expr[N]:
        """The sum over them; of no rows: 0."""
        return Expr(Aggregate("sum", *self._related(self._tests, p)))

    def max(self, p: Callable[[type[R]], Expr[T]], /) -> Expr[T | None]:
        """The greatest; of no rows: null."""
        return Expr(Aggregate("max", *self._related(self._tests, p)))

    def _related(self, tests: tuple[Callable[..., Expr[bool]], ...], item: Callable[..., Expr[Any]] | None) -> tuple[Related, Node | None]:
        depth = _DEPTH.get() + 1
        bound = f"b{depth}"
        token = _DEPTH.set(depth)
        try:
            row = self._face(bound)
            parts = tuple(_traced(test(row)) for test in tests)
            value = None if item is None else _traced(item(row))
        finally:
            _DEPTH.reset(token)
        where: Node = Always() if not parts else parts[0] if len(parts) == 1 else And(parts)
        return Related(self._scope, self._refs, self._relation, bound, where), value

    def __bool__(self) -> NoReturn:
        raise WrongExpression("D309", "a relation is used as a Python truth", "write `.any()` for `there is one`")

    def __invert__(self) -> NoReturn:
        raise WrongExpression("D309", "a relation stands where a condition belongs", "write `~....any()` for `there is none`")

    def __iter__(self) -> NoReturn:
        raise WrongExpression("D302", "a relation cannot be walked through in a rule", "use `.any(lambda row: ...)`, `.every(...)`, `.sum(...)`")

    def __len__(self) -> NoReturn:
        raise WrongExpression("D304", "`len` of a relation is not known here", "write `.count()`")


def _traced(value: object) -> Node:
    if not isinstance(value, Expr):
        raise WrongExpression("D310", f"a lambda over related rows gives {type(value).__name__} instead of an expression", "give a condition or a value of the row")
    return cast("Expr[object]", value).node
