"""Ways from one resource to another, tenants, unique sets and default orders."""
from __future__ import annotations

from dataclasses import replace

from bedplate.declarations.compiling.draft import Draft, Drafts, cure_list, name_of
from bedplate.declarations.compiling.faults import Faults
from bedplate.declarations.compiling.links import USUAL_MOST, link_relation
from bedplate.declarations.compiling.marks import require_mark
from bedplate.declarations.contract import FieldContract, FromCaller, IndexContract, RelationContract, SortKey, UniqueContract
from bedplate.declarations.declared import suggestion
from bedplate.declarations.decorators import SetRule
from bedplate.declarations.descriptors import referring_field
from bedplate.declarations.members import Member
from bedplate.declarations.wrong import Consequence, WrongExpression
from bedplate.errors import Place

__all__ = ["compile_relations", "compile_sets", "compile_sort", "fill_tenant", "sort_keys"]


def compile_relations(draft: Draft, drafts: Drafts, faults: Faults) -> None:
    """References as ways to one row, `many` as ways to several."""
    for name, member in draft.declared.members.items():
        with faults.at(member.place, f"{draft.name}.{name}"):
            if member.member == "ref" and name in draft.fields:
                found = draft.fields[name]
                assert found.target is not None
                draft.relations[name] = RelationContract(name, "one", found.target, name, found.nullable, 1, member.place)
            elif member.member == "many":
                draft.relations[name] = _many(draft, drafts, member)


def _many(draft: Draft, drafts: Drafts, member: Member) -> RelationContract:
    most = member.rules.get("max", USUAL_MOST)
    if not isinstance(most, int) or not 1 <= most <= 1000:
        raise WrongExpression("D126", "`max` of a relation is between 1 and 1000", "it bounds how many rows one answer can hold: write `max=100`")
    if member.rules.get("links"):
        return link_relation(draft, drafts, member, most)
    declared = draft.declared.type_of(member.name).target
    target = drafts.get(declared)
    if target is None or declared is None:
        raise WrongExpression("D105", f"{declared.name if declared else '?'} is not part of this application", "name its module in `App(...)`")
    by = referring_field(member, draft.declared.kind, declared.kind)
    if not by:
        fitting = [name for name in _ref_names(target) if target.fields[name].target == draft.name]
        if fitting:
            raise WrongExpression("D123", f"several references of {target.name} lead here: {cure_list(fitting)}", f"say which: `many(by=\"{fitting[0]}\")`")
        raise Consequence("D123", f"no reference of {target.name} leads here", f"write `Ref[{draft.name}] = ref()` there, and `many(by=...)` here")
    found = target.fields.get(by)
    if found is None and by in target.declared.members:
        raise Consequence("D124", f"{target.name}.{by} has a fault of its own", "correct that first")
    if found is None or found.target is None:
        raise WrongExpression("D124", f"{target.name} has no reference {by!r}{suggestion(by, _ref_names(target))}", f"the references of {target.name} are: {_refs(target)}")
    if found.target != draft.name:
        raise WrongExpression("D125", f"{target.name}.{by} refers to {found.target}, not to {draft.name}", f"the references to {draft.name} are: {cure_list([name for name in _ref_names(target) if target.fields[name].target == draft.name])}")
    nested = member.rules.get("nested", False)
    if not isinstance(nested, bool):
        raise WrongExpression("D383", f"nested={nested!r} is neither True nor False", "write `nested=True`, or leave it out")
    return RelationContract(member.name, "many", target.name, by, False, most, member.place, nested=nested)


def _ref_names(draft: Draft) -> list[str]:
    return [name for name, found in draft.fields.items() if found.target is not None]


def _refs(draft: Draft) -> str:
    return cure_list(_ref_names(draft))


def compile_sort(draft: Draft, drafts: Drafts, faults: Faults) -> None:
    """The order of lists that name none: of the resource, and of nested lists that say one. Computed fields are known by now."""
    said = draft.options.get("sort")
    with faults.at(draft.declared.place, draft.name):
        draft.sort = sort_keys(draft, str(said) if said else "")
    for name, relation in draft.relations.items():
        order = draft.declared.members[name].rules.get("sort") if name in draft.declared.members else None
        with faults.at(relation.place, f"{draft.name}.{name}"):
            if order:
                draft.relations[name] = replace(relation, sort=sort_keys(drafts.of[relation.target], str(order)))


def sort_keys(draft: Draft, text: str) -> tuple[SortKey, ...]:
    """`"-created_at,title"` with the key at its end. Raises WrongExpression."""
    found: list[SortKey] = []
    for part in [one.strip() for one in text.split(",") if one.strip()]:
        name = part.removeprefix("-")
        known = [one for one, member in draft.declared.members.items() if member.member in ("field", "ref", "computed")]
        if name in known and name not in draft.fields and name not in draft.computed:
            raise Consequence("D127", f"`sort` names {name!r}, which is no column", "sort by a stored field")
        if name not in known:
            raise WrongExpression("D127", f"`sort` names {name!r}, which is no field of {draft.name}{suggestion(name, known)}", f"the fields are: {cure_list(known)}")
        field = draft.fields.get(name)
        computed = draft.computed.get(name)
        if (field is not None and (field.hidden or field.secret)) or (computed is not None and not computed.stored):
            raise WrongExpression("D128", f"`sort` names {name!r}, which is {_why_not(field)}", "sort by a stored field that is shown")
        require_mark((draft.fields.get(name) or draft.computed[name]).type, "sort")
        found.append(SortKey(name, part.startswith("-")))
    named = {one.field for one in found}
    down = bool(found) and found[-1].descending
    return (*found, *(SortKey(name, down) for name in draft.key if name not in named))


def _why_not(field: FieldContract | None) -> str:
    if field is None:
        return "computed and has no index: say `@computed(sort=True)` if it is made of the row's own fields"
    return "secret" if field.secret else "hidden"


def fill_tenant(draft: Draft, drafts: Drafts, faults: Faults) -> None:
    """The tenant of a new row is the caller's, never from input. Parts must be references to rows of the application."""
    for option in ("tenant", "part_of"):
        said = draft.options.get(option)
        if said is None:
            continue
        if not isinstance(said, str) or not said:
            faults.add("D130", f"{draft.name}: {option}={name_of(said)} is no name", f"write the name of a reference: {cure_list(_ref_names(draft))}", draft.declared.place)
            continue
        name = said
        known = _ref_names(draft)
        if name not in known:
            if name not in draft.declared.members or draft.declared.members[name].member != "ref":
                faults.add("D130", f"{draft.name}: {option}={name!r} is no reference of it{suggestion(name, known)}",
                           f"the references are: {cure_list(known)}" if known else f"write `{name}: Ref[...] = ref()`", draft.declared.place)
            continue
        if option == "tenant":
            _tenant(draft, drafts, name, faults)


def _tenant(draft: Draft, drafts: Drafts, name: str, faults: Faults) -> None:
    target = draft.fields[name].target
    ways = {account: _way_to_tenant(drafts.of[account], target) for account in drafts.accounts}
    reached = {way for way in ways.values() if way is not None}
    if not reached:
        faults.add("D131", f"{draft.name}: no account has a tenant of the kind {target}", f"give the account class `tenant=` with a reference to {target}", draft.declared.place)
        return
    if len(reached) > 1:
        named = [(account, way) for account, way in ways.items() if way is not None]
        first = named[0]
        other, way = next(one for one in named if one[1] != first[1])
        faults.add("D132", f"{other} reaches its tenant {target} by {_said(way)}, {first[0]} by {_said(first[1])}",
                   "use one name for it in all account classes", drafts.of[other].declared.place)
        return
    draft.fields[name] = replace(draft.fields[name], default_caller=FromCaller(reached.pop()), writable=False, required=False)


def _said(way: tuple[str, ...]) -> str:
    return repr(way[0]) if way else "being it"


def _way_to_tenant(account: Draft, target: str | None) -> tuple[str, ...] | None:
    name = account.option("tenant")
    if account.name == target:
        return ()
    if name is None or name not in account.fields or account.fields[name].target != target:
        return None
    return (name,)


def compile_sets(draft: Draft, faults: Faults) -> None:
    """Unique sets and indexes; `unique=True` of a field is the set of that field alone, `unique="org"` within another."""
    for name, member in draft.declared.members.items():
        with faults.at(member.place, f"{draft.name}.{name}"):
            if isinstance(member, SetRule):
                parts = tuple(_part(draft, part) for part in member.parts)
                if not parts or len(set(parts)) < len(parts):
                    raise WrongExpression("D133", "a set without fields, or with one of them twice", "name each field once")
                for part in parts:
                    require_mark(draft.fields[part].type, "unique" if member.kind == "unique" else "filter")
                if member.kind == "unique":
                    draft.uniques.append(UniqueContract(name, name.upper(), parts, member.place))
                else:
                    draft.indexes.append(IndexContract(parts, member.place))
            elif member.rules.get("unique") and name in draft.fields:
                draft.uniques.append(_unique_field(draft, name, member.rules["unique"], member.place))


def _unique_field(draft: Draft, name: str, said: object, place: Place) -> UniqueContract:
    within: tuple[str, ...] = ()
    if said is not True:
        if said not in draft.fields and said in draft.declared.members:
            raise Consequence("D134", f"unique={said!r} names what is no stored field", "name a stored field")
        if said not in draft.fields:
            raise WrongExpression("D134", f"unique={said!r} names no field{suggestion(str(said), list(draft.fields))}", "write True, or the field within which it is unique")
        within = (str(said),)
        require_mark(draft.fields[within[0]].type, "unique")
    return UniqueContract(f"{name}_once", f"{name}_once".upper(), (*within, name), place)


def _part(draft: Draft, part: object) -> str:
    if not isinstance(part, Member) or part.member not in ("field", "ref"):
        raise WrongExpression("D135", f"a set names {part!r} instead of a field" if isinstance(part, str) else "a set names something that is no stored field",
                              "write the field itself: `unique(org, number)`")
    if draft.declared.members.get(part.name) is not part:
        raise WrongExpression("D135", "a set names a field of another class", "write a field of this class")
    if part.name not in draft.fields:
        raise Consequence("D135", f"a set names {part.name!r}, which has a fault of its own", "correct that first")
    return part.name
