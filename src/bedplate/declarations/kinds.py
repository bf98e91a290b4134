"""Which kind of value each part of a tree has: constants take the kind of what they meet, and what cannot meet is refused."""
from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Protocol, cast

from bedplate.declarations.contract import ComputedContract, FieldContract, RelationContract
from bedplate.declarations.fields.big_integer import BIGGEST, SMALLEST, BigInteger
from bedplate.declarations.fields.boolean import Boolean
from bedplate.declarations.fields.decimals import DIGITS, DecimalNumber
from bedplate.declarations.fields.enumeration import Enumeration
from bedplate.declarations.fields.known import has_order
from bedplate.declarations.fields.type import FieldType
from bedplate.declarations.nodes import (
    Aggregate,
    Always,
    And,
    Arithmetic,
    Call,
    Case,
    Coalesce,
    Compare,
    Constant,
    Exists,
    Figure,
    HasWords,
    In,
    IsNull,
    LinkedTo,
    Never,
    Next,
    Node,
    Not,
    NotTrue,
    Now,
    Or,
    Path,
    Related,
    Today,
)
from bedplate.declarations.wrong import Consequence, WrongExpression

__all__ = ["Kind", "Names", "may_be_unknown", "typed"]


class Names(Protocol):
    """What typing needs of a resource; a ResourceContract is one, a draft of it too."""

    @property
    def name(self) -> str: ...
    @property
    def fields(self) -> Mapping[str, FieldContract]: ...
    @property
    def relations(self) -> Mapping[str, RelationContract]: ...
    @property
    def computed(self) -> Mapping[str, ComputedContract]: ...


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind of a value: the name of its field type, the exact type where one field gives it, whether it may be null."""

    name: str
    type: FieldType | None = None
    nullable: bool = False
    places: int = 0  # of a decimal


_TRUTH = Kind("boolean", Boolean())
_NUMBERS = ("integer", "decimal")


def typed(node: Node, scopes: Mapping[str, str], resources: Mapping[str, Names]) -> tuple[Node, Kind]:
    """The tree with its constants typed, and its kind. `scopes` names the resource behind each scope. Raises WrongExpression."""
    return _Typing(resources).of(node, dict(scopes))


def may_be_unknown(node: Node, scopes: Mapping[str, str], resources: Mapping[str, Names]) -> bool:
    """Whether a typed condition can be neither true nor false, because something that it compares has no value."""
    typing, known = _Typing(resources), dict(scopes)

    def of(part: Node) -> bool:
        if isinstance(part, And | Or):
            return any(of(one) for one in part.parts)
        if isinstance(part, Not):
            return of(part.item)
        if isinstance(part, Compare):
            return any(typing.of(one, known)[1].nullable for one in (part.left, part.right))
        return typing.of(part.item if isinstance(part, In) else part, known)[1].nullable

    return of(node)


def kind_of_field(found: FieldContract | ComputedContract, *, nullable: bool = False) -> Kind:
    """The kind of a declared field."""
    places = found.type.places if isinstance(found.type, DecimalNumber) else 0
    return Kind(found.type.kind, found.type, found.nullable or nullable, places)


class _Typing:
    def __init__(self, resources: Mapping[str, Names]) -> None:
        self._resources = resources

    def of(self, node: Node, scopes: dict[str, str]) -> tuple[Node, Kind]:
        method = getattr(self, f"_{type(node).__name__.lower()}")
        return cast("tuple[Node, Kind]", method(node, scopes))

    # ---- leaves
    def _path(self, node: Path, scopes: dict[str, str]) -> tuple[Node, Kind]:
        resource, nullable = self._walk(node.scope, node.refs, scopes)
        found = resource.fields.get(node.field) or resource.computed.get(node.field)
        if found is None:
            raise Consequence("D313", f"{resource.name} has no field {node.field!r}", "correct the name")
        return node, kind_of_field(found, nullable=nullable)

    def _walk(self, scope: str, refs: tuple[str, ...], scopes: dict[str, str]) -> tuple[Names, bool]:
        if scope not in scopes:
            raise WrongExpression("D333", "there is no caller here", "a check and a computed default speak of the row only")
        if scopes[scope] not in self._resources:
            raise WrongExpression("D105", f"{scopes[scope]} is not part of this application", "name its module in `App(...)`")
        resource, nullable = self._resources[scopes[scope]], False
        for name in refs:
            relation = resource.relations.get(name)
            if relation is None or relation.target not in self._resources:
                raise Consequence("D313", f"{resource.name} has no reference {name!r} inside this application", "correct the name")
            nullable = nullable or relation.nullable
            resource = self._resources[relation.target]
        return resource, nullable

    def _constant(self, node: Constant, scopes: dict[str, str]) -> tuple[Node, Kind]:
        places = 0
        if isinstance(node.value, Decimal):
            exponent = node.value.as_tuple().exponent
            if not isinstance(exponent, int):
                raise WrongExpression("D306", "a constant is not a number", "use a finite Decimal")
            places = max(0, -exponent)
        if isinstance(node.value, float) and not math.isfinite(node.value):
            raise WrongExpression("D306", "a constant is not a number", "use a finite float")
        if isinstance(node.value, int) and not SMALLEST <= node.value <= BIGGEST:
            raise WrongExpression("D306", "a constant is beyond 64 bits", "use a number that a field can hold")
        return node, Kind(node.kind, None, node.value is None, places)

    def _next(self, node: Next, scopes: dict[str, str]) -> tuple[Node, Kind]:
        raise WrongExpression("D388", "a number is drawn when a decision is applied, and no rule can speak of it", "assign it in an action: `row.number = fn.next(Row.number)`")

    def _now(self, node: Now, scopes: dict[str, str]) -> tuple[Node, Kind]:
        return node, Kind("timestamp")

    def _today(self, node: Today, scopes: dict[str, str]) -> tuple[Node, Kind]:
        return node, Kind("date")

    def _always(self, node: Always | Never, scopes: dict[str, str]) -> tuple[Node, Kind]:
        return node, _TRUTH

    _never = _always

    # ---- conditions
    def _and(self, node: And | Or, scopes: dict[str, str]) -> tuple[Node, Kind]:
        return replace(node, parts=tuple(self._truth(part, scopes) for part in node.parts)), _TRUTH

    _or = _and

    def _not(self, node: Not | NotTrue, scopes: dict[str, str]) -> tuple[Node, Kind]:
        return replace(node, item=self._truth(node.item, scopes)), _TRUTH

    _nottrue = _not

    def _truth(self, node: Node, scopes: dict[str, str]) -> Node:
        found, kind = self.of(node, scopes)
        if kind.name != "boolean" or isinstance(found, Constant):
            raise WrongExpression("D334", f"a value of the kind {kind.name} stands where a condition belongs", "compare it: `a == b`")
        return found

    def _isnull(self, node: IsNull, scopes: dict[str, str]) -> tuple[Node, Kind]:
        return IsNull(self.of(node.item, scopes)[0]), _TRUTH

    def _compare(self, node: Compare, scopes: dict[str, str]) -> tuple[Node, Kind]:
        left, right, kind = self._met(node.left, node.right, scopes)
        if kind.name == "boolean" and node.op in ("eq", "ne"):
            raise WrongExpression("D308", "two conditions are compared: `a & b == c` means `(a & b) == c`", "write `~b` for `b == False`, and brackets with `&` and `|`")
        if kind.name in ("json", "boolean") or (node.op not in ("eq", "ne") and not has_order(kind.name)):
            raise WrongExpression("D335", f"values of the kind {kind.name} have no order or equality that a database knows", "compare a plain field")
        return Compare(node.op, left, right), _TRUTH

    def _in(self, node: In, scopes: dict[str, str]) -> tuple[Node, Kind]:
        item, kind = self.of(node.item, scopes)
        if kind.name == "bytes":
            raise WrongExpression("D335", "`in_` of bytes: there is no list of them in a database", "compare with each by `==` and join them with `|`")
        return In(item, tuple(self._retyped(one, kind) for one in node.options)), _TRUTH

    # ---- values
    def _met(self, left: Node, right: Node, scopes: dict[str, str]) -> tuple[Node, Node, Kind]:
        """Two sides of one kind; a constant takes the other's."""
        one, one_kind = self.of(left, scopes)
        two, two_kind = self.of(right, scopes)
        if isinstance(two, Constant):
            two = self._retyped(two, one_kind)
        elif isinstance(one, Constant):
            one = self._retyped(one, two_kind)
        elif not _alike(one_kind, two_kind):
            raise _unlike(one_kind, two_kind)
        kind = one_kind if one_kind.type is not None else two_kind
        if one_kind.name != two_kind.name and "bigint" in (one_kind.name, two_kind.name):
            kind = Kind("bigint", BigInteger())
        if "decimal" in (one_kind.name, two_kind.name):
            kind = _decimal(max(one_kind.places, two_kind.places))
        return one, two, replace(kind, nullable=one_kind.nullable or two_kind.nullable)

    def _retyped(self, node: Constant, kind: Kind) -> Constant:
        if node.value is None:
            raise WrongExpression("D336", "a comparison with None is never true", "write `.is_null()` or `.not_null()`")
        if node.kind == "integer" and kind.name in _FROM_INTEGER:
            return Constant(_FROM_INTEGER[kind.name](cast("int", node.value)), kind.name)
        if node.kind != kind.name and not (node.kind == "decimal" and kind.name == "integer"):
            raise _unlike(Kind(node.kind), kind)
        if isinstance(kind.type, Enumeration) and not isinstance(node.value, kind.type.options):
            raise WrongExpression("D337", f"{type(node.value).__name__} is compared with {kind.type.options.__name__}", f"use a member of {kind.type.options.__name__}")
        return node

    def _arithmetic(self, node: Arithmetic, scopes: dict[str, str]) -> tuple[Node, Kind]:
        left, one = self.of(node.left, scopes)
        right, two = self.of(node.right, scopes)
        if one.nullable or two.nullable:
            raise WrongExpression("D338", "a calculation with what may be null is null", "say what it is then: `.or_else(...)`")
        name = _RESULTS.get((node.op, one.name, two.name))
        if name is None:
            inexact = next((kind.name for kind in (one, two) if kind.name in ("float", "bigint")), None)
            if inexact is not None:
                raise WrongExpression(
                    "D339", f"a database calculates with a {inexact} up to infinity or a rounded number, without a word",
                    "compare it here and calculate in an action, or make it a Decimal or an int")
            words = {"add": "added to", "sub": "taken from", "mul": "multiplied with"}[node.op]
            first, second = (two, one) if node.op != "mul" else (one, two)
            raise WrongExpression("D339", f"{first.name} cannot be {words} {second.name}", "calculate with values of one kind")
        places = one.places + two.places if node.op == "mul" else max(one.places, two.places)
        return Arithmetic(node.op, left, right), _decimal(places) if name == "decimal" else Kind(name)

    def _coalesce(self, node: Coalesce, scopes: dict[str, str]) -> tuple[Node, Kind]:
        item, otherwise, kind = self._met(node.item, node.otherwise, scopes)
        return Coalesce(item, otherwise), replace(kind, nullable=self.of(node.otherwise, scopes)[1].nullable)

    def _case(self, node: Case, scopes: dict[str, str]) -> tuple[Node, Kind]:
        otherwise, kind = self.of(node.otherwise, scopes)
        whens: list[tuple[Node, Node]] = []
        for test, then in node.whens:
            condition = self._truth(test, scopes)
            if isinstance(otherwise, Constant) and otherwise.value is None:
                then, kind = self.of(then, scopes)
                kind = replace(kind, nullable=True)
            else:
                then, otherwise, met = self._met(then, otherwise, scopes)
                kind = replace(met, nullable=met.nullable or kind.nullable, places=max(met.places, kind.places))
            whens.append((condition, then))
        return Case(tuple(whens), otherwise), kind

    def _call(self, node: Call, scopes: dict[str, str]) -> tuple[Node, Kind]:
        argument, kind = self.of(node.argument, scopes)
        wanted, result = _CALLS[node.name]
        if kind.name != wanted:
            raise WrongExpression("D339", f"`{node.name}` takes {wanted}, not {kind.name}", "use it on a field of that kind")
        extra = node.extra
        if node.name == "contains" and extra is not None:
            extra, needle = self.of(extra, scopes)
            if needle.name != "text":
                raise _unlike(needle, kind)
        if node.name == "round":
            places = cast("int", cast("Constant", extra).value)
            return replace(node, argument=argument), replace(_decimal(places), nullable=kind.nullable)
        return replace(node, argument=argument, extra=extra), Kind(result, nullable=kind.nullable)

    # ---- other rows
    def _exists(self, node: Exists, scopes: dict[str, str]) -> tuple[Node, Kind]:
        return Exists(self._related(node.rows, scopes)[0]), _TRUTH

    def _aggregate(self, node: Aggregate, scopes: dict[str, str]) -> tuple[Node, Kind]:
        rows, inner = self._related(node.rows, scopes)
        if node.item is None:
            return Aggregate(node.name, rows, None), Kind("integer")
        item, kind = self.of(node.item, inner)
        if node.name == "sum" and kind.name not in (*_NUMBERS, "duration"):
            raise WrongExpression("D339", f"values of the kind {kind.name} cannot be added up", "sum numbers or durations")
        return Aggregate(node.name, rows, item), replace(kind, nullable=node.name == "max", type=None if node.name == "sum" else kind.type)

    def _haswords(self, node: HasWords, scopes: dict[str, str]) -> tuple[Node, Kind]:
        return node, _TRUTH

    def _figure(self, node: Figure, scopes: dict[str, str]) -> tuple[Node, Kind]:
        raise WrongExpression(
            "D480", f"`fn.{node.name}` is a figure over many rows and stands where the value of one row belongs",
            f"write it alone, as a measure of a report or a column of `select`; of related rows write `cls.relation.{node.name}(...)`")

    def _linkedto(self, node: LinkedTo, scopes: dict[str, str]) -> tuple[Node, Kind]:
        return node, _TRUTH

    def _related(self, rows: Related, scopes: dict[str, str]) -> tuple[Related, dict[str, str]]:
        resource, _ = self._walk(rows.scope, rows.refs, scopes)
        relation = resource.relations.get(rows.relation)
        if relation is None:
            raise Consequence("D313", f"{resource.name} has no relation {rows.relation!r} inside this application", "correct the name")
        inner = {**scopes, rows.bound: relation.target}
        return replace(rows, where=self._truth(rows.where, inner)), inner


_CALLS: dict[str, tuple[str, str]] = {
    "lower": ("text", "text"), "day": ("timestamp", "date"), "month": ("timestamp", "date"), "round": ("decimal", "decimal"), "contains": ("text", "boolean"),
}
_RESULTS: dict[tuple[str, str, str], str] = {
    ("add", "timestamp", "duration"): "timestamp", ("sub", "timestamp", "duration"): "timestamp", ("sub", "timestamp", "timestamp"): "duration",
    ("add", "duration", "timestamp"): "timestamp", ("add", "text", "text"): "text", ("mul", "duration", "integer"): "duration",
    ("mul", "integer", "duration"): "duration", ("add", "duration", "duration"): "duration", ("sub", "duration", "duration"): "duration",
    **{(op, one, two): "integer" if one == two == "integer" else "decimal" for op in ("add", "sub", "mul") for one in _NUMBERS for two in _NUMBERS},
}


def _decimal(places: int) -> Kind:
    return Kind("decimal", DecimalNumber(min(places, DIGITS)), False, places)


_FROM_INTEGER: dict[str, Callable[[int], object]] = {"decimal": Decimal, "float": float, "bigint": int}
"""What a whole number becomes where it meets a value of another kind."""


def _alike(one: Kind, two: Kind) -> bool:
    if (one.name in _NUMBERS and two.name in _NUMBERS) or {one.name, two.name} == {"integer", "bigint"}:
        return True
    both: tuple[Any, Any] = (one.type, two.type)
    if isinstance(both[0], Enumeration) and isinstance(both[1], Enumeration):
        return both[0].options is both[1].options
    return one.name == two.name


def _unlike(one: Kind, two: Kind) -> WrongExpression:
    return WrongExpression("D340", f"{one.name} is compared with {two.name}", "compare values of one kind; an enumeration with its members, a key with a key")
