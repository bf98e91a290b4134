"""From a query string to a `Selection` and its slots.

The syntax: `status=open`, `created_at.gt=…`, `priority.in=low,urgent`, `title.prefix=abc`, `assignee.isnull=true`;
`sort=-created_at,title`; `limit`, `cursor`, `fields`; settings of a nested list under its name: `comments.limit=5`,
`comments.sort=-created_at`, `comments.internal=false`.

The Selection is canonical: fields, relations and conditions stand in a fixed order whatever the order in the query, values are slots,
so equal requests have equal Selections. All faults are reported together.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from bedplate.declarations.contract import Contract, Operation, RelationContract, SortKey
from bedplate.declarations.fields.type import InvalidValue, Stored
from bedplate.errors import Detail
from bedplate.validation.clauses import GROUPS, IN_MAX, QUANTITIES, STEPS_MAX, Clauses, Wanted, follow, is_filter, placed
from bedplate.validation.cursor import CursorKey, read_cursor
from bedplate.validation.details import details_of, named
from bedplate.validation.fields_parameter import FIELDS_MAX, Asked, asked_fields
from bedplate.validation.pairs import query_pairs
from bedplate.validation.refusals import InvalidInput
from bedplate.validation.search import SEARCH, searched_words
from bedplate.validation.view import View, views
from bedplate.values import Clause, Condition, Selection

__all__ = ["FILTERS_MAX", "IN_MAX", "NESTED_LIMIT", "SORTS_MAX", "Read", "Reader", "prepare_query"]

FILTERS_MAX: Final = 20
SORTS_MAX: Final = 5
NESTED_LIMIT: Final = 20
CACHED: Final = 1_024
CACHED_QUERY_MAX: Final = 512  # bytes of a query string that is worth remembering

_LIMIT: Final = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)

Read: TypeAlias = tuple[Selection, tuple[object, ...]]
Reader: TypeAlias = Callable[[str], Read]
Shape: TypeAlias = Literal["list", "one"]


@dataclass(slots=True)
class _Level:
    """One resource in the tree that is being read: the rows themselves, or those of a relation."""

    view: View
    many: bool
    default_limit: int
    max_limit: int
    sort: tuple[SortKey, ...]
    fields: tuple[str, ...] = ()
    nested: dict[str, _Level] = field(default_factory=dict)
    clauses: list[Wanted] = field(default_factory=list)
    limit: int | None = None
    cursor: str | None = None
    count: Literal["", "exact", "capped"] = ""
    deleted: bool = False


def prepare_query(contract: Contract, key: CursorKey) -> Callable[[Operation, Shape], Reader]:
    """What reads the queries of an operation. The answers to short queries are remembered, all operations together; the plain list
    without a query is made at boot. A parent from the path is the condition in slot 0, left None for the caller to fill."""
    known = views(contract)
    parses: dict[str, Callable[[str], Read]] = {}

    @lru_cache(maxsize=CACHED)
    def remembered(operation: str, raw: str) -> Read:
        return parses[operation](raw)

    def prepare(operation: Operation, shape: Shape) -> Reader:
        assert operation.resource is not None
        parser = _Parser(known, known[operation.resource], operation, shape, key)
        parses[operation.id] = parser.parse
        plain = parser.parse("")

        def read(raw: str) -> Read:
            if not raw:
                return plain
            return remembered(operation.id, raw) if len(raw) <= CACHED_QUERY_MAX else parser.parse(raw)

        return read

    return prepare


class _Parser:
    """What is fixed for one operation."""

    def __init__(self, known: Mapping[str, View], view: View, operation: Operation, shape: Shape, key: CursorKey) -> None:
        self.known = known
        self.view = view
        self.shape = shape
        self.operation = operation
        self.key = key

    def parse(self, raw: str) -> Read:
        """Raises InvalidInput with all faults, or InvalidCursor."""
        pairs = query_pairs(raw)
        faults: list[Detail] = []
        view = self.view
        root = _Level(view, self.shape == "list", view.page, view.max_page, view.sort)
        wanted = pairs.pop("fields", None)
        if wanted is None:
            root.fields = view.fields
        else:
            _ask(self.known, root, _asked(wanted, faults), faults)
        clauses = Clauses(self.known, faults)
        for name, text in pairs.items():
            _setting(root, name, text, clauses)
        count = _count_filters(root)
        if count > FILTERS_MAX:
            faults.append(Detail("query", "max", {"max": FILTERS_MAX}, f"must have at most {FILTERS_MAX} filters"))
        if faults:
            raise InvalidInput(details=faults)
        after, back = ((), False) if root.cursor is None else read_cursor(self.key, self.operation.id, root.sort, root.cursor)
        selection, slots = self._selection(root, after)
        return (replace(selection, back=back, count=root.count), slots) if back or root.count else (selection, slots)

    def _selection(self, root: _Level, after: tuple[Stored, ...]) -> Read:
        slots: list[object] = []
        first: tuple[Clause, ...] = ()
        if self.operation.parent is not None and self.shape == "list":
            first = (Condition(self.operation.parent, "eq", 0),)
            slots.append(None)
        return _selected(root, first, after, slots), tuple(slots)


def _selected(level: _Level, first: tuple[Clause, ...], after: tuple[Stored, ...], slots: list[object]) -> Selection:
    def slot(value: object) -> int:
        slots.append(value)
        return len(slots) - 1

    where = (*first, *(placed(one, slot) for one in sorted(level.clauses, key=_shape)))
    places = tuple(slot(value) for value in after)
    limit = slot(level.limit or level.default_limit) if level.many else None
    order = sorted(level.nested, key=level.view.place.__getitem__)
    nested = tuple((name, _selected(level.nested[name], (), (), slots)) for name in order)
    return Selection(level.view.name, level.fields, nested, where, level.sort if level.many else (), places, limit, deleted=level.deleted)


# ---- which fields ----------------------------------------------------------------------------------------------------------
def _asked(text: str, faults: list[Detail]) -> Asked:
    found = asked_fields(text)
    if isinstance(found, Asked):
        return found
    faults.append(Detail("query.fields", found, {}, _FIELDS_WORDS[found]))
    return Asked(everything=True)


_FIELDS_WORDS: Final = {
    "syntax": "must be names joined by commas, with brackets for relations: id,author(id,name)",
    "repeated": "must name each field once",
    "depth": "must not be nested so deep",
    "max": f"must name at most {FIELDS_MAX} fields",
}


def _ask(known: Mapping[str, View], root: _Level, asked: Asked, faults: list[Detail]) -> None:
    waiting = [(root, asked, "query.fields")]
    count = 0
    while waiting:
        level, wanted, here = waiting.pop()
        names = set(level.view.fields) if wanted.everything else set[str]()
        for name in wanted.names:
            relation = level.view.relations.get(name)
            if name in level.view.place and (relation is None or relation.cardinality == "one"):
                names.add(name)
            else:
                wanted.nested.setdefault(name, Asked(everything=True))
        for name, inside in wanted.nested.items():
            relation = level.view.relations.get(name)
            if relation is None:
                options = list(level.view.place)
                faults.append(Detail(here, "unknown", {"options": options}, f"names a field that there is not; there are: {', '.join(options)}"))
                continue
            level.nested[name] = _below(known[relation.target], relation)
            waiting.append((level.nested[name], inside, f"{here}.{name}"))
        level.fields = tuple(name for name in level.view.fields if name in names and name not in level.nested)
        count += len(level.fields) + len(level.nested)
    if count > FIELDS_MAX:
        faults.append(Detail("query.fields", "max", {"max": FIELDS_MAX}, _FIELDS_WORDS["max"]))


def _below(view: View, relation: RelationContract) -> _Level:
    order = view.ordered(relation.sort) if relation.sort else view.sort
    return _Level(view, relation.cardinality == "many", min(NESTED_LIMIT, relation.max), relation.max, order)


# ---- filters, order, limits ------------------------------------------------------------------------------------------------
def _setting(root: _Level, name: str, text: str, clauses: Clauses) -> None:
    level, segments, faults = root, name.split("."), clauses.faults
    place = named("query", name)
    while len(segments) > 1 and segments[0] in level.view.relations and not _is_clause(level, segments, clauses.known):
        below = level.nested.get(segments[0])
        if below is None:
            faults.append(Detail(place, "unasked", {}, "belongs to a relation that `fields` does not ask for"))
            return
        level, segments = below, segments[1:]
    if not level.many:
        faults.append(Detail(place, "unknown", {}, "is not a parameter here"))
    elif segments == ["limit"]:
        _limit(level, text, place, faults)
    elif segments == ["sort"]:
        _sort(level, text, place, clauses)
    elif segments == ["cursor"] and level is root:
        level.cursor = text
    elif segments == ["q"] and level is root and level.view.searched:
        _search(level, text, place, faults)
    elif segments == ["count"] and level is root:
        _count(level, text, place, faults)
    elif segments == ["deleted"] and level is root and level.view.keeps_deleted:
        _deleted(level, text, place, faults)
    else:
        _clause(level, segments, text, place, clauses)


def _search(level: _Level, text: str, place: str, faults: list[Detail]) -> None:
    try:
        level.clauses.append(Wanted("q", SEARCH, searched_words(text)))
    except InvalidValue as fault:
        faults.extend(details_of(place, fault))


def _is_clause(level: _Level, segments: list[str], known: Mapping[str, View]) -> bool:
    """Whether the name is about which rows there are, rather than about a nested list: no list is on its way, or it ends at `any` or
    `none` of one."""
    view = level.view
    if is_filter(view, segments):
        return True
    for place, name in enumerate(segments):
        relation = view.relations.get(name)
        if relation is None:
            break
        if relation.cardinality == "many":
            return len(segments) == place + 2 and segments[-1] in QUANTITIES
        view = known[relation.target]
    return segments[0] in level.view.followed


def _clause(level: _Level, segments: list[str], text: str, place: str, clauses: Clauses) -> None:
    if len(segments) == 1 and segments[0] in GROUPS:
        found = clauses.group(level.view, segments[0], text, place)
    else:
        found = clauses.named(level.view, segments, text, place)
    if found is None:
        return
    if found.name not in GROUPS and any(one.name == found.name and one.op == found.op for one in level.clauses):
        clauses.faults.append(Detail(place, "repeated", {}, "must be given once"))
    else:
        level.clauses.append(found)


def _limit(level: _Level, text: str, place: str, faults: list[Detail]) -> None:
    if _LIMIT.fullmatch(text) is None or int(text) > level.max_limit:
        bounds = {"ge": 1, "le": level.max_limit}
        faults.append(Detail(place, "range", bounds, f"must be a whole number from 1 to {level.max_limit}"))
    else:
        level.limit = int(text)


def _count(level: _Level, text: str, place: str, faults: list[Detail]) -> None:
    if text == "capped":
        level.count = "capped"
    elif text == "exact" and level.view.exact_count:
        level.count = "exact"
    else:
        options = ["exact", "capped"] if level.view.exact_count else ["capped"]
        faults.append(Detail(place, "enum", {"options": options}, f"must be one of: {', '.join(options)}"))


def _deleted(level: _Level, text: str, place: str, faults: list[Detail]) -> None:
    if text not in ("true", "false"):
        faults.append(Detail(place, "boolean", {}, "must be true or false"))
    level.deleted = text == "true"


def _sort(level: _Level, text: str, place: str, clauses: Clauses) -> None:
    faults = clauses.faults
    keys = [SortKey(part.removeprefix("-"), part.startswith("-")) for part in text.split(",")]
    if len(keys) > SORTS_MAX:
        faults.append(Detail(place, "max", {"max": SORTS_MAX}, f"must name at most {SORTS_MAX} fields"))
    elif len({key.field for key in keys}) < len(keys):
        faults.append(Detail(place, "repeated", {}, "must name each field once"))
    elif not all(_is_sortable(level.view, key.field, clauses.known) for key in keys):
        options = sorted(level.view.sortable)
        faults.append(Detail(place, "unknown", {"options": options}, f"must be of: {', '.join(options)}"))
    else:
        level.sort = level.view.ordered(tuple(keys))


def _is_sortable(view: View, name: str, known: Mapping[str, View]) -> bool:
    way, found, left = follow(known, view, name.split("."))
    return len(way) <= STEPS_MAX and len(left) == 1 and left[0] in found.sortable


def _shape(wanted: Wanted) -> tuple[object, ...]:
    return wanted.shape


def _count_filters(level: _Level) -> int:
    own = sum(one.count() for one in level.clauses)
    return own + sum(_count_filters(below) for below in level.nested.values())
