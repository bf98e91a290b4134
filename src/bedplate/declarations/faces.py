"""A class as an expression sees it: `cls`, `me`, `Ticket.project`, the row of a lambda."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, cast

from bedplate.declarations.declared import Declared
from bedplate.declarations.expressions import Expr
from bedplate.declarations.nodes import ME, ROW, Path
from bedplate.declarations.relations import Rows
from bedplate.declarations.wrong import WrongExpression

if TYPE_CHECKING:
    from typing_extensions import TypeVar

    from bedplate.declarations.resources import Account

    Acc = TypeVar("Acc", bound=Account)

__all__ = ["Face", "FieldExpr", "actor", "face_member"]


class FieldExpr(Expr[Any]):
    """A field as an expression, which still knows whose field it is."""

    __slots__ = ("declared", "name", "refs")

    def __init__(self, node: Path, declared: Declared, name: str, refs: tuple[str, ...]) -> None:
        super().__init__(node)
        self.declared = declared
        self.name = name
        self.refs = refs


class Face:
    """Stands for a class in an expression, reached from `scope` over `refs`. Its names begin with `face_` only inside, so that every
    field of the class stays reachable."""

    __slots__ = ("_face_declared", "_face_owner", "_face_refs", "_face_scope")

    def __init__(self, declared: Declared, scope: str, refs: tuple[str, ...] = (), owner: Declared | None = None) -> None:
        self._face_declared = declared
        self._face_scope = scope
        self._face_refs = refs
        self._face_owner = owner or declared

    def __getattr__(self, name: str) -> Any:
        return face_member(self, name)

    def __eq__(self, other: object) -> bool:
        raise _relations_compared()

    def __ne__(self, other: object) -> bool:
        raise _relations_compared()

    __hash__ = None  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]

    def __bool__(self) -> NoReturn:
        raise WrongExpression("D301", "a row is used as a Python truth (`and`, `or`, `not`, `if`)", "write `row.id.not_null()`, and `&`, `|`, `~`")

    def __call__(self, *_args: object, **_values: object) -> NoReturn:
        raise WrongExpression("D311", "a row is made inside a rule", "a rule gives a condition only")

    def __repr__(self) -> str:
        return ".".join((self._face_scope, *self._face_refs))


def face_place(face: Face) -> tuple[Declared, str, tuple[str, ...], Declared]:
    """(class, scope, refs, class in which the last reference is declared)."""
    return face._face_declared, face._face_scope, face._face_refs, face._face_owner  # pyright: ignore[reportPrivateUsage]


def face_member(face: Face, name: str) -> Any:
    """What `face.name` means. Raises WrongExpression for a name that is not there, with the nearest one."""
    declared, scope, refs, owner = face_place(face)
    member = declared.members.get(name)
    if member is None:
        return _other(face, declared, name)
    if member.member == "field":
        if refs and (name,) == declared.key_names():
            return FieldExpr(Path(scope, refs[:-1], refs[-1]), owner, refs[-1], refs[:-1])  # the reference column itself
        return FieldExpr(Path(scope, refs, name), declared, name, refs)
    if member.member == "computed":
        return FieldExpr(Path(scope, refs, name), declared, name, refs)
    if member.member in ("ref", "many"):
        target = declared.type_of(name).target
        assert target is not None
        if member.member == "ref":
            return Face(target, scope, (*refs, name), declared)
        return Rows[Any](scope, refs, name, lambda bound: Face(target, bound))
    raise WrongExpression("D312", f"{declared.name}.{name} is an action and has no value", "name a field, a reference or a relation")


def _other(face: Face, declared: Declared, name: str) -> Any:
    found = next((owner.__dict__[name] for owner in declared.kind.__mro__ if name in owner.__dict__), None)
    if name.startswith("__") or (found is None and name.startswith("_")):
        raise AttributeError(name)
    if isinstance(found, classmethod):
        return cast("Any", found).__func__.__get__(face)
    if isinstance(found, staticmethod):
        return found.__func__
    raise WrongExpression("D313", f"{declared.name} has no field {name!r}{declared.closest(name)}", f"its names are: {', '.join(declared.readable())}")


def _relations_compared() -> WrongExpression:
    return WrongExpression("D314", "two rows are compared", "compare their keys: `cls.author.id == me.id`; `.id.is_null()` for `nobody`")


def actor(kind: type[Acc], /) -> type[Acc]:
    """The caller, in a default or in `only`: `ME = actor(Person)`, `ref(default=ME)`, `ref(default=ME.org)`."""
    return Face(kind._declaration, ME)  # type: ignore[return-value]  # pyright: ignore[reportReturnType, reportPrivateUsage]


def own_face(declared: Declared) -> Face:
    """`cls` of a rule, and `Ticket` in `Ticket.where(Ticket.title == ...)`."""
    return Face(declared, ROW)
