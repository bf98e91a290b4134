"""What a decision rests on, asked again before anything is written. Rows of one query rest on the same condition: they are asked in one
statement, however many they are."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bedplate.declarations.contract import Contract
from bedplate.errors import Refusal
from bedplate.storage import writing
from bedplate.storage.batches import json_keys, listable
from bedplate.storage.compiled import Compiled
from bedplate.storage.conflicts import RaceLost
from bedplate.storage.lifting import Lifting
from bedplate.storage.plans import Kept
from bedplate.storage.sqlite import Row
from bedplate.values import Access, ChangeSet, Guard

__all__ = ["Asked", "Guards"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement that says whether rows are as they were. `several`: it has a line for each, else one at all if so."""

    statement: Compiled
    slots: tuple[object, ...]
    key: tuple[object, ...]
    several: bool = False
    otherwise: type[Refusal] = RaceLost

    def holds(self, rows: Sequence[Row]) -> bool:
        return bool(rows) and (not self.several or all([row[1] for row in rows]))


class Guards:
    """Compiles guards by their shape."""

    def __init__(self, contract: Contract, statements: Kept[Any]) -> None:
        self._contract = contract
        self._statements = statements

    def prepare(self, change: ChangeSet) -> tuple[Asked, ...]:
        """Those that are conditions of the program's own first, one by one; then rows, those of one condition together."""
        if not change.guards:
            return ()
        alone: list[Asked] = []
        groups: dict[tuple[object, ...], list[tuple[list[object], list[Guard]]]] = {}
        for one in change.guards:
            lifting = Lifting(tuple(one.fields.values()))
            where = tuple([lifting.lift(node) for node in one.where])
            shape = (one.resource, tuple(one.fields), where)
            if one.otherwise is not None:
                alone.append(self._asked(change.access, shape, lifting.values, [one]))
                continue
            found = groups.setdefault(shape, [])
            if not found or found[-1][0] != lifting.values:
                found.append((lifting.values, []))
            found[-1][1].append(one)
        return (*alone, *[self._asked(change.access, shape, *group) for shape, found in groups.items() for group in self._parted(found)])

    def _parted(self, found: list[tuple[list[object], list[Guard]]]) -> list[tuple[list[object], list[Guard]]]:
        if listable(self._contract.resources[found[0][1][0].resource]):
            return found
        return [(values, [one]) for values, guards in found for one in guards]

    def _asked(self, access: Access, shape: tuple[Any, ...], values: list[object], guards: list[Guard]) -> Asked:
        name, fields, where = shape
        resource, several = self._contract.resources[name], len(guards) > 1
        statement = self._statements.get(
            ("guard", access, *shape, several), lambda: writing.guard(self._contract, access, resource, fields, where, each=several))
        if several:
            return Asked(statement, tuple(values), (json_keys(resource, [one.key for one in guards]),), several)
        return Asked(statement, tuple(values), guards[0].key, otherwise=guards[0].otherwise or RaceLost)
