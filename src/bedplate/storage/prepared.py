"""A change set compiled and bound: what the writer's thread is given, and how its statements get their parameters."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from bedplate.declarations.contract import ResourceContract
from bedplate.storage import deletion
from bedplate.storage.batches import Batch
from bedplate.storage.compiled import Compiled, parameters
from bedplate.storage.guards import Asked
from bedplate.storage.linking import Links
from bedplate.storage.numbers import Draw
from bedplate.storage.sqlite import Stored, Transaction
from bedplate.storage.word_keeping import Unkept
from bedplate.storage.writing import After
from bedplate.values import ChangeSet, Delete, Found, Insert, Update

if TYPE_CHECKING:
    from bedplate.storage.wholes import Whole

__all__ = ["Caller", "Key", "Prepared", "Write"]

Key: TypeAlias = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who a change set is bound for."""

    key: Stored
    now: datetime


@dataclass(frozen=True, slots=True)
class Write:
    """One change, compiled. `slots` are the stored values and the values of expressions; `answer` those of the answer's selection."""

    change: Insert | Update | Delete
    resource: ResourceContract
    before: Compiled | None
    statement: Compiled | None
    slots: tuple[object, ...]
    after: After | None
    answer: tuple[object, ...]
    imagined: Callable[[], After] | None
    links: tuple[Links, ...] = ()
    draws: tuple[Draw, ...] = ()
    follow: Callable[[Transaction, deletion.Key, str], deletion.Gone] | None = None  # what goes or returns with the row


@dataclass(frozen=True, slots=True)
class Prepared:
    """A whole change set, compiled."""

    change: ChangeSet
    caller: Caller
    require: tuple[Compiled, Key] | None
    guards: tuple[Asked, ...]
    writes: tuple[Write | Batch, ...]
    read: Compiled | None  # of the answer, where no write gives it
    resources: Mapping[str, ResourceContract]
    each: Compiled | None = None
    found: tuple[Compiled, Found] | None = None
    words: Sequence[Unkept] = ()
    told: tuple[Stored, ...] = ()  # to what keeps the history; nothing where none is kept
    wholes: Sequence[Whole] = ()

    def bound(self, statement: Compiled, slots: Sequence[object], key: Sequence[object]) -> list[Stored]:
        """The parameters of a statement for slots and a key."""
        return parameters(statement, self.caller.key, self.caller.now, slots, key)
