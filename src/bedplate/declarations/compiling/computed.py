"""Computed fields: traced, typed, and told apart by what a database can keep of them."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast, get_args, get_origin

from bedplate.declarations.compiling.draft import Draft, Drafts, words_of
from bedplate.declarations.compiling.faults import Faults
from bedplate.declarations.compiling.functions import resolved
from bedplate.declarations.compiling.marks import require_countable, require_mark
from bedplate.declarations.compiling.speakers import speaker_of
from bedplate.declarations.contract import ComputedContract, FieldContract
from bedplate.declarations.declared import without_none
from bedplate.declarations.descriptors import Computed
from bedplate.declarations.faces import Face, own_face
from bedplate.declarations.fields.binary import BYTES_MAX, Binary
from bedplate.declarations.fields.enumeration import Enumeration
from bedplate.declarations.fields.of import field_type
from bedplate.declarations.fields.text import Text
from bedplate.declarations.fields.type import FieldType
from bedplate.declarations.kinds import Kind, may_be_unknown, typed
from bedplate.declarations.nodes import ME, ROW, Node, Not, NotTrue, Now, Path, Related, Today
from bedplate.declarations.spelling import place_of
from bedplate.declarations.tracing import trace, walk
from bedplate.declarations.wrong import WrongExpression
from bedplate.errors import Place

__all__ = ["compile_computed", "marks_read", "own_columns", "type_said"]


@dataclass(frozen=True, slots=True)
class _Traced:
    draft: Draft
    member: Computed[Any]
    node: Node
    annotation: Any
    me: str | None
    place: Place


def compile_computed(drafts: Drafts, faults: Faults) -> None:
    """All computed fields of all resources: one may be made of another, so they are typed in rounds until nothing is left."""
    pending = [found for draft in drafts.of.values() for found in _traced_of(draft, drafts, faults)]
    while pending:
        errors: list[tuple[_Traced, WrongExpression]] = []
        left: list[_Traced] = []
        names = {(one.draft.name, one.member.name) for one in pending}
        for one in pending:
            if _rests_on(one, drafts, names):
                left.append(one)
                continue
            with faults.at(one.place, f"{one.draft.name}.{one.member.name}"):
                one.draft.computed[one.member.name] = _compiled(one, drafts)
        if len(left) == len(pending):
            errors = [(one, WrongExpression("D140", "is made of itself, or of one that is made of it", "break the circle")) for one in left]
        for one, error in errors:
            faults.add(error.code, f"{one.draft.name}.{one.member.name} {error.what}", error.cure, one.place)
        if errors:
            return
        pending = left


def _traced_of(draft: Draft, drafts: Drafts, faults: Faults) -> list[_Traced]:
    found: list[_Traced] = []
    for name, member in draft.declared.members.items():
        if not isinstance(member, Computed):
            continue
        place = place_of(member.function)
        with faults.at(place, f"{draft.name}.{name}"):
            parameters, result = resolved(member.function, draft.declared)
            speaker = speaker_of(parameters, drafts, needs_all=True)
            faces: tuple[object, ...] = (own_face(draft.declared), *((Face(speaker.declared, ME),) if speaker else ()))
            node, wrong = trace(member.function, faces, draft.declared.kind)
            faults.take(wrong)
            if node is not None and not wrong:
                me = None if speaker is None else drafts.accounts[0] if speaker.actors == ("*",) else speaker.actors[0]
                found.append(_Traced(draft, cast("Any", member), node, result, me, place))
    return found


def _rests_on(one: _Traced, drafts: Drafts, pending: set[tuple[str, str]]) -> bool:
    """Whether it reads a computed field that is not typed yet."""
    scopes = {ROW: one.draft.name, ME: one.me or ""}
    for part in walk(one.node):
        if not isinstance(part, Path | Related) or part.scope not in scopes:
            continue
        target = _end(drafts, scopes[part.scope], part.refs)
        if isinstance(part, Related):
            relation = drafts.of[target].relations.get(part.relation) if target in drafts.of else None
            scopes[part.bound] = relation.target if relation else ""
        elif (target, part.field) in pending:
            return True
    return False


def _end(drafts: Drafts, name: str, refs: tuple[str, ...]) -> str:
    for ref in refs:
        relation = drafts.of[name].relations.get(ref) if name in drafts.of else None
        name = relation.target if relation else ""
    return name


def _compiled(one: _Traced, drafts: Drafts) -> ComputedContract:
    draft, rules = one.draft, one.member.rules
    scopes = {ROW: draft.name, **({ME: one.me} if one.me else {})}
    node, kind = typed(one.node, scopes, drafts.of)
    type_, nullable = _type_of(one.annotation, kind)
    if kind.name == "boolean" and not nullable and may_be_unknown(node, scopes, drafts.of):
        node = Not(NotTrue(node))  # unknown counts as no: as it is shown, so it is filtered by, sorted and paged
    stored = own_columns(node, draft)
    require_countable(one.member.name, type_, rules)
    offered = [name for name in ("filter", "sort") if rules.get(name)]
    for mark in offered:
        require_mark(type_, mark)
    if offered and not stored:
        raise WrongExpression(
            "D143", f"`{offered[0]}=True` on a computed field over relations, the clock or the caller: no index can serve it",
            f"leave {offered[0]!r} out, or make it of the row's own fields only")
    reads = tuple(dict.fromkeys(part.refs[0] if part.refs else part.field for part in walk(node) if isinstance(part, Path) and part.scope == ROW))
    marks = marks_read(node, one.draft.name, drafts, one.me or "")
    return ComputedContract(
        one.member.name, type_, nullable, node, one.place, bool(rules.get("filter")), bool(rules.get("sort")), bool(rules.get("group")), bool(rules.get("measure")),
        stored and bool(offered), "hidden" in marks, "pii" in marks, "secret" in marks, reads, words_of(one.member.function.__doc__))


def _type_of(annotation: Any, kind: Kind) -> tuple[FieldType, bool]:
    inner = get_args(annotation)
    if getattr(get_origin(annotation), "__name__", "") != "Expr" or not inner:
        raise WrongExpression("D142", "the result has no type", "write `-> Expr[datetime]` or the like")
    plain, nullable = without_none(inner[0])
    type_ = type_said(plain, kind)
    if kind.nullable and not nullable:
        raise WrongExpression("D145", "the result may be null (a reference or field on its way may be)", "write `Expr[... | None]`, or `.or_else(...)`")
    return type_, nullable


def type_said(plain: Any, kind: Kind) -> FieldType:
    """The type that an annotation without None says of an expression. Raises WrongExpression where the expression is of another."""
    rules: dict[str, object] = {}
    if kind.name == "decimal" and not hasattr(plain, "__metadata__"):
        rules = {"places": min(kind.places, 18)}
    if kind.name == "text" and plain is str:
        rules = {"max": kind.type.max if isinstance(kind.type, Text) else 100_000}
    if kind.name == "bytes" and not hasattr(plain, "__metadata__"):
        rules = {"max": kind.type.max if isinstance(kind.type, Binary) else BYTES_MAX}
    type_, _ = field_type(plain, rules)
    same = type_.kind == kind.name and (not isinstance(type_, Enumeration) or not isinstance(kind.type, Enumeration) or type_.options is kind.type.options)
    if not same:
        raise WrongExpression("D144", f"the result is said to be {type_.kind} but is {kind.name}", "correct the annotation, or the expression")
    return type_


def own_columns(node: Node, draft: Draft) -> bool:
    """Whether a tree reads the row's own columns only: no other row, no clock, no caller."""
    for part in walk(node):
        if isinstance(part, Now | Today | Related):
            return False
        if isinstance(part, Path):
            if part.scope != ROW or part.refs:
                return False
            computed = draft.computed.get(part.field)
            if computed is not None and not own_columns(computed.node, draft):
                return False
    return True


def marks_read(node: Node, resource: str, drafts: Drafts, me: str = "") -> set[str]:
    """`pii`, `secret` and `hidden` of everything that an expression over a resource reads, near and far."""
    found: set[str] = set()
    scopes = {ROW: resource, ME: me}
    for part in walk(node):
        if not isinstance(part, Path | Related):
            continue
        target = _end(drafts, scopes.get(part.scope, ""), part.refs)
        draft = drafts.of.get(target)
        if draft is None:
            continue
        if isinstance(part, Related):
            scopes[part.bound] = draft.relations[part.relation].target
        else:
            field: FieldContract | ComputedContract | None = draft.fields.get(part.field) or draft.computed.get(part.field)
            found |= {mark for mark in ("pii", "secret", "hidden") if field is not None and getattr(field, mark)}
    return found
