"""Values taken out of expressions, so that queries which differ in values only are one shape and one prepared statement."""
from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, cast

from bedplate.declarations.nodes import Call, Constant, In, Node
from bedplate.storage.expression_kinds import Lifted, places_in

__all__ = ["Lifting"]

_MODULE = Constant.__module__


class Lifting:
    """Collects the values of one statement; `slots` begin where `already` others stand."""

    __slots__ = ("values",)

    def __init__(self, already: tuple[object, ...] = ()) -> None:
        self.values: list[object] = list(already)

    def lift(self, node: Node) -> Node:
        """The same expression with numbered places instead of values."""
        return cast("Node", self._lifted(node))

    def _lifted(self, value: Any) -> Any:
        kind = value.__class__
        if kind is Constant:
            return Constant(self._place(value.value, places_in(value.value)), value.kind)
        if kind is In:
            return In(self._lifted(value.item), self._options(value.options))
        if kind is Call and value.name == "round":
            return replace(value, argument=self._lifted(value.argument))  # how many places is part of the shape
        if kind is tuple:
            return tuple([self._lifted(one) for one in value])
        if kind.__module__ != _MODULE:
            return value
        return kind(*[self._lifted(getattr(value, one.name)) for one in fields(kind)])

    def _options(self, options: tuple[Constant, ...]) -> tuple[Constant, ...]:
        """All options in one value: their number is no part of the shape."""
        if not options:
            return ()
        places = max(places_in(one.value) for one in options)
        return (Constant(self._place(tuple(one.value for one in options), places, many=True), options[0].kind),)

    def _place(self, value: object, places: int, *, many: bool = False) -> Lifted:
        self.values.append(value)
        return Lifted(len(self.values) - 1, places, many)
