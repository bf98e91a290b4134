"""A route without authentication beside routes that have it."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.checklist.item import Finding
from bedplate.checklist.review.knowledge import Knowledge, credential_route, finding, labels_of
from bedplate.checklist.review.picture import Route
from bedplate.checklist.review.trace import Event, Happening
from bedplate.checklist.review.value import CALLER, Value, names_caller, request_labels, rows_of

__all__ = ["check"]

_VISITORS = ("is_authenticated", "is_anonymous", "AnonymousUser")
_ENOUGH, _NEARLY_ALL = 6, 0.85
_PATCH = "# beside the guarded routes of this application:\n@router.{method}({path!r}, dependencies=[Depends(<the guard that they use>)])"


def check(known: Knowledge) -> Iterator[Finding]:
    """State-changing routes, and reads of owned rows, that nobody has to sign in for."""
    routes = known.picture.routes
    guarded = [route for route in routes if route.authenticated]
    if not guarded:
        return
    unread = {place for place, _ in known.picture.unread}
    for route in routes:
        if route.place in unread or _unresolved(known, route):
            continue
        if route.authenticated or credential_route(route) or _checks_itself(route):
            continue
        confidence, reason = _judge(known, route, guarded)
        if confidence and _by_secret_link(known, route, _changed(route)):
            confidence = 0.6
        if confidence:
            patch = _PATCH.format(method=route.method.lower(), path=route.path)
            message = f"{route.name} needs no account: {reason}."
            yield finding(known, "authentication-missing", confidence, route.place, message, route, patch=patch)


def _unresolved(known: Knowledge, route: Route) -> bool:
    """Something stands before the handler that could not be followed: it may well ask for an account."""
    guard = route.unresolved
    if guard is None or route.authenticated:
        return False
    known.doubt("authentication", route, guard.name)
    return True


def _judge(known: Knowledge, route: Route, guarded: list[Route]) -> tuple[float, str]:
    changed = _changed(route)
    if _signs_up(known, route, guarded):
        return 0.0, ""
    siblings = [each for each in guarded if each.router == route.router]
    same = [each for each in guarded if _changed(each) & changed]
    if any(each.event.kind == "call" and each.event.name in {"builtins.exec", "builtins.eval"} and request_labels(
            frozenset[str]().union(*(value.labels for value in each.event.values), frozenset())) for each in route.happenings):  # fmt: skip
        return 0.9, "it runs code that the request brings"
    if changed and route.writes:
        if same:
            return 0.92, f"it changes {_list(changed)}, which {same[0].name} changes only for a signed-in caller"
        if siblings:
            return 0.85, f"it changes {_list(changed)}, and {siblings[0].name} of the same router asks for a caller"
        if route.method in {"PUT", "PATCH", "DELETE"}:
            return 0.8, f"it changes {_list(changed)} in an application that has accounts"
    if _takes_for_granted(known, route, guarded):
        return 0.85, "it works with the account of the caller, and nothing makes sure that there is one"
    confidence, reason = _judge_read(known, route, guarded)
    if not confidence and (around := _all_but_this(known, route)):
        return (0.82 if route.writes else 0.7), f"nearly all of the {around} handlers around it ask for a caller, and it works with rows as they do"
    return confidence, reason


def _all_but_this(known: Knowledge, route: Route) -> int:
    """How many handlers stand in the same file, where nearly all of them are guarded, and this one works with rows of tables too."""
    if route.gates & {302, 303, 401, 403} or not any(each.event.query is not None and each.event.query.model is not None for each in route.stored):
        return 0
    others = {each.handler: each.authenticated or each.unresolved is not None for each in known.picture.routes
              if each.place.path == route.place.path and each.handler != route.handler}  # fmt: skip
    guarded = sum(others.values())
    return len(others) if len(others) >= _ENOUGH and guarded >= _NEARLY_ALL * len(others) else 0


def _judge_read(known: Knowledge, route: Route, guarded: list[Route]) -> tuple[float, str]:
    """A read of owned rows that others read as signed-in callers only."""
    owned = {c for c in _read(route) - known.accounts if known.evidence(c) & {"filter", "compare"}}
    if _asks_caller(route):
        return 0.0, ""
    if owned and route.method == "GET" and _chosen(route, owned):
        readers = [each for each in guarded if _read(each) & owned and each.method == "GET" and _always(known, each)]
        strangers = [each for each in known.picture.routes if not each.authenticated and each.method == "GET" and _read(each) & owned]
        if readers and len(readers) >= len(strangers):
            return 0.82, f"it reads {_list(owned)}, which {readers[0].name} reads only for a signed-in caller"
    return 0.0, ""


def _always(known: Knowledge, route: Route) -> bool:
    """Strangers are refused whatever they ask for, not only for some rows (of a private list, say)."""
    if any(guard.kind == "authentication" and not guard.events for guard in route.guards):
        return True
    return any(each.event.kind == "refuse" and names_caller(labels := each.event.labels) and rows_of(labels) <= known.accounts
               and not any(label.startswith(("path:", "query:", "body", "form:")) for label in labels) for each in route.happenings)  # fmt: skip


def _chosen(route: Route, owned: set[str]) -> bool:
    """The request chooses the rows, or gets all of them; rows that the program itself picks are published on purpose."""
    for each in route.happenings:
        query = each.event.query
        if each.event.kind == "fetch" and query and query.collection in owned:
            labels = frozenset[str]().union(*(predicate.labels for predicate in query.predicates)) if query.predicates else frozenset[str]()
            if not query.predicates or request_labels(labels):
                return True
    return False


def _changed(route: Route) -> frozenset[str]:
    return frozenset(each.event.query.collection for each in route.happenings
                     if each.event.kind == "write" and each.event.query and each.event.name in {"insert", "update", "delete"}
                     and not _cached(each.event) and not (each.event.receiver is not None and names_caller(each.event.receiver.labels)))  # fmt: skip


def _cached(event: Event) -> bool:
    """An entry of a dictionary in memory that holds nothing of the request: what was made once is kept."""
    query = event.query
    in_memory = query is not None and query.model is None and [predicate.attribute for predicate in query.predicates] == ["key"]
    return in_memory and event.name == "insert" and not request_labels(labels_of((*event.values, *(value for _, value in event.named))))


def _read(route: Route) -> frozenset[str]:
    return frozenset(each.event.query.collection for each in route.happenings if each.event.kind == "fetch" and each.event.query)


def _signs_up(known: Knowledge, route: Route, guarded: list[Route]) -> bool:
    """A stranger creates an account: that is what sign-up is for. Accounts are also what most guards look a caller up in."""
    made = {query.collection for each in route.happenings
            if each.event.kind == "write" and each.event.name == "insert" and (query := each.event.query) is not None}  # fmt: skip
    if route.method != "POST" or not made:
        return False
    return bool(made & known.accounts) or any(2 * sum(name in _asked(each) for each in guarded) > len(guarded) for name in made)


def _asked(route: Route) -> frozenset[str]:
    """The rows that the guards of a route look for."""
    return frozenset(query.collection for guard in route.guards for each in guard.happenings
                     if each.event.kind == "fetch" and (query := each.event.query) is not None and query.single)  # fmt: skip


def _takes_for_granted(known: Knowledge, route: Route, guarded: list[Route]) -> bool:
    """Rows are chosen or written with what only an account has, as in the guarded routes around; and no word of visitors without one."""
    if route.framework not in {"flask", "django"} or route.gates & {302, 303, 401, 403} or not any(_stored_by_session(each) for each in route.own):
        return False
    around = [each for each in known.picture.routes if each.router == route.router and any(_stored_by_session(one) for one in each.own)]
    if 2 * len([each for each in around if each.authenticated]) < len(around) - 1 or not any(each.framework == route.framework for each in guarded):
        return False
    files = {route.place.path, *(each.event.place.path for each in route.happenings), *(guard.place.path for guard in route.guards)}
    return not any(word in known.engine.program.text(path) for path in files for word in _VISITORS)


def _stored_by_session(each: Happening) -> bool:
    """A condition, or a column that is written, holds the account of the session."""
    event = each.event
    if event.kind not in {"fetch", "write"} or event.query is None:
        return False
    values = [predicate.labels for predicate in event.query.predicates] + [value.labels for _, value in event.named]
    values.append(event.receiver.labels if event.receiver is not None else frozenset())
    return any(CALLER in labels and "session" not in labels and not any(label.startswith(("header:", "credential:", "claim:")) for label in labels)
               for labels in values)  # fmt: skip


def _asks_caller(route: Route) -> bool:
    """The caller, where there is one, takes part in choosing the rows: the route is public and filters by itself."""
    return any(names_caller(predicate.labels) for each in route.happenings if each.event.query and each.event.kind == "fetch"
               for predicate in each.event.query.predicates)  # fmt: skip


def _checks_itself(route: Route) -> bool:
    """A signature, a one-time code or a secret that the route compares by itself, or a refusal that could not be understood."""
    for each in route.happenings:
        event = each.event
        if event.kind == "call" and event.name in {"hmac.compare_digest", "secrets.compare_digest"}:
            return True
        if event.kind == "refuse" and event.statuses & {401, 403}:
            return True
        if event.kind == "compare" and event.name in {"Eq", "NotEq"} and _own_secret(event.values):
            return True
    return False


def _own_secret(values: tuple[Value, ...]) -> bool:
    """A header is compared with something of the server's own that is no constant: the sign of a partner."""
    heads = [value for value in values if any(label.startswith("header:") and len(label) > 7 for label in value.labels)]
    others = [value for value in values if not request_labels(value.labels) and value.kind != "constant"]
    return len(heads) == 1 and len(others) == 1 and len(values) == 2


def _list(names: frozenset[str] | set[str]) -> str:
    return ", ".join(sorted(names)[:3])


def _by_secret_link(known: Knowledge, route: Route, changed: frozenset[str]) -> bool:
    """The rows are found by a text of the path that is no key: a link that only its holder knows, or an unforeseen name."""
    named: set[str] = set()
    for each in route.happenings:
        query = each.event.query
        if each.event.kind == "fetch" and query is not None and query.collection in changed and query.model is not None:
            fields = known.engine.models.fields(query.model)
            table = known.engine.models.table(query.model)
            for predicate in query.predicates:
                if any(label.startswith("path:") for label in predicate.labels) and table is not None and table.kind == "django":
                    declared = fields.get(predicate.attribute)
                    plain = declared is not None and not (declared.reference or declared.relation or declared.key)
                    named.add("text" if plain else "key")
    return named == {"text"}
