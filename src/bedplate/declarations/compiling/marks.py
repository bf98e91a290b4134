"""What a type of values can be declared as: filtered, sorted, unique, a key."""
from __future__ import annotations

from bedplate.declarations.compiling.draft import cure_list
from bedplate.declarations.fields.type import FieldType
from bedplate.declarations.wrong import WrongExpression

__all__ = ["require_mark"]


def require_mark(kind: FieldType, mark: str) -> None:
    """What JSON holds has no order and no equality that an index knows; bytes have no order that anybody reads; no key is a float.
    Raises WrongExpression."""
    if mark in kind.marks:
        return
    if kind.kind == "json":
        raise WrongExpression("D141", f"`{mark}` of a value that is kept as JSON: no index can serve it", f"leave {mark!r} out, or make the part a field of its own")
    raise WrongExpression("D141", f"`{mark}` of a value of the kind {kind.kind}", f"leave {mark!r} out: such a field takes {cure_list(sorted(kind.marks))}")
