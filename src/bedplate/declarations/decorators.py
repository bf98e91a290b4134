"""What stands above the methods of a resource: rules, checks and actions; and the sets and indexes among its names."""
from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Concatenate, Generic, Literal, ParamSpec, Protocol, Self, TypeAlias, Unpack, cast, overload

from typing_extensions import TypeVar

from bedplate.declarations.declared import RuleMark, marks_of
from bedplate.declarations.descriptors import Computed, Field, Many, Ref
from bedplate.declarations.expressions import Expr
from bedplate.declarations.members import Member, MemberKind, place_here
from bedplate.declarations.options import ActionRules

if TYPE_CHECKING:
    from bedplate.declarations.resources import Row

__all__ = ["Action", "FieldNames", "Part", "SetRule", "action", "allow", "check", "collection_action", "forbid", "index", "unique"]

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R", bound="Row")
Async = TypeVar("Async", bound=Callable[..., Awaitable[Any]])
Part: TypeAlias = "Field[Any] | Ref[Any]"
FieldNames: TypeAlias = "tuple[str | Part | Many[Any] | Computed[Any], ...]"


class Policy(Protocol):
    """Goes above a function that gives a condition, and leaves it as it is."""

    def __call__(self, f: Callable[P, Expr[bool]], /) -> Callable[P, Expr[bool]]: ...


class SetRule(Member):
    """`unique(...)` or `index(...)` of fields."""

    member: MemberKind = "set"  # type: ignore[misc]  # pyright: ignore[reportIncompatibleVariableOverride]

    def __init__(self, kind: Literal["unique", "index"], parts: tuple[Any, ...]) -> None:
        super().__init__({}, place_here(3))
        self.kind = kind
        self.parts = parts


def unique(*parts: Part) -> SetRule:
    """No two rows agree in all of these; the name is the code of the 409."""
    return SetRule("unique", parts)


def index(*parts: Part) -> SetRule:
    """An index over these, in this order."""
    return SetRule("index", parts)


@overload
def allow(*verbs: str, fields: FieldNames = (), across_tenants: bool = False) -> Policy: ...
@overload
def allow(*verbs: str, strangers: Literal[True], limit: str, fields: FieldNames = ()) -> Policy: ...
def allow(*verbs: Any, **kw: Any) -> Any:
    """The rule below opens these verbs, or with `fields=` is a further condition on these fields. Closed unless some rule opens."""
    return _marking("allow", verbs, kw)


def forbid(*verbs: str, fields: FieldNames = ()) -> Policy:
    """The rule below closes these verbs, whatever is allowed elsewhere."""
    return cast("Policy", _marking("forbid", verbs, {"fields": fields} if fields else {}))


def check(f: Callable[P, Expr[bool]]) -> Callable[P, Expr[bool]]:
    """Holds after every write: the name is the code of the 409, the docstring its words."""
    return cast("Callable[P, Expr[bool]]", _mark(f, RuleMark("check", (), {}, place_here())))


def collection_action(**rules: Unpack[ActionRules]) -> Callable[[Async], Async]:
    """An action of the whole collection: a classmethod; its rule may speak of `me` only."""
    return cast("Callable[[Async], Async]", _marking("collection_action", (), dict(rules)))


class Action(Member, Generic[R, P, T]):
    """An async method that callers can ask for: its signature is the input, its docstring the description."""

    member: MemberKind = "action"  # type: ignore[misc]  # pyright: ignore[reportIncompatibleVariableOverride]

    def __init__(self, function: Callable[..., Awaitable[T]], rules: dict[str, Any]) -> None:
        super().__init__(rules, place_here(3))
        self.function = function
        self.__doc__ = function.__doc__

    @overload
    def __get__(self, obj: None, owner: Any) -> Self: ...
    @overload
    def __get__(self, obj: object, owner: Any) -> Callable[P, Awaitable[T]]: ...
    def __get__(self, obj: Any, owner: Any) -> Any:
        if obj is None:
            return self
        return cast("Any", self.function).__get__(obj, owner)


def action(**rules: Unpack[ActionRules]) -> Callable[[Callable[Concatenate[R, P], Awaitable[T]]], Action[R, P, T]]:
    """An action of one row: `@action(limit="60/min") async def solve(self, ctx: Ctx[Person]) -> Ticket`."""
    def made(f: Callable[Concatenate[R, P], Awaitable[T]]) -> Action[R, P, T]:
        return Action(f, dict(rules))

    return made


def _marking(decorator: str, verbs: tuple[Any, ...], options: dict[str, Any]) -> Callable[[Any], Any]:
    place = place_here(3)
    if verbs and callable(getattr(verbs[0], "__func__", verbs[0])):  # `@forbid` without brackets: the function itself, told at boot
        return cast("Callable[[Any], Any]", _mark(verbs[0], RuleMark(decorator, (), options, place)))
    return lambda f: _mark(f, RuleMark(decorator, verbs, options, place))


def _mark(f: Any, mark: RuleMark) -> Any:
    function = getattr(f, "__func__", f)  # `@allow` may stand above or below `@classmethod`
    function._bedplate_marks = [*marks_of(function), mark]
    return f
