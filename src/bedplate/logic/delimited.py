"""Rows as CSV (RFC 4180) that a spreadsheet cannot be made to run.

A cell that begins like a formula is opened with an apostrophe, which spreadsheets show as text (OWASP, "CSV Injection"). It is done by
the type of the column: a number below zero stays a number.
"""
from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from bedplate.declarations.fields.type import FieldType

__all__ = ["csv_writer"]

_OPENS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_TEXTS = frozenset({"text", "json", "base64"})
_decode = msgspec.json.Decoder(list[dict[str, Any]]).decode
_encode = msgspec.json.encode


def csv_writer(columns: Sequence[tuple[str, FieldType]]) -> tuple[bytes, Callable[[Sequence[str]], bytes]]:
    """The line of names, and what turns rows of JSON into lines. Null is an empty cell, what is no plain value is JSON."""
    names = [name for name, _ in columns]
    guarded = {name for name, kind in columns if kind.answer in _TEXTS or kind.kind == "enumeration"}
    cells = {name: _text_cell if name in guarded else _plain_cell for name in names}

    def lines(rows: Sequence[str]) -> bytes:
        return _lines([cells[name](row[name]) for name in names] for row in _decode(f"[{','.join(rows)}]"))

    return _lines([names]), lines


def _lines(rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()


def _plain_cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def _text_cell(value: object) -> object:
    if value is None:
        return None
    text = value if isinstance(value, str) else _encode(value).decode()
    return f"'{text}" if text.startswith(_OPENS_A_FORMULA) or text.lstrip().startswith(_OPENS_A_FORMULA) else text
