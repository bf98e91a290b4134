"""A statement whose text the request can influence."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.checklist.item import Finding
from bedplate.checklist.review.knowledge import Knowledge, finding, steps
from bedplate.checklist.review.trace import Event
from bedplate.checklist.review.value import Value, request_labels

__all__ = ["check"]

_TEXTS = frozenset({"sqlalchemy.text", "sqlalchemy.sql.text", "sqlmodel.text", "sqlalchemy.sql.expression.text", "django.db.models.expressions.RawSQL",
                    "django.db.models.RawSQL", "sqlalchemy.literal_column", "sqlalchemy.sql.literal_column"})  # fmt: skip
_METHODS = ("execute", "executemany", "executescript", "raw", "extra", "fetchrow", "fetchval", "fetch_all", "fetch_one", "scalar", "exec_driver_sql")


def check(known: Knowledge) -> Iterator[Finding]:
    """Client text inside of SQL text."""
    seen: set[object] = set()
    for route in known.picture.routes:
        for each in route.happenings:
            event = each.event
            if event.kind != "call" or not event.values or (event.place.path, event.place.line) in seen or not _statement(event):
                continue
            origin = _injected(event.values[0])
            if origin:
                seen.add((event.place.path, event.place.line))
                message = f"{route.name} puts {', '.join(sorted(origin))} into the text of a statement."
                yield finding(known, "sql-from-strings", 0.93, event.place, message, route, steps(route, each, "the statement is run here"),
                              'execute(text("... WHERE name = :name"), {"name": name})')  # fmt: skip


def _statement(event: Event) -> bool:
    return event.name in _TEXTS or "statement" in event.within or event.name.rsplit(".", 1)[-1] in _METHODS


def _injected(value: Value) -> frozenset[str]:
    """The client's origins among the parts of a built text (a whole text that comes from the client is one part)."""
    found: set[str] = set()
    for option in value.options():
        parts = option.args if option.kind == "string" else (option,) if option.kind == "unknown" and option.ref != "made" else ()  # a statement that some library composed is no text
        for part in parts:
            if part.text:
                found |= request_labels(part.labels) or (_injected(part) if part.kind == "string" else frozenset())
    return frozenset(found)
