"""Arguments of actions and endpoints: where a row is asked for its key came in, and a row that the caller may read arrives."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from bedplate.declarations.contract import ParameterContract, RowParameter
from bedplate.errors import NotFound
from bedplate.storage.conflicts import no_such_rows

if TYPE_CHECKING:
    from bedplate.declarations.context import Decision
    from bedplate.declarations.resources import Row

__all__ = ["arguments_of"]


async def arguments_of(
    decision: Decision, parameters: Sequence[ParameterContract], sent: Mapping[str, object], within: str
) -> dict[str, Any]:
    """By name; what was not sent has its default. A key of no readable row is refused like a key of no row, with its place `within`
    the request."""
    found: dict[str, Any] = dict(sent)
    for parameter in parameters:
        if parameter.name not in sent:
            found[parameter.name] = parameter.default
        elif isinstance(parameter.type, RowParameter):
            value, here = sent[parameter.name], f"{within}.{parameter.name}"
            if parameter.many and value is not None:
                keys = cast("Sequence[object]", value)
                found[parameter.name] = [
                    await _row(decision, parameter.type, key, f"{here}.{place}") for place, key in enumerate(keys)
                ]
            elif value is not None:
                found[parameter.name] = await _row(decision, parameter.type, value, here)
    return found


async def _row(decision: Decision, kind: RowParameter, key: object, place: str) -> Row:
    try:
        return await decision.load(kind.resource, key)
    except NotFound:
        raise no_such_rows([place]) from None
