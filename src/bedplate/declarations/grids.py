"""What rows can be grouped and measured by: the columns of an aggregate or of a report, under the names that a caller uses."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bedplate.declarations.contract import ComputedContract, FieldContract, ResourceContract
from bedplate.declarations.fields.type import FieldType
from bedplate.declarations.figures import COUNT, FigureName, figure_type, figures_of
from bedplate.declarations.nodes import ROW, Node, Path

__all__ = ["ROWS", "Column", "Grid", "grid_of"]

ROWS: Final = "count"
"""The name of the figure that counts the rows of a group."""


@dataclass(frozen=True, slots=True)
class Column:
    """A group, or with `figure` a measure. `ruled` names whose field rules hide it: (resource, field)."""

    name: str
    node: Node | None  # None: the rows themselves
    type: FieldType
    figure: FigureName | None = None
    where: Node | None = None
    nullable: bool = False
    ruled: tuple[str, str] | None = None
    pii: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """All columns that can be asked for, by name."""

    groups: Mapping[str, Column]
    measures: Mapping[str, Column]

    def column(self, name: str) -> Column:
        return self.groups.get(name) or self.measures[name]


def grid_of(resource: ResourceContract) -> Grid | None:
    """The columns of a resource's aggregates; None where nothing was declared."""
    fields: list[FieldContract | ComputedContract] = [*resource.fields.values(), *resource.computed.values()]
    shown = [one for one in fields if not one.hidden and not one.secret]
    groups = {one.name: Column(one.name, Path(ROW, (), one.name), one.type, nullable=True, ruled=(resource.name, one.name)) for one in shown if one.group}
    measured = [column for one in shown if one.measure for column in _figures(resource, one)]
    if not groups and not measured:
        return None
    return Grid(groups, {ROWS: Column(ROWS, None, COUNT, "count"), **{one.name: one for one in measured}})


def _figures(resource: ResourceContract, field: FieldContract | ComputedContract) -> list[Column]:
    found: list[Column] = []
    for name in figures_of(field.type):
        kind = figure_type(name, field.type)
        assert kind is not None
        node = Path(ROW, (), field.name)
        found.append(Column(f"{name}({field.name})", node, kind, name, nullable=name != "sum", ruled=(resource.name, field.name)))
    return found
