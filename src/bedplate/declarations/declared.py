"""What one class declares: its members, rules, hooks and options as written, and its annotations resolved when first asked for."""
from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from difflib import get_close_matches
from enum import Enum
from types import FrameType, NoneType, SimpleNamespace, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, cast, get_args, get_origin, get_type_hints
from uuid import UUID

from bedplate.declarations.expressions import Expr
from bedplate.declarations.members import Member
from bedplate.declarations.nodes import Next
from bedplate.declarations.rows import One, key_of
from bedplate.declarations.wrong import WrongExpression
from bedplate.errors import Place

if TYPE_CHECKING:
    from bedplate.declarations.resources import Row

__all__ = ["Declared", "HookDeclaration", "MemberType", "RuleMark", "declared_by", "declared_of", "marks_of", "suggestion", "without_none"]


@dataclass(frozen=True, slots=True)
class RuleMark:
    """A decorator as it was written above a function."""

    decorator: str  # allow, forbid, check, collection_action
    verbs: tuple[Any, ...]
    options: Mapping[str, Any]
    place: Place


@dataclass(frozen=True, slots=True)
class HookDeclaration:
    """`@Ticket.on("create")` and the function below it."""

    verb: str
    function: Callable[..., Any]
    place: Place


@dataclass(frozen=True, slots=True)
class MemberType:
    """A resolved annotation: the type inside `Field[...]`, `Ref[...]` or `Many[...]`."""

    annotation: Any  # with Annotated, without None
    nullable: bool
    target: Declared | None  # of a reference or relation
    python: tuple[type[Any], ...]  # what a value must be an instance of; empty: not checked here


class Declared:
    """The declaration of one class. Holds nothing of any application."""

    def __init__(self, kind: type[Row], options: Mapping[str, Any], frame: FrameType) -> None:
        self.kind = kind
        self.name = kind.__name__
        self.options = dict(options)
        self.place = Place(frame.f_code.co_filename, frame.f_lineno)
        # A class inside a function may name classes that its function defines later: the frame is the only way to them.
        self._frame = frame if frame.f_code.co_name != "<module>" else None
        self.members: dict[str, Member] = {}
        self.functions: dict[str, Callable[..., Any]] = {}
        self.annotated: dict[str, type] = {}
        self.hooks: list[HookDeclaration] = []
        self._types: dict[str, MemberType] = {}
        self._keys: tuple[str, ...] | None = None
        for owner in reversed(kind.__mro__):
            self._collect(owner)

    def _collect(self, owner: type) -> None:
        if owner is object or owner.__module__ == "typing":
            return
        for name in owner.__dict__.get("__annotations__", {}):  # noqa: RUF063  (its own only, as written)
            if not name.startswith("_") or isinstance(owner.__dict__.get(name), Member):
                self.annotated[name] = owner
        for name, value in owner.__dict__.items():
            function = getattr(value, "__func__", value)
            if isinstance(value, Member):
                self.members[name] = value
                self.functions.pop(name, None)
            elif marks_of(function):
                self.functions[name] = function
                self.members.pop(name, None)

    # ---- names and types ---------------------------------------------------------------------------------------------------
    def namespace(self) -> dict[str, Any]:
        """The names around the class, for resolving annotations."""
        return dict(self._frame.f_locals) if self._frame is not None else {}

    def resolve(self, annotation: Any, globals_: Mapping[str, Any]) -> Any:
        """An annotation as written becomes a type. Raises WrongExpression with words where a name is unknown."""
        from bedplate.declarations.context import Ctx  # what `AnyCtx` stands for; here, because those files need this one
        from bedplate.declarations.resources import Account, System

        holder = SimpleNamespace(__annotations__={"it": annotation})
        try:
            return get_type_hints(holder, {"Account": Account, "Ctx": Ctx, "System": System, **globals_}, self.namespace(), include_extras=True)["it"]
        except NameError as error:
            raise WrongExpression(
                "D101", f"the annotation names {error.name!r}, which is not known in this module",
                "import or define it at the top level of the module, not under TYPE_CHECKING") from error
        except (TypeError, SyntaxError, AttributeError, ValueError) as error:
            raise WrongExpression("D102", f"the annotation {annotation!r} is not a type", "write for example `Field[str]` or `Ref[Org | None]`") from error

    def type_of(self, name: str) -> MemberType:
        """The resolved type of a field, reference or relation. Raises WrongExpression."""
        if name not in self._types:
            self._types[name] = self._resolved(name)
        return self._types[name]

    def _resolved(self, name: str) -> MemberType:
        owner = self.annotated.get(name)
        member = self.members[name]
        wanted = {"field": "Field", "ref": "Ref", "many": "Many"}[member.member]
        if owner is None:
            raise WrongExpression("D103", f"{name!r} has no annotation", f"write `{name}: {wanted}[...] = {wanted.lower()}(...)`")
        written = owner.__dict__["__annotations__"][name]  # noqa: RUF063  (its own only, as written)
        hint = self.resolve(written, vars(sys.modules[owner.__module__]))
        origin = get_origin(hint)
        if getattr(origin, "__name__", "") != wanted:
            raise WrongExpression(
                "D104", f"{name!r} is made by `{wanted.lower()}()` but annotated as something else", f"write `{name}: {wanted}[...] = {wanted.lower()}(...)`")
        inner, nullable = without_none(get_args(hint)[0])
        if wanted == "Field":
            return MemberType(inner, nullable, None, python_types(inner))
        target = getattr(inner, "_declaration", None)
        if not isinstance(target, Declared):
            raise WrongExpression("D105", f"{name!r} refers to something that is no resource", f"write `{wanted}[AResource]`")
        return MemberType(inner, nullable, target, (target.kind,))

    def key_names(self) -> tuple[str, ...]:
        """The fields of the key, in the order of declaration; empty where none is declared."""
        if self._keys is None:
            said = tuple(name for name, member in self.members.items() if member.rules.get("key"))
            self._keys = said or (("id",) if "id" in self.members else ())
        return self._keys

    def readable(self) -> list[str]:
        """The names that have a value in an expression."""
        return [name for name, member in self.members.items() if member.member in ("field", "ref", "many", "computed")]

    def closest(self, name: str) -> str:
        """` (did you mean 'x'?)` or nothing."""
        return suggestion(name, [*self.members, *self.functions])

    # ---- values of rows in code --------------------------------------------------------------------------------------------
    def accepted(self, name: str, value: object) -> object:
        """A value assigned in code, as the change set holds it: a Python value, a node, or the key of a row. Raises TypeError."""
        if isinstance(value, Expr):
            node = cast("Expr[object]", value).node
            return self._accepted_number(name, node) if isinstance(node, Next) or self.members[name].rules.get("gapless") else node
        if self.members[name].rules.get("gapless"):
            return self._accepted_number(name, value)
        type_ = self.type_of(name)
        if value is None:
            if not type_.nullable:
                raise TypeError(f"{self.name}.{name} may not be None")
            return None
        if type_.target is not None:
            return self._accepted_row(name, type_.target, value)
        if type_.python and not _is_a(value, type_.python):
            raise TypeError(f"{self.name}.{name} takes {_words(type_.python)}, not {type(value).__name__}")
        return Decimal(value) if type_.python == (Decimal,) and isinstance(value, int) else value

    def _accepted_number(self, name: str, node: object) -> Next:
        if not isinstance(node, Next) or node.field != name:
            raise TypeError(f"{self.name}.{name} is given by nobody: `fn.next({self.name}.{name})` draws the next number of a gapless serial, for itself only")
        return node

    def _accepted_row(self, name: str, target: Declared, value: object) -> object:
        if isinstance(value, One):
            one = cast("One[Any]", value)  # type: ignore[redundant-cast]
            if one._resource not in target.family():  # pyright: ignore[reportPrivateUsage]
                raise TypeError(f"{self.name}.{name} takes a {target.name}, not a {one._resource}")  # pyright: ignore[reportPrivateUsage]
            return one.id
        if not isinstance(value, target.kind):
            raise TypeError(f"{self.name}.{name} takes a {target.name}, not {type(value).__name__}")
        return key_of(value)

    def family(self) -> frozenset[str]:
        """The names of this class and its subclasses."""
        names = {self.name}
        for child in self.kind.__subclasses__():
            names |= declared_of(child).family()
        return frozenset(names)


def declared_of(kind: type[Row]) -> Declared:
    """The declaration of a class."""
    return kind._declaration  # pyright: ignore[reportPrivateUsage]


def declared_by(row: Any) -> Declared:
    """The declaration of a row's class."""
    found: Declared = row._declaration
    return found


def marks_of(function: object) -> list[RuleMark]:
    """The decorators above a function, innermost first."""
    return cast("list[RuleMark]", getattr(function, "_bedplate_marks", []))


def suggestion(name: str, known: list[str]) -> str:
    """` (did you mean 'x'?)` where one of the known names is near, else nothing."""
    near = get_close_matches(name, known, n=1, cutoff=0.6)
    return f" (did you mean {near[0]!r}?)" if near else ""


def without_none(annotation: Any) -> tuple[Any, bool]:
    """`X | None` is (X, True)."""
    if get_origin(annotation) in (Union, UnionType):
        rest = [one for one in get_args(annotation) if one is not NoneType]
        if len(rest) < len(get_args(annotation)):
            return (rest[0] if len(rest) == 1 else Union[tuple(rest)]), True  # noqa: UP007
    return annotation, False


_CHECKED: tuple[type[Any], ...] = (bool, str, int, float, Decimal, datetime, date, timedelta, UUID)


def python_types(annotation: Any) -> tuple[type[Any], ...]:
    """What `isinstance` can check of an annotation."""
    plain: Any = get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation
    plain = get_origin(plain) or plain
    if not isinstance(plain, type):
        return ()
    kind = cast("type[Any]", plain)
    checked = kind in _CHECKED or issubclass(kind, Enum | dict | list) or hasattr(kind, "__dataclass_fields__")
    return (cast("type[Any]", plain),) if checked else ()


def _is_a(value: object, wanted: tuple[type[Any], ...]) -> bool:
    if isinstance(value, bool):
        return bool in wanted
    if isinstance(value, datetime) and wanted == (date,):
        return False
    if isinstance(value, int) and not isinstance(value, Enum) and wanted in ((Decimal,), (float,)):
        return True
    return isinstance(value, wanted)


def _words(wanted: tuple[type[Any], ...]) -> str:
    return " or ".join(one.__name__ for one in wanted)
