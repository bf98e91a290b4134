"""What stands behind a row object: its state, and the to-one relation that has not been loaded."""
from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING, Any, Generic, cast

from typing_extensions import TypeVar

if TYPE_CHECKING:
    from bedplate.declarations.context import Decision
    from bedplate.declarations.contract import ResourceContract
    from bedplate.declarations.resources import Keyed, Row

__all__ = ["NotLoaded", "One", "RowState", "key_of", "state_of"]

K = TypeVar("K")
O_co = TypeVar("O_co", bound="Row | None", covariant=True)


class NotLoaded(LookupError):
    """A field was read that this row was loaded without. Nothing is ever loaded behind your back."""


class RowState:
    """What a row knows: what was loaded, what was assigned, and what code looked at.

    `contract` is None until a row made by code is added. `values` holds Python values by field name, a reference its target's key.
    `changed` holds what was assigned (values or nodes) since; `read` the names that code looked at and a decision therefore rests on.
    `links` holds, by relation, the keys of rows that were linked (True) or are linked no more since; None where nothing was.
    """

    __slots__ = ("changed", "computed", "contract", "links", "new", "owner", "read", "related", "values")

    def __init__(self, contract: ResourceContract | None, values: dict[str, object], owner: Decision | None, *, new: bool = False) -> None:
        self.contract = contract
        self.values = values
        self.owner = owner
        self.new = new
        self.changed: dict[str, object] = {}
        self.links: dict[str, dict[object, bool]] | None = None
        self.read: set[str] = set()
        self.computed: dict[str, object] = {}
        self.related: dict[str, Row] = {}


def state_of(row: Row) -> RowState:
    """The state behind a row object; the framework's way to it."""
    return row._state  # pyright: ignore[reportPrivateUsage]


def key_of(row: Row) -> object:
    """The key of a row: one value, or a tuple for a composite key. Raises NotLoaded where the database has not made it yet.

    Looking at a key is not a read that a decision rests on: keys never change.
    """
    state = state_of(row)
    names = type(row)._declaration.key_names()  # pyright: ignore[reportPrivateUsage]
    found: list[object] = []
    for name in names:
        value = state.changed.get(name, state.values.get(name))
        if value is None:
            raise NotLoaded(f"{type(row).__name__} has no key yet: add it first, and `await ctx.apply()` where the database makes the key")
        found.append(value)
    return found[0] if len(found) == 1 else tuple(found)


class One(Generic[O_co]):
    """A related row that may not be loaded: its id is at hand, all else after `await`. Nothing loads behind your back."""

    __slots__ = ("_key", "_owner", "_resource", "_row")

    def __init__(self, resource: str, key: object, owner: Decision | None, row: Row | None = None) -> None:
        self._resource = resource
        self._key = key
        self._owner = owner
        self._row = row

    @property
    def id(self: One[Keyed[K]]) -> K:
        """The key of the related row."""
        return cast("K", self._key)

    def __await__(self) -> Generator[Any, Any, O_co]:
        return self._load().__await__()

    async def _load(self) -> O_co:
        """On behalf of whoever read the owner of this relation. Refuses with NotFound what that caller may not see."""
        if self._row is None:
            if self._owner is None:
                raise NotLoaded(f"this {self._resource} belongs to a row that was never added or read: there is nobody to load it for")
            self._row = await self._owner.load(self._resource, self._key)
        return cast("O_co", self._row)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, One):
            return (self._resource, self._key) == (other._resource, other._key)
        return NotImplemented

    def __hash__(self) -> int:
        return hash((self._resource, self._key))

    def __repr__(self) -> str:
        return f"One({self._resource} {self._key})"


def row_repr(name: str, values: Mapping[str, object], key: tuple[str, ...]) -> str:
    """A row in words: its kind and key only, for any other field may be personal."""
    return f"{name}({', '.join(f'{part}={values.get(part)!s}' for part in key)})"
