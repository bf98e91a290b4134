"""From a Python annotation with rules to a field type."""
from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from enum import Enum
from typing import Annotated, Any, Final, NotRequired, Required, Union, cast, get_args, get_origin, get_type_hints, is_typeddict

from bedplate.declarations.fields.enumeration import Enumeration
from bedplate.declarations.fields.known import MARKERS, SPELLINGS
from bedplate.declarations.fields.shapes import ListOf, MapOf, Member, ObjectOf
from bedplate.declarations.fields.spelling import length
from bedplate.declarations.fields.text import Text
from bedplate.declarations.fields.type import FieldType
from bedplate.declarations.fields.wrong import WrongRules

__all__ = ["TYPE_RULES", "field_type"]

TYPE_RULES: Final = frozenset({"max", "min", "ge", "gt", "le", "lt", "places", "pattern", "distinct", "types"})
"""The rules that belong to a value's type; all others (`filter`, `unique`, ...) belong to the field."""

_WRITTEN: Final = ", ".join(dict.fromkeys(python.__name__ for python, _ in SPELLINGS))
_INNER_LIST: Final = 1_000
_INNER_MAP: Final = 100
_NESTING: Final = 8


def field_type(annotation: object, rules: Mapping[str, object]) -> tuple[FieldType, bool]:
    """The type of a resolved annotation, and whether it may be null. Rules given here win over those in `Annotated`.

    Raises WrongRules with what to write instead.
    """
    return _of(annotation, dict(rules), _Where())


@dataclasses.dataclass(frozen=True, slots=True)
class _Where:
    """How deep inside of a JSON type we are, and inside which classes."""

    depth: int = 0
    classes: tuple[object, ...] = ()

    def inside(self, kind: object) -> _Where:
        if kind in self.classes:
            raise WrongRules("ENDLESS_TYPE", "A type holds itself.", "Make it a resource with a relation, or cut the circle.")
        if self.depth >= _NESTING:
            raise WrongRules("TYPE_TOO_DEEP", f"A JSON type is nested more than {_NESTING} deep.", "Make a part of it a resource.")
        return _Where(self.depth + 1, (*self.classes, kind) if isinstance(kind, type) else self.classes)


def _of(annotation: object, rules: dict[str, object], where: _Where) -> tuple[FieldType, bool]:
    annotation, found, nullable = _unwrapped(annotation)
    merged = {**found, **rules}
    form = str(merged.pop("format", ""))
    unknown = sorted(set(merged) - TYPE_RULES)
    if unknown:
        raise WrongRules("UNKNOWN_RULE", f"`{unknown[0]}` is not a rule of a value.", f"The rules are: {', '.join(sorted(TYPE_RULES))}.")
    return _plain(annotation, {name: value for name, value in merged.items() if value is not None}, form, where), nullable


def _unwrapped(annotation: object) -> tuple[object, dict[str, object], bool]:
    """Takes `Annotated` and `| None` off, in whichever order they stand."""
    rules: dict[str, object] = {}
    nullable = False
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation, *metadata = get_args(annotation)
            for item in metadata:
                rules = {**_metadata(item), **rules}
        elif origin in (Union, types.UnionType):
            others = [option for option in get_args(annotation) if option is not type(None)]
            if len(others) != 1 or len(others) == len(get_args(annotation)):
                raise WrongRules("UNION_TYPE", "A value has one type.", "Write one type, or one type and None.")
            annotation, nullable = others[0], True
        else:
            return annotation, rules, nullable


def _metadata(item: object) -> dict[str, object]:
    if isinstance(item, str) and item in MARKERS:
        return {"format": item}
    rules: object = getattr(item, "rules", None)
    if isinstance(rules, Mapping):
        return dict(cast("Mapping[str, object]", rules))
    raise WrongRules("UNKNOWN_METADATA", "An Annotated type carries something that is no rule.", "Write Annotated[str, rules(max=200)].")


def _plain(annotation: object, rules: dict[str, object], form: str, where: _Where) -> FieldType:
    origin = get_origin(annotation)
    if form and annotation is not MARKERS[form]:
        python = MARKERS[form]
        words = "texts" if python is str else f"{python.__name__} values"
        raise WrongRules("RULE_OF_ANOTHER_TYPE", f'"{form}" is a rule of {words}.', f"Use it with {python.__name__}.")
    if origin in (list, dict):
        return (_list if origin is list else _map)(annotation, rules, where)
    if not isinstance(annotation, type):
        raise _no_type(annotation)
    kind = cast("type[Any]", annotation)
    spelling = SPELLINGS.get((kind, form))
    allowed = frozenset[str]() if spelling is None else spelling.rules
    if spelling is None and not (issubclass(kind, Enum) or dataclasses.is_dataclass(kind) or is_typeddict(kind)):
        raise _no_type(kind)
    for rule in rules:
        if rule not in allowed:
            raise _wrong_rule(rule, kind, allowed)
    if spelling is not None:
        return spelling.make(rules, where.depth > 0)
    return Enumeration(kind) if issubclass(kind, Enum) else _object(kind, where)


def _wrong_rule(rule: str, kind: type[Any], allowed: frozenset[str]) -> WrongRules:
    if rule in ("max", "min") and "le" in allowed:
        cure = f"Write {'le' if rule == 'max' else 'ge'}=100."
        return WrongRules("RULE_OF_ANOTHER_TYPE", f"`{rule}` is a length, and {kind.__name__} has none.", cure)
    if "max" in allowed and rule in ("ge", "gt", "le", "lt"):
        return WrongRules("RULE_OF_ANOTHER_TYPE", f"`{rule}` bounds a number, and {kind.__name__} has a length.", "Write min= or max=.")
    cure = f"It takes: {', '.join(sorted(allowed))}." if allowed else "Leave it out."
    return WrongRules("RULE_OF_ANOTHER_TYPE", f"`{rule}` is no rule of {kind.__name__}.", cure)


def _no_type(annotation: object) -> WrongRules:
    name = getattr(annotation, "__name__", str(annotation))
    if hasattr(annotation, "_declaration"):
        return WrongRules("NO_FIELD_TYPE", f"`{name}` is a resource, not a type of a value.", f"Write `Ref[{name}] = ref()`.")
    if any(annotation is kind for kind in (dict, list, object, Any)):
        return WrongRules("NO_FIELD_TYPE", f"`{name}` says nothing about what it holds.", "Write dict[str, int], list[str] or a dataclass.")
    return WrongRules(
        "NO_FIELD_TYPE",
        f"`{name}` is not a type of a value.",
        f"Use {_WRITTEN}, an Enum, a dataclass, a TypedDict, list[…] or dict[str, …].",
    )


def _list(annotation: object, rules: dict[str, object], where: _Where) -> FieldType:
    for rule in rules:
        if rule not in ("max", "min", "distinct"):
            raise _wrong_rule(rule, list, frozenset({"max", "min", "distinct"}))
    item, nullable = _of(get_args(annotation)[0], {}, where.inside(annotation))
    longest, least = length("max", rules.get("max", _INNER_LIST)), length("min", rules.get("min", 0))
    if least > longest or longest < 1:
        raise WrongRules("EMPTY_RANGE", "No list has such a length.", "Let `max` be at least 1 and at least `min`.")
    return ListOf(item, longest, least, nullable, rules.get("distinct") is True)


def _map(annotation: object, rules: dict[str, object], where: _Where) -> FieldType:
    for rule in rules:
        if rule != "max":
            raise _wrong_rule(rule, dict, frozenset({"max"}))
    key, value = (*get_args(annotation), None)[:2]
    if _unwrapped(key)[::2] != (str, False):
        raise WrongRules("WRONG_KEY_TYPE", "The keys of a JSON object are texts.", "Write dict[str, …].")
    inner = where.inside(annotation)
    name, _ = _of(key, {} if get_origin(key) is Annotated else {"max": 200}, inner)
    if not isinstance(name, Text):
        raise WrongRules("WRONG_KEY_TYPE", "The keys of a JSON object are texts.", "Write dict[str, …].")
    item, nullable = _of(value, {}, inner)
    return MapOf(name, item, length("max", rules.get("max", _INNER_MAP)), nullable)


def _object(kind: type[Any], where: _Where) -> FieldType:
    inner = where.inside(kind)
    try:
        hints = get_type_hints(kind, include_extras=True)
    except NameError as error:
        raise WrongRules(
            "UNKNOWN_NAME", f"`{kind.__name__}` names {error.name!r}, which is not known in its module.",
            "Import or define it at the top level of that module, not under TYPE_CHECKING.") from error
    typed = not is_typeddict(kind)
    required = _required_members(kind) if typed else kind.__required_keys__
    members: list[Member] = []
    for name in _names(kind):
        annotation, needed = hints[name], name in required
        if get_origin(annotation) in (Required, NotRequired):  # unseen by __required_keys__ where annotations are strings
            annotation, needed = get_args(annotation)[0], get_origin(annotation) is Required
        member, nullable = _of(annotation, {}, inner)
        members.append(Member(name, member, nullable, needed))
    return ObjectOf(kind, tuple(members), typed)


def _names(kind: type[Any]) -> list[str]:
    if is_typeddict(kind):
        return list(kind.__annotations__)
    return [member.name for member in dataclasses.fields(kind) if member.init]


def _required_members(kind: type[Any]) -> frozenset[str]:
    missing = dataclasses.MISSING
    return frozenset(m.name for m in dataclasses.fields(kind) if m.default is missing and m.default_factory is missing)
