"""Events, handlers, services and settings."""
from __future__ import annotations

import dataclasses
import inspect
import sys
from collections.abc import Callable, Mapping
from typing import Any, cast, get_args, get_type_hints

from bedplate.declarations.application import AppDeclaration, HandlerDeclaration
from bedplate.declarations.compiling.actions import context_of
from bedplate.declarations.compiling.draft import Drafts, name_of
from bedplate.declarations.compiling.faults import Faults
from bedplate.declarations.compiling.functions import (
    is_service,
    mode_of,
    patience,
    resolved,
    row_parameter,
    services_of,
    some_declaration,
)
from bedplate.declarations.contract import EventContract, HandlerContract, ServiceContract
from bedplate.declarations.declared import without_none
from bedplate.declarations.events import Event
from bedplate.declarations.fields.of import field_type
from bedplate.declarations.services import Service, Settings, is_setting_type, setting_types
from bedplate.declarations.wrong import WrongExpression
from bedplate.errors import Place

__all__ = ["compile_events", "compile_handlers", "compile_services", "compile_settings"]


def _names(drafts: Drafts) -> dict[str, Any]:
    """The names around all classes: events and functions may stand beside resources inside a function."""
    found: dict[str, Any] = {}
    for draft in drafts.of.values():
        found.update(draft.declared.namespace())
    return found


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
        if kind.__name__ in found:
            faults.add("D533", f"two events are called {kind.__name__}", "rename one of them: events are kept under their names", place)
            continue
        with faults.at(place, kind.__name__):
            found[kind.__name__] = _event(kind, drafts)
    return found


def _class_place(kind: type[Any]) -> Place:
    try:
        lines, first = inspect.getsourcelines(kind)
        above = next((number for number, line in enumerate(lines) if line.lstrip().startswith("class ")), 0)  # its decorators
        return Place(inspect.getsourcefile(kind) or "?", first + above)
    except (OSError, TypeError):
        return Place(kind.__module__, 1)


def _event(kind: type[Any], drafts: Drafts) -> EventContract:
    if not issubclass(kind, Event):
        raise WrongExpression("D513", "this class is no event", f"write `@dataclass(frozen=True) class {kind.__name__}(Event)`")
    if "__dataclass_params__" not in kind.__dict__ or not kind.__dict__["__dataclass_params__"].frozen:
        raise WrongExpression("D513", "an event is no frozen dataclass", f"write `@dataclass(frozen=True)` above `class {kind.__name__}(Event)`")
    try:
        hints = get_type_hints(kind, localns=_names(drafts), include_extras=True)
    except NameError as error:
        raise WrongExpression("D101", f"the annotation names {error.name!r}, which is not known in this module", "import it at the top level of the module") from error
    fields: list[tuple[str, Any]] = []
    for one in dataclasses.fields(cast("Any", kind)):
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
    parameters, _ = resolved(handler.function, some_declaration(drafts))
    if not parameters or parameters[0].annotation is not handler.event:
        raise WrongExpression("D514", "the first parameter is not the event", f"write `event: {handler.event.__name__}`")
    context, rest = context_of(parameters[1:])
    strange = [one.name for one in rest if not is_service(one.annotation)]
    if strange:
        raise WrongExpression("D515", f"nobody gives a handler the parameter {strange[0]!r}", "a handler takes the event, a context and services")
    retries, timeout = patience(handler.retries, handler.timeout)
    mode: Any = mode_of(context.annotation)
    return HandlerContract(
        handler.event.__name__, handler.function.__name__, mode, retries, timeout, services_of(rest), _handler_call(handler.function), handler.place)


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
                parameters, _ = resolved(service.kind.__init__, some_declaration(drafts))
                needs = services_of(parameters[1:])
                strange = [one.name for one in parameters[1:] if not is_service(one.annotation)]
                if strange:
                    raise WrongExpression("D516", f"nobody gives a service the parameter {strange[0]!r}", "a constructor takes services and settings by type")
            if not issubclass(service.kind, Service):
                raise WrongExpression("D517", "this class is no service", "let it subclass Service")
            found.append(ServiceContract(service.kind, needs, service.place))
    return tuple(found)


# ---- settings
def compile_settings(app: AppDeclaration, faults: Faults) -> type[Settings] | None:
    """The application's own settings, every one of a type that a text of the environment can be."""
    kind: Any = app.settings
    if kind is None:
        return None
    if not (isinstance(kind, type) and issubclass(kind, Settings)):
        name = name_of(cast("object", kind))
        faults.add("D904", f"{name} is no class of settings", f'write `class {name}(Settings, prefix="...")`', app.place)
        return None
    place = _class_place(kind)
    try:
        types = setting_types(kind)
    except NameError as error:
        faults.add("D101", f"{kind.__name__}: the annotation names {error.name!r}, which is not known in this module", "import it at the top level of the module", place)
        return kind
    for name, hint in types.items():
        if not is_setting_type(hint):
            words = getattr(hint, "__name__", str(hint)) if not get_args(hint) else str(hint)
            faults.add("D903", f"{kind.__name__}.{name} is a {words}, which no text of the environment can be",
                       "write str, bool, int, float, Decimal, timedelta, an Enum or Secret", place)
    return kind
