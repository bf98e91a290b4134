"""Two fields in one column would overwrite each other."""
from __future__ import annotations

from bedplate.declarations.contract import Contract, ResourceContract
from bedplate.errors import Fault

__all__ = ["one_column_a_field"]

_REVISION = "rev"  # of every table that we create


def one_column_a_field(contract: Contract) -> list[Fault]:
    """Columns are told apart by their letters, not by small and capital ones."""
    return [fault for resource in contract.resources.values() for fault in _of(resource)]


def _of(resource: ResourceContract) -> list[Fault]:
    found: list[Fault] = []
    first: dict[str, str] = {} if resource.adopted else {_REVISION: "the framework, for the row's revision"}
    stored = [(one.name, one.column, one.place) for one in resource.fields.values()]
    stored += [(one.name, one.name, one.place) for one in resource.computed.values() if one.stored]
    for name, column, place in stored:
        mine = f"the field {name!r}"
        other = first.setdefault(column.lower(), mine)
        if other is not mine:
            found.append(Fault("D604", f"{resource.name}.{name}: the column {column!r} is taken by {other}",
                               'rename the field, or say another column: `column="..."`', place))
    return found
