"""Where Flask's blueprints stand: mounted on what and below which prefix; and the guards and limits of each place."""
from __future__ import annotations

import ast
from dataclasses import dataclass

from bedplate.checklist.review.engine import Reading
from bedplate.checklist.review.frame import Frame, place_of
from bedplate.checklist.review.picture import Guard
from bedplate.checklist.review.readers.survey import arguments, words
from bedplate.checklist.review.source import Module
from bedplate.checklist.review.value import Value

__all__ = ["Mounts", "Spot", "joined"]


@dataclass(frozen=True)
class _Mounted:
    parent: Value
    prefix: str | None


@dataclass(frozen=True)
class Spot:
    """One way to a blueprint: the prefix, and the nodes of the applications and blueprints on that way."""

    prefix: str
    line: tuple[int, ...]


class Mounts:
    """Guards mounts, guards and limits, each by the node that makes the application or blueprint they belong to (0: all)."""

    def __init__(self, engine: Reading) -> None:
        self.engine = engine
        self.mounts: dict[int, list[_Mounted]] = {}
        self.guards: dict[int, list[Guard]] = {}
        self.limits: dict[int, list[str]] = {}

    def register(self, node: ast.Call, frame: Frame) -> None:
        """`parent.register_blueprint(child, url_prefix=…)` and `api.add_namespace(child, path=…)`."""
        assert isinstance(node.func, ast.Attribute)
        args, named = arguments(self.engine, node, frame)
        child = args[0] if args else named.get("blueprint")
        prefix = named.get("url_prefix") or named.get("path")
        for option in child.options() if child is not None else ():
            if option.node is not None:
                for parent in self.engine.evaluate(node.func.value, frame).options():
                    said = None if prefix is None else words(prefix) or "{prefix}"
                    self.mounts.setdefault(id(option.node), []).append(_Mounted(parent, said))

    def exempt(self, module: Module, node: ast.Call, frame: Frame) -> None:
        """`csrf.exempt(view or blueprint)`."""
        assert isinstance(node.func, ast.Attribute)
        if "csrf" in self.engine.evaluate(node.func.value, frame).dotted.lower():
            target = self.engine.evaluate(node.args[0], frame)
            for option in target.options():
                where = id(option.function.node) if option.function is not None else id(option.node)
                self.guards.setdefault(where, []).append(Guard("csrf:exempt", "router", place_of(module, node)))

    def places(self, owner: Value, depth: int) -> list[Spot]:
        """Each way to an application or blueprint."""
        own = owner.keyword("url_prefix") or (owner.keyword("path") if "Namespace" in owner.dotted else None)
        own_words = words(own) or ""
        mounts = self.mounts.get(id(owner.node), [])
        if not mounts or depth > 6:
            return [Spot(own_words, (id(owner.node), 0))]
        found: list[Spot] = []
        for mount in mounts:
            for above in self.places(mount.parent, depth + 1):
                prefix = own_words if mount.prefix is None else mount.prefix
                found.append(Spot(joined(above.prefix, prefix), (id(owner.node), *above.line)))
        return list(dict.fromkeys(found))


def joined(prefix: str, path: str) -> str:
    """A path below a prefix."""
    return f"{prefix.rstrip('/')}/{path.lstrip('/')}" if prefix else path
