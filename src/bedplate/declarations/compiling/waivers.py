"""What an endpoint may leave out because a contract that exists already forbids it: items of the checklist, each with its reason."""
from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from bedplate.declarations.compiling.draft import cure_list
from bedplate.declarations.declared import suggestion
from bedplate.declarations.wrong import WrongExpression

__all__ = ["WAIVABLE", "waived"]

WAIVABLE = ("account-enumeration", "csrf-disabled", "over-exposed-fields", "unbounded-list", "unsafe-cookie", "wrong-status-code")
"""Of these `csrf-disabled` has an effect: a write by cookie needs no X-CSRF-Token, only that the application's own pages sent it."""

_REASON_MIN = 10


def waived(said: object) -> Mapping[str, str]:
    """The items with their reasons. Raises WrongExpression."""
    if not isinstance(said, Mapping):
        raise WrongExpression("D549", f"waive={said!r} is no map", 'write `waive={"csrf-disabled": "the old pages send no token"}`')
    found = cast("Mapping[object, object]", said)
    for item, reason in found.items():
        if item not in WAIVABLE:
            raise WrongExpression("D549", f"{item!r} cannot be waived{suggestion(str(item), list(WAIVABLE))}", f"what can be is: {cure_list(WAIVABLE)}")
        if not isinstance(reason, str) or len(reason.strip()) < _REASON_MIN:
            raise WrongExpression("D550", f"{item!r} is waived without a reason", "say why the contract needs it: `bedplate inspect` shows the words")
    return cast("Mapping[str, str]", dict(found))
