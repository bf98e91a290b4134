"""Fields and relations of a row: an expression on the class, a value on a row."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Generic, Literal, NoReturn, Unpack, cast, overload

from typing_extensions import TypeVar

from bedplate.declarations.declared import declared_by, declared_of
from bedplate.declarations.expressions import Expr
from bedplate.declarations.faces import face_member, own_face
from bedplate.declarations.members import Member, MemberKind, place_here
from bedplate.declarations.nodes import ROW, Compare, Constant, LinkedTo, Path
from bedplate.declarations.options import FieldRules, LinkRules, ManyRules, RefRules
from bedplate.declarations.query import QuerySpec, Related
from bedplate.declarations.relations import Rows
from bedplate.declarations.rows import NotLoaded, One, RowState, key_of

if TYPE_CHECKING:
    from bedplate.declarations.resources import Row

__all__ = ["ABSENT", "Computed", "Field", "Many", "Ref", "auto", "computed", "field", "links", "many", "ref", "serial"]

T = TypeVar("T")
R = TypeVar("R", bound="Row")
O = TypeVar("O", bound="Row | None")  # noqa: E741
_NODES = Path.__module__


class _Absent:
    """No default was said."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Any = _Absent()


class _Valued(Member):
    """What fields and references share on a row."""

    def raw(self, state: RowState, row: object) -> object:
        """The present value: what was assigned, else what was loaded, which is then noted as read."""
        name = self.name
        if name in state.changed:
            value = state.changed[name]
            if type(value).__module__ == _NODES:
                raise TypeError(f"the new value of {name!r} is an expression: it is known when the decision is applied")
            return value
        try:
            value = state.values[name]
        except KeyError:
            return self._missing(state, row)
        state.read.add(name)
        return value

    def _missing(self, state: RowState, row: object) -> object:
        default = self.rules.get("default", ABSENT)
        if state.new and default is not ABSENT and not isinstance(default, Expr) and type(default).__name__ != "Face":
            return default
        what = "was never set" if state.new else "was not loaded"
        raise NotLoaded(f"{type(row).__name__}.{self.name} {what}")


class Field(_Valued, Generic[T]):
    """A stored value: `Expr[T]` on the class, `T` on a row."""

    member: MemberKind = "field"  # type: ignore[misc]  # pyright: ignore[reportIncompatibleVariableOverride]

    @overload
    def __get__(self, obj: None, owner: Any) -> Expr[T]: ...
    @overload
    def __get__(self, obj: object, owner: Any) -> T: ...
    def __get__(self, obj: Any, owner: Any) -> Any:
        if obj is None:
            return face_member(own_face(owner._declaration), self.name) if hasattr(owner, "_declaration") else self
        state: RowState = obj._state
        name = self.name
        if name not in state.changed:
            values = state.values
            if name in values:
                state.read.add(name)
                return values[name]
        return self.raw(state, obj)

    def __set__(self, obj: object, value: T | Expr[T]) -> None:
        row = cast("Any", obj)
        row._state.changed[self.name] = declared_by(row).accepted(self.name, value)


class Ref(_Valued, Generic[O]):
    """A reference to one row: its class on the class, a `One` on a row."""

    member: MemberKind = "ref"  # type: ignore[misc]  # pyright: ignore[reportIncompatibleVariableOverride]

    @overload
    def __get__(self: Ref[R | None], obj: None, owner: Any) -> type[R]: ...
    @overload
    def __get__(self: Ref[R], obj: None, owner: Any) -> type[R]: ...
    @overload
    def __get__(self: Ref[R | None], obj: object, owner: Any) -> One[R] | None: ...
    @overload
    def __get__(self: Ref[R], obj: object, owner: Any) -> One[R]: ...
    def __get__(self, obj: Any, owner: Any) -> Any:
        if obj is None:
            return face_member(own_face(owner._declaration), self.name) if hasattr(owner, "_declaration") else self
        state: RowState = obj._state
        key = self.raw(state, obj)
        if key is None:
            return None
        target = declared_by(obj).type_of(self.name).target
        assert target is not None
        return One[Any](target.name, key, state.owner, state.related.get(self.name))

    def __set__(self, obj: object, value: O | One[O]) -> None:
        row = cast("Any", obj)
        state: RowState = row._state
        state.changed[self.name] = declared_by(row).accepted(self.name, value)
        state.related.pop(self.name, None)
        if value is not None and not isinstance(value, One):
            state.related[self.name] = cast("Row", value)


class Many(Member, Generic[R]):
    """The rows that refer to this one: `Rows` on the class, a query on a row."""

    member: MemberKind = "many"  # type: ignore[misc]  # pyright: ignore[reportIncompatibleVariableOverride]

    @overload
    def __get__(self, obj: None, owner: Any) -> Rows[R]: ...
    @overload
    def __get__(self, obj: object, owner: Any) -> Related[R]: ...
    def __get__(self, obj: Any, owner: Any) -> Any:
        if obj is None:
            return face_member(own_face(owner._declaration), self.name) if hasattr(owner, "_declaration") else self
        declared = declared_by(obj)
        target = declared.type_of(self.name).target
        assert target is not None
        key = key_of(obj)
        known = Constant(key, _kind_of_key(key))
        if self.rules.get("links"):
            return Related[Any](QuerySpec(target.name, (LinkedTo(declared.name, self.name, known),)), links=(cast("Row", obj), self))
        by = referring_field(self, declared.kind, target.kind)
        return Related[Any](QuerySpec(target.name, (Compare("eq", Path(ROW, (), by), known),)))


def _kind_of_key(key: object) -> str:
    return {"UUID": "uuid", "int": "integer"}.get(type(key).__name__, "text")


def referring_field(relation: Member, owner: type[Row], target: type[Row]) -> str:
    """The reference of the target that a to-many relation goes by: `by=`, or the only one that fits; "" if none or several do."""
    if relation.rules.get("by"):
        return str(relation.rules["by"])
    declared = declared_of(target)
    fitting = [name for name, one in declared.members.items() if one.member == "ref" and (to := declared.type_of(name).target) and to.kind is owner]
    return fitting[0] if len(fitting) == 1 else ""


class Computed(Member, Generic[T]):
    """Never stored by hand: assigning to it is an error while typing; reading it on a row whose parts were changed is one at run time."""

    member: MemberKind = "computed"  # type: ignore[misc]  # pyright: ignore[reportIncompatibleVariableOverride]

    def __init__(self, function: Callable[..., Any], rules: Mapping[str, Any]) -> None:
        super().__init__(rules, place_here(3))
        self.function = function
        self.__doc__ = function.__doc__

    @overload
    def __get__(self, obj: None, owner: Any) -> Expr[T]: ...
    @overload
    def __get__(self, obj: object, owner: Any) -> T: ...
    def __get__(self, obj: Any, owner: Any) -> Any:
        if obj is None:
            return face_member(own_face(owner._declaration), self.name) if hasattr(owner, "_declaration") else self
        state: RowState = obj._state
        contract = state.contract.computed.get(self.name) if state.contract is not None else None
        parts = contract.reads if contract is not None else ()
        if any(part in state.changed for part in parts):
            raise NotLoaded(f"{self.name!r} is made of fields that were just changed: its new value is known when the decision is applied")
        for source in (state.computed, state.values):
            if self.name in source:
                state.read.update(part for part in parts if part in state.values)
                return source[self.name]
        raise NotLoaded(f"{type(obj).__name__}.{self.name} was not loaded")

    def __set__(self, obj: object, value: NoReturn) -> None:
        raise AttributeError(f"{self.name!r} is computed: change what it is made of")


@overload
def field(*, default: T, moves: Mapping[T, Iterable[T]] = ..., **rules: Unpack[FieldRules]) -> Field[T]: ...
@overload
def field(*, default_factory: Callable[[], T], **rules: Unpack[FieldRules]) -> Field[T]: ...
@overload
def field(**rules: Unpack[FieldRules]) -> Any: ...
def field(**kw: Any) -> Any:
    """A stored field: `title: Field[str] = field(max=200)`."""
    return Field[Any](kw, place_here())


@overload
def ref(*, default: type[R], **rules: Unpack[RefRules]) -> Ref[R]: ...
@overload
def ref(*, default: None, **rules: Unpack[RefRules]) -> Any: ...
@overload
def ref(**rules: Unpack[RefRules]) -> Any: ...
def ref(**kw: Any) -> Any:
    """A reference to one row: `author: Ref[Person] = ref(default=actor(Person), writable=False)`."""
    return Ref[Any](kw, place_here())


def many(by: str = "", *, init: Literal[False] = False, **rules: Unpack[ManyRules]) -> Any:
    """The rows that refer to this one by their reference `by`, which may be left out where only one fits."""
    return Many[Any]({"by": by, **rules}, place_here())


def links(back: str = "", *, through: str = "", init: Literal[False] = False, **rules: Unpack[LinkRules]) -> Any:
    """Many rows of another class, each of which may belong to many of these: `labels: Many[Label] = links(back="tickets", max=20)`. `back`
    names the same links on the other side; with `max` at most so many are linked, and callers may write them as a list of ids. `through`
    names a resource of your own whose rows are the links."""
    return Many[Any]({"links": True, "back": back, "through": through, **rules}, place_here())


def auto(*, column: str = "", init: Literal[False] = False) -> Any:
    """The database or the clock fills it."""
    return Field[Any]({"auto": True, **({"column": column} if column else {})}, place_here())


def serial(*, per: Ref[Any] | None = None, gapless: bool = False, filter: bool = False, sort: bool = False, init: Literal[False] = False) -> Any:
    """A number that the database draws for each new row, 1, 2, 3, …, for all rows or for each row that `per` refers to: never one twice.
    With `gapless=True` none is ever left out; where it may be None it is drawn by `fn.next`, when the row has earned it."""
    rules: dict[str, Any] = {"serial": True, "filter": filter, "sort": sort, "writable": False}
    return Field[Any]({**rules, **({} if per is None else {"per": per}), **({"gapless": gapless} if gapless else {})}, place_here())


@overload
def computed(f: Callable[..., Expr[T]] | classmethod[Any, ..., Expr[T]], /) -> Computed[T]: ...
@overload
def computed(*, filter: bool = ..., sort: bool = ..., group: bool = ..., measure: bool = ...) -> Callable[[Callable[..., Expr[T]] | classmethod[Any, ..., Expr[T]]], Computed[T]]: ...
def computed(*a: Any, **kw: Any) -> Any:
    """A field that is an expression over the row, above a classmethod: `def late(cls) -> Expr[bool]`."""
    if a:
        function: Any = getattr(a[0], "__func__", a[0])
        return Computed[Any](function, kw)

    def made(f: Any) -> Computed[Any]:
        return Computed[Any](getattr(f, "__func__", f), kw)

    return made

