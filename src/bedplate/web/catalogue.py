"""Every refusal there is: the framework's classes and those that an application declares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bedplate.declarations.contract import Contract
from bedplate.errors import Refusal, code_of

__all__ = ["catalogue", "framework_refusals"]


def framework_refusals() -> tuple[type[Refusal], ...]:
    """The framework's own, in the order of status and code. Complete once all rooms are imported."""
    return _sorted(kind for kind in _descendants(Refusal) if kind.__module__.startswith("bedplate."))


def catalogue(contract: Contract) -> tuple[type[Refusal], ...]:
    """What this application can answer. A code stands here once for each of its causes, the class that it is named after first."""
    declared = (kind for operation in contract.operations for kind in operation.refusals)
    return _sorted((*framework_refusals(), *declared))


def _sorted(kinds: Iterable[type[Refusal]]) -> tuple[type[Refusal], ...]:
    by_cause: dict[tuple[str, str], type[Refusal]] = {}
    for kind in kinds:
        by_cause.setdefault((kind.code, kind.cause), kind)
    return tuple(sorted(by_cause.values(), key=lambda kind: (kind.status, kind.code, code_of(kind.__name__) != kind.code)))


def _descendants(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _descendants(child)
