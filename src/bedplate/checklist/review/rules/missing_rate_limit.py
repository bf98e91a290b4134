"""A credential endpoint that may be called without limit, as mounted."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.checklist.item import Finding
from bedplate.checklist.review.knowledge import Knowledge, checks_secret, credential_route, finding, issues_after_check
from bedplate.checklist.review.picture import Route

__all__ = ["check"]


def check(known: Knowledge) -> Iterator[Finding]:
    """Routes that check a password or issue a token, without any limit on the route, its routers or the application."""
    for route in known.picture.routes:
        limited = bool(route.limits) or any(429 in each.event.statuses for each in route.happenings)
        if route.method == "POST" and not limited and credential_route(route) and not _signs_up(known, route) and (not route.authenticated or issues_after_check(route)):
            message = f"{route.name} checks credentials and has no rate limit as mounted."
            patch = '@limiter.limit("5/minute")  # directly above the handler, below the route'
            yield finding(known, "missing-rate-limit", 0.85 if checks_secret(route) else 0.6, route.place, message, route, patch=patch)


def _signs_up(known: Knowledge, route: Route) -> bool:
    """The password was chosen in the same request: nothing can be guessed."""
    return any(each.event.kind == "write" and each.event.name == "insert" and each.event.query and each.event.query.collection in known.accounts
               for each in route.happenings)  # fmt: skip
