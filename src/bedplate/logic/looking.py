"""Rows that are only looked at: no decision rests on them, and nobody keeps them."""
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from bedplate.declarations.contract import ResourceContract
from bedplate.declarations.rows import state_of
from bedplate.logic.ledger import build_row

if TYPE_CHECKING:
    from bedplate.declarations.resources import Row

__all__ = ["looked_at"]


class _Closed(dict[str, Any]):
    """Of a row that nobody keeps: what was assigned to it would be lost without a word."""

    def __setitem__(self, name: str, value: object) -> NoReturn:
        raise _only_looked_at(name)

    def setdefault(self, name: str, default: object = None) -> NoReturn:
        raise _only_looked_at(name)


def _only_looked_at(name: str) -> RuntimeError:
    return RuntimeError(f"a row of a stream is only looked at: to change its {name!r}, get it again by its key")


_CLOSED = _Closed()


def looked_at(resource: ResourceContract, values: Mapping[str, object], owner: Any) -> Row:
    """A loaded row that cannot be written."""
    row = build_row(resource, values, owner)
    state = state_of(row)
    state.changed = state.links = _CLOSED
    return row
