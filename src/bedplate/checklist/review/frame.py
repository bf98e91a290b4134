"""The state of one followed function, and what the reading modules may ask of the engine."""
from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace
from typing import Protocol

from bedplate.checklist.item import Place
from bedplate.checklist.review.bindings import Imported
from bedplate.checklist.review.models import Models
from bedplate.checklist.review.source import Module, Program
from bedplate.checklist.review.trace import Event
from bedplate.checklist.review.value import EMPTY, Class, Function, Query, Value

__all__ = ["Engine", "Frame", "Intrinsic", "place_of"]


@dataclass(eq=False)
class Frame:
    """One function while it is followed. Guards its names, its returns and the events that happened so far."""

    module: Module
    names: dict[str, Value] = field(default_factory=dict[str, Value])
    scope: dict[str, Value] | None = None
    function: Function | None = None
    events: list[Event] = field(default_factory=list[Event])
    depth: int = 0
    conditions: list[frozenset[str]] = field(default_factory=list[frozenset[str]])
    within: list[str] = field(default_factory=list[str])
    returns: list[Value] = field(default_factory=list[Value])
    yields: list[Value] = field(default_factory=list[Value])
    last_query: Query | None = None

    def happen(self, event: Event) -> None:
        """Record an event, unless the function already does too much to be worth following."""
        if len(self.events) < 600:
            nearest = self.conditions[-1] if self.conditions and event.kind in {"refuse", "follow"} else EMPTY
            self.events.append(replace(event, nearest=nearest) if nearest else event)

    def labels(self) -> frozenset[str]:
        return frozenset[str]().union(*self.conditions) if self.conditions else EMPTY


class Intrinsic(Protocol):
    """What a library's function does, where that cannot be told as source: asked instead of the library."""

    def __call__(
        self, engine: Engine, args: tuple[Value, ...], named: tuple[tuple[str, Value], ...], node: ast.AST, frame: Frame
    ) -> Value | None: ...


class Engine(Protocol):
    """What evaluates: given to the reading modules, so that they need not know one another."""

    program: Program
    models: Models
    ambient: dict[str, Value]
    intrinsics: dict[str, Intrinsic]
    exhausted: bool

    def evaluate(self, node: ast.expr, frame: Frame) -> Value: ...
    def execute(self, body: list[ast.stmt], frame: Frame) -> bool: ...
    def global_name(self, module: Module, name: str) -> Value: ...
    def attribute(self, value: Value, name: str, node: ast.AST | None, frame: Frame) -> Value: ...
    def member(self, cls: Class, name: str) -> Value | None: ...
    def call_value(
        self, target: Value, args: tuple[Value, ...], named: tuple[tuple[str, Value], ...], node: ast.AST, frame: Frame
    ) -> Value: ...
    def frame_of(self, module: Module) -> Frame: ...
    def imported(self, imported: Imported, module: Module) -> Value: ...
    def follow(
        self, function: Function, args: tuple[Value, ...], named: tuple[tuple[str, Value], ...], depth: int
    ) -> tuple[Value, tuple[Event, ...], bool]: ...
    def touched(self, events: tuple[Event, ...]) -> frozenset[str]: ...
    def statuses(self, value: Value) -> frozenset[int]: ...


def place_of(module: Module, node: ast.AST | None) -> Place:
    """Where a node stands."""
    return Place(module.path, getattr(node, "lineno", 1), getattr(node, "col_offset", 0) + 1)
