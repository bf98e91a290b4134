"""From faults of values to the `details` of an answer. Rejected values never come along."""
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bedplate.declarations.fields.type import InvalidValue
from bedplate.errors import Detail

__all__ = ["details_of", "named"]

_NAME: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}", re.ASCII)


def details_of(place: str, fault: InvalidValue) -> Iterator[Detail]:
    """One detail for each part of a value that is wrong, or one for the whole."""
    here = f"{place}.{fault.place}" if fault.place else place
    if not fault.parts:
        yield Detail(here, fault.rule, fault.parameters, fault.words)
    for part in fault.parts:
        yield from details_of(here, part)


def named(place: str, name: str) -> str:
    """The place of something that the client named: shown only where the name is a plain word."""
    return f"{place}.{name}" if _NAME.fullmatch(name) else place
