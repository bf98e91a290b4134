"""Who may do what, as a table that somebody has read and that stands beside the tests: a rule that is loosened changes it, and fails.

For every resource, verb and kind of caller (strangers, each account, and each value of the fields that rules ask of it: roles) it is decided
on rows that were made for it: of the caller's own, by each reference to the caller; another's in the same tenant; another tenant's.
Roles that are no field of the account (seats in a company, memberships) are accounts that a test hands in, each under a name.
"""
from __future__ import annotations

import difflib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import TypeVar, cast

from bedplate.declarations import nodes
from bedplate.declarations.contract import Contract, ResourceContract
from bedplate.declarations.fields.enumeration import Enumeration
from bedplate.declarations.nodes import ME
from bedplate.errors import Conflict, Refusal
from bedplate.testing.inspection import Inspection, Place
from bedplate.testing.making import Maker

__all__ = ["Permits", "WhoMayWhat", "agree", "verbs_of"]

N = TypeVar("N")
Permits = Callable[[Place, str, Place | None], Awaitable[bool]]
_BUILT_IN = ("read", "create", "update", "delete")


def verbs_of(resource: ResourceContract) -> list[str]:
    """Everything that rules can allow on it; reading a list is reading."""
    more = {*resource.actions, *(named for rule in resource.rules for named in rule.verbs)} - {"list", *_BUILT_IN}
    return [*_BUILT_IN, *sorted(more)]


@dataclass(frozen=True, slots=True)
class _Caller:
    words: str
    place: Place | None
    tenant: object = None
    tenant_resource: str | None = None


class WhoMayWhat:
    """Makes the rows and asks. `permits` decides for a row, a verb and an account."""

    def __init__(self, contract: Contract, maker: Maker, inspection: Inspection, permits: Permits) -> None:
        self._contract = contract
        self._maker = maker
        self._inspection = inspection
        self._permits = permits

    async def text(self, named: Mapping[str, Place]) -> str:
        """The table: one line for each resource, verb and kind of caller (those of `named`, too), and what could not be made up."""
        missing, told, last = list[str](), dict[str, list[str]](), self._rows_that_are_roles()
        callers = [_Caller("a stranger", None)]
        for kind in self._contract.accounts:
            callers += [await self._caller(self._contract.resources[kind], values) for values in self._roles(kind)]
        callers += [self._as_it_is(place, words) for words, place in named.items()]
        for resource in sorted(self._contract.resources.values(), key=lambda one: one.name in last):
            try:
                made = [await self._lines(resource, caller) for caller in callers]
                told[resource.name] = [line for of_verb in zip(*made, strict=True) for line in of_verb]
            except (ValueError, Refusal) as error:
                missing.append(f"{resource.name}: no row of it could be made up ({error})")
        lines = [line for name in self._contract.resources for line in told.get(name, [])]
        return "\n".join([*lines, *missing]) + "\n"

    def _rows_that_are_roles(self) -> set[str]:
        """Resources that name an account and that rules look through. They come last: a row made up of one may give the caller a role."""
        every = self._contract.resources.values()
        asked = {one.relation for resource in every for rule in resource.rules for one in _found(rule.node, nodes.Related)}
        targets = {relation.target for resource in every for name, relation in resource.relations.items() if name in asked}
        return {one.name for one in every if one.name in targets and any(field.target in self._contract.accounts for field in one.fields.values())}

    # ---- who asks
    def _roles(self, kind: str) -> Iterator[dict[str, object]]:
        """The usual account of a kind, then one for each other value of the fields that rules ask of it."""
        yield {}
        account = self._contract.resources[kind]
        for name in sorted(self._asked_of(kind)):
            field = account.fields[name]
            every: list[object] = list(field.type.options) if isinstance(field.type, Enumeration) else [False, True] if field.type.kind == "boolean" else []
            yield from ({name: value} for value in every if not field.has_default or value != field.default)

    def _asked_of(self, kind: str) -> set[str]:
        account = self._contract.resources[kind]
        rules = [rule.node for resource in self._contract.resources.values() for rule in resource.rules if rule.actor in (kind, "*")]
        return {path.field for node in rules for path in _found(node, nodes.Path) if path.scope == ME and not path.refs and path.field in account.fields}

    async def _caller(self, account: ResourceContract, values: Mapping[str, object]) -> _Caller:
        words = " ".join([account.name, *(f"{name}={_word(value)}" for name, value in values.items())])
        return self._as_it_is(await self._maker.make(account, values), words)

    def _as_it_is(self, place: Place, words: str) -> _Caller:
        account, stored = place.resource, self._inspection.values(place) or {}
        tenant = stored.get(account.tenant) if account.tenant else None
        return _Caller(words, place, tenant, account.fields[account.tenant].target if account.tenant else None)

    # ---- about which rows
    async def _lines(self, resource: ResourceContract, caller: _Caller) -> list[str]:
        verbs = verbs_of(resource)
        found: list[tuple[int, str, list[bool]]] = []
        async for rank, words, place in self._rows(resource, caller):  # each is asked about before the next is made
            found.append((rank, words, [await self._permits(place, verb, caller.place) for verb in verbs]))
        found.sort(key=lambda one: one[0])
        width = max(len(verb) for verb in verbs) + len(resource.name) + 1
        lines: list[str] = []
        for at, verb in enumerate(verbs):
            cells = [f"{words}: {'yes' if may[at] else 'no'}" for _, words, may in found]
            lines.append(f"{f'{resource.name}.{verb}':{width}}  {caller.words:24}  {', '.join(cells)}")
        return lines

    async def _rows(self, resource: ResourceContract, caller: _Caller) -> AsyncIterator[tuple[int, str, Place]]:
        """Each with its place in the line. Rows of the caller's own are made last: one may be a role that opens the others."""
        if caller.place is None:
            yield 0, "any", await self._maker.make(resource, {})
            return
        if resource.name == caller.place.resource.name:
            yield 0, "oneself", caller.place
        own = await self._own(resource, caller, caller.place)
        if caller.tenant is not None and self._lives_in(resource, caller):
            beside = await self._in_tenant(resource, caller)
            if beside is not None:
                yield 2, "another's", await self._maker.make(resource, beside)
            elif resource.name == caller.tenant_resource:
                yield 2, "the own tenant", Place(resource, _key(caller.tenant))
            yield 3, "another tenant's", await self._maker.make(resource, {})
        else:
            yield 2, "another's" if own or resource.name == caller.place.resource.name else "any", await self._maker.make(resource, {})
        for words, said in own:
            yield 1, words, await self._made(resource, said)

    async def _own(self, resource: ResourceContract, caller: _Caller, me: Place) -> list[tuple[str, dict[str, object]]]:
        """Ways in which a row can belong to the caller: by a reference of its own, or of the row that it is a part of."""
        base = await self._in_tenant(resource, caller) or {}
        found = [
            (f"{field.name} is me", {**base, field.name: _value(me)})
            for field in resource.fields.values() if field.target == me.resource.name and field.name not in (resource.tenant, resource.part_of)
        ]
        if resource.part_of is not None:
            whole = self._contract.resources[resource.fields[resource.part_of].target or ""]
            if whole.name != resource.name:
                for words, said in await self._own(whole, caller, me):
                    found.append((f"{resource.part_of}.{words}", {resource.part_of: _value(await self._maker.make(whole, said))}))
        return found

    async def _made(self, resource: ResourceContract, said: dict[str, object]) -> Place:
        """A row of the caller's; where a unique set lets there be but one, the one that there is."""
        try:
            return await self._maker.make(resource, said)
        except Conflict:
            found = self._inspection.find(resource, said)
            if found is None:
                raise
            return found

    async def _in_tenant(self, resource: ResourceContract, caller: _Caller) -> dict[str, object] | None:
        """What makes a row one of the caller's tenant; None where nothing does."""
        if caller.tenant is None:
            return {}
        if resource.tenant is not None and resource.fields[resource.tenant].target == caller.tenant_resource:
            return {resource.tenant: caller.tenant}
        if resource.part_of is not None:
            whole = self._contract.resources[resource.fields[resource.part_of].target or ""]
            said = await self._in_tenant(whole, caller) if whole.name != resource.name else None
            if said:
                return {resource.part_of: _value(await self._maker.make(whole, said))}
        return None

    def _lives_in(self, resource: ResourceContract, caller: _Caller) -> bool:
        if resource.name == caller.tenant_resource or resource.tenant is not None:
            return True
        if resource.part_of is None:
            return False
        whole = self._contract.resources[resource.fields[resource.part_of].target or ""]
        return whole.name != resource.name and self._lives_in(whole, caller)


def agree(text: str, path: Path, *, write: bool) -> None:
    """Compare with the file; write it where it is missing or that is asked for. Raises AssertionError with the lines that differ."""
    missing = not path.exists()
    if write or missing:
        path.write_text(text, encoding="utf-8")
    if missing and not write:
        raise AssertionError(f"{path.name} was written: read it, line by line, and keep it with the tests")
    kept = path.read_text(encoding="utf-8")
    if text != kept:
        told = list(difflib.unified_diff(kept.splitlines(), text.splitlines(), lineterm="", n=0))[2:]
        raise AssertionError(
            f"who may do what has changed. If that is meant, run the test once with BEDPLATE_WRITE_TABLE=1 and keep the new {path.name}:\n"
            + "\n".join(line for line in told if line[0] in "+-"))


def _found(node: object, kind: type[N]) -> Iterator[N]:
    if isinstance(node, kind):
        yield node
    if isinstance(node, tuple):
        for part in cast("tuple[object, ...]", node):
            yield from _found(part, kind)
    elif is_dataclass(node):
        for one in fields(node):
            yield from _found(getattr(node, one.name), kind)


def _value(place: Place) -> object:
    return place.key[0] if len(place.key) == 1 else place.key


def _key(value: object) -> tuple[object, ...]:
    return cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)


def _word(value: object) -> str:
    return str(value.value if isinstance(value, Enum) else value).lower()
