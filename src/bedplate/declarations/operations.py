"""Every operation of an application: what is served, documented and limited is this list and nothing else."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from bedplate.declarations.accounts import Accounts
from bedplate.declarations.contract import (
    ActionContract,
    EndpointContract,
    FieldContract,
    Limit,
    Operation,
    ParameterContract,
    ResourceContract,
    RowParameter,
)
from bedplate.declarations.endpoints import HMAC, SIGNED_IN, Only
from bedplate.declarations.fields.email import EmailAddress
from bedplate.declarations.fields.text import Text
from bedplate.declarations.grids import grid_of
from bedplate.declarations.reports import ReportContract
from bedplate.declarations.resources import User
from bedplate.errors import Refusal

__all__ = ["AGGREGATE_COST", "CREDENTIAL_LIMIT", "EXPORT_COST", "MEDIA", "account_operations", "endpoint_operations", "file_segment", "matched", "report_operations", "resource_operations", "sign_up_fields", "system_operations"]

CREDENTIAL_LIMIT = Limit(20, 60, 10)
"""Of everything that checks or takes a password, by caller's address; `limit_factor` of the settings turns it."""

AGGREGATE_COST = 5
"""Units of the limit that an aggregate takes: it may look at every row that the caller can read."""

EXPORT_COST = 20
"""Units of the limit that an export takes: it may be as much work as very many pages."""

MEDIA = {"csv": "text/csv; charset=utf-8; header=present", "ndjson": "application/x-ndjson"}
"""The media types of exports (RFC 4180, RFC 7111; NDJSON has no registered one)."""

_PASSWORD_MAX = 128
_EMAIL = EmailAddress()
_PASSWORD = Text(_PASSWORD_MAX, 1)
_Resources = Mapping[str, ResourceContract]


# ---- resources
def resource_operations(resource: ResourceContract, resources: _Resources) -> Iterator[Operation]:
    """List, create, read, update, delete and the actions of a resource; of a part also its list below the row it belongs to. Accounts
    are never made by a create: they register, or an operator makes them."""
    if resource.internal:
        return
    name, path = resource_id(resource), f"/v1/{resource.path}"
    words = resource.path.replace("-", " ")
    one = _singular(resource)
    row = f"{path}/{_key_segment(resource)}"
    yield from _collection(resource, resources, name, path, None, words, one)
    if grid_of(resource) is not None:
        yield _built_in(resource, resources, f"{name}.aggregate", "GET", f"{path}/aggregate", "aggregate", f"Group and measure {words}", cost=AGGREGATE_COST)
    if resource.export:
        yield _built_in(resource, resources, f"{name}.export", "GET", f"{path}/export", "export", f"Export {words}", cost=EXPORT_COST, media=MEDIA[resource.export[0]])
    yield _built_in(resource, resources, f"{name}.read", "GET", row, "read", f"Read {one}")
    yield _built_in(resource, resources, f"{name}.update", "PATCH", row, "update", f"Change {one}")
    yield _built_in(resource, resources, f"{name}.delete", "DELETE", row, "delete", f"Delete {one}", success=204)
    yield from _files(resource, resources, name, row)
    yield from _kept(resource, resources, name, row, one)
    if resource.part_of is not None:
        parent = resources[resource.fields[resource.part_of].target or ""]
        if not parent.internal:
            above = f"/v1/{parent.path}/{_key_segment(parent)}/{resource.path}"
            words = f"{words} of {_singular(parent)}"
            yield from _collection(resource, resources, f"{resource_id(parent)}.{resource.path.replace('-', '_')}", above, resource.part_of, words, one)
    yield from _many(resource, resources, name, path, row, one)
    for action in resource.actions.values():
        yield _action(resource, resources, action, row if action.instance else path)


def _many(resource: ResourceContract, resources: _Resources, name: str, path: str, row: str, one: str) -> Iterator[Operation]:
    """What is declared beyond one row at a time: bulk and by filter, and PUT. Strangers write one by one, under the limit of their rule."""
    words = resource.path.replace("-", " ")
    refusals = _conflicts(resource)

    def many(verb: str, method: str, path: str, summary: str) -> Operation:
        limit = Limit(resource.limit.count, resource.limit.seconds, max(resource.limit.burst, resource.bulk))
        return Operation(f"{name}.{verb}", method, path, verb, resource.name, limit=limit, summary=summary, refusals=refusals)

    if resource.bulk:
        yield many("bulk", "POST", f"{path}/bulk", f"Write many {words} at once")
        yield many("update_where", "PATCH", path, f"Change all {words} that a filter finds")
        yield many("delete_where", "DELETE", path, f"Delete all {words} that a filter finds")
    if resource.upsert:
        upsert = _built_in(resource, resources, f"{name}.upsert", "PUT", path, "upsert", f"Create {one}, or replace the one that there is")
        yield replace(upsert, strangers=all(_strangers(resource, resources, verb)[0] for verb in ("create", "update")),
                      strangers_limit=_strangers(resource, resources, "create")[1], refusals=refusals)
    if resource.replace:
        found = _built_in(resource, resources, f"{name}.update", "PUT", row, "update", f"Replace {one}")
        yield replace(found, id=f"{name}.replace", verb="replace")


def _files(resource: ResourceContract, resources: _Resources, name: str, row: str) -> Iterator[Operation]:
    """The bytes of each file have an address of their own, under the rules of their row and field."""
    for field in resource.fields.values():
        if field.type.kind != "file" or field.hidden or field.secret:
            continue
        path, words = f"{row}/{file_segment(field.name)}", f"{field.name.replace('_', ' ')} of {_singular(resource)}"
        yield _built_in(
            resource, resources, f"{name}.read_{field.name}", "GET", path, "read", f"Download {words}", file=field.name, media="application/octet-stream")
        if field.writable and not field.immutable:
            yield _built_in(resource, resources, f"{name}.put_{field.name}", "PUT", path, "update", f"Upload {words}", file=field.name)


def file_segment(field: str) -> str:
    """The last part of the address of a field's bytes."""
    return field.replace("_", "-")


def _kept(resource: ResourceContract, resources: _Resources, name: str, row: str, one: str) -> Iterator[Operation]:
    """What a resource offers that keeps its deleted rows, or its history."""
    if resource.deletion == "own":
        yield _built_in(resource, resources, f"{name}.restore", "POST", f"{row}/restore", "restore", f"Restore {one}")
        yield _built_in(resource, resources, f"{name}.purge", "DELETE", f"{row}/purge", "purge", f"Delete {one} for good", success=204)
    if resource.history:
        yield _built_in(resource, resources, f"{name}.history", "GET", f"{row}/history", "history", f"Who changed {one}")


def matched(resource: ResourceContract, operation: Operation) -> Operation:
    """With `if_match="required"`: what changes one row that is there asks which revision was read. An action that acts on the outside
    world rests on no revision and asks for none; of a deleted row nobody has read one."""
    row = f"/v1/{resource.path}/{_key_segment(resource)}"
    acting = operation.action is not None and operation.action.mode == "act"
    if not resource.must_match or acting or operation.method == "GET" or (operation.action is None and operation.verb in ("restore", "purge")):
        return operation
    if not f"{operation.path}/".startswith(f"{row}/"):
        return operation
    return replace(operation, must_match=True)


def resource_id(resource: ResourceContract) -> str:
    """`OrderLine` -> `order_line`: how operation ids begin."""
    return "".join(f"_{letter.lower()}" if letter.isupper() and at and not resource.name[at - 1].isupper() else letter.lower()
                   for at, letter in enumerate(resource.name))


def _singular(resource: ResourceContract) -> str:
    word = resource_id(resource).replace("_", " ")
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def _key_segment(resource: ResourceContract) -> str:
    return ",".join(f"{{{name}}}" for name in resource.key)


def _collection(resource: ResourceContract, resources: _Resources, name: str, path: str, parent: str | None, words: str, one: str) -> Iterator[Operation]:
    yield _built_in(resource, resources, f"{name}.list", "GET", path, "list", f"List {words}", parent=parent)
    if not resource.account:
        yield _built_in(resource, resources, f"{name}.create", "POST", path, "create", f"Create {one}", parent=parent, success=201)


def _built_in(resource: ResourceContract, resources: _Resources, id: str, method: str, path: str, verb: str, summary: str, **more: Any) -> Operation:
    governed = "read" if verb in ("list", "aggregate") else verb
    strangers, stricter = _strangers(resource, resources, governed)
    return Operation(
        id, method, path, verb, resource.name, strangers=strangers, strangers_limit=stricter, limit=resource.limit, summary=summary,
        refusals=_conflicts(resource) if verb in ("create", "update", "restore") else (), **more)


def _action(resource: ResourceContract, resources: _Resources, action: ActionContract, path: str) -> Operation:
    strangers, stricter = _strangers(resource, resources, action.name)
    return Operation(
        f"{resource_id(resource)}.{action.name}", "POST", f"{path}/{action.name.replace('_', '-')}", action.name, resource.name, action=action,
        strangers=strangers and action.caller is None, strangers_limit=stricter, limit=action.limit,
        summary=action.doc.partition(". ")[0].rstrip(".") or action.name.replace("_", " ").capitalize(),
        refusals=tuple(dict.fromkeys((*action.raises, *_conflicts(resource)))))


def _conflicts(resource: ResourceContract) -> tuple[type[Refusal], ...]:
    found: tuple[type[Refusal] | None, ...] = (*(one.refusal for one in resource.uniques), *(one.refusal for one in resource.checks))
    return tuple(one for one in found if one is not None)


def _strangers(resource: ResourceContract, resources: _Resources, verb: str, below: frozenset[str] = frozenset()) -> tuple[bool, Limit | None]:
    """Whether somebody without an identity may ever do this, and how often. A part without a rule of its own follows its parent."""
    allowing = [rule for rule in resource.rules if rule.effect == "allow" and not rule.fields and verb in rule.verbs]
    open_ones = [rule for rule in allowing if rule.actor is None]
    limits = [rule.limit for rule in open_ones if rule.limit is not None]
    mine = min(limits, key=lambda one: one.count / one.seconds) if limits else None
    if resource.part_of is None or resource.part_of not in resource.fields:
        return bool(open_ones), mine
    parent = resources.get(resource.fields[resource.part_of].target or "")
    if parent is None or parent is resource or parent.name in below:  # a circle of parts is refused elsewhere
        return bool(open_ones), mine
    asked = ("read",) if verb == "read" or allowing else ("update", "read")
    above = [_strangers(parent, resources, one, below | {resource.name}) for one in asked]
    return all(may for may, _ in above) and (bool(open_ones) or not allowing), mine or above[0][1]


# ---- reports
def report_operations(report: ReportContract) -> Iterator[Operation]:
    """A page of its groups, and all of them as a file. Its own limit says how often."""
    name, path, words = report.path.replace("-", "_"), f"/v1/{report.path}", report.path.replace("-", " ")

    def operation(verb: str, governed: str, path: str, summary: str, media: str = "application/json") -> Operation:
        open_ones = [rule for rule in report.rules if rule.effect == "allow" and rule.actor is None and governed in rule.verbs]
        limits = [rule.limit for rule in open_ones if rule.limit is not None]
        stricter = min(limits, key=lambda one: one.count / one.seconds) if limits else None
        return Operation(
            f"{name}.{verb}", "GET", path, verb, report=report.name, strangers=bool(open_ones), strangers_limit=stricter, limit=report.limit,
            summary=summary, media=media)

    yield operation("report", "read", path, f"Report {words}")
    if report.export:
        yield operation("export_report", "export", f"{path}/export", f"Export {words}", MEDIA[report.export[0]])


# ---- endpoints
def endpoint_operations(endpoints: tuple[EndpointContract, ...]) -> Iterator[Operation]:
    """One operation for each hand-written endpoint. Who signs the body is no account: strangers may knock, the signature is asked."""
    for endpoint in endpoints:
        auth: object = endpoint.auth
        signed_in = auth is SIGNED_IN or isinstance(auth, Only)
        media = "application/json" if endpoint.media == "" else endpoint.media
        yield Operation(
            f"endpoint.{endpoint.name}", endpoint.method, endpoint.path, f"endpoint.{endpoint.name}", endpoint=endpoint,
            strangers=not signed_in or isinstance(auth, HMAC), limit=endpoint.limit, success=endpoint.success,
            credential=any(kind is Accounts for _, kind in endpoint.services),
            summary=endpoint.doc.partition(". ")[0].rstrip(".") or endpoint.name.replace("_", " ").capitalize(), refusals=endpoint.raises, media=media)


# ---- accounts
def account_operations(accounts: tuple[ResourceContract, ...]) -> Iterator[Operation]:
    """Sign-in and its like for each class of users. With several classes the class's path stands in path and id."""
    users = [one for one in accounts if issubclass(one.kind, User)]
    for account in users:
        part = f"/{account.path}" if len(users) > 1 else ""
        name = f"auth.{account.path.replace('-', '_')}" if len(users) > 1 else "auth"
        yield from _of_account(account, f"/v1/auth{part}", name)


def _of_account(account: ResourceContract, path: str, name: str) -> Iterator[Operation]:
    shown = _shown(account)
    credentials = (_asked("email", _EMAIL), _asked("password", _PASSWORD))

    def operation(verb: str, method: str, last: str, summary: str, **more: Any) -> Operation:
        return Operation(f"{name}.{verb}", method, f"{path}/{last}", f"auth.{verb}", summary=summary, account=account.name, **more)

    if account.sign_up == "open":
        yield operation(
            "register", "POST", "register", "Register an account", strangers=True, credential=True, limit=CREDENTIAL_LIMIT, success=201,
            parameters=(*credentials, *_own_fields(account)), answer=_object(email=_EMAIL.schema()))
    yield operation(
        "sign_in", "POST", "sign-in", "Sign in with a session cookie", strangers=True, credential=True, limit=CREDENTIAL_LIMIT, parameters=credentials,
        answer=_object(account=shown, csrf=_CSRF))
    yield operation("sign_out", "POST", "sign-out", "Sign out: end this session", limit=account.limit, success=204)
    yield operation("me", "GET", "me", "Who is signed in", limit=account.limit, answer=_object(account=shown, csrf={**_CSRF, "type": ["string", "null"]}))
    yield operation(
        "password", "POST", "password", "Change the own password", credential=True, limit=CREDENTIAL_LIMIT, success=204,
        parameters=(_asked("current", _PASSWORD), _asked("new", _PASSWORD)))
    yield operation(
        "token", "POST", "token", "Get an access token for a program", strangers=True, credential=True, limit=CREDENTIAL_LIMIT, parameters=credentials,
        answer=_object(
            access_token={"type": "string", "maxLength": 2_048, "pattern": r"^[A-Za-z0-9._-]+$", "description": "To be sent as `Authorization: Bearer …`."},
            token_type={"type": "string", "const": "Bearer"},
            expires_in={"type": "integer", "format": "int32", "minimum": 1, "maximum": 86_400, "description": "Seconds."}))


_CSRF: dict[str, object] = {"type": "string", "maxLength": 200, "pattern": r"^[A-Za-z0-9._-]+$", "description": "To be sent as `X-CSRF-Token` with every write of this session."}


def _asked(name: str, kind: Text) -> ParameterContract:
    return ParameterContract(name, kind, nullable=False, required=True)


def sign_up_fields(account: ResourceContract) -> tuple[FieldContract, ...]:
    """What a stranger may say of a new account beside its address: what it cannot be without, as far as no rule governs it. Everything
    else has its default and is changed later, under the rules for updates: nobody gives themselves a role."""
    governed = {name for rule in account.rules for name in rule.fields if "create" in rule.verbs}
    return tuple(
        field for field in account.fields.values()
        if field.required and field.writable and not field.automatic and field.name not in {"email", "password", *governed})


def _own_fields(account: ResourceContract) -> Iterator[ParameterContract]:
    for field in sign_up_fields(account):
        kind = RowParameter(field.target) if field.target is not None else field.type
        yield ParameterContract(field.name, kind, field.nullable, field.required, field.default, doc=field.doc)


def _shown(account: ResourceContract) -> dict[str, object]:
    if account.internal:
        return {"type": "object", "additionalProperties": True, "maxProperties": 100}
    return {"$ref": f"#/components/schemas/{account.name}"}


def _object(**properties: Mapping[str, object]) -> dict[str, object]:
    return {"type": "object", "additionalProperties": False, "required": list(properties), "properties": properties}


# ---- the system
def system_operations(limit: Limit) -> tuple[Operation, ...]:
    """Health, the OpenAPI document and the pages made from it: for everybody, and limited like everything else."""
    def page(name: str, path: str, summary: str, media: str = "application/json", answer: Mapping[str, object] | None = None) -> Operation:
        return Operation(
            f"system.{name}", "GET", path, f"system.{name}", strangers=True, limit=limit, summary=summary, media=media, answer=answer)

    return (
        page("livez", "/livez", "Whether the process answers", answer=_status("alive")),
        page("readyz", "/readyz", "Whether requests can be served", answer=_status("ready")),
        page("openapi", "/openapi.json", "This description", answer={"type": "object", "additionalProperties": True, "maxProperties": 20}),
        page("docs", "/docs", "The API page", "text/html"),
        page("errors", "/docs/errors", "The catalogue of errors", "text/html"),
        page("assets", "/docs/assets/{name*}", "What the API page is made of", "application/octet-stream"),
    )


def _status(word: str) -> dict[str, object]:
    return _object(status={"type": "string", "const": word})
