"""Every refusal there is: the framework's classes and those that an application declares."""

from __future__ import annotations

from collections.abc import Iterator

from bedplate.declarations.contract import Contract
from bedplate.errors import Refusal

__all__ = ["catalogue", "framework_refusals"]


def framework_refusals() -> tuple[type[Refusal], ...]:
    """One class per code, in the order of status and code. Complete once all rooms are imported."""
    return _unique(kind for kind in _descendants(Refusal) if kind.__module__.startswith("bedplate."))


def catalogue(contract: Contract) -> tuple[type[Refusal], ...]:
    """What this application can answer."""
    declared = [kind for operation in contract.operations for kind in operation.refusals]
    return _unique((*framework_refusals(), *declared))


def _unique(kinds: Iterator[type[Refusal]] | tuple[type[Refusal], ...]) -> tuple[type[Refusal], ...]:
    by_code: dict[str, type[Refusal]] = {}
    for kind in kinds:
        by_code.setdefault(kind.code, kind)
    return tuple(sorted(by_code.values(), key=lambda kind: (kind.status, kind.code)))


def _descendants(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _descendants(child)
