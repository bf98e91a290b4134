"""Rows written with the row that they refer to, in the same change set: at once, or collected by a decision."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bedplate.declarations.contract import ResourceContract
from bedplate.declarations.rows import state_of
from bedplate.errors import NotFound
from bedplate.logic.defaults import complete, needs_caller_row
from bedplate.logic.ledger import MetRow, build_row
from bedplate.logic.linking import linkable, without_links
from bedplate.logic.runtime import Runtime
from bedplate.logic.view import View
from bedplate.logic.who import Who
from bedplate.storage.judging import told_at
from bedplate.values import Delete, Insert, Step, Update

__all__ = ["collect_nested", "nested_changes", "nested_decided", "nested_needs_me"]


def nested_decided(runtime: Runtime, step: Step) -> bool:
    """Whether writing the nested rows takes a decision: logic of the application's own is asked, or declared moves."""
    return any(_decided(runtime, one) for _, one in step.nested)


def _decided(runtime: Runtime, one: Step) -> bool:
    if (one.resource or "", one.verb) in runtime.hooks:
        return True
    fields = runtime.contract.resources[one.resource or ""].fields
    return one.verb == "update" and any(fields[name].moves is not None for name in one.input)


def nested_needs_me(runtime: Runtime, resource: ResourceContract) -> bool:
    """Whether a row that may come along is filled from the caller's own."""
    return any(needs_caller_row(runtime, runtime.contract.resources[one.target]) for one in resource.relations.values() if one.nested)


def nested_changes(runtime: Runtime, step: Step, whole: object, who: Who, now: datetime) -> tuple[Insert | Update | Delete, ...]:
    """The changes of rows that refer to the one with the key `whole`."""
    return tuple([_change(runtime, by, one, whole, who, now) for by, one in step.nested])


def _change(runtime: Runtime, by: str, one: Step, whole: object, who: Who, now: datetime) -> Insert | Update | Delete:
    resource = runtime.contract.resources[one.resource or ""]
    given, links = without_links(one.input, linkable(resource))
    if one.verb == "create":
        values = complete(runtime, resource, {**given, by: whole}, who, now)
        return Insert(resource.name, _key_in(resource, values), values, "caller", frozenset([*one.input, by]), place=one.place, links=links)
    if one.verb == "delete":
        return Delete(resource.name, one.key, "caller", place=one.place, within=(by, whole))
    return Update(resource.name, one.key, dict(given), "caller", frozenset(one.input), place=one.place, within=(by, whole), links=links)


def _key_in(resource: ResourceContract, values: Mapping[str, object]) -> tuple[object, ...]:
    key = values.get(resource.key[0])
    return () if key is None else (key,)


async def collect_nested(view: View, step: Step, whole: object) -> None:
    """The same, where hooks are to be asked of each."""
    for by, one in step.nested:
        resource = view.runtime.contract.resources[one.resource or ""]
        given, links = without_links(one.input, linkable(resource))
        if one.verb == "create":
            row = build_row(resource, complete(view.runtime, resource, {**given, by: whole}, view.who, view.now), view)
            state_of(row).new = True
            view.ledger.add(view.who, row, resource, frozenset([*one.input, by]), from_input=True, place=one.place, links=links)
            continue
        met = await _met(view, resource, one, by, whole)
        if one.verb == "delete":
            view.delete(met.row)
            continue
        met.given = frozenset(one.input)
        state_of(met.row).changed.update(given)
        if links:
            view.ledger.link(met, links)
        if not one.input:
            view.ledger.touch(met)


async def _met(view: View, resource: ResourceContract, one: Step, by: str, whole: object) -> MetRow:
    try:
        row = await view.load(resource.name, one.key)
    except NotFound as refusal:
        raise told_at(refusal, one.place) from None
    met = view.ledger.met(view.who, resource.name, one.key)
    if met is None or state_of(row).values[by] != whole:
        raise told_at(NotFound(), one.place)
    met.place, met.within = one.place, (by, whole)
    return met
