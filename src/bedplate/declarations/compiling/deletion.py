"""Which rows are only marked when they are deleted: those that say so, and those that would go with one of them.

A row that hangs on a deleted one (`on_delete="cascade"`, or as a part of it) must return with it, so it is marked as well, whatever its own class says of
deletions of its own.
"""
from __future__ import annotations

from dataclasses import replace

from bedplate.declarations.compiling.draft import Draft, Drafts
from bedplate.declarations.compiling.faults import Faults
from bedplate.declarations.contract import FieldContract
from bedplate.declarations.fields.instants import Timestamp

__all__ = ["compile_deletion"]

_STAMP = "deleted_at"


def compile_deletion(drafts: Drafts, faults: Faults) -> None:
    """Mark the drafts whose rows are marked, and give them their time of deletion."""
    waiting = [draft for draft in drafts.of.values() if draft.options.get("soft_delete") is True]
    for draft in waiting:
        draft.deletion = "own"
    causes = {draft.name: draft.name for draft in waiting}
    while waiting:
        above = waiting.pop()
        for draft in drafts.of.values():
            if not draft.deletion and any(one.target == above.name and _hangs(draft, one) for one in draft.fields.values()):
                draft.deletion = "with"
                causes[draft.name] = causes[above.name]
                waiting.append(draft)
    for name, cause in causes.items():
        _stamped(drafts.of[name], cause, faults)


def _hangs(draft: Draft, reference: FieldContract) -> bool:
    return reference.on_delete == "cascade" or reference.name == draft.option("part_of")


def _stamped(draft: Draft, cause: str, faults: Faults) -> None:
    why = "soft_delete=True" if draft.deletion == "own" else f"rows of {draft.name} go with a {cause}, whose deletion only marks"
    place = draft.declared.place
    if draft.account:
        faults.add("D420", f"{draft.name}: {why}, but an account is disabled, not deleted", "leave it out and set `disabled_at`, or use another `on_delete`", place)
    elif "table" in draft.options:
        faults.add("D421", f"{draft.name}: {why}, but the table exists already and has no place for the mark", "leave it out, or let Bedplate make the table", place)
    elif _STAMP in draft.declared.members:
        faults.add("D422", f"{draft.name}: {why}, but it has a `{_STAMP}` of its own", "leave the field out: it is made, shown and filled by the framework", place)
    else:
        draft.fields[_STAMP] = _field(draft)


def _field(draft: Draft) -> FieldContract:
    made = FieldContract(_STAMP, _STAMP, Timestamp(), nullable=True, place=draft.declared.place, has_default=True, writable=False, automatic="deleted_at")
    return made if draft.deletion == "own" else replace(made, hidden=True)
