"""Checks that speak of the rows of a `many` are asked when such a row is written, too: of the row that it belongs to, and belonged to.

Two refunds of one order are two rows, and neither of them is the order; what must hold of the order would else be asked of nobody.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, cast

from bedplate.declarations.contract import Contract, ResourceContract
from bedplate.declarations.nodes import ROW, Node, Path, Related
from bedplate.declarations.tracing import walk
from bedplate.storage import writing
from bedplate.storage.batches import stored_key
from bedplate.storage.compiled import Compiled, compiled
from bedplate.storage.fragment import name, sql
from bedplate.storage.judging import verdict
from bedplate.storage.plans import Kept
from bedplate.storage.prepared import Key, Prepared
from bedplate.storage.scopes import Scope
from bedplate.storage.select import key_equals
from bedplate.storage.sqlite import Stored, Transaction
from bedplate.storage.writing import After
from bedplate.values import Access, ChangeSet, Delete, Insert, Update

__all__ = ["Whole", "Wholes", "judge_wholes", "owners_of"]

_NOBODY = Access(None, {}, {})

Change: TypeAlias = Insert | Update | Delete


@dataclass(frozen=True, slots=True)
class Whole:
    """The row that the written one refers to by `reference`: how it is found, and looked at when all is written."""

    at: int  # which of the changes
    reference: str
    resource: ResourceContract
    owner: Compiled
    look: After


class Wholes:
    """Which references lead to rows with such checks, found once; by the resource that holds them."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._statements: Kept[Whole] = Kept()
        self._owned: dict[str, tuple[tuple[str, ResourceContract], ...]] = {}
        for resource in contract.resources.values():
            for target, by in dict.fromkeys(_parts(contract, resource)):
                self._owned[target] = (*self._owned.get(target, ()), (by, resource))

    def prepare(self, change: ChangeSet) -> Sequence[Whole]:
        """What is to be looked at for a change set; nothing for nearly all of them."""
        if not self._owned:
            return ()
        return [
            self._whole(at, one, by, resource)
            for at, one in enumerate(change.changes) for by, resource in self._owned.get(one.resource, ())
        ]

    def _whole(self, at: int, one: Change, by: str, resource: ResourceContract) -> Whole:
        part = self._contract.resources[one.resource]

        def make() -> Whole:
            look = writing.after(self._contract, _NOBODY, resource, None, (), None)
            assert look is not None
            return Whole(0, by, resource, _owner(part, by), look)

        kept = self._statements.get((one.resource, by, resource.name), make)
        return Whole(at, by, kept.resource, kept.owner, kept.look)


def _parts(contract: Contract, resource: ResourceContract) -> Iterator[tuple[str, str]]:
    """(resource, reference) of the rows that the checks of a resource look at."""
    for check in resource.checks:
        if not check.own_columns:
            yield from _related(contract, resource, check.node, frozenset())


def _related(contract: Contract, resource: ResourceContract, node: Node, seen: frozenset[str]) -> Iterator[tuple[str, str]]:
    for part in walk(node):
        if isinstance(part, Related) and part.scope == ROW and not part.refs:
            relation = resource.relations[part.relation]
            if relation.link is None:
                yield relation.target, relation.by
        elif isinstance(part, Path) and part.scope == ROW and not part.refs and part.field in resource.computed and part.field not in seen:
            yield from _related(contract, resource, resource.computed[part.field].node, seen | {part.field})


def _owner(part: ResourceContract, by: str) -> Compiled:
    row = Scope(name("r1"), part)
    return compiled(sql("SELECT r1.{} FROM {} AS r1 WHERE {}", name(part.fields[by].column), name(part.table), key_equals(row)))


# ---- on the writer's thread ------------------------------------------------------------------------------------------------------
def owners_of(transaction: Transaction, prepared: Prepared, *, keys: Sequence[Key] = ()) -> dict[tuple[str, Stored], Whole]:
    """Whose parts the changed rows are now. `keys` are those of all changes once they are written; before that, of rows that exist."""
    found: dict[tuple[str, Stored], Whole] = {}
    for whole in prepared.wholes:
        key = keys[whole.at] if keys else prepared.change.changes[whole.at].key
        rows = transaction.run(whole.owner.text, prepared.bound(whole.owner, (), key)) if key else []
        if rows and rows[0][0] is not None:
            found[whole.resource.name, rows[0][0]] = whole
    return found


def judge_wholes(transaction: Transaction, prepared: Prepared, owners: Mapping[tuple[str, Stored], Whole]) -> None:
    """Raises CheckFailed, at the place of the part, for what does not hold of a row any more. Rows that were written themselves were looked at."""
    written = {(one.resource, stored_key(prepared.resources[one.resource], one.key)) for one in prepared.change.changes if one.key}
    for (resource, stored), whole in owners.items():
        if (resource, (stored,)) in written:
            continue
        kind = whole.resource.fields[whole.resource.key[0]].type
        rows = transaction.run(whole.look.statement.text, prepared.bound(whole.look.statement, (), (kind.load(stored),)))
        if rows and rows[0][0]:  # it may have gone with the same set
            refusal = verdict(whole.look, cast("Sequence[Stored]", rows[0]), prepared.change.changes[whole.at].place)
            if refusal is not None:
                raise refusal
