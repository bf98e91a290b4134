"""Endpoints: contracts that exist already."""
from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bedplate.declarations.application import AppDeclaration, EndpointDeclaration
from bedplate.declarations.compiling.actions import context_of, raised
from bedplate.declarations.compiling.draft import Drafts, cure_list, words_of
from bedplate.declarations.compiling.faults import Faults
from bedplate.declarations.compiling.fields import refuse_unknown_option
from bedplate.declarations.compiling.forms import file_types, form_type, is_form
from bedplate.declarations.compiling.functions import (
    Parameter,
    caller_of,
    is_service,
    mode_of,
    parameter_of,
    resolved,
    services_of,
    some_declaration,
)
from bedplate.declarations.compiling.limits import parse_limit
from bedplate.declarations.compiling.replies import errors_of, first_success, refuse_bare_rows, replies_of
from bedplate.declarations.compiling.waivers import waived
from bedplate.declarations.contract import EndpointContract, ErrorsContract
from bedplate.declarations.declared import suggestion
from bedplate.declarations.endpoints import HMAC, SIGNED_IN, Auth, Only
from bedplate.declarations.fields.of import field_type
from bedplate.declarations.fields.type import FieldType
from bedplate.declarations.kinds import typed
from bedplate.declarations.nodes import ME
from bedplate.declarations.spelling import place_of
from bedplate.declarations.wrong import WrongExpression

__all__ = ["compile_endpoints"]

_ENDPOINT = ("auth", "limit", "raw", "unknown", "body_max", "once", "types", "waive", "raises")
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_BODY_MAX = 1_048_576
_PATH = re.compile(r"/|(/([A-Za-z0-9._~!$&'()*+,;=:@%-]+|\{[a-zA-Z][a-zA-Z0-9_]*\}))+")
_NAMED = re.compile(r"\{([a-zA-Z0-9_]+)\}")


def compile_endpoints(app: AppDeclaration, drafts: Drafts, faults: Faults) -> tuple[EndpointContract, ...]:
    """The functions under `@app.endpoint(...)`."""
    found: list[EndpointContract] = []
    for endpoint in app.endpoints:
        for option in endpoint.rules:
            if option not in _ENDPOINT:
                faults.add(*refuse_unknown_option(endpoint.function.__name__, option, _ENDPOINT), endpoint.place)
        if _is_well_formed(endpoint, drafts, faults):
            with faults.at(endpoint.place, endpoint.function.__name__):
                found.append(replace(_endpoint(endpoint, drafts), errors=_errors(endpoint, drafts, faults)))
    return tuple(found)


def _errors(endpoint: EndpointDeclaration, drafts: Drafts, faults: Faults) -> ErrorsContract | None:
    """Of its group; what is wrong with it is told once, where it was written."""
    function = endpoint.errors
    with faults.at(place_of(function) if inspect.isfunction(function) else endpoint.place):
        return errors_of(function, drafts)
    return None


def _endpoint(endpoint: EndpointDeclaration, drafts: Drafts) -> EndpointContract:
    rules, function = endpoint.rules, endpoint.function
    parameters, result = resolved(function, some_declaration(drafts))
    context = parameters[0] if parameters and mode_of(parameters[0].annotation) else None
    context = context or next((one for one in parameters if mode_of(one.annotation)), None)
    rest = [one for one in parameters if one is not context]
    if context is not None:
        context_of([context, *rest])
    body = _body(rest)
    plain = [one for one in rest if one is not body and not is_service(one.annotation)]
    _require_unsigned(endpoint, body)
    replies = replies_of(result, drafts)
    success, raw = first_success(replies), bool(rules.get("raw")) or bool(replies[0].media)
    if raw:
        refuse_bare_rows(replies)
    mode: Any = mode_of(context.annotation) if context else "none"
    return EndpointContract(
        name=function.__name__, method=endpoint.method, path=endpoint.path, auth=_typed_auth(rules["auth"], context, drafts), limit=parse_limit(rules["limit"]),
        raw=raw, unknown=rules.get("unknown", "refuse"), parameters=tuple(parameter_of(one, drafts) for one in plain),
        body=_body_type(body), form=is_form(body), types=file_types(rules.get("types", ()), body), mode=mode, caller=caller_of(context.annotation, drafts) if context else None, services=services_of(rest), result=replies[0].type,
        raises=raised(rules.get("raises", ())), once=_once(str(rules.get("once", "")), body), body_max=_size(rules.get("body_max")),
        call=_endpoint_call(function, context), place=place_of(function), waive=waived(rules.get("waive", {})), doc=words_of(function.__doc__),
        success=success.status or 200, media=success.media or "", replies=replies)


def _is_well_formed(endpoint: EndpointDeclaration, drafts: Drafts, faults: Faults) -> bool:
    """Whether nothing is wrong with what stands in the brackets: each fault of it is told."""
    before = len(faults.found)
    for check in (_check_route, _check_limit, _check_options, _check_function):
        with faults.at(endpoint.place, endpoint.function.__name__):
            check(endpoint)
    with faults.at(endpoint.place, endpoint.function.__name__):
        _check_auth(endpoint, drafts)
    return len(faults.found) == before


def _check_route(endpoint: EndpointDeclaration) -> None:
    if endpoint.method not in _METHODS:
        raise WrongExpression("D518", f"there is no method {endpoint.method!r}{suggestion(endpoint.method, list(_METHODS))}", f"the methods are: {cure_list(_METHODS)}")
    if not _PATH.fullmatch(endpoint.path):
        raise WrongExpression("D526", f"the path {endpoint.path!r} is not well formed", "write whole parts between `/`, each a word or a `{name}`: `/hooks/{name}`")
    if f"{endpoint.path}/".startswith(("/v1/", "/docs/", "/livez/", "/readyz/", "/openapi.json/")):
        raise WrongExpression("D519", f"the path {endpoint.path!r} is not free", "choose another one: /v1, /docs and the health pages belong to the framework")


def _check_limit(endpoint: EndpointDeclaration) -> None:
    if "limit" not in endpoint.rules:
        raise WrongExpression("D520", "an endpoint has no limit", 'write `limit="60/min"`')
    parse_limit(endpoint.rules["limit"])


def _check_auth(endpoint: EndpointDeclaration, drafts: Drafts) -> None:
    if "auth" not in endpoint.rules:
        raise WrongExpression("D520", "an endpoint has no auth", "write `auth=SIGNED_IN`, or `auth=ANYONE` where strangers may call")
    auth: object = endpoint.rules["auth"]
    if not isinstance(auth, Auth):
        raise WrongExpression("D521", f"auth={auth!r} says nobody", "write ANYONE, SIGNED_IN, only(...) or HMAC(env=...)")
    if (auth is SIGNED_IN or isinstance(auth, Only)) and not drafts.accounts:
        raise WrongExpression("D522", "an endpoint for who is signed in, but nobody can sign in to this application", "name an account class: `App(__name__, accounts=Person)`")
    if isinstance(auth, HMAC):
        try:
            _ = auth.seconds
        except (ValueError, AttributeError) as error:
            raise WrongExpression("D527", f"within={auth.within!r} is no time", 'write for example `within="5min"`') from error


def _check_options(endpoint: EndpointDeclaration) -> None:
    unknown = endpoint.rules.get("unknown", "refuse")
    if unknown not in ("refuse", "ignore"):
        raise WrongExpression("D528", f"unknown={unknown!r} is not known", 'write "refuse", or "ignore" for fields that are not declared')
    _size(endpoint.rules.get("body_max"))


def _check_function(endpoint: EndpointDeclaration) -> None:
    if not inspect.iscoroutinefunction(endpoint.function):
        raise WrongExpression("D506", "an endpoint is not async", "write `async def`")
    taken = inspect.signature(endpoint.function).parameters
    missing = [name for name in _NAMED.findall(endpoint.path) if name not in taken]
    if missing:
        raise WrongExpression("D529", f"the path names {missing[0]!r}, which the function does not take{suggestion(missing[0], list(taken))}",
                              f"write it among the parameters: `{missing[0]}: ...`")
    if "body" in taken and endpoint.method in ("GET", "DELETE"):
        raise WrongExpression("D530", f"a {endpoint.method} with a body, which caches and proxies drop", 'take parameters of the query, or write "POST"')


def _require_unsigned(endpoint: EndpointDeclaration, body: Parameter | None) -> None:
    if is_form(body) and isinstance(endpoint.rules.get("auth"), HMAC):
        raise WrongExpression("D546", "a form whose sender signs it: a signature is checked over a body that is there as a whole", "choose another `auth`, or take JSON")


def _typed_auth(auth: Any, context: Parameter | None, drafts: Drafts) -> Any:
    """The rule of `only(...)` with its constants typed, as the caller's account sees it."""
    caller = caller_of(context.annotation, drafts) if context is not None else None
    if caller is not None and context is not None and not (auth is SIGNED_IN or isinstance(auth, Only)):
        raise WrongExpression("D525", f"who calls need not be signed in, but `{context.name}` counts on an account",
                              "write `auth=SIGNED_IN`, or `Ctx[None]` where strangers may call")
    if not isinstance(auth, Only):
        return auth
    account = caller if caller in drafts.of else drafts.accounts[0]
    node, kind = typed(auth.rule, {ME: account}, drafts.of)
    if kind.name != "boolean":
        raise WrongExpression("D330", f"a rule gives {kind.name} instead of a condition", "return a condition: `actor(Person).role == Role.ADMIN`")
    return Only(node)


def _body(rest: list[Parameter]) -> Parameter | None:
    return next((one for one in rest if one.name == "body"), None)


def _body_type(body: Parameter | None) -> FieldType | None:
    if body is None:
        return None
    if body.annotation is inspect.Parameter.empty:
        raise WrongExpression("D504", "the body has no type", "annotate it with a dataclass")
    return form_type(body) if is_form(body) else field_type(body.annotation, {})[0]


def _once(name: str, body: Parameter | None) -> str:
    """The field of the body that names a delivery."""
    if not name:
        return ""
    if is_form(body):
        raise WrongExpression("D545", "`once` of a form: what it names is known only when the files are there", "leave `once` out; callers send an Idempotency-Key")
    annotated: dict[str, object] = getattr(body.annotation, "__annotations__", {}) if body is not None else {}
    known = list(annotated)
    if name not in known:
        raise WrongExpression("D531", f"once={name!r} is no field of the body{suggestion(name, known)}", f"the fields of the body are: {cure_list(known)}")
    return name


def _size(text: object) -> int:
    if text is None:
        return _BODY_MAX
    units = {"KB": 1_000, "MB": 1_000_000}
    found = str(text)
    if found[:-2].isdigit() and found[-2:] in units:
        return int(found[:-2]) * units[found[-2:]]
    raise WrongExpression("D404", f"the size {found!r} is not understood", 'write for example "100KB" or "2MB"')


def _endpoint_call(function: Callable[..., Any], context: Parameter | None) -> Callable[..., Any]:
    def call(ctx: Any, services: Mapping[str, Any], arguments: Mapping[str, Any]) -> Any:
        named = {context.name: ctx} if context is not None else {}
        return function(**named, **services, **arguments)

    return call
