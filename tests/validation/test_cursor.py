"""Cursors: only those that this list handed out are read."""
from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedplate.declarations.contract import SortKey
from bedplate.settings import Secret
from bedplate.validation.cursor import CURSOR_MAX, cursor_key, make_cursor, read_cursor
from bedplate.validation.refusals import InvalidCursor

KEY = cursor_key(Secret("s" * 40))
SORT = (SortKey("created_at", True), SortKey("id"))
VALUES = ("2026-01-31T12:00:00.000000Z", "0198a3f0-1111-7222-8333-444455556666")
CURSOR = make_cursor(KEY, "ticket.list", SORT, VALUES)


def test_what_was_made_is_read() -> None:
    """Stored values come back as they went in."""
    assert read_cursor(KEY, "ticket.list", SORT, CURSOR) == (VALUES, False)


@given(st.lists(st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1), st.text(st.characters(exclude_categories=("Cs",)), max_size=50)), max_size=5))
def test_any_stored_values_come_back(values: list[str | int | None]) -> None:
    """Nulls, numbers and any text."""
    sort = tuple(SortKey(f"f{index}") for index in range(len(values)))
    assert read_cursor(KEY, "x", sort, make_cursor(KEY, "x", sort, values)) == (tuple(values), False)
    assert read_cursor(KEY, "x", sort, make_cursor(KEY, "x", sort, values, True)) == (tuple(values), True)


def test_every_changed_character_is_refused() -> None:
    """Not one of them can be another, be left out or be added."""
    for place, character in enumerate(CURSOR):
        for other in {"A", "B", "_", "/", "=", " ", "ä"} - {character}:
            with pytest.raises(InvalidCursor):
                read_cursor(KEY, "ticket.list", SORT, CURSOR[:place] + other + CURSOR[place + 1 :])
        with pytest.raises(InvalidCursor):
            read_cursor(KEY, "ticket.list", SORT, CURSOR[:place] + CURSOR[place + 1 :])


@pytest.mark.parametrize(("operation", "sort"), [
    ("comment.list", SORT), ("ticket.list", (SortKey("created_at"), SortKey("id"))), ("ticket.list", SORT[1:]), ("ticket.list", ()),
    ("ticket.list", (*SORT, SortKey("title"))), ("ticket.list\0-created_at,id", ()),
])  # fmt: skip
def test_cursors_of_other_lists_are_refused(operation: str, sort: tuple[SortKey, ...]) -> None:
    """Of another operation, and of another order."""
    with pytest.raises(InvalidCursor):
        read_cursor(KEY, operation, sort, CURSOR)


def test_cursors_of_another_secret_are_refused() -> None:
    """Who knows how a cursor is made cannot make one without the secret."""
    with pytest.raises(InvalidCursor):
        read_cursor(cursor_key(Secret("t" * 40)), "ticket.list", SORT, CURSOR)
    with pytest.raises(InvalidCursor):
        read_cursor(KEY, "ticket.list", SORT, urlsafe_b64encode(b"\0" * 16 + urlsafe_b64decode(CURSOR + "==")[16:]).decode())


@given(st.one_of(st.text(max_size=200), st.binary(max_size=200).map(lambda raw: urlsafe_b64encode(raw).decode().rstrip("="))))
def test_anything_else_is_refused(text: str) -> None:
    """Never an error, never a value."""
    with pytest.raises(InvalidCursor):
        read_cursor(KEY, "ticket.list", SORT, text)


def test_length_is_limited() -> None:
    """What is too long is not even decoded."""
    long = make_cursor(KEY, "x", SORT[:1], ["a" * (CURSOR_MAX * 3 // 4 - 20)])
    assert len(long) <= CURSOR_MAX
    read_cursor(KEY, "x", SORT[:1], long)
    with pytest.raises(InvalidCursor):
        read_cursor(KEY, "x", SORT[:1], make_cursor(KEY, "x", SORT[:1], ["a" * CURSOR_MAX]))


def test_the_key_prints_nothing() -> None:
    """It never stands in a log."""
    assert KEY.secret.hex() not in repr(KEY)
    assert repr(KEY.secret) not in repr(KEY)
