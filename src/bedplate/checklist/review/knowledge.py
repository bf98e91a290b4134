"""What the whole application shows about its data: who owns rows, which attributes are privileges, which are secrets."""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bedplate.checklist.item import Finding, Item, Place, Step, Unresolved
from bedplate.checklist.review.engine import Reading
from bedplate.checklist.review.picture import Picture, Route
from bedplate.checklist.review.trace import Event, Happening, flatten
from bedplate.checklist.review.value import CALLER, Predicate, Query, Value, deep_labels, names_caller, request_labels

__all__ = ["Knowledge", "checks_secret", "credential_route", "finding", "is_secret_name", "issues_after_check", "labels_of", "learn", "signs_in", "steps"]

_SECRET = re.compile(r"(passw|pwd|secret|hash(ed)?_?pw|api_?key|private_?key|token_hash|otp_?secret|ssn\b|cvv|reset_?token|salt$)", re.I)
_LIVENESS = re.compile(r"(activ|disab|verif|confirm|delet|bann|lock|enab|block|suspend|expire|version|revok)", re.I)
_IDENTITIES = frozenset({"sub", "exp", "iat", "jti", "aud", "iss", "typ", "type", "token_type", "kid", "email", "username", "id", "user_id", "uid"})
_PASSWORD_CHECKS = (
    "passlib.context.CryptContext.verify", "passlib.context.CryptContext.verify_and_update", "bcrypt.checkpw",
    "werkzeug.security.check_password_hash", "argon2.PasswordHasher.verify", "flask_bcrypt.Bcrypt.check_password_hash",
    "pwdlib.PasswordHash.verify", "pwdlib.PasswordHash.verify_and_update", "django.contrib.auth.authenticate",
    "django.contrib.auth.hashers.check_password", "fastapi_users.password.PasswordHelper.verify_and_update",
)  # fmt: skip
_TOKENS = ("jwt.encode", "jose.jwt.encode", "joserfc.jwt.encode", "authlib.jose.jwt.encode", "flask_jwt_extended.create_access_token",
           "flask_login.login_user", "django.contrib.auth.login", "jwt.PyJWT.encode")  # fmt: skip


@dataclass
class Knowledge:
    """Facts of the whole application. `owners[collection][attribute]` are the kinds of evidence: filter, compare, create."""

    engine: Reading
    picture: Picture
    items: dict[str, Item]
    accounts: set[str] = field(default_factory=set[str])
    owners: dict[str, dict[str, set[str]]] = field(default_factory=dict[str, dict[str, set[str]]])
    parents: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    roles: dict[Route, frozenset[str]] = field(default_factory=dict[Route, frozenset[str]])
    privileges: frozenset[str] = frozenset()
    secrets: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    callers: dict[Route, frozenset[str]] = field(default_factory=dict[Route, frozenset[str]])  # where a credential of the route is looked up
    witnesses: dict[str, set[frozenset[str]]] = field(default_factory=dict[str, set[frozenset[str]]])  # the callers of those who ask for an owner
    reading: frozenset[str] = frozenset()  # the callers of the route that is being learnt from
    unresolved: list[Unresolved] = field(default_factory=list[Unresolved])

    def doubt(self, family: str, route: Route, guard: str) -> None:
        """Remember once that a guard of this route may hold an item of the family."""
        item = next(slug for slug, item in self.items.items() if item.family == family)
        gap = Unresolved(item, route.place, f"{guard} could not be followed", route.name)
        if gap not in self.unresolved:
            self.unresolved.append(gap)

    def owner_attributes(self, collection: str) -> set[str]:
        return set(self.owners.get(collection, {}))

    def evidence(self, collection: str) -> set[str]:
        return set[str]().union(*self.owners.get(collection, {}).values())


def is_secret_name(name: str) -> bool:
    """Whether a field's name says that it holds a secret."""
    return bool(_SECRET.search(name)) and not name.lower().endswith(("_url", "_at", "_id", "_length", "_set"))


def learn(engine: Reading, picture: Picture, items: dict[str, Item]) -> Knowledge:
    """Read the traces of all routes once."""
    known = Knowledge(engine, picture, items)
    known.accounts |= engine.models.accounts
    for collection in known.accounts & set(engine.models.named):
        if "password" in engine.models.fields(engine.models.named[collection]):
            known.secrets.setdefault(collection, set()).add("password")
    for route in picture.routes:
        _accounts(known, route)
    for route in picture.routes:
        known.reading = known.callers[route]
        for happening in route.happenings:
            _owners(known, happening.event)
            _secrets(known, happening.event)
        _parents(known, route)
    _privileges(known)
    return known


def _accounts(known: Knowledge, route: Route) -> None:
    guards = [event for guard in route.guards if guard.kind == "authentication" for event in guard.events]
    for each in flatten(guards):
        event = each.event
        if event.kind == "fetch" and event.query and any(names_caller(predicate.labels) for predicate in event.query.predicates):
            known.accounts.add(event.query.collection)
    found = frozenset(query.collection for each in route.happenings
                      if each.event.kind == "fetch" and (query := each.event.query) and _looks_up_account(known, query))  # fmt: skip
    known.accounts |= found
    known.callers[route] = found


def _looks_up_account(known: Knowledge, query: Query) -> bool:
    """A single row found by what a credential says, before any other row is known, by a column that is no reference."""
    if not query.single or not query.predicates or not all(names_caller(predicate.labels) for predicate in query.predicates):
        return False
    labels = frozenset[str]().union(*(predicate.labels for predicate in query.predicates))
    attribute = query.predicates[0].attribute
    if any(label.startswith(("row:", "path:", "body", "query:")) for label in labels):
        return False
    declared = known.engine.models.fields(query.model).get(attribute) if query.model else None
    return attribute in {"id", "pk", "email", "username", "sub", "login"} or (declared is not None and not declared.reference)


def _add(known: Knowledge, collection: str, attribute: str, kind: str) -> None:
    if collection and attribute and attribute not in {"id", "pk", "key", "**"}:
        known.owners.setdefault(collection, {}).setdefault(attribute, set()).add(kind)
        if kind != "create":
            known.witnesses.setdefault(collection, set()).add(known.reading)


def _filter(known: Knowledge, query: Query, predicate: Predicate) -> None:
    """A filter by the caller: on the rows' own column, or on a joined collection that the rows refer to."""
    if _plain_column(known, query, predicate):
        return
    if predicate.collection in {"", query.collection}:
        _add(known, query.collection, predicate.attribute, "filter")
        return
    _add(known, predicate.collection, predicate.attribute, "filter")
    fields = known.engine.models.fields(query.model) if query.model else {}
    through = next((name for name, declared in fields.items() if declared.reference == predicate.collection), "")
    if through and predicate.collection not in known.accounts:
        _add(known, query.collection, through, "filter")


def _owners(known: Knowledge, event: Event) -> None:
    if event.kind == "fetch" and event.query:
        for predicate in event.query.predicates:
            if names_caller(predicate.labels) and event.query.collection not in known.accounts and not _mixed(predicate.labels):
                _filter(known, event.query, predicate)
    elif event.kind == "compare" and len(event.values) == 2:
        for mine, theirs in (event.values, event.values[::-1]):
            column = theirs.parts
            _account_column(known, mine, theirs)
            compared = Predicate(str(column[2]), mine.labels, str(column[1])) if column[:1] == ("row",) and len(column) == 3 else None
            if compared is not None and _plain_column(known, Query(""), compared):
                continue
            if column[:1] == ("row",) and names_caller(mine.labels) and not names_caller(theirs.labels):
                _add(known, str(column[1]), str(column[2]), "compare")
    elif event.kind == "write" and event.name in {"insert", "assign"} and event.query:
        _created_by(known, event.query.collection, event)


def _plain_column(known: Knowledge, query: Query, predicate: Predicate) -> bool:
    """A text or number of the rows' own that is compared with more than the caller's account: that is no owner."""
    model = query.model if predicate.collection in {"", query.collection} else known.engine.models.named.get(predicate.collection)
    table = known.engine.models.table(model) if model is not None else None
    if table is None or table.kind != "django":
        return False
    declared = table.fields.get(predicate.attribute)
    mine = {CALLER, *(label for label in predicate.labels if label.startswith("row:") and label[4:].split(".", 1)[0] in known.accounts)}
    return declared is not None and not (declared.reference or declared.relation) and not (
        predicate.labels <= mine and any(label.startswith("row:") and "." in label for label in predicate.labels)
    )


def _mixed(labels: frozenset[str]) -> bool:
    """What the client sends flows in beside the caller, and not by way of a row: the column tells of no owner."""
    return bool(request_labels(labels) - _credentials(labels)) and not any(label.startswith("row:") for label in labels)


def _account_column(known: Knowledge, mine: Value, theirs: Value) -> None:
    """`row.owner == caller`, where the column is followed to the account it refers to."""
    if theirs.kind != "row" or theirs.query is None or theirs.query.collection not in known.accounts or not names_caller(mine.labels):
        return
    for label in theirs.labels:
        collection, _, attribute = label.removeprefix("row:").partition(".")
        model = known.engine.models.named.get(collection)
        declared = known.engine.models.fields(model).get(attribute) if model is not None else None
        if label.startswith("row:") and declared is not None and declared.reference == theirs.query.collection:
            _add(known, collection, attribute, "compare")


def _created_by(known: Knowledge, collection: str, event: Event) -> None:
    for attribute, value in event.named:
        if attribute != "**" and names_caller(value.labels) and not request_labels(value.labels) - _credentials(value.labels):
            _add(known, collection, attribute, "create")


def _parents(known: Knowledge, route: Route) -> None:
    """`parents[child][parent]` is the column of the child that some route compares with the parent's id of the path."""
    events = [(each.event, query) for each in route.happenings if each.event.kind in {"fetch", "write"} and (query := each.event.query)]
    named: dict[str, str] = {}
    for _, query in events:
        for predicate in query.predicates:
            if predicate.attribute in {"id", "pk"}:
                named.update({label: query.collection for label in predicate.labels if label.startswith("path:") and label not in named})
    for event, query in events:
        pairs = [(predicate.attribute, predicate.labels) for predicate in query.predicates if predicate.collection in {"", query.collection}]
        for attribute, labels in (*pairs, *((name, value.labels) for name, value in event.named)):
            if attribute not in {"", "id", "pk", "key", "**"}:
                for parent in {named[label] for label in labels if label in named} - {query.collection}:
                    known.parents.setdefault(query.collection, {}).setdefault(parent, attribute)


def _credentials(labels: Iterable[str]) -> frozenset[str]:
    return frozenset(label for label in labels if label.startswith("header:"))


def _secrets(known: Knowledge, event: Event) -> None:
    """An attribute that a password check reads, or that a password hash is stored in, is a secret whatever its name."""
    if event.kind == "call" and event.name in _PASSWORD_CHECKS:
        for value in event.values:
            if value.parts[:1] == ("row",):
                known.secrets.setdefault(str(value.parts[1]), set()).add(str(value.parts[2]))


def _pure(known: Knowledge, event: Event) -> frozenset[str]:
    """Account attributes that alone decide a refusal."""
    if event.kind != "refuse" or not event.statuses & {0, 401, 403}:
        return frozenset()
    labels = event.nearest
    if not names_caller(labels) or any(label.startswith(("path:", "body", "query:", "form:")) for label in labels):
        return frozenset()
    rows = {label for label in labels if label.startswith("row:")}
    if {label[4:].split(".")[0] for label in rows} - known.accounts:
        return frozenset()
    attributes = {label.split(".", 1)[1] for label in rows if "." in label}
    if event.statuses == frozenset({403}) and not rows:
        attributes |= {label[6:] for label in labels if label.startswith("claim:")} - _IDENTITIES
    return frozenset(each for each in attributes if each not in _IDENTITIES | {"pk"} and not _LIVENESS.search(each) and not is_secret_name(each))


def _privileges(known: Knowledge) -> None:
    found: dict[Route, frozenset[str]] = {}
    for route in known.picture.routes:
        found[route] = frozenset[str]().union(*(_pure(known, each.event) for each in route.happenings), frozenset())
    authenticated = [route for route in known.picture.routes if route.authenticated]
    counted = Counter(attribute for route in authenticated for attribute in found[route])
    common = {each for each, count in counted.items() if len(authenticated) >= 5 and count >= 0.9 * len(authenticated)}
    known.roles = {route: names - common for route, names in found.items()}
    known.privileges = frozenset().union(*known.roles.values()) if known.roles else frozenset()


def credential_route(route: Route) -> bool:
    """Whether the route checks a password that the request carries, or issues a token for such a request."""
    for each in route.happenings:
        event = each.event
        checks = event.kind == "call" and (event.name in _PASSWORD_CHECKS or event.name.endswith((".check_password", ".checkpw")))
        if checks and any(_sent(value) and CALLER not in value.labels for value in (*event.values, *(inner for _, inner in event.named))):
            return True
    return issues_after_check(route) or _issues(route)


def signs_in(route: Route) -> bool:
    """Whether the route starts a session or issues a token: what it looks up on the way is not owned by anybody yet."""
    return any(each.event.kind == "call" and each.event.name in _TOKENS for each in route.happenings)


def checks_secret(route: Route) -> bool:
    """A secret of the request can be guessed here: one is checked, or a field with such a name is read."""
    for each in route.happenings:
        event = each.event
        if event.kind == "call" and (event.name in _PASSWORD_CHECKS or event.name.endswith((".check_password", ".checkpw"))):
            return True
        labels = request_labels(labels_of((*event.values, *(value for _, value in event.named))))
        if any(label.startswith(("body:", "form:", "query:")) and is_secret_name(label.split(":", 1)[1]) for label in labels):
            return True
    return False


def _sent(value: Value) -> bool:
    """Something of the request other than its headers, which carry the credentials of every call."""
    return any(not label.startswith("header:") for label in request_labels(deep_labels(value)))


def issues_after_check(route: Route) -> bool:
    """The handler itself turns a password into a token or session: a sign-in, though the password may come as a credential."""
    names = {each.event.name for each in route.own if each.event.kind == "call"}
    return bool(names & set(_PASSWORD_CHECKS)) and bool(names & set(_TOKENS))


def _issues(route: Route) -> bool:
    if route.authenticated:
        return False
    return any(each.event.kind == "call" and each.event.name in _TOKENS for each in route.happenings)


def steps(route: Route, happening: Happening | None = None, words: str = "") -> tuple[Step, ...]:
    """The evidence: the route, the calls that were followed, and the place itself."""
    found = [Step(route.place, f"{route.name} is handled by {route.handler}")]
    if happening is not None:
        found.extend(Step(event.place, f"calls {event.function}") for event in happening.stack)
        found.append(Step(happening.event.place, words or happening.event.kind))
    return tuple(found)


def finding(known: Knowledge, slug: str, confidence: float, place: Place, message: str, route: Route | None = None,
            evidence: tuple[Step, ...] = (), patch: str = "", framework: str = "") -> Finding:  # fmt: skip
    """A finding of an item, with the item's words."""
    item = known.items[slug]
    return Finding(slug, item.severity, confidence, place, message, evidence or (steps(route) if route else ()), item.why, item.cure, patch,
                   framework or (route.framework if route else ""), route.name if route else "", route.handler if route else "")  # fmt: skip


def secret_fields(known: Knowledge, collection: str, names: Iterable[str]) -> list[str]:
    """The secret ones among the fields of a collection."""
    learnt = known.secrets.get(collection, set())
    return [name for name in names if name in learnt or is_secret_name(name)]


def labels_of(values: Iterable[Value]) -> frozenset[str]:
    return frozenset[str]().union(*(deep_labels(value) for value in values))
