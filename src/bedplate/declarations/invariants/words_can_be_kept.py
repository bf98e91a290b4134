"""The words of a searched field are kept beside the table: under the key of the row, and only as long as nobody else writes there."""
from __future__ import annotations

from bedplate.declarations.contract import Contract
from bedplate.errors import Fault

__all__ = ["words_can_be_kept"]


def words_can_be_kept(contract: Contract) -> list[Fault]:
    """No search in adopted tables, none where the key has several fields, and no resource in the table of the words of another."""
    tables = {one.table.lower(): one for one in contract.resources.values()}
    found: list[Fault] = []
    for resource in contract.resources.values():
        first = next((one for one in resource.fields.values() if one.search), None)
        if first is None:
            continue
        at = f"{resource.name}.{first.name}"
        if resource.adopted:
            found.append(Fault("D616", f"{at} is searched, but {resource.table!r} is a table of somebody else, whose writes bring no words",
                               "leave 'search' out; `contains` needs no words", first.place))
        elif len(resource.key) > 1:
            found.append(Fault("D616", f"{at} is searched, but {resource.name} has a key of several fields", "let it subclass Resource, or leave 'search' out", first.place))
        other = tables.get(f"{resource.table}_search".lower())
        if other is not None:
            found.append(Fault("D616", f"the words of {at} are kept in the table {resource.table + '_search'!r}, and so is {other.name}",
                               'say another one: `table="..."`', other.place))
    return found
