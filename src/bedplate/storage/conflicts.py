"""What a write meets in the database: each a refusal with its entry in the catalogue, or the refusal that a declaration named."""
from __future__ import annotations

from collections.abc import Iterable

from bedplate.declarations.contract import CheckContract, ResourceContract
from bedplate.errors import BadInput, Conflict, Detail, Refusal
from bedplate.storage.sqlite import ConstraintBroken
from bedplate.values import BODY

__all__ = [
    "AccountGone", "CheckFailed", "ImpossibleValue", "KeyTaken", "NotDeleted", "ParentDeleted", "PreconditionFailed", "RaceLost", "StillReferenced",
    "TooManyLinked", "broken", "no_such_rows",
]


class RaceLost(Conflict):
    """Somebody else changed this at the same time."""

    cause = "Something that the decision rested on was changed before it could be applied, several times in a row."
    cure = "Send the request again."


class PreconditionFailed(Refusal):
    """It was changed since you read it."""

    status = 412
    cause = "The row is not at the revision that `If-Match` names."
    cure = "Read it again, look at what changed, and send the change with the new `ETag`."


class StillReferenced(Conflict):
    """Something else still refers to this."""

    cause = "Rows that may not be left without it refer to this row, so it cannot be deleted."
    cure = "Delete or change what refers to it first."


class NotDeleted(Conflict):
    """This is not deleted."""

    cause = "Only a row that was deleted before can be restored or purged."
    cure = "To purge it, delete it first."


class ParentDeleted(Conflict):
    """What this belongs to is deleted itself."""

    cause = "The row hangs on another one that is deleted, with which it went or would have gone."
    cure = "Restore that one first; what went with it returns with it."


class KeyTaken(Conflict):
    """There is one with this key already."""

    cause = "The key is chosen by the caller, and a row with the same key exists."
    cure = "Choose another key, or change the row that exists."


class TooManyLinked(Conflict):
    """There is no room for more of them."""

    cause = "A many-to-many relation may hold so many rows and no more; those count too that the caller cannot see."
    cure = "Take some out of it first."


class ImpossibleValue(Conflict):
    """This would come to a value that is not possible here."""

    cause = "A value that is computed from the present state (a counter, a sum) would leave the range that its field declares."
    cure = "Read the present state and decide again."


class AccountGone(Refusal):
    """You need to sign in."""

    status = 401
    code = "UNAUTHENTICATED"
    cause = "The account that signed in does not exist any more or was disabled."
    cure = "Sign in again, with an account that may be used."

    def __init__(self) -> None:
        super().__init__(headers={"WWW-Authenticate": "Bearer"})


class CheckFailed(Conflict):
    """A rule about the state forbids this."""

    cause = "A declared check would not hold any more; its name is the code, its own words are the message."
    cure = "Read the present state and decide again."

    def __init__(self, check: CheckContract) -> None:
        super().__init__(check.code)
        if check.words:
            self.__dict__["words"] = check.words  # public: written by the developer for the caller


def no_such_rows(places: Iterable[str]) -> BadInput:
    """References to rows that are not there or may not be seen: the same answer for both."""
    return BadInput("INVALID_INPUT", details=[Detail(one, "reference", {}, "There is no such row that you may see.") for one in places])


def broken(resource: ResourceContract, error: ConstraintBroken, place: str = BODY) -> Refusal | None:
    """The refusal of a constraint of a table; None for one that no caller can be told of (a foreign key needs a look at the rows)."""
    if error.kind == "unique":
        return _unique(resource, error, place)
    if error.kind == "check":
        found = next((one for one in resource.checks if one.name == error.name), None)
        return CheckFailed(found) if found is not None else ImpossibleValue(private=f"{resource.name}: {error.name}")
    if error.kind in ("not_null", "type"):
        return ImpossibleValue(private=f"{resource.name}: {', '.join(error.columns)}")
    return None


def _unique(resource: ResourceContract, error: ConstraintBroken, place: str) -> Refusal:
    columns = {one.rpartition(".")[2] for one in error.columns}
    for unique in resource.uniques:
        if {resource.fields[name].column for name in unique.fields} == columns:
            conflict = Conflict(unique.code, details=_taken(unique.fields, place))
            if unique.refusal is not None:
                vars(conflict)["words"] = unique.refusal.words  # those of the catalogue, which name the fields
            return conflict
    return KeyTaken(details=_taken(resource.key, place))


def _taken(fields: Iterable[str], place: str) -> list[Detail]:
    return [Detail(f"{place}.{one}", "unique", {}, "This is taken already.") for one in fields]
