"""What rows are asked for: conditions on fields, on fields of other rows, groups, and conditions on rows that belong to a row.

A name is looked up from a resource on: `status`, `status.in`; `project.owner.email.prefix` over references; `comments.any`. Only what
is declared can be named: fields with `filter=True`, over references with `filter=True`, at most three of them one behind the other.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, cast

from bedplate.declarations.contract import RelationContract
from bedplate.declarations.fields.operators import Operator
from bedplate.declarations.fields.type import InvalidValue
from bedplate.errors import Detail
from bedplate.validation.details import details_of, named
from bedplate.validation.groups import WORDS, Term, read_group
from bedplate.validation.pairs import split_list
from bedplate.validation.search import SEARCH, search_clause
from bedplate.validation.view import Filter, View
from bedplate.values import Clause, Condition, Group, RelatedRows

__all__ = ["GROUPS", "IN_MAX", "QUANTITIES", "STEPS_MAX", "Clauses", "Wanted", "follow", "is_filter", "placed"]

IN_MAX: Final = 100
STEPS_MAX: Final = 3
"""Relations one behind the other."""

_NAMES: Final[tuple[Operator, ...]] = ("eq", "ne", "lt", "le", "gt", "ge", "in", "prefix", "contains", "isnull")
_OPERATORS: Final[Mapping[str, Operator]] = {name: name for name in _NAMES}
GROUPS: Final = frozenset({"and", "or", "not"})
QUANTITIES: Final = frozenset({"any", "none"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """A clause with its values. `name` is a field, a relation or the kind of a group; `op` an operator or a quantity."""

    name: str
    op: str
    value: object = None
    parts: tuple[Wanted, ...] = ()

    @property
    def shape(self) -> tuple[object, ...]:
        """What it is without its values: equal shapes stand side by side, whatever the order in the query."""
        return self.name, self.op, tuple(part.shape for part in self.parts)

    def count(self) -> int:
        """How many filters it comes to."""
        return (self.name not in GROUPS) + sum(part.count() for part in self.parts)


def placed(wanted: Wanted, slot: Callable[[object], int]) -> Clause:
    """The clause, its values in slots."""
    if wanted.op == SEARCH:
        return search_clause(wanted.value, slot)
    if wanted.name not in GROUPS and wanted.op not in QUANTITIES:
        return Condition(wanted.name, cast("Operator", wanted.op), slot(wanted.value))
    parts = tuple(placed(part, slot) for part in sorted(wanted.parts, key=lambda part: part.shape))
    if wanted.name not in GROUPS:
        return RelatedRows(wanted.name, "any" if wanted.op == "any" else "none", parts)
    if wanted.name == "not":
        return Group("not", parts if len(parts) == 1 else (Group("and", parts),))
    return parts[0] if len(parts) == 1 else Group("and" if wanted.name == "and" else "or", parts)


def follow(known: Mapping[str, View], view: View, segments: list[str]) -> tuple[list[str], View, list[str]]:
    """As far as references lead that may be followed: (their names, where they end, what is left of the name)."""
    way: list[str] = []
    while len(segments) > 1 and segments[0] in view.followed and not is_filter(view, segments):
        relation = view.relations[segments[0]]
        if relation.cardinality == "many":
            break
        way.append(segments[0])
        view, segments = known[relation.target], segments[1:]
    return way, view, segments


def is_filter(view: View, segments: list[str]) -> bool:
    """Whether it is a field with an operator."""
    return len(segments) == 2 and segments[1] in _OPERATORS and segments[0] in view.filters


class Clauses:
    """Reads the clauses of one query."""

    def __init__(self, known: Mapping[str, View], faults: list[Detail]) -> None:
        self.known = known
        self.faults = faults

    def group(self, view: View, kind: str, text: str, place: str) -> Wanted | None:
        """`or=(…)` and its kin."""
        terms = self._terms(text, place)
        return None if terms is None else self._group(view, kind, terms, place, 0)

    def named(self, view: View, segments: list[str], text: str, place: str) -> Wanted | None:
        """`status=open`, `project.name.prefix=a`, `comments.any=(…)`."""
        way, found, left = follow(self.known, view, segments)
        if (relation := _rows(found, left)) is not None:
            terms = self._terms(text, place)
            return None if terms is None else self._rows(relation, (*way, left[0]), left[1], terms, place, 0)
        return self._condition(found, way, left, place, lambda offered, op: _value(offered, op, text), 0)

    def _terms(self, text: str, place: str) -> list[Term] | None:
        terms = read_group(text)
        if isinstance(terms, list):
            return terms
        self.faults.append(Detail(place, terms, {}, WORDS[terms]))
        return None

    def _group(self, view: View, kind: str, terms: list[Term], place: str, steps: int) -> Wanted | None:
        if not terms:
            self.faults.append(Detail(place, "group", {}, WORDS["group"]))
            return None
        return Wanted(kind, "", None, tuple(self._each(view, terms, place, steps)))

    def _each(self, view: View, terms: list[Term], place: str, steps: int) -> Iterator[Wanted]:
        for term in terms:
            found = self._term(view, term, place, steps)
            if found is not None:
                yield found

    def _term(self, view: View, term: Term, outer: str, steps: int) -> Wanted | None:
        place = named(outer, term.name)
        if term.inside is not None and term.name in GROUPS:
            return self._group(view, term.name, term.inside, place, steps)
        way, found, left = follow(self.known, view, term.name.split("."))
        relation = _rows(found, left)
        if relation is not None and term.inside is not None:
            return self._rows(relation, (*way, left[0]), left[1], term.inside, place, steps)
        if relation is not None or term.inside is not None or term.several != (left[-1] == "in"):
            self.faults.append(Detail(place, "group", {}, WORDS["group"]))
            return None
        return self._condition(found, way, left, place, lambda offered, op: _values(offered, op, term), steps)

    def _rows(self, relation: RelationContract, way: tuple[str, ...], quantity: str, terms: list[Term], place: str, steps: int) -> Wanted | None:
        if not self._near(place, steps + len(way)):
            return None
        parts = tuple(self._each(self.known[relation.target], terms, place, steps + len(way)))
        return Wanted(".".join(way), quantity, None, parts)

    def _near(self, place: str, steps: int) -> bool:
        if steps <= STEPS_MAX:
            return True
        self.faults.append(Detail(place, "depth", {"max": STEPS_MAX}, f"must go over at most {STEPS_MAX} relations"))
        return False

    def _condition(
        self, view: View, way: list[str], segments: list[str], place: str, read: Callable[[Filter, Operator], object], steps: int
    ) -> Wanted | None:
        name, op = segments[0], segments[1] if len(segments) == 2 else "eq"
        offered = view.filters.get(name)
        if offered is None or len(segments) > 2:
            self._unknown(view, name, place)
            return None
        operators: tuple[Operator, ...] = offered.operators if not way or "isnull" in offered.operators else (*offered.operators, "isnull")
        asked = _OPERATORS.get(op)
        if asked is None or asked not in operators:
            self.faults.append(Detail(place, "operator", {"options": list(operators)}, f"must be one of: {', '.join(operators)}"))
            return None
        if not self._near(place, steps + len(way)):
            return None
        try:
            return Wanted(".".join((*way, name)), asked, read(offered, asked))
        except InvalidValue as fault:
            self.faults.extend(details_of(place, fault))
            return None

    def _unknown(self, view: View, name: str, place: str) -> None:
        options = sorted(view.filters)
        told = name in view.place
        words = f"is not a parameter here; filters are: {', '.join(options)}" if told else "is not a parameter here"
        self.faults.append(Detail(place, "unknown", {"options": options} if told else {}, words))


def _rows(view: View, segments: list[str]) -> RelationContract | None:
    """The to-many relation of `comments.any`."""
    if len(segments) != 2 or segments[1] not in QUANTITIES or segments[0] not in view.followed:
        return None
    relation = view.relations[segments[0]]
    return relation if relation.cardinality == "many" else None


def _value(offered: Filter, op: Operator, text: str) -> object:
    if op != "in":
        return _single(offered, op, text)
    parts = split_list(text)
    if parts is None:
        raise InvalidValue("escape", {}, "must have a backslash only before a comma or a backslash")
    return _several(offered, parts)


def _values(offered: Filter, op: Operator, term: Term) -> object:
    return _several(offered, term.values) if op == "in" else _single(offered, op, term.values[0])


def _single(offered: Filter, op: Operator, text: str) -> object:
    if op == "isnull":
        if text not in ("true", "false"):
            raise InvalidValue("boolean", {}, "must be true or false")
        return text == "true"
    return offered.part.parse_text(text) if op == "contains" else offered.type.parse_text(text)


def _several(offered: Filter, parts: list[str] | tuple[str, ...]) -> object:
    if len(parts) > IN_MAX:
        raise InvalidValue("max", {"max": IN_MAX}, f"must be at most {IN_MAX} values")
    return tuple(offered.type.parse_text(part) for part in parts)
