"""A route that works on rows and is left out of the API's description."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.checklist.item import Finding
from bedplate.checklist.review.knowledge import Knowledge, finding, steps
from bedplate.checklist.review.picture import Route
from bedplate.checklist.review.value import Value

__all__ = ["check"]

_PAGES = ("HTMLResponse", "RedirectResponse", "TemplateResponse", "FileResponse", "PlainTextResponse")


def check(known: Knowledge) -> Iterator[Finding]:
    """Hidden routes that read or write the store and answer with data; pages, what stands among them, and health are no part of an API."""
    pages = {route.router for route in known.picture.routes if not route.documented and _is_page(route)}
    for route in known.picture.routes:
        if not route.documented and route.stored and not _is_page(route) and not (route.router in pages and route.method == "GET"):
            message = f"{route.name} works on {_rows(route)} and stands in no description."
            yield finding(known, "undocumented-route", 0.82, route.place, message, route, steps(route), "# without include_in_schema=False")


def _rows(route: Route) -> str:
    return next((each.event.query.collection for each in route.stored if each.event.query and each.event.query.collection), "rows")


def _is_page(route: Route) -> bool:
    values = [value for each in route.returns for value in each.event.values]
    if route.response_model is not None:
        values.append(route.response_model)
    return any(_names_page(option) for value in values for option in value.options())


def _names_page(value: Value) -> bool:
    return value.dotted.endswith(_PAGES)
