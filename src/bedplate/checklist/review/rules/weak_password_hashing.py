"""A password under a fast hash, or stored and compared as it came."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.checklist.item import Finding
from bedplate.checklist.review.knowledge import Knowledge, finding, is_secret_name, steps
from bedplate.checklist.review.picture import Route
from bedplate.checklist.review.trace import Event
from bedplate.checklist.review.value import Value, deep_labels

__all__ = ["check"]

_FAST = frozenset({"hashlib.md5", "hashlib.sha1", "hashlib.sha224", "hashlib.sha256", "hashlib.sha384", "hashlib.sha512", "hashlib.sha3_256", "hashlib.new"})
_PATCH = "from argon2 import PasswordHasher\nPasswordHasher().hash(password)  # and .verify(hash, password)"


def check(known: Knowledge) -> Iterator[Finding]:
    """Fast hashes of a password of the request, and plain comparisons and stores of one."""
    seen: set[object] = set()
    for route in known.picture.routes:
        for each in route.happenings:
            event = each.event
            if event.place in seen:
                continue
            if event.kind == "call" and event.name in _FAST and any(_password(value) for value in event.values):
                message = f"{route.name} hashes a password with {event.name}."
            elif event.kind == "compare" and event.name in {"Eq", "NotEq"} and _plain(known, event.values):
                message = f"{route.name} compares a stored password with the given one as it is."
            elif event.kind == "write" and _stored(event.named) and not _confirmed(route) and _of_accounts(known, route, event):
                message = f"{route.name} stores a password as it came."
            else:
                continue
            seen.add(event.place)
            yield finding(known, "weak-password-hashing", 0.9, event.place, message, route, steps(route, each, message), _PATCH)


def _password(value: Value) -> bool:
    return any(_named(label) for label in deep_labels(value)) and not any(label.startswith("row:") for label in deep_labels(value))


def _named(label: str) -> bool:
    return label.startswith(("body:", "form:", "query:")) and ("passw" in label.lower() or label.lower().endswith(("pwd", "passphrase")))


def _plain(known: Knowledge, values: tuple[Value, ...]) -> bool:
    if len(values) != 2:
        return False
    for given, stored in (values, values[::-1]):
        if given.kind == "unknown" and given.text and any(_named(label) for label in given.labels) and not given.dotted:
            columns = [label.split(".", 1)[1] for label in stored.labels if label.startswith("row:") and "." in label]
            if stored.kind == "unknown" and any(is_secret_name(column) for column in columns):
                return True
    return False


def _stored(named: tuple[tuple[str, Value], ...]) -> bool:
    return any(is_secret_name(name) and value.kind == "unknown" and value.text and value.ref is None and any(_named(label) for label in value.labels)
               and not any(label.startswith("row:") for label in value.labels) for name, value in named if name != "**")  # fmt: skip


def _confirmed(route: Route) -> bool:
    """A hashing function or setter that could not be followed may stand in between."""
    return any(each.event.kind == "call" and ("hash" in each.event.name.lower() or "crypt" in each.event.name.lower()) for each in route.happenings)


def _of_accounts(known: Knowledge, route: Route, event: Event) -> bool:
    """Rows that people sign in with. What a signed-in caller stores with other rows is a key for some other service."""
    return not route.authenticated or (event.query is not None and event.query.collection in known.accounts)
