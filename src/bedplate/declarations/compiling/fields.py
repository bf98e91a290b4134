"""Stored fields and references: their types, defaults and marks."""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, cast

from bedplate.declarations.compiling.draft import Draft, Drafts, cure_list
from bedplate.declarations.compiling.faults import Faults
from bedplate.declarations.compiling.marks import require_countable, require_mark
from bedplate.declarations.compiling.members import check_members
from bedplate.declarations.compiling.serials import serial_of
from bedplate.declarations.contract import FieldContract, FromCaller
from bedplate.declarations.declared import Declared, MemberType, suggestion
from bedplate.declarations.descriptors import ABSENT
from bedplate.declarations.expressions import Expr
from bedplate.declarations.faces import Face, face_place
from bedplate.declarations.fields.of import TYPE_RULES, field_type
from bedplate.declarations.fields.type import FieldType, InvalidValue
from bedplate.declarations.fields.uuids import Uuid
from bedplate.declarations.members import Member
from bedplate.declarations.nodes import ME, Path
from bedplate.declarations.options import FieldRules, LinkRules, ManyRules, RefRules
from bedplate.declarations.resources import Resource
from bedplate.declarations.wrong import WrongExpression

__all__ = ["compile_fields"]

_COLUMN = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}")
_DEFAULTS = frozenset({"default", "default_factory", "moves", "auto", "init", "types", "serial", "per", "gapless"})
_KNOWN = {
    "field": frozenset(FieldRules.__annotations__) | _DEFAULTS,
    "ref": frozenset(RefRules.__annotations__) | {"default"},
    "many": frozenset(ManyRules.__annotations__) | {"by"},
    "links": frozenset(LinkRules.__annotations__) | {"links", "back", "through"},
    "computed": frozenset({"filter", "sort", "group", "measure"}),
    "action": frozenset({"limit", "idempotent", "raises"}),
    "set": frozenset[str](),
}
_MARKS = frozenset({"distinct", "filter", "contains", "sort", "search", "group", "measure", "writable", "immutable", "hidden", "pii", "secret", "key", "idempotent", "gapless"})
_LATER = frozenset({
    "zone", "unit", "since", "until", "was", "step_up", "live", "stored", "scan",
})


def compile_fields(draft: Draft, drafts: Drafts, faults: Faults) -> None:
    """Every stored field of a resource. A field with a fault is left out, so that others can be looked at."""
    check_members(draft, faults)
    for name, member in draft.declared.members.items():
        _refuse_unknown(draft.declared, member, faults)
        if member.member not in ("field", "ref"):
            continue
        with faults.at(member.place, f"{draft.name}.{name}"):
            type_ = draft.declared.type_of(name)
            _require_fillable(draft, member)
            kind = _type_of(draft, drafts, member, type_)
            if kind is not None:
                draft.fields[name] = _compiled(draft, member, type_, kind)


def refuse_unknown_option(what: str, name: str, known: Iterable[str]) -> tuple[str, str, str]:
    """(code, what, cure) for an option that is not there, or not there yet."""
    if name in _LATER:
        return "D110", f"{what}: {name!r} is not part of this version of Bedplate", f"leave {name!r} out"
    listed = sorted(set(known) - {"init", "auto", "types", "serial", "per", "gapless"})
    return "D111", f"{what}: there is no option {name!r}{suggestion(name, listed)}", f"the options are: {cure_list(listed)}"


def _refuse_unknown(declared: Declared, member: Member, faults: Faults) -> None:
    known = _KNOWN["links" if member.rules.get("links") else member.member]
    for rule in member.rules:
        if rule not in known:
            faults.add(*refuse_unknown_option(f"{declared.name}.{member.name}", rule, known - {"links"}), member.place)
        elif rule in _MARKS and member.member != "many" and not isinstance(member.rules[rule], bool):
            faults.add("D137", f"{declared.name}.{member.name}: {rule}={member.rules[rule]!r} is neither True nor False",
                       f"write `{rule}=True` or `{rule}=False`", member.place)


def _type_of(draft: Draft, drafts: Drafts, member: Member, type_: MemberType) -> FieldType | None:
    if type_.target is None:
        rules = {name: value for name, value in member.rules.items() if name in TYPE_RULES}
        return field_type(type_.annotation, rules)[0]
    target = drafts.get(type_.target)
    if target is None:
        raise WrongExpression(
            "D105", f"{type_.target.name} is not part of this application",
            "name its module in `App(...)`" if type_.target.kind.__module__ != Resource.__module__ else "refer to a class of your own")
    keys = target.key
    if len(keys) != 1 or target.declared.members[keys[0]].member != "field":
        raise WrongExpression("D112", f"{target.name} has a key of {len(keys)} parts and cannot be referred to", "refer to a resource with one key field")
    key = target.declared.members[keys[0]]
    rules = {name: value for name, value in key.rules.items() if name in TYPE_RULES}
    return field_type(target.declared.type_of(keys[0]).annotation, rules)[0]


def _compiled(draft: Draft, member: Member, type_: MemberType, kind: FieldType) -> FieldContract:
    rules = member.rules
    hidden, secret = bool(rules.get("hidden")), bool(rules.get("secret"))
    automatic = _automatic(draft, member, kind)
    caller = _caller(draft, member, rules.get("default", ABSENT))
    default, said = _default(member, type_, kind, caller)
    is_key = member.name in draft.key
    serial = serial_of(draft, member, kind, nullable=type_.nullable)
    writable = bool(rules.get("writable", True)) and not hidden and not automatic
    factory = _factory(rules)
    _require_asked(draft, member, type_, kind)
    return FieldContract(
        name=member.name, column=_column(member), type=kind, nullable=type_.nullable, place=member.place,
        required=writable and not said and factory is None and caller is None,
        default=default, has_default=said, default_factory=factory, default_caller=caller,
        target=type_.target.name if type_.target is not None else None, on_delete=_on_delete(member, type_),
        key=is_key, writable=writable, immutable=bool(rules.get("immutable")) or is_key, automatic=automatic,
        hidden=hidden, pii=bool(rules.get("pii")), secret=secret,
        filter=bool(rules.get("filter")), contains=bool(rules.get("contains")), sort=bool(rules.get("sort")), search=bool(rules.get("search")), group=bool(rules.get("group")), measure=bool(rules.get("measure")), moves=_moves(member, type_), serial=serial,
    )


def _factory(rules: Mapping[str, Any]) -> Any:
    factory = rules.get("default_factory")
    if factory is not None and not callable(factory):
        raise WrongExpression("D138", f"default_factory={factory!r} cannot be called", "write a function without parameters, such as `default_factory=list`")
    if factory is not None and "default" in rules:
        raise WrongExpression("D138", "there is a default and a factory of defaults", "keep one of them")
    return factory


def _column(member: Member) -> str:
    column = member.rules.get("column") or member.name
    if not isinstance(column, str) or not _COLUMN.fullmatch(column):
        raise WrongExpression("D148", f"the column {column!r} is no plain name", "write letters, digits and `_`, at most 63")
    return column


def _require_asked(draft: Draft, member: Member, type_: MemberType, kind: FieldType) -> None:
    require_countable(member.name, kind, member.rules)
    for mark in ("filter", "contains", "sort", "unique", "key"):
        if member.rules.get(mark) or (mark == "key" and member.name in draft.key):
            require_mark(kind, mark)
    if member.rules.get("search") and (kind.kind != "text" or type_.target is not None):
        raise WrongExpression("D154", f"`search` of a value of the kind {kind.kind}, which has no words", "leave 'search' out: it is for texts")
    if type_.nullable and member.rules.get("key"):
        raise WrongExpression("D149", "a key that may be null", "leave `| None` out")


def _automatic(draft: Draft, member: Member, kind: FieldType) -> Any:
    if not member.rules.get("auto"):
        return ""
    if member.name in ("created_at", "updated_at") and issubclass(draft.declared.kind, Resource):
        return member.name
    if member.name in draft.key and (isinstance(kind, Uuid) or kind.kind == "integer"):
        return "key"
    if member.name == "id" and "id" not in draft.key:
        return ""  # a key beside `id`, which is said of the class
    raise _not_automatic()


def _require_fillable(draft: Draft, member: Member) -> None:
    """Before its type is asked for: of what nobody can fill no type would be right."""
    if member.rules.get("auto") and member.name not in ("created_at", "updated_at", "id", *draft.key):
        raise _not_automatic()


def _not_automatic() -> WrongExpression:
    return WrongExpression("D113", "`auto()` fills keys and the times of a Resource only", "write `field(default_factory=...)`")


def _caller(draft: Draft, member: Member, default: object) -> FromCaller | None:
    if isinstance(default, Face):
        declared, scope, refs, _ = face_place(default)
        wanted = draft.declared.type_of(member.name).target
        if scope != ME:
            raise WrongExpression("D114", "the default is a class instead of a row", "write `ref(default=actor(Person))` for the caller")
        if wanted is None or not issubclass(declared.kind, wanted.kind):
            raise WrongExpression("D115", f"the default is a {declared.name}, the field is {f'a reference to {wanted.name}' if wanted else 'none'}",
                                  f"write a way from the caller that ends there, such as `actor(...).{member.name}`")
        return FromCaller(refs)
    if isinstance(default, Expr):
        node = cast("Expr[object]", default).node
        if isinstance(node, Path) and node.scope == ME:
            return FromCaller((*node.refs, node.field))
        raise WrongExpression("D116", "the default is an expression of the row", "give a plain value, a field of `actor(...)`, or `default_factory=`")
    return None


def _default(member: Member, type_: MemberType, kind: FieldType, caller: FromCaller | None) -> tuple[object, bool]:
    default = member.rules.get("default", ABSENT)
    if default is ABSENT or caller is not None:
        return None, False
    if default is None:
        if not type_.nullable:
            raise WrongExpression("D117", "the default is None but the field is never null", "write `| None` in the annotation, or another default")
        return None, True
    if type_.target is not None:
        raise WrongExpression("D115", f"the default of a reference is a {type(default).__name__}", "write `actor(...)`, or None where the reference may be null")
    try:
        return kind.check(default), True
    except InvalidValue as error:
        raise WrongExpression("D118", f"the default breaks the field's own rules: {error.words}", "give a default that input could give") from error


def _on_delete(member: Member, type_: MemberType) -> Any:
    said = member.rules.get("on_delete", "restrict")
    if said not in ("cascade", "restrict", "set_null"):
        raise WrongExpression("D119", f"on_delete={said!r} is not known", "write cascade, restrict or set_null")
    if said == "set_null" and not type_.nullable:
        raise WrongExpression("D120", "on_delete=\"set_null\" on a reference that is never null", "write `Ref[X | None]`, or on_delete=\"cascade\"")
    return said


def _moves(member: Member, type_: MemberType) -> Mapping[object, tuple[object, ...]] | None:
    moves = member.rules.get("moves")
    if moves is None:
        return None
    options: Any = type_.annotation
    if not (isinstance(options, type) and issubclass(options, Enum)):
        raise WrongExpression("D121", "`moves` belongs to an enumeration", "give the field an Enum type, or leave `moves` out")
    if not isinstance(moves, Mapping):
        raise WrongExpression("D122", "`moves` is no mapping", f"write `moves={{{options.__name__}.A: ({options.__name__}.B,)}}`")
    found: dict[object, tuple[object, ...]] = {}
    for start, ends in cast("Mapping[object, Iterable[object]]", moves).items():
        if not isinstance(ends, tuple | list | set | frozenset):
            raise WrongExpression("D122", f"the moves from {_said(start)} are {_said(ends)}, which is no tuple", f"write `({_said(ends)},)`, with the comma")
        found[start] = tuple(ends)
        for one in (start, *found[start]):
            if not isinstance(one, options):
                raise WrongExpression("D122", f"`moves` names {_said(one)}, which is no {options.__name__}", f"use its members: {cure_list([_said(member) for member in options])}")
    return found


def _said(value: object) -> str:
    return f"{type(value).__name__}.{value.name}" if isinstance(value, Enum) else repr(value)
