"""The classes that a developer subclasses: rows, resources, accounts; and the application as a caller."""
from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, Self, TypeAlias, Unpack, cast, dataclass_transform, overload
from uuid import UUID

from typing_extensions import TypeVar

from bedplate.declarations.declared import Declared, HookDeclaration, suggestion
from bedplate.declarations.descriptors import Field, auto, field, links, many, ref, serial
from bedplate.declarations.expressions import Expr, node_of
from bedplate.declarations.members import place_here
from bedplate.declarations.nodes import Constant, HasWords
from bedplate.declarations.options import Email, Options
from bedplate.declarations.query import Query, QuerySpec
from bedplate.declarations.rows import One, RowState, key_of
from bedplate.declarations.uploads import upload
from bedplate.declarations.words import words_asked_for

if TYPE_CHECKING:
    from bedplate.declarations.context import AnyCtx, Decision, Reads
    from bedplate.declarations.contract import ResourceContract

__all__ = ["Account", "Keyed", "Machine", "Numbered", "Resource", "Row", "System", "User", "builder"]

R = TypeVar("R", bound="Row")
K = TypeVar("K")
Hook1: TypeAlias = "Callable[[R, AnyCtx], Awaitable[None]]"
Hook2: TypeAlias = "Callable[[R, R, AnyCtx], Awaitable[None]]"


@dataclass_transform(kw_only_default=True, field_specifiers=(field, ref, many, links, auto, upload, serial))
class Row:
    """A table, by whatever key."""

    __slots__ = ("_state",)
    _state: RowState
    _declaration: ClassVar[Declared]

    def __init_subclass__(cls, **options: Unpack[Options]) -> None:
        super().__init_subclass__()
        cls._declaration = Declared(cls, cast("dict[str, Any]", options), sys._getframe(1))  # pyright: ignore[reportPrivateUsage]

    def __init__(self, **values: Any) -> None:
        _set_state(self, RowState(None, {}, None, new=True))
        members = self._declaration.members
        for name, value in values.items():
            if name not in members or members[name].member not in ("field", "ref"):
                raise TypeError(f"{type(self).__name__} has no field {name!r}{suggestion(name, list(members))}")
            setattr(self, name, value)

    if TYPE_CHECKING:

        @classmethod
        def _takes(cls, value: Self | One[Self] | None, /) -> None: ...  # for `put`

    else:  # a type checker that saw it would let any name be assigned

        def __setattr__(self, name: str, value: Any) -> None:
            if name not in self._declaration.members:
                raise AttributeError(f"{type(self).__name__} has no field {name!r}{suggestion(name, list(self._declaration.members))}")
            object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        state = self._state
        key = ", ".join(f"{name}={state.values.get(name, '?')!s}" for name in self._declaration.key_names())
        return f"{type(self).__name__}({key})"

    @overload
    @classmethod
    def on(cls: type[R], verb: Literal["create"], /) -> Callable[[Hook1[R]], Hook1[R]]: ...
    @overload
    @classmethod
    def on(cls: type[R], verb: Literal["update"], /) -> Callable[[Hook2[R]], Hook2[R]]: ...
    @overload
    @classmethod
    def on(cls: type[R], verb: Literal["delete"], /) -> Callable[[Hook1[R]], Hook1[R]]: ...
    @classmethod
    def on(cls, verb: str, /) -> Any:
        """Own logic on a built-in verb, while it is decided: (new, ctx), (new, old, ctx) or (old, ctx)."""
        place = place_here()

        def hook(function: Callable[..., Any]) -> Callable[..., Any]:
            cls._declaration.hooks.append(HookDeclaration(verb, function, place))
            return function

        return hook

    @classmethod
    def where(cls: type[R], *c: Expr[bool]) -> Query[R]:
        """The rows for which all of this holds, as whoever asks may read them."""
        return Query[R](QuerySpec(cls.__name__, tuple(node_of(one) for one in c)))

    @classmethod
    def search(cls: type[R], words: str, /) -> Query[R]:
        """The rows in whose searched fields all of these words stand, the last one as the beginning of a word. None without a word."""
        if not any(member.rules.get("search") for member in cls._declaration.members.values()):
            raise TypeError(f"{cls.__name__} has no searched field: write `field(search=True)`")
        found = words_asked_for(words)
        node = HasWords(Constant(found[-1], "text") if found else None, tuple(Constant(one, "text") for one in found[:-1]))
        return Query[R](QuerySpec(cls.__name__, (node,)))

    @classmethod
    async def get(cls: type[R], ctx: Reads[Any], key: object, /) -> R:
        """One row by its key, as the caller. Refuses with NotFound what is hidden from them."""
        return cast("R", await ctx._decision.load(cls.__name__, key))  # pyright: ignore[reportPrivateUsage]


_set_state: Callable[[Row, RowState], None] = Row.__dict__["_state"].__set__  # past __setattr__: building a row is a hot path


def builder(kind: type[Row]) -> tuple[Callable[[Any, Any], Any], Callable[[ResourceContract], None]]:
    """A function that builds loaded rows of a class, and one that tells it their contract once that is made."""
    known: list[ResourceContract] = []
    new = kind.__new__

    def build(values: Any, owner: Decision | None) -> Row:
        row = new(kind)
        _set_state(row, RowState(known[0], values, owner))
        return row

    return build, known.append


class Keyed(Row, Generic[K]):
    """A table with an `id` of another type, for what exists already; the subclass says `id: Field[int] = …` itself."""

    id: Field[K] = auto()

    def __eq__(self, other: object) -> bool:
        return self is other or (type(self) is type(other) and not self._state.new and key_of(self) == key_of(cast("Row", other)))

    def __hash__(self) -> int:
        return hash((type(self), key_of(self)))


class Numbered(Keyed[int]):
    """Ids 1, 2, 3, … made by the database."""

    id: Field[int] = auto()


class Resource(Keyed[UUID]):
    """What to use: UUIDv7 ids made here, and the two times."""

    id: Field[UUID] = auto()
    created_at: Field[datetime] = auto()
    updated_at: Field[datetime] = auto()


class Account(Resource):
    """Whoever has an identity. The annotation of `me` says for which kind a rule is: this one is for all of them."""

    disabled_at: Field[datetime | None] = field(default=None, writable=False)


class User(Account):
    """Who signs in; to be subclassed. Credentials, sessions and keys hang on it and are never fields of it."""

    email: Field[Email] = field(pii=True, unique=True, writable=False)
    verified_at: Field[datetime | None] = field(default=None, writable=False)


class Machine(Account):
    """Another program, with a name instead of an address."""

    name: Field[str] = field(max=80)


class System:
    """The application itself: events, scripts, and `ctx.system("why")`. No row policy applies; everything is audited."""

    __slots__ = ("why",)

    def __init__(self, why: str) -> None:
        if not why.strip():
            raise ValueError("say why the application does this itself: the reason is audited")
        self.why = why

    def __repr__(self) -> str:
        return f"System({self.why!r})"
