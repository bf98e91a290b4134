"""Two operations on one route: the later would silently take the place of the earlier."""
from __future__ import annotations

from bedplate.declarations.contract import Contract, Operation
from bedplate.errors import Fault, Place

__all__ = ["one_operation_a_route"]


def one_operation_a_route(contract: Contract) -> list[Fault]:
    """A method on a path template leads to one operation; what a part of the path is called makes no difference."""
    found: list[Fault] = []
    first: dict[tuple[str, tuple[str, ...]], Operation] = {}
    told: set[tuple[Place | None, Place | None]] = set()
    for operation in contract.operations:
        other = first.setdefault((operation.method, _shape(operation.path)), operation)
        pair = _place(other, contract), _place(operation, contract)
        if other is operation or pair[1] is None or pair in told:
            continue
        told.add(pair)
        found.append(Fault(
            "D601", f"{operation.method} {operation.path} is `{other.id}` already, and would be `{operation.id}` as well",
            "give one of them another path or name", pair[1]))
    return found


def _shape(path: str) -> tuple[str, ...]:
    return tuple("*" if part.endswith("*}") else "{}" if part.startswith("{") else part for part in path.split("/"))


def _place(operation: Operation, contract: Contract) -> Place | None:
    if operation.action is not None:
        return operation.action.place
    if operation.endpoint is not None:
        return operation.endpoint.place
    if operation.report is not None:
        return contract.reports[operation.report].place
    named = operation.resource or operation.account
    return contract.resources[named].place if named is not None else None
