"""Events, handlers, services and endpoints."""
from __future__ import annotations

import dataclasses
import inspect
import sys
from collections.abc import Callable, Mapping
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from bedplate.declarations.application import AppDeclaration, EndpointDeclaration, HandlerDeclaration
from bedplate.declarations.compiling.actions import context_of, raised
from bedplate.declarations.compiling.draft import Drafts, cure_list, words_of
from bedplate.declarations.compiling.faults import Faults
from bedplate.declarations.compiling.fields import refuse_unknown_option
from bedplate.declarations.compiling.functions import (
    Parameter,
    caller_of,
    is_service,
    mode_of,
    parameter_of,
    resolved,
    result_of,
    row_parameter,
    services_of,
)
from bedplate.declarations.compiling.limits import parse_limit
from bedplate.declarations.contract import EndpointContract, EventContract, HandlerContract, ServiceContract
from bedplate.declarations.declared import Declared, without_none
from bedplate.declarations.endpoints import Auth, Html, Only, Raw, Reply
from bedplate.declarations.events import Event
from bedplate.declarations.fields.of import field_type
from bedplate.declarations.fields.type import FieldType
from bedplate.declarations.kinds import typed
from bedplate.declarations.nodes import ME
from bedplate.declarations.services import Service, parse_duration
from bedplate.declarations.spelling import place_of
from bedplate.declarations.wrong import WrongExpression
from bedplate.errors import Place

__all__ = ["compile_endpoints", "compile_events", "compile_handlers", "compile_services"]

_ENDPOINT = ("auth", "limit", "raw", "unknown", "body_max", "once", "waive", "raises")
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_BODY_MAX = 1_048_576


def _names(drafts: Drafts) -> dict[str, Any]:
    """The names around all classes: events and functions may stand beside resources inside a function."""
    found: dict[str, Any] = {}
    for draft in drafts.of.values():
        found.update(draft.declared.namespace())
    return found


def _context(drafts: Drafts) -> Declared:
    for draft in drafts.of.values():
        return draft.declared
    raise WrongExpression("D109", "the application has no resources", "name its modules or classes: `App(__name__, ...)`")


# ---- events
def compile_events(app: AppDeclaration, drafts: Drafts, faults: Faults) -> dict[str, EventContract]:
    """Every event class of the application's modules, and those that are handled."""
    kinds: dict[type[Any], Place] = {handler.event: handler.place for handler in app.handlers}
    for module in {draft.declared.kind.__module__ for draft in drafts.of.values()}:
        for value in vars(sys.modules[module]).values():
            if isinstance(value, type) and issubclass(value, Event) and value is not Event and value.__module__ == module:
                kinds.setdefault(value, _class_place(value))
    found: dict[str, EventContract] = {}
    for kind, place in kinds.items():
        with faults.at(place, kind.__name__):
            found[kind.__name__] = _event(kind, drafts)
    return found


def _class_place(kind: type[Any]) -> Place:
    try:
        return Place(inspect.getsourcefile(kind) or "?", inspect.getsourcelines(kind)[1])
    except (OSError, TypeError):
        return Place(kind.__module__, 1)


def _event(kind: type[Any], drafts: Drafts) -> EventContract:
    if not issubclass(kind, Event) or not dataclasses.is_dataclass(kind):
        raise WrongExpression("D513", "is no event", "write `@dataclass(frozen=True) class X(Event)`")
    try:
        hints = get_type_hints(kind, localns=_names(drafts), include_extras=True)
    except NameError as error:
        raise WrongExpression("D101", f"the annotation names {error.name!r}, which is not known in this module", "import it at the top level of the module") from error
    fields: list[tuple[str, Any]] = []
    for one in dataclasses.fields(kind):
        annotation, _ = without_none(hints[one.name])
        fields.append((one.name, row_parameter(annotation, drafts) or field_type(annotation, {})[0]))
    return EventContract(kind.__name__, kind.topic, kind.version, kind, tuple(fields))


# ---- handlers and services
def compile_handlers(app: AppDeclaration, drafts: Drafts, faults: Faults) -> tuple[HandlerContract, ...]:
    """The functions under `@app.on(...)`."""
    found: list[HandlerContract] = []
    for handler in app.handlers:
        with faults.at(handler.place, handler.function.__name__):
            found.append(_handler(handler, drafts))
    return tuple(found)


def _handler(handler: HandlerDeclaration, drafts: Drafts) -> HandlerContract:
    if not inspect.iscoroutinefunction(handler.function):
        raise WrongExpression("D506", "a handler is not async", "write `async def`")
    parameters, _ = resolved(handler.function, _context(drafts))
    if not parameters or parameters[0].annotation is not handler.event:
        raise WrongExpression("D514", "the first parameter is not the event", f"write `event: {handler.event.__name__}`")
    context, rest = context_of(parameters[1:])
    strange = [one.name for one in rest if not is_service(one.annotation)]
    if strange:
        raise WrongExpression("D515", f"nobody gives a handler the parameter {strange[0]!r}", "a handler takes the event, a context and services")
    try:
        timeout = parse_duration(handler.timeout).total_seconds()
    except ValueError as error:
        raise WrongExpression("D403", f"the timeout {handler.timeout!r} is not understood", 'write for example "30s" or "5min"') from error
    mode: Any = mode_of(context.annotation)
    return HandlerContract(
        handler.event.__name__, handler.function.__name__, mode, handler.retries, timeout, services_of(rest), _handler_call(handler.function), handler.place)


def _handler_call(function: Callable[..., Any]) -> Callable[..., Any]:
    def call(event: Any, ctx: Any, services: Mapping[str, Any]) -> Any:
        return function(event, ctx, **services)

    return call


def compile_services(app: AppDeclaration, drafts: Drafts, faults: Faults) -> tuple[ServiceContract, ...]:
    """The classes under `@app.service`: what their constructors need is injected by type."""
    found: list[ServiceContract] = []
    for service in app.services:
        with faults.at(service.place, service.kind.__name__):
            needs: tuple[tuple[str, type[Any]], ...] = ()
            if "__init__" in service.kind.__dict__:
                parameters, _ = resolved(service.kind.__init__, _context(drafts))
                needs = services_of(parameters[1:])
                strange = [one.name for one in parameters[1:] if not is_service(one.annotation)]
                if strange:
                    raise WrongExpression("D516", f"nobody gives a service the parameter {strange[0]!r}", "a constructor takes services and settings by type")
            if not issubclass(service.kind, Service):
                raise WrongExpression("D517", "is no service", "let it subclass Service")
            found.append(ServiceContract(service.kind, needs, service.place))
    return tuple(found)


# ---- endpoints
def compile_endpoints(app: AppDeclaration, drafts: Drafts, faults: Faults) -> tuple[EndpointContract, ...]:
    """The functions under `@app.endpoint(...)`."""
    found: list[EndpointContract] = []
    for endpoint in app.endpoints:
        for option in endpoint.rules:
            if option not in _ENDPOINT:
                faults.add(*refuse_unknown_option(endpoint.function.__name__, option, _ENDPOINT), endpoint.place)
        with faults.at(endpoint.place, endpoint.function.__name__):
            found.append(_endpoint(endpoint, drafts))
    return tuple(found)


def _endpoint(endpoint: EndpointDeclaration, drafts: Drafts) -> EndpointContract:
    rules, function = endpoint.rules, endpoint.function
    _well_formed(endpoint)
    parameters, result = resolved(function, _context(drafts))
    context = parameters[0] if parameters and mode_of(parameters[0].annotation) else None
    context = context or next((one for one in parameters if mode_of(one.annotation)), None)
    rest = [one for one in parameters if one is not context]
    if context is not None:
        context_of([context, *rest])
    body = _body(rest)
    plain = [one for one in rest if one is not body and not is_service(one.annotation)]
    kind, raw = _result(result, drafts)
    success, media = _answered(result)
    mode: Any = mode_of(context.annotation) if context else "none"
    return EndpointContract(
        name=function.__name__, method=endpoint.method, path=endpoint.path, auth=_typed_auth(rules["auth"], context, drafts), limit=parse_limit(rules["limit"]),
        raw=bool(rules.get("raw")) or raw, unknown=rules.get("unknown", "refuse"), parameters=tuple(parameter_of(one, drafts) for one in plain),
        body=_body_type(body), mode=mode, caller=caller_of(context.annotation, drafts) if context else None, services=services_of(rest), result=kind,
        raises=raised(rules.get("raises", ())), once=str(rules.get("once", "")), body_max=_size(rules.get("body_max")),
        call=_endpoint_call(function, context), place=place_of(function), waive=dict(rules.get("waive", {})), doc=words_of(function.__doc__),
        success=success, media=media)


def _well_formed(endpoint: EndpointDeclaration) -> None:
    if endpoint.method not in _METHODS:
        raise WrongExpression("D518", f"there is no method {endpoint.method!r}", f"the methods are: {cure_list(_METHODS)}")
    if not endpoint.path.startswith("/") or endpoint.path.startswith(("/v1/", "/docs", "/livez", "/readyz", "/openapi.json")):
        raise WrongExpression("D519", f"the path {endpoint.path!r} is not free", "begin with `/`; /v1, /docs and the health pages belong to the framework")
    for needed in ("auth", "limit"):
        if needed not in endpoint.rules:
            raise WrongExpression("D520", f"an endpoint has no {needed}", 'write `auth=SIGNED_IN, limit="60/min"`; `auth=ANYONE` where strangers may call')
    if not isinstance(endpoint.rules["auth"], Auth):
        raise WrongExpression("D521", "`auth` says nobody", "write ANYONE, SIGNED_IN, only(...) or HMAC(env=...)")
    if not inspect.iscoroutinefunction(endpoint.function):
        raise WrongExpression("D506", "an endpoint is not async", "write `async def`")


def _typed_auth(auth: Any, context: Parameter | None, drafts: Drafts) -> Any:
    """The rule of `only(...)` with its constants typed, as the caller's account sees it."""
    if not isinstance(auth, Only):
        return auth
    caller = caller_of(context.annotation, drafts) if context is not None else None
    account = caller if caller in drafts.of else next(iter(drafts.accounts), None)
    if account is None:
        raise WrongExpression("D522", "`only(...)` in an application without accounts", "name an account class in `App(accounts=...)`")
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
    return field_type(body.annotation, {})[0]


def _result(annotation: Any, drafts: Drafts) -> tuple[Any, bool]:
    """(type, raw): of several replies the first one's body."""
    if annotation is None:
        return None, False
    arms = get_args(annotation) if _is_union(annotation) else (annotation,)
    first = next((one for one in arms if one is not type(None)), None)
    if first in (Html, Raw):
        return None, True
    origin = get_origin(first) or first
    if isinstance(origin, type) and issubclass(origin, Reply):
        inner = get_args(first)
        return _result(inner[0] if inner and inner[0] is not type(None) else None, drafts)
    return result_of(first, drafts)[0], False


_DOCUMENTED = (200, 201, 204, 303)


def _answered(annotation: Any) -> tuple[int, str]:
    """(status, media) of the first reply that is a success."""
    arms = get_args(annotation) if _is_union(annotation) else (annotation,)
    for arm in arms:
        kind = get_origin(arm) or arm
        status = kind.status if isinstance(kind, type) and issubclass(kind, Reply) else 200
        if status in _DOCUMENTED:
            body = (*get_args(arm), None)[0] if isinstance(kind, type) and issubclass(kind, Reply) else arm
            return status, {Html: "text/html", Raw: "application/octet-stream"}.get(body, "") if isinstance(body, type) else ""
    return 200, ""


def _is_union(annotation: Any) -> bool:
    return get_origin(annotation) in (Union, UnionType)


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

