"""The references that a caller wrote, looked at before somebody's hook speaks of them.

Storage refuses a reference to a row that the caller may not read when the change set is applied. A hook runs before that, perhaps as the
application, and what it refuses could tell of a row that the caller cannot see. So a refusal of a hook is let out only if every
reference is readable; on the way without a refusal this costs nothing.
"""
from __future__ import annotations

from bedplate.declarations.rows import state_of
from bedplate.errors import NotFound, Refusal
from bedplate.logic.ledger import AddedRow, Entry, UpdatedRow, place_of
from bedplate.logic.view import View
from bedplate.storage.conflicts import no_such_rows

__all__ = ["require_readable"]


async def require_readable(view: View) -> None:
    """Raises the 400 of the first reference that was written and that its writer may not read."""
    for entry in tuple(view.ledger.sequence):
        for name, target, key in _references(entry):
            refusal = await _refused(view, entry, name, target, key)
            if refusal is not None:
                raise refusal


def _references(entry: Entry) -> list[tuple[str, str, object]]:
    """(field, resource, key) of what the caller's own input refers to."""
    if isinstance(entry, AddedRow):
        if entry.who.access is None:
            return []
        state = state_of(entry.row)
        resource, given, values = entry.resource, entry.given, {**state.values, **state.changed}
    elif isinstance(entry, UpdatedRow) and entry.met.who.access is not None:
        resource, given, values = entry.met.resource, entry.met.given or frozenset(entry.values), entry.values
    else:
        return []
    found: list[tuple[str, str, object]] = [
        (one.relation, resource.relations[one.relation].target, key) for one in entry.links if one.relation in given for key in one.add
    ]
    for name in sorted(given & resource.fields.keys()):
        target = resource.fields[name].target
        if target is not None and values.get(name) is not None:
            found.append((name, target, values[name]))
    return found


async def _refused(view: View, entry: Entry, name: str, target: str, key: object) -> Refusal | None:
    who = entry.who if isinstance(entry, AddedRow) else view.who
    try:
        await view.seen_by(who).load(target, key)
    except NotFound:
        return no_such_rows([f"{place_of(entry)}.{name}"])
    return None
