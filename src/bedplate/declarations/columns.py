"""A column of a report or of a `select`: what kind of value it has, whether it is of one row or a figure over many."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bedplate.declarations.fields.known import plain_type
from bedplate.declarations.figures import COUNT, figure_type
from bedplate.declarations.kinds import Kind, Names, typed
from bedplate.declarations.nodes import And, Figure, Node
from bedplate.declarations.wrong import WrongExpression

__all__ = ["typed_column"]


def typed_column(node: Node, scopes: Mapping[str, str], resources: Mapping[str, Names]) -> tuple[Node, Kind]:
    """The tree with its constants typed, and its kind, which has a type. Raises WrongExpression."""
    if not isinstance(node, Figure):
        found, kind = typed(node, scopes, resources)
        return found, _whole(kind)
    where = None if node.where is None else typed(And((node.where,)), scopes, resources)[0]
    if node.item is None:
        return replace(node, where=where), Kind("integer", COUNT)
    item, kind = typed(node.item, scopes, resources)
    whole = _whole(kind)
    assert whole.type is not None
    type_ = figure_type(node.name, whole.type)
    if type_ is None:
        raise WrongExpression("D481", f"there is no `fn.{node.name}` of values of the kind {kind.name}", "measure numbers or durations; `fn.min` and `fn.max` take all that has an order")
    return Figure(node.name, item, where), Kind(type_.kind, type_, node.name != "sum", kind.places)


def _whole(kind: Kind) -> Kind:
    found = kind.type or plain_type(kind.name)
    if found is None:
        raise WrongExpression("D481", f"a column of the kind {kind.name} has no type", "name a field, or a calculation with numbers, times or texts")
    return replace(kind, type=found)
