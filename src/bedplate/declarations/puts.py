"""`put`: a value for a field, typed by the field."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias, overload

from typing_extensions import TypeVar

from bedplate.declarations.declared import Declared
from bedplate.declarations.expressions import Expr
from bedplate.declarations.faces import Face, FieldExpr, face_place

__all__ = ["Put", "Puts", "Takes", "put"]

T = TypeVar("T")
V = TypeVar("V")
V_contra = TypeVar("V_contra", contravariant=True)


class Takes(Protocol[V_contra]):
    """A class that stands for values of its own kind. `type[R]` with a value of `R` would agree on what two kinds have in common; this
    asks the class itself. For type checkers only: no class has the method when it runs."""

    def _takes(self, value: V_contra, /) -> None: ...


@dataclass(frozen=True, slots=True)
class Put:
    """A field's name and its new value: a Python value (a reference its target's key), or a node."""

    name: str
    value: object


Puts: TypeAlias = Put | tuple[Put, ...]


@overload
def put(target: Expr[T], value: T | Expr[T], /) -> Put: ...
@overload
def put(target: Takes[V], value: V, /) -> Put: ...
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
