"""Which value may follow which: `moves` of a field, for every way in which it is written."""
from __future__ import annotations

from bedplate.declarations.contract import FieldContract
from bedplate.declarations.nodes import Always
from bedplate.declarations.rows import RowState
from bedplate.logic.refusals import IllegalMove

__all__ = ["check_move", "is_node"]


def is_node(value: object) -> bool:
    """Whether an assigned value is an expression."""
    return type(value).__module__ == Always.__module__


def check_move(field: FieldContract, state: RowState, value: object) -> None:
    """Refuse a change that is no declared move. The decision then rests on the value it came from. To itself is no move."""
    if field.moves is None or state.new:
        return
    if is_node(value):
        raise TypeError(f"{field.name} declares moves: give it a value, not an expression")
    old = state.values[field.name]
    state.read.add(field.name)
    if value != old and value not in field.moves.get(old, ()):
        raise IllegalMove(private=f"{field.name}: {old} -> {value}")
