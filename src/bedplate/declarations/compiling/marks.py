"""What a type of values can be declared as: filtered, sorted, unique, a key."""
from __future__ import annotations

from collections.abc import Mapping

from bedplate.declarations.compiling.draft import cure_list
from bedplate.declarations.fields.shapes import ListOf
from bedplate.declarations.fields.text import Text
from bedplate.declarations.fields.type import FieldType
from bedplate.declarations.figures import can_be_grouped, figures_of
from bedplate.declarations.grids import ROWS
from bedplate.declarations.wrong import WrongExpression

__all__ = ["require_countable", "require_mark"]


def require_mark(kind: FieldType, mark: str) -> None:
    """What JSON holds has no order and no equality that an index knows; bytes have no order that anybody reads; no key is a float.
    Raises WrongExpression."""
    if mark in kind.marks or (mark == "contains" and (isinstance(kind, Text) or (isinstance(kind, ListOf) and kind.item.kind != "json"))):
        return
    if mark == "contains":
        raise WrongExpression("D141", f"`contains` of a value of the kind {kind.kind}", "leave it out: texts and lists of plain values take it")
    if kind.kind == "json":
        raise WrongExpression("D141", f"`{mark}` of a value that is kept as JSON: no index can serve it", f"leave {mark!r} out, or make the part a field of its own")
    raise WrongExpression("D141", f"`{mark}` of a value of the kind {kind.kind}", f"leave {mark!r} out: such a field takes {cure_list(sorted(kind.marks))}")


def require_countable(name: str, kind: FieldType, rules: Mapping[str, object]) -> None:
    """`group` needs values that are equal or not, `measure` values that can be added up or compared. Raises WrongExpression."""
    if rules.get("group") and not can_be_grouped(kind):
        raise WrongExpression("D323", f"`group` of a value of the kind {kind.kind}: equal ones cannot be told", "leave 'group' out, or make the part a field of its own")
    if rules.get("group") and name == ROWS:
        raise WrongExpression("D324", f"a field to group by is called {ROWS!r}, which is what the number of rows is called", "give it another name")
    if rules.get("measure") and not figures_of(kind):
        raise WrongExpression("D325", f"`measure` of a value of the kind {kind.kind}: there is no figure of such values", "leave 'measure' out")
