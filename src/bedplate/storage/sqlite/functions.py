"""What answers need and SQLite has not: two functions of Python, which every connection knows."""
from __future__ import annotations

from base64 import b64encode

import msgspec

from bedplate.storage.sqlite.driver import Connection, Stored

__all__ = ["add_functions"]


def add_functions(connection: Connection) -> None:
    """`bedplate_float`: a float as the JSON encoder writes it, with the fewest digits that name it. `bedplate_base64`: bytes as text."""
    connection.createscalarfunction("bedplate_float", _float, 1, deterministic=True)
    connection.createscalarfunction("bedplate_base64", _base64, 1, deterministic=True)


def _float(value: Stored) -> Stored:
    return None if value is None else msgspec.json.encode(value).decode()


def _base64(value: Stored) -> Stored:
    return b64encode(value).decode() if isinstance(value, bytes) else None
