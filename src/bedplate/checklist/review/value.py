"""What an expression of the reviewed code may be: one frozen value with the origins that flow in it.

Origins are words: `path:x`, `query:x`, `body:x`, `header:x`, `file:x` (the request), `caller` (derived from a verified credential),
`row:Collection` and `row:Collection.attribute` (the store), and a few for secrets. `text` says that the value may hold the client's
own text, so that it could change the meaning of a statement, a command or a path.
"""
from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal, cast

from bedplate.checklist.review.source import Module

__all__ = [
    "CALLER",
    "EMPTY",
    "NARROWED",
    "NOTHING",
    "UNTYPED",
    "Class",
    "Function",
    "Kind",
    "Predicate",
    "Query",
    "Value",
    "constant",
    "deep_labels",
    "external",
    "fixed",
    "gather",
    "is_fixed",
    "join",
    "names_caller",
    "request_labels",
    "rows_of",
]  # fmt: skip

Kind = Literal[
    "unknown", "constant", "external", "function", "class", "instance", "module", "sequence", "mapping", "union", "query", "row",
    "column", "predicate", "string", "store",
]  # fmt: skip
EMPTY: frozenset[str] = frozenset()
CALLER = "caller"
UNTYPED = "untyped"  # raw data of a body that no schema has looked at
NARROWED = "narrowed"  # a reference whose choices the program limits in a way that is not followed
_REQUEST = ("path:", "query:", "body", "header:", "file:", "form:")
_LABELS = 60


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function of the program, with what it closes over and the object it is bound to."""

    module: Module
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    owner: Class | None = None
    receiver: Value | None = None
    scope: dict[str, Value] | None = None

    @property
    def name(self) -> str:
        return "<lambda>" if isinstance(self.node, ast.Lambda) else self.node.name


@dataclass(frozen=True, slots=True)
class Class:
    """A class of the program; equal when it is the same definition."""

    module: Module
    node: ast.ClassDef
    scope: dict[str, Value] | None = field(default=None, compare=False, hash=False, repr=False)

    @property
    def name(self) -> str:
        return self.node.name


@dataclass(frozen=True, slots=True)
class Predicate:
    """One condition of a query: an attribute and the origins of what it is compared with."""

    attribute: str
    labels: frozenset[str]
    collection: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A statement under construction. `bound` is the origin of its limit; `maximum` says that the limit has a fixed top."""

    collection: str
    model: Class | None = None
    predicates: tuple[Predicate, ...] = ()
    verb: Literal["select", "update", "delete", "insert"] = "select"
    limited: bool = False
    limit: Value | None = None
    single: bool = False
    columns: tuple[str, ...] = ()
    fields: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """One value. What `ref`, `args` and `named` hold depends on `kind`; see the constructors in the reading modules."""

    kind: Kind
    ref: object | None = None
    args: tuple[Value, ...] = ()
    named: tuple[tuple[str, Value], ...] = ()
    labels: frozenset[str] = EMPTY
    text: bool = False
    node: ast.AST | None = field(default=None, compare=False, hash=False, repr=False)
    module: Module | None = field(default=None, compare=False, hash=False, repr=False)

    @property
    def dotted(self) -> str:
        """The library name of an external value or of an instance of a library's class; else empty."""
        return self.ref if self.kind in {"external", "instance"} and isinstance(self.ref, str) else ""

    @property
    def function(self) -> Function | None:
        return self.ref if isinstance(self.ref, Function) else None

    @property
    def cls(self) -> Class | None:
        """The class itself, the class of an instance, or the model of a row or query."""
        if isinstance(self.ref, Class):
            return self.ref
        return self.ref.model if isinstance(self.ref, Query) else None

    @property
    def query(self) -> Query | None:
        return self.ref if isinstance(self.ref, Query) else None

    @property
    def parts(self) -> tuple[object, ...]:
        """What a reference of several parts is made of; else nothing."""
        return cast("tuple[object, ...]", self.ref) if isinstance(self.ref, tuple) else ()

    @property
    def predicates(self) -> tuple[Predicate, ...]:
        """The conditions among the parts."""
        return tuple(each for each in self.parts if isinstance(each, Predicate))

    def keyword(self, name: str) -> Value | None:
        """A keyword argument of the call that made this instance, or an entry of a mapping."""
        return next((value for key, value in self.named if key == name), None)

    def argument(self, position: int, name: str) -> Value | None:
        """An argument given by name or by position."""
        given = self.keyword(name)
        return given if given is not None or position >= len(self.args) else self.args[position]

    def with_labels(self, labels: Iterable[str], text: bool | None = None) -> Value:
        return replace(self, labels=_cap(self.labels | frozenset(labels)), text=self.text if text is None else text)

    def options(self) -> tuple[Value, ...]:
        """The alternatives of a union; otherwise the value itself."""
        return self.args if self.kind == "union" else (self,)

    def key(self, depth: int = 2) -> tuple[object, ...]:
        """A short identity, enough to tell two calls of one function apart."""
        inner = tuple(value.key(depth - 1) for value in self.args[:8]) if depth else ()
        names = tuple((name, value.key(depth - 1)) for name, value in self.named[:12]) if depth else ()
        ref = self.ref if isinstance(self.ref, str | int | bool | Query) else _identity(self.ref)
        return (self.kind, ref, self.labels, self.text, inner, names)


NOTHING = Value("unknown")


def _identity(ref: object) -> object:
    if isinstance(ref, Function):
        receiver = ref.receiver.key(1) if ref.receiver is not None else None
        return (id(ref.node), id(ref.scope) if ref.scope else 0, receiver)
    return id(ref.node) if isinstance(ref, Class) else repr(ref)[:40]


def _cap(labels: frozenset[str]) -> frozenset[str]:
    return labels if len(labels) <= _LABELS else frozenset(sorted(labels)[:_LABELS]) | (labels & {CALLER})


def constant(value: object, node: ast.AST | None = None) -> Value:
    return Value("constant", value, node=node)


def fixed(value: object) -> Value:
    """A constant of this one way through the code (the method of the route, the name of its action): tests of it are decided."""
    return Value("constant", value, args=(NOTHING,))


def is_fixed(value: Value) -> bool:
    return value.kind == "constant" and bool(value.args)


def external(name: str) -> Value:
    return Value("external", name)


def gather(values: Iterable[Value]) -> tuple[frozenset[str], bool]:
    """The origins of several values together, and whether one of them holds the client's text."""
    labels: set[str] = set()
    text = False
    for value in values:
        labels |= deep_labels(value)
        text = text or value.text or any(inner.text for inner in value.args) or any(inner.text for _, inner in value.named)
    return _cap(frozenset(labels)), text


def deep_labels(value: Value, depth: int = 3) -> frozenset[str]:
    """The origins of a value and of what it contains."""
    if not depth or not (value.args or value.named):
        return value.labels
    parts = [value.labels, *(deep_labels(inner, depth - 1) for inner in value.args)]
    return frozenset[str]().union(*parts, *(deep_labels(inner, depth - 1) for _, inner in value.named))


def _absent(value: Value) -> bool:
    return (value.kind == "unknown" and not value.labels) or (value.kind == "constant" and value.ref is None)


def join(left: Value, right: Value) -> Value:
    """What is either of the two."""
    if left is right or left == right:
        return left
    if _absent(left):
        return right.with_labels(left.labels)
    if _absent(right):
        return left.with_labels(right.labels)
    if left.kind == right.kind and left.ref == right.ref and left.args == right.args and left.named == right.named:
        return replace(left, labels=_cap(left.labels | right.labels), text=left.text or right.text)
    options: list[Value] = []
    for option in (*left.options(), *right.options()):
        if option not in options:
            options.append(option)
    labels, text = gather(options)
    return Value("union", args=tuple(options[:5]), labels=labels, text=text)


def request_labels(labels: Iterable[str]) -> frozenset[str]:
    """Those origins that a client chooses."""
    return frozenset(label for label in labels if label.startswith(_REQUEST))


def rows_of(labels: Iterable[str]) -> frozenset[str]:
    """The collections whose rows flow in these origins."""
    return frozenset(label[4:].split(".", 1)[0] for label in labels if label.startswith("row:"))


_CREDENTIALS = ("credential:", "header:authorization", "header:x-api-key", "header:x_api_key", "header:api-key", "header:http_authorization",
                "header:cookie:", "header:x-auth", "header:x-token", "header:x_token")  # fmt: skip


def names_caller(labels: Iterable[str]) -> bool:
    """Whether these origins say who is calling: a credential of the request, or what was derived from one."""
    return any(label == CALLER or label.startswith("state:") or label.lower().startswith(_CREDENTIALS) for label in labels)
