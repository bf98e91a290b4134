"""What is said by the names of a class alone, before any of them is compiled."""
from __future__ import annotations

import inspect
import re
from typing import ClassVar, get_origin

from bedplate.declarations.compiling.draft import Draft
from bedplate.declarations.compiling.faults import Faults
from bedplate.declarations.resources import Keyed, Row
from bedplate.declarations.spelling import place_of
from bedplate.errors import Place

__all__ = ["check_members"]

_OURS = Row.__module__
_TAKEN = frozenset(name for name in vars(Row) if not name.startswith("_"))


def check_members(draft: Draft, faults: Faults) -> None:
    """Annotations that declare nothing, names of the framework, and a key."""
    declared = draft.declared
    for name, owner in declared.annotated.items():
        if name not in declared.members and not _is_class_variable(owner, name):
            faults.add(
                "D129", f"{draft.name}.{name} is annotated but not declared: nothing would be stored",
                f"write `{name}: Field[...] = field(...)`; `ClassVar[...]` for what is no field", _line_of(owner, name, declared.place))
    places = {**{name: member.place for name, member in declared.members.items()}, **{name: place_of(one) for name, one in declared.functions.items()}}
    for name, place in places.items():
        if name in _TAKEN or name.startswith("_"):
            what = f"every row has a method `{name}` already" if name in _TAKEN else "names that begin with `_` are not shown"
            faults.add("D139", f"{draft.name}.{name}: {what}", "choose another name; `column=` keeps the name in the database", place)
    if not draft.key:
        faults.add("D136", f"{draft.name} has no key: its rows could not be told apart", "let it subclass Resource, or write `field(key=True)`", declared.place)
    elif issubclass(declared.kind, Keyed) and draft.key != ("id",):
        faults.add("D136", f"{draft.name} says a key of its own beside `id`", "let it subclass Row, or leave `key=True` out", declared.place)


def _is_class_variable(owner: type, name: str) -> bool:
    written = owner.__dict__["__annotations__"][name]  # noqa: RUF063  (its own only, as written)
    text = written if isinstance(written, str) else getattr(get_origin(written) or written, "__name__", "")
    return owner.__module__ == _OURS or written is ClassVar or re.match(r"(typing\.)?ClassVar\b", text) is not None


def _line_of(owner: type, name: str, place: Place) -> Place:
    """Where an annotation stands, which Python does not keep."""
    try:
        lines, first = inspect.getsourcelines(owner)
    except (OSError, TypeError):
        return place
    found = next((number for number, line in enumerate(lines) if re.match(rf"\s+{name}\s*:", line)), None)
    return place if found is None else Place(inspect.getsourcefile(owner) or place.file, first + found)
