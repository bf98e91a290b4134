"""Whoever asks learns from the answer whether an account exists."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.checklist.item import Finding
from bedplate.checklist.review.knowledge import Knowledge, checks_secret, finding, issues_after_check, steps
from bedplate.checklist.review.picture import Route
from bedplate.checklist.review.trace import Event, Happening
from bedplate.checklist.review.value import Value, deep_labels, names_caller

__all__ = ["check"]

_GIVEN = ("body:", "form:", "query:")
_PATCH = 'if user is None or not verify(password, user.password_hash):\n    raise HTTPException(401, "wrong address or password")'


def check(known: Knowledge) -> Iterator[Finding]:
    """Sign-ins with two different refusals, and routes for strangers that refuse an address nobody has."""
    for route in known.picture.routes:
        if route.method != "POST" or route.authenticated:
            continue
        looked = next((index for index, each in enumerate(route.own) if _looks_up(known, each.event)), None)
        if looked is None or _for_somebody_known(route, looked) or any(each.event.kind == "write" and each.event.name == "insert" and _of_accounts(known, each.event) for each in route.own):
            continue
        query = route.own[looked].event.query
        collection = query.collection if query is not None else ""
        proved = next((index for index, each in enumerate(route.own) if index > looked and _proves(each.event)), None)
        unknown = [each for each in route.own[looked + 1 : proved] if _refuses(each.event) and _rests_on_account(each.event, collection)]
        if proved is None:
            yield from _told(known, route, unknown, 0.82)
        else:
            wrong = next((each for each in route.own[proved + 1 :] if _refuses(each.event)), None)
            if wrong is not None:
                yield from _told(known, route, [each for each in unknown if _said(each.event) != _said(wrong.event)], 0.86)


def _for_somebody_known(route: Route, looked: int) -> bool:
    """Before the account is looked up, something asks who is calling: it is no route for strangers."""
    if route.gates & {401, 403}:
        return True
    before = [*(each for guard in route.guards for each in guard.happenings), *route.own[:looked]]
    return any(names_caller(_labels(each.event)) for each in before if each.event.kind in {"compare", "refuse", "call"})


def _labels(event: Event) -> frozenset[str]:
    receiver = event.receiver.labels if event.receiver is not None else frozenset[str]()
    return event.labels.union(receiver, *(deep_labels(value) for value in event.values))


def _told(known: Knowledge, route: Route, found: list[Happening], confidence: float) -> Iterator[Finding]:
    for each in found[:1]:
        if checks_secret(route) or issues_after_check(route) or confidence < 0.85:
            message = f"{route.name} tells a stranger whether an account exists."
            yield finding(known, "account-enumeration", confidence, each.event.place, message, route,
                          steps(route, each, "this answer is given for an unknown account only"), _PATCH)  # fmt: skip


def _looks_up(known: Knowledge, event: Event) -> bool:
    if event.kind != "fetch" or not _of_accounts(known, event) or event.query is None:
        return False
    return any(label.startswith(_GIVEN) for predicate in event.query.predicates for label in predicate.labels)


def _of_accounts(known: Knowledge, event: Event) -> bool:
    """Rows that people sign in with: known as such, or rows that hold a password."""
    query = event.query
    if query is None or query.collection in known.accounts:
        return query is not None
    fields = known.engine.models.fields(query.model) if query.model is not None else {}
    return any("passw" in name.lower() for name in (*fields, *known.secrets.get(query.collection, ())))


def _proves(event: Event) -> bool:
    """A secret of the request is looked at: verified, compared, or hashed."""
    if event.kind not in {"call", "compare"}:
        return False
    labels = {label for value in (*event.values, *(value for _, value in event.named)) for label in value.labels}
    return any(label.startswith(_GIVEN) and any(word in label.lower() for word in ("passw", "pwd", "code", "token", "otp", "pin")) for label in labels)


def _refuses(event: Event) -> bool:
    return event.kind in {"refuse", "return"} and any(400 <= status < 500 and status != 429 for status in event.statuses)


def _rests_on_account(event: Event, collection: str) -> bool:
    return f"row:{collection}" in event.labels


def _said(event: Event) -> tuple[object, ...]:
    return (*sorted(event.statuses), *(text for value in event.values for text in _texts(value)))


def _texts(value: Value, depth: int = 4) -> Iterator[str]:
    if value.kind == "constant" and isinstance(value.ref, str):
        yield value.ref
    elif depth:
        for inner in (*value.args, *(inner for _, inner in value.named)):
            yield from _texts(inner, depth - 1)
