"""What the looks at a row come to: nothing, or the refusal that its writer is told, with the place of the row where it is one of several.

Order of refusals: what may not be seen (404), what may not be done (403), what changed since (412, 409), what refers to nothing that may
be seen (400), then rules, then checks.
"""
from __future__ import annotations

from collections.abc import Sequence

from bedplate.declarations.contract import ResourceContract
from bedplate.declarations.fields.type import InvalidValue
from bedplate.errors import Detail, Forbidden, NotFound, Refusal
from bedplate.storage.conflicts import (
    AccountGone,
    CheckFailed,
    ImpossibleValue,
    NotDeleted,
    ParentDeleted,
    PreconditionFailed,
    RaceLost,
    StillReferenced,
    broken,
    no_such_rows,
)
from bedplate.storage.sqlite import ConstraintBroken, Row, Stored
from bedplate.storage.writing import After
from bedplate.values import BODY, Delete, Insert, Update

__all__ = ["check_values", "refusal_of", "seen", "told_at", "unreadable", "verdict"]


def told_at(refusal: Refusal, place: str) -> Refusal:
    """The refusal, which says of which row it speaks where that is one of several."""
    if place != BODY and not refusal.details:
        refusal.details = (Detail(place, refusal.code.lower(), {}, refusal.words),)
    return refusal


def seen(row: Sequence[Stored], match: Sequence[str], place: str) -> bool:
    """The look at a row before it is written. False: it is not there at all."""
    readable, allowed, revision, there, *of_deleted = row
    if not there:
        return False
    if not readable:
        raise told_at(NotFound(), place)
    if not allowed:
        raise told_at(Forbidden(), place)
    if match and match != ("*",) and str(revision or 0) not in match:
        raise told_at(PreconditionFailed(), place)
    if of_deleted:
        _require_deleted(of_deleted, place)
    return True


def _require_deleted(found: Sequence[Stored], place: str) -> None:
    """Before a row is restored or purged: whether it is deleted, and whether what it hangs on is (None: nobody minds)."""
    deleted, orphaned = found
    if not deleted:
        raise told_at(NotDeleted(), place)
    if orphaned:
        raise told_at(ParentDeleted(), place)


def unreadable(look: After, row: Sequence[Stored], place: str) -> list[str]:
    """The places of references to what is not there or may not be seen."""
    return [f"{place}.{name}" for name, fine in zip(look.references, row[1:], strict=False) if not fine]


def verdict(look: After, row: Sequence[Stored], place: str = BODY) -> Refusal | None:
    """The look at a row after all is written, or at the row that could not be."""
    missing = unreadable(look, row, place)
    if missing:
        return no_such_rows(missing)
    at = 1 + len(look.references)
    if look.ruled:
        if not row[at]:
            return told_at(Forbidden(), place)
        at += 1
    failed = next((check for check, fine in zip(look.checks, row[at : at + len(look.checks)], strict=True) if not fine), None)
    return told_at(CheckFailed(failed), place) if failed is not None else None


def check_values(look: After, resource: ResourceContract, row: Sequence[Stored]) -> None:
    """What an expression came to keeps the rules of its field too."""
    first = len(row) - len(look.values) - (2 if look.answered else 0)
    for name, value in zip(look.values, row[first:], strict=False):
        if value is None:
            continue
        kind = resource.fields[name].type
        try:
            kind.check(kind.load(value))
        except InvalidValue as error:
            raise ImpossibleValue(private=f"{resource.name}.{name}: {error.rule}") from error


def refusal_of(
    change: Insert | Update | Delete, resource: ResourceContract, error: ConstraintBroken, look: After | None, rows: list[Row] | None
) -> Refusal:
    """What to say of a constraint. References and rules come first, as they would have, had the row been written: `look` is the look at
    the row that would be, where somebody's rules are asked, and `rows` what it gave."""
    if isinstance(change, Delete):  # a row that refers to it: it may not be left without it, or as it would be without it
        return told_at(StillReferenced(), change.place)
    if look is not None:
        refusal = verdict(look, rows[0], change.place) if rows else AccountGone()
        if refusal is not None:
            return refusal
    restored = isinstance(change, Update) and change.verb == "restore" and resource.deletion == "own"
    found = broken(resource, error, "row" if restored else change.place) or RaceLost(private=f"{resource.name}: a row that it refers to is gone")
    return told_at(found, change.place)
