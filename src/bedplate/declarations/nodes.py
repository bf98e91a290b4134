"""Expressions as data: what a policy, filter, computed field or check is after it was traced.

A tree of frozen values, free of SQL and of Python objects of the application, so that every room can read it: `storage` emits it
as SQL, `inspect` prints it, the tests' naive evaluator runs it row by row. Three-valued logic as in SQL: a comparison with NULL is
unknown, and unknown counts as "no" where a decision is made.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as OneOf
from typing import TypeAlias

ROW = "row"  # the scope of the row a rule is about
ME = "me"  # the scope of the caller's own account row; lambda-bound rows are "b1", "b2", ...

CompareOp: TypeAlias = OneOf["eq", "ne", "lt", "le", "gt", "ge"]
ArithmeticOp: TypeAlias = OneOf["add", "sub", "mul"]


@dataclass(frozen=True, slots=True)
class Path:
    """A field reached from a scope over to-one relations: `cls.author.role` is `Path("row", ("author",), "role")`.

    `cls.author.id` is folded to the reference column itself: `Path("row", (), "author")`.
    """

    scope: str
    refs: tuple[str, ...]
    field: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that was known when the tree was made. `kind` is the name of a field type ("text", "integer", "timestamp", ...)."""

    value: object
    kind: str


@dataclass(frozen=True, slots=True)
class Always:
    """True for every row."""


@dataclass(frozen=True, slots=True)
class Never:
    """True for no row: what the absence of a rule means."""


@dataclass(frozen=True, slots=True)
class Compare:
    op: CompareOp
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class In:
    item: Node
    options: tuple[Constant, ...]


@dataclass(frozen=True, slots=True)
class IsNull:
    item: Node


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """SQL NOT: unknown stays unknown."""

    item: Node


@dataclass(frozen=True, slots=True)
class NotTrue:
    """`item IS NOT TRUE`: how a forbidding rule is applied, so that unknown does not forbid and never turns into a permission."""

    item: Node


@dataclass(frozen=True, slots=True)
class Arithmetic:
    op: ArithmeticOp
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Coalesce:
    item: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Case:
    whens: tuple[tuple[Node, Node], ...]
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Call:
    """A function of one argument: lower, day, month; `round` carries its places in `extra`; `contains` its needle as a node."""

    name: OneOf["lower", "day", "month", "round", "contains"]
    argument: Node
    extra: Node | None = None


@dataclass(frozen=True, slots=True)
class Now:
    """The instant of the request: a slot, never a constant."""


@dataclass(frozen=True, slots=True)
class Today:
    """The UTC date of the request."""


@dataclass(frozen=True, slots=True)
class Related:
    """The rows of a to-many relation, seen from a scope. `bound` is the scope name of each such row inside `where`."""

    scope: str
    refs: tuple[str, ...]
    relation: str
    bound: str
    where: Node


@dataclass(frozen=True, slots=True)
class Exists:
    rows: Related


@dataclass(frozen=True, slots=True)
class Aggregate:
    """`count` has no item; `sum` of no rows is 0; `max` of no rows is NULL."""

    name: OneOf["count", "sum", "max"]
    rows: Related
    item: Node | None


@dataclass(frozen=True, slots=True)
class LinkedTo:
    """The row stands in a many-to-many relation of one row of another resource, which `key` names: `ticket.labels` as a query."""

    resource: str
    relation: str
    key: Constant


@dataclass(frozen=True, slots=True)
class Next:
    """The next number of a gapless serial, drawn when a decision is applied. Assigned only: no condition can speak of it."""

    field: str


@dataclass(frozen=True, slots=True)
class HasWords:
    """All words stand in searched fields of the row, `last` as the beginning of one. Without `last` there were none: nothing is found."""

    last: Constant | None
    words: tuple[Constant, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure over many rows, of those for which `where` holds. Only a measure of a report and a column of a `select` are figures."""

    name: OneOf["count", "sum", "mean", "min", "max"]
    item: Node | None  # None: the rows themselves are counted
    where: Node | None = None


Node: TypeAlias = (
    Path | Constant | Always | Never | Compare | In | IsNull | And | Or | Not | NotTrue | Arithmetic | Coalesce | Case | Call | Now | Today | Exists | Aggregate
    | LinkedTo | Next | HasWords | Figure
)
