"""The application's own logic on built-in verbs: asked while it is decided, for whoever writes, and before storage sees anything."""
from __future__ import annotations

from typing import Any, cast

from bedplate.declarations.context import Ctx
from bedplate.declarations.query import QuerySpec, TooManyRows
from bedplate.errors import Refusal, placed
from bedplate.logic.ledger import MAX_ROWS, AddedRow, DeletedRow, Entry, SetChange, UpdatedRow, place_of
from bedplate.logic.view import View
from bedplate.logic.who import Who
from bedplate.storage.judging import told_at
from bedplate.values import BODY

__all__ = ["ask_hooks"]

_ROUNDS = 32


async def ask_hooks(view: View) -> None:
    """Ask every hook of every change, and of what the hooks change themselves, each row once per verb."""
    ledger = view.ledger
    for _ in range(_ROUNDS):
        ledger.flush()
        pending = [entry for entry in ledger.sequence if not entry.hooked]
        if not pending:
            return
        for entry in pending:
            entry.hooked = True
            try:
                await _ask(view, entry)
            except Refusal as refusal:
                raise _at(place_of(entry), refusal) from None
    raise RuntimeError(f"hooks still change rows after {_ROUNDS} rounds: they go round in circles")


def _at(place: str, refusal: Refusal) -> Refusal:
    """What a hook refuses of one of several rows says of which."""
    if place != BODY:
        refusal.details = tuple(placed(refusal.details, place))
    return told_at(refusal, place)


async def _ask(view: View, entry: Entry) -> None:
    if isinstance(entry, SetChange):
        await _resolve(view, entry)
    elif isinstance(entry, AddedRow):
        for call in _hooks(view, entry.resource.name, "create"):
            await call(entry.row, _ctx(view, entry.who))
    elif "update" not in entry.met.asked and isinstance(entry, UpdatedRow):
        entry.met.asked.add("update")
        hooks = _hooks(view, entry.met.resource.name, "update")
        if hooks:
            seen = _seen_by(view, entry.met.who)
            old = view.ledger.look(entry.met, seen)
            for call in hooks:
                await call(entry.met.row, old, Ctx[Any](seen))
    elif isinstance(entry, DeletedRow) and entry.verb == "delete":
        for call in _hooks(view, entry.met.resource.name, "delete"):
            await call(entry.met.row, _ctx(view, entry.who))


async def _resolve(view: View, change: SetChange) -> None:
    """A set change becomes one change for each row that the query finds now, in its place."""
    seen = _seen_by(view, change.who)
    rows = await seen.found(QuerySpec(change.spec.resource, change.spec.where, (), MAX_ROWS + 1))
    if len(rows) > MAX_ROWS:
        raise TooManyRows(f"one decision may change {MAX_ROWS} rows at most: cut the work into several")
    view.ledger.resolve(change, rows)


def _hooks(view: View, resource: str, verb: str) -> list[Any]:
    return [hook.call for hook in view.runtime.hooks.get((resource, verb), ())]


def _seen_by(view: View, who: Who) -> View:
    return view if view.who is who else view.seen_by(who)


def _ctx(view: View, who: Who) -> Ctx[Any]:
    return Ctx(cast("Any", _seen_by(view, who)))
