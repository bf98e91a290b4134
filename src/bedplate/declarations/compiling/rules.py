"""Policies and checks of a resource."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from bedplate.declarations.compiling.computed import own_columns
from bedplate.declarations.compiling.draft import Draft, Drafts, cure_list, words_of
from bedplate.declarations.compiling.faults import Faults
from bedplate.declarations.compiling.functions import resolved
from bedplate.declarations.compiling.limits import parse_limit
from bedplate.declarations.compiling.speakers import Speaker, speaker_of
from bedplate.declarations.contract import CheckContract, Rule
from bedplate.declarations.declared import RuleMark, marks_of, suggestion
from bedplate.declarations.faces import Face, own_face
from bedplate.declarations.kinds import typed
from bedplate.declarations.members import Member
from bedplate.declarations.nodes import ME, ROW, Node, Path, Related
from bedplate.declarations.spelling import place_of
from bedplate.declarations.tracing import trace, walk
from bedplate.declarations.wrong import WrongExpression
from bedplate.errors import Place

__all__ = ["BUILT_IN", "compile_rules", "verbs_of"]

BUILT_IN = ("read", "create", "update", "delete")
_OPTIONS = {"allow": ("fields", "across_tenants", "strangers", "limit"), "forbid": ("fields",)}


def verbs_of(draft: Draft) -> tuple[str, ...]:
    """What a rule may open: the built-in verbs, those that the class asked for, and the actions."""
    if draft.report:
        return ("read", *(("export",) if draft.options.get("export") else ()))
    collection = [name for name, function in draft.declared.functions.items() if any(one.decorator == "collection_action" for one in marks_of(function))]
    instance = [name for name, member in draft.declared.members.items() if member.member == "action"]
    kept = (*(("restore", "purge") if draft.deletion == "own" else ()), *(("history",) if draft.options.get("history") is True else ()))
    return (*BUILT_IN, *(("export",) if draft.options.get("export") else ()), *kept, *instance, *collection)


def compile_rules(draft: Draft, drafts: Drafts, faults: Faults) -> None:
    """Every function under `allow`, `forbid` or `check`."""
    for name, function in draft.declared.functions.items():
        marks = [mark for mark in marks_of(function) if mark.decorator in ("allow", "forbid", "check")]
        if not marks:
            continue
        place = place_of(function)
        with faults.at(place, f"{draft.name}.{name}"):
            speaker = speaker_of(resolved(function, draft.declared)[0], drafts)
            node = _traced(draft, function, speaker, drafts, faults)
            for mark in marks:
                with faults.at(place, f"{draft.name}.{name}"):
                    if mark.decorator == "check":
                        if node is not None:
                            draft.checks.append(_check(draft, name, function, speaker, node, place))
                    else:
                        draft.rules.extend(_rules(draft, name, mark, speaker, node, place, words_of(function.__doc__)))


def _traced(draft: Draft, function: Callable[..., Any], speaker: Speaker | None, drafts: Drafts, faults: Faults) -> Node | None:
    faces: tuple[object, ...] = (own_face(draft.declared), *((Face(speaker.declared, ME),) if speaker else ()))
    node, wrong = trace(function, faces, draft.declared.kind)
    faults.take(wrong)
    if node is None or wrong:
        return None
    if draft.report and any(isinstance(part, Path | Related) and part.scope == ROW for part in walk(node)):
        raise WrongExpression("D483", "a rule of a report speaks of a row, but a report has groups only", "speak of `me` only: which rows are counted is said by the rules of their resource, and by `where`")
    actor = _shown_account(speaker, drafts)
    found, kind = typed(node, {ROW: draft.name, **({ME: actor} if actor else {})}, drafts.of)
    if kind.name != "boolean":
        raise WrongExpression("D330", f"a rule gives {kind.name} instead of a condition", "return a condition: `cls.author.id == me.id`")
    return found


def _shown_account(speaker: Speaker | None, drafts: Drafts) -> str | None:
    """An account resource through which the caller's fields can be typed."""
    if speaker is None:
        return None
    return drafts.accounts[0] if speaker.actors == ("*",) else speaker.actors[0]


def _rules(draft: Draft, name: str, mark: RuleMark, speaker: Speaker | None, node: Node | None, place: Place, doc: str) -> list[Rule]:
    for option in mark.options:
        if option not in _OPTIONS[mark.decorator]:
            raise WrongExpression("D111", f"`{mark.decorator}` has no option {option!r}{suggestion(option, list(_OPTIONS[mark.decorator]))}",
                                  f"the options are: {cure_list(_OPTIONS[mark.decorator])}")
    known = verbs_of(draft)
    if not mark.verbs:
        raise WrongExpression("D346", f"`{mark.decorator}` names no verb", f"name what it is about: {cure_list(known)}")
    for verb in mark.verbs:
        if verb not in known:
            cure = _opened_by(draft, verb)
            near = "" if cure else suggestion(str(verb), list(known))
            raise WrongExpression("D347", f"there is no verb {verb!r}{near}", cure or f"the verbs are: {cure_list(known)}")
    limit = _strangers(mark, speaker)
    if draft.report and mark.options.get("fields"):
        raise WrongExpression("D485", "a rule of a report is about fields", "leave `fields` out: a column is as closed as the fields that it reads")
    fields = _field_names(draft, mark.options.get("fields", ()))
    across = bool(mark.options.get("across_tenants"))
    if across and "tenant" not in draft.options:
        raise WrongExpression("D355", f"`across_tenants=True`, but {draft.name} has no tenant", f"leave it out, or write `class {draft.name}(..., tenant=\"...\")`")
    if node is None:
        return []
    _require_no_row(draft, mark, node)
    effect: Any = mark.decorator
    actors: tuple[str | None, ...] = speaker.actors if speaker else (None,)
    return [Rule(name, effect, mark.verbs, fields, node, actor, place, limit, across, doc) for actor in actors]


def _opened_by(draft: Draft, verb: object) -> str:
    """The option that a verb comes with."""
    option = {"restore": "soft_delete", "purge": "soft_delete", "history": "history"}.get(str(verb))
    return f"write `class {draft.name}(..., {option}=True)`" if option else ""


def _strangers(mark: RuleMark, speaker: Speaker | None) -> Any:
    if not mark.options.get("strangers"):
        if speaker is None and mark.decorator == "allow":
            raise WrongExpression("D348", "an allowing rule without `me` is for strangers, and does not say so",
                                  "write `strangers=True, limit=\"120/min\"`, or take `me: type[...]`")
        if "limit" in mark.options:
            raise WrongExpression("D349", "`limit` belongs to rules for strangers", "limit a resource by `limit=` of its class")
        return None
    if speaker is not None:
        raise WrongExpression("D350", "a rule for strangers takes `me`, but there is nobody", "leave `me` out")
    if "limit" not in mark.options:
        raise WrongExpression("D351", "a rule for strangers has no limit", "write `strangers=True, limit=\"120/min\"`")
    return parse_limit(mark.options["limit"])


def _require_no_row(draft: Draft, mark: RuleMark, node: Node) -> None:
    """An action of the whole collection has no row that its rule could speak of."""
    collection = [verb for verb in mark.verbs if verb in draft.declared.functions]
    if collection and any(isinstance(part, Path | Related) and part.scope == ROW for part in walk(node)):
        raise WrongExpression(
            "D356", f"{collection[0]!r} is an action of the whole collection: its rule cannot speak of a row",
            "speak of `me` only; bind rows by a rule of their own verbs")


def _field_names(draft: Draft, parts: object) -> tuple[str, ...]:
    if not isinstance(parts, tuple | list):
        raise WrongExpression("D352", "`fields` is no tuple", "write `fields=(title,)`, with the comma")
    return tuple(_field_name(draft, one) for one in cast("tuple[object, ...]", parts))


def _field_name(draft: Draft, part: object) -> str:
    name = part.name if isinstance(part, Member) else part
    known = [one for one, member in draft.declared.members.items() if member.member in ("field", "ref", "many", "computed")]
    if not isinstance(name, str) or name not in known:
        raise WrongExpression("D352", f"`fields` names {name!r}, which is no field of {draft.name}{suggestion(str(name), known)}", f"the fields are: {cure_list(known)}")
    return name


def _check(draft: Draft, name: str, function: Callable[..., Any], speaker: Speaker | None, node: Node, place: Place) -> CheckContract:
    if speaker is not None:
        raise WrongExpression("D353", "a check takes `me`, but holds whoever writes", "make it a rule, or leave `me` out")
    words = words_of(function.__doc__)
    if not words:
        raise WrongExpression("D354", "a check has no words", "write a docstring: it is what the caller reads when the check fails")
    return CheckContract(name, name.upper(), words, node, own_columns(node, draft), place)
