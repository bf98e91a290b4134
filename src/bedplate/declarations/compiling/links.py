"""Many-to-many relations: which rows hold the links, and that both sides speak of the same ones."""
from __future__ import annotations

from dataclasses import dataclass

from bedplate.declarations.compiling.draft import Draft, Drafts, cure_list, snake
from bedplate.declarations.compiling.faults import Faults
from bedplate.declarations.contract import LinkContract, RelationContract
from bedplate.declarations.declared import suggestion
from bedplate.declarations.fields.type import FieldType
from bedplate.declarations.members import Member
from bedplate.declarations.wrong import Consequence, WrongExpression

__all__ = ["USUAL_MOST", "complete_links", "link_relation"]

USUAL_MOST = 100
"""Rows of a nested list at most, where nothing is said."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What one side says, as far as names go."""

    draft: Draft
    target: Draft
    name: str
    back: str
    through: str
    filter: bool


def link_relation(draft: Draft, drafts: Drafts, member: Member, most: int) -> RelationContract:
    """`links(back=..., max=..., through=...)`. Raises WrongExpression."""
    declared = draft.declared.type_of(member.name).target
    target = drafts.get(declared)
    if target is None or declared is None:
        raise WrongExpression("D105", f"{declared.name if declared else '?'} is not part of this application", "name its module in `App(...)`")
    said = _Said(draft, target, member.name, str(member.rules.get("back") or ""), str(member.rules.get("through") or ""), bool(member.rules.get("filter")))
    _require_other_side(said)
    _key_of(draft)
    link = _through(said, drafts) if said.through else _own_table(said, most if "max" in member.rules else None)
    return RelationContract(member.name, "many", target.name, "", False, most, member.place, link=link)


def _require_other_side(said: _Said) -> None:
    """`back` names nothing else over there, and what it names leads back here."""
    back, target = said.back, said.target
    if not back:
        return
    if target is said.draft and back == said.name:
        raise WrongExpression("D151", "a relation cannot be its own other side: who is linked to whom would be lost",
                              f"give the other direction a name: `links(back=\"{said.name}_of\")`")
    other = target.declared.members.get(back)
    if other is None:
        if not back.isidentifier() or back.startswith("_") or hasattr(target.declared.kind, back):
            raise WrongExpression("D151", f"`back` is {back!r}, which cannot be the name of a relation of {target.name}", "choose another name")
        return
    mine = other.rules.get("links") and other.rules.get("back") == said.name and target.declared.type_of(back).target is said.draft.declared
    if not mine:
        raise WrongExpression("D151", f"{target.name}.{back} is not the other side of this relation",
                              f"write `{back}: Many[{said.draft.name}] = links(back=\"{said.name}\")` there, or choose another `back`")
    if str(other.rules.get("through") or "") != said.through:
        raise WrongExpression("D151", f"{target.name}.{back} says another `through`", "say the same on both sides")


def _key_of(draft: Draft) -> FieldType:
    if len(draft.key) != 1:
        raise WrongExpression("D152", f"{draft.name} has a key of several fields, which a link cannot hold", "declare the links as a resource with references")
    if draft.key[0] not in draft.fields:
        raise Consequence("D152", f"the key of {draft.name} has a fault of its own", "correct that first")
    return draft.fields[draft.key[0]].type


def _own_table(said: _Said, most: int | None) -> LinkContract:
    """A table of ours. Both sides come to the same name and columns, whichever is looked at first."""
    mine, other = (said.draft.name, said.name), (said.target.name, said.back)
    owns = not said.back or mine < other
    holder, relation = mine if owns else other
    here, there = snake(said.draft.name), snake(said.target.name)
    if here == there:
        here, there = (here, f"other_{there}") if owns else (f"other_{here}", there)
    return LinkContract(f"{snake(holder)}_{relation}", here, there, _key_of(said.target), said.back, "", most, most is not None, said.filter, owns)


def _through(said: _Said, drafts: Drafts) -> LinkContract:
    """A declared resource, with one reference to each side."""
    through = drafts.of.get(said.through)
    if through is None:
        raise WrongExpression("D153", f"`through` names {said.through!r}, which is no resource{suggestion(said.through, list(drafts.of))}",
                              f"the resources are: {cure_list(list(drafts.of))}")
    table = str(through.options.get("table") or snake(through.name))
    here, there = (through.fields[_reference(through, side)].column for side in (said.draft, said.target))
    return LinkContract(table, here, there, _key_of(said.target), said.back, through.name, filter=said.filter)


def _reference(through: Draft, side: Draft) -> str:
    fitting = [name for name, found in through.fields.items() if found.target == side.name]
    if len(fitting) != 1:
        told = f"several references lead to {side.name}: {cure_list(fitting)}" if fitting else f"no reference leads to {side.name}"
        raise WrongExpression("D153", f"`through` names {through.name}, from which {told}", "let it have one reference to each side")
    return fitting[0]


def complete_links(drafts: Drafts, faults: Faults) -> None:
    """The other side where only one is declared: it can be read there, under the name that `back` says, and nothing else."""
    made: set[tuple[str, str]] = set()
    for draft in drafts.of.values():
        for relation in list(draft.relations.values()):
            link = relation.link
            target = drafts.of[relation.target]
            if link is None or not link.back or link.back in target.declared.members:
                continue
            if (target.name, link.back) in made:
                faults.add("D151", f"{draft.name}.{relation.name}: two relations say back={link.back!r} to {target.name}", "choose another name", relation.place)
                continue
            made.add((target.name, link.back))
            other = LinkContract(link.table, link.there, link.here, _key_of(draft), relation.name, link.through, owns=not link.owns and not link.through)
            target.relations[link.back] = RelationContract(link.back, "many", draft.name, "", False, USUAL_MOST, relation.place, link=other)
