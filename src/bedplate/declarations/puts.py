"""`put`: a value for a field, typed by the field."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, overload

from typing_extensions import TypeVar

from bedplate.declarations.declared import Declared
from bedplate.declarations.expressions import Expr
from bedplate.declarations.faces import Face, FieldExpr, face_place
from bedplate.declarations.rows import One

if TYPE_CHECKING:
    from bedplate.declarations.resources import Row

__all__ = ["Put", "Puts", "put"]

T = TypeVar("T")
R = TypeVar("R", bound="Row")


@dataclass(frozen=True, slots=True)
class Put:
    """A field's name and its new value: a Python value (a reference its target's key), or a node."""

    name: str
    value: object


Puts: TypeAlias = Put | tuple[Put, ...]


@overload
def put(target: Expr[T], value: T | Expr[T], /) -> Put: ...
@overload
def put(target: type[R], value: R | One[R] | None, /) -> Put: ...
def put(target: Any, value: Any, /) -> Put:
    """`put(Ticket.status, Status.CLOSED)`, `put(Comment.ticket, other)`. Raises TypeError at once for a value of another kind."""
    if isinstance(target, Face):
        path, declared = _place(target)
    elif isinstance(target, FieldExpr):
        path, declared = (*target.refs, target.name), target.declared
    else:
        path, declared = (), None
    if len(path) != 1 or declared is None:
        raise TypeError("the target of put is a field or a reference of the row itself: `put(Ticket.title, ...)`")
    return Put(path[0], declared.accepted(path[0], value))


def _place(face: Face) -> tuple[tuple[str, ...], Declared | None]:
    """The references on the way to a class, and where they start."""
    _, _, path, declared = face_place(face)
    return path, declared
