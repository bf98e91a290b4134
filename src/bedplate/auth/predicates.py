"""Predicates put together: and, or, not, seen from another row. Nothing here decides who may do what.

What is known without a row is folded away, so that a rule that never holds costs nothing and one that always holds leaves no trace.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, replace
from typing import cast

from bedplate.declarations.nodes import (
    ROW,
    Aggregate,
    Always,
    And,
    Exists,
    IsNull,
    Never,
    Node,
    Not,
    NotTrue,
    Or,
    Path,
    Related,
)

__all__ = ["ALWAYS", "NEVER", "all_of", "any_of", "from_child", "leaves", "not_null", "not_true", "simplify", "speaks_of_row"]

ALWAYS, NEVER = Always(), Never()


def all_of(parts: Iterable[Node]) -> Node:
    """AND, flat, without repetition. `a AND (a OR b)` is `a`."""
    kept: list[Node] = []
    for part in _flat(parts, And):
        if isinstance(part, Never):
            return NEVER
        if not isinstance(part, Always) and part not in kept:
            kept.append(part)
    kept = [part for part in kept if not (isinstance(part, Or) and any(option in kept for option in part.parts))]
    return kept[0] if len(kept) == 1 else And(tuple(kept)) if kept else ALWAYS


def any_of(parts: Iterable[Node]) -> Node:
    """OR, flat, without repetition."""
    kept: list[Node] = []
    for part in _flat(parts, Or):
        if isinstance(part, Always):
            return ALWAYS
        if not isinstance(part, Never) and part not in kept:
            kept.append(part)
    return kept[0] if len(kept) == 1 else Or(tuple(kept)) if kept else NEVER


def _flat(parts: Iterable[Node], kind: type[And] | type[Or]) -> Iterator[Node]:
    for part in parts:
        if isinstance(part, kind):
            yield from _flat(part.parts, kind)
        else:
            yield part


def not_true(item: Node) -> Node:
    """What a forbidding rule leaves open: unknown does not forbid."""
    if isinstance(item, Always):
        return NEVER
    return ALWAYS if isinstance(item, Never) else NotTrue(item)


def simplify(node: Node) -> Node:
    """The same predicate with what is known folded away. Unknown is never taken for false: only true and false are folded."""
    match node:
        case And(parts):
            return all_of(simplify(part) for part in parts)
        case Or(parts):
            return any_of(simplify(part) for part in parts)
        case NotTrue(item):
            return not_true(simplify(item))
        case Not(item):
            return _negated(simplify(item))
        case _:
            return node


def _negated(item: Node) -> Node:
    if isinstance(item, Always):
        return NEVER
    return ALWAYS if isinstance(item, Never) else Not(item)


def not_null(field: str, *refs: str) -> Node:
    """The field has a value, at the end of these references."""
    return Not(IsNull(Path(ROW, refs, field)))


def from_child(node: Node, reference: str, parent_key: str | None) -> Node:
    """A predicate over a parent's row, seen from the child that refers to it by `reference`.

    `parent_key` is the parent's only key field: it is the child's own column, no join is needed for it.
    """

    def moved(value: Path | Related) -> Path | Related:
        if value.scope != ROW:
            return value
        if isinstance(value, Path) and not value.refs and value.field == parent_key:
            return Path(ROW, (), reference)
        return replace(value, refs=(reference, *value.refs))

    return _rewritten(node, moved)


def _rewritten(node: Node, change: Callable[[Path | Related], Path | Related]) -> Node:
    changed = _rewrite(node, change)
    if changed is node:
        return node
    return changed  # type: ignore[return-value]  # a rewritten node is a node of the same class


def _rewrite(value: object, change: Callable[[Path | Related], Path | Related]) -> object:
    if isinstance(value, Path):
        return change(value)
    if isinstance(value, Related):
        moved = change(value)
        assert isinstance(moved, Related)
        return replace(moved, where=_rewritten(value.where, change))
    if isinstance(value, tuple):
        return tuple(_rewrite(item, change) for item in cast("tuple[object, ...]", value))
    if type(value).__module__ == Path.__module__:
        parts = {part.name: _rewrite(getattr(value, part.name), change) for part in fields(value)}  # type: ignore[arg-type]
        return type(value)(**parts)
    return value


def leaves(node: Node) -> Iterator[Path | Related]:
    """Every path and every to-many relation of a tree, those inside relations included."""
    found: list[Path | Related] = []

    def noted(value: Path | Related) -> Path | Related:
        found.append(value)
        return value

    _rewrite(node, noted)
    return iter(found)


def speaks_of_row(node: Node) -> bool:
    """Whether it needs the row; otherwise it speaks of the caller and the clock only."""
    if isinstance(node, Exists | Aggregate) and node.rows.scope == ROW:
        return True
    return any(leaf.scope == ROW for leaf in leaves(node))
