"""All types that there are: found in the files beside this one, by annotation, by kind, and by the constants of expressions."""
from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from enum import Enum
from importlib import import_module
from typing import Any, Final

from bedplate.declarations import fields
from bedplate.declarations.fields.spelling import Spelling
from bedplate.declarations.fields.type import FieldType

__all__ = ["MARKERS", "SPELLINGS", "constant_kind", "constant_type", "has_order", "plain_type"]


def _found() -> Iterator[Spelling]:
    for module in pkgutil.iter_modules(fields.__path__):
        if module.name not in ("known", "of"):  # which are made of this
            yield from getattr(import_module(f"{fields.__name__}.{module.name}"), "SPELLINGS", ())


SPELLINGS: Final[Mapping[tuple[type[Any], str], Spelling]] = {(one.python, one.marker): one for one in _found()}
"""By annotation and marker."""

MARKERS: Final[Mapping[str, type[Any]]] = {marker: python for python, marker in SPELLINGS if marker}
"""Words inside of `Annotated`, and what they stand beside."""

_CONSTANTS: Final[Mapping[type[Any], FieldType]] = {one.python: one.constant for one in SPELLINGS.values() if one.constant is not None}
_BY_KIND: Final[Mapping[str, FieldType]] = {one.kind: one for one in _CONSTANTS.values()}
_UNORDERED: Final = frozenset({"enumeration", *(kind for kind, one in _BY_KIND.items() if "lt" not in one.operators)})


def constant_type(value: object) -> FieldType | None:
    """The type that stores a plain value; None for an enumeration, for None and for what is no value of a type."""
    if isinstance(value, Enum):
        return None
    kind = value.__class__
    return _CONSTANTS.get(kind) or next((_CONSTANTS[one] for one in kind.__mro__ if one in _CONSTANTS), None)


def constant_kind(value: object) -> str | None:
    """The kind of a plain value in an expression, None if there is no such kind."""
    if value is None or isinstance(value, Enum):
        return "null" if value is None else "enumeration"
    found = constant_type(value)
    return None if found is None else found.kind


def plain_type(kind: str) -> FieldType | None:
    """A type of a kind that needs no rules to read and write its values."""
    return _BY_KIND.get(kind)


def has_order(kind: str) -> bool:
    """Whether one value of a kind can be less than another."""
    return kind not in _UNORDERED
