"""For tests of an application: the fixture `bed`, where rules are tested as rules and requests need no socket.

    async def test_notes_are_for_staff(bed: Bed) -> None:
        note = await bed.make(Comment, put(Comment.internal, True))
        assert not await bed.allows(await bed.make(Person), "read", note)

Enter by `bed.Bed`; `plugin` is what pytest loads. May import everything; nothing imports it.
"""
from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bedplate.testing.bed import Bed, EventNotHandled
    from bedplate.testing.client import Answer, Client

__all__ = ["Answer", "Bed", "Client", "EventNotHandled"]

_PLACES = {"Answer": "client", "Bed": "bed", "Client": "client", "EventNotHandled": "bed"}


def __getattr__(name: str) -> object:
    """Imported when used: pytest loads this package in every project where it is installed."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
