"""Which filters a field offers: asked by the query parser and by the documentation, so the two cannot differ."""
from __future__ import annotations

from typing import Final, Literal, TypeAlias

from bedplate.declarations.fields.type import FieldType

__all__ = ["Operator", "filter_operators"]

Operator: TypeAlias = Literal["eq", "ne", "lt", "le", "gt", "ge", "in", "prefix", "contains", "isnull"]
_ORDER: Final[tuple[Operator, ...]] = ("eq", "ne", "lt", "le", "gt", "ge", "in", "prefix", "contains", "isnull")


def filter_operators(kind: FieldType, *, nullable: bool, identity: bool = False, contains: bool = False) -> tuple[Operator, ...]:
    """The operators of a filterable field in a fixed order; `identity` for keys and references, which are only compared for being the
    same; `isnull` only where there can be null, `contains` only where it was declared."""
    offered = kind.operators & {"eq", "in", "isnull"} if identity else kind.operators
    offered = offered | {"contains"} if contains else offered
    return tuple(name for name in _ORDER if name in offered and (name != "isnull" or nullable))
