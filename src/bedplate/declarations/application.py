"""What `App` collects, before it is compiled: plain lists, in the order in which they were written."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeAlias

from bedplate.declarations.messages import Messages
from bedplate.errors import Place

if TYPE_CHECKING:
    from bedplate.declarations.endpoints import Sessions
    from bedplate.declarations.reports import Report
    from bedplate.declarations.resources import Row, User
    from bedplate.declarations.services import Settings

__all__ = ["AppDeclaration", "EndpointDeclaration", "HandlerDeclaration", "Model", "ScheduleDeclaration", "ServiceDeclaration"]

Model: TypeAlias = "str | ModuleType | type[Row] | type[Report]"


@dataclass(frozen=True, slots=True)
class HandlerDeclaration:
    """`@app.on(TicketAssigned, retries=8, timeout="30s")`."""

    event: type[Any]
    function: Callable[..., Any]
    place: Place
    retries: int = 8
    timeout: str = "30s"


@dataclass(frozen=True, slots=True)
class ScheduleDeclaration:
    """`@app.every("5min")`, or with a zone `@app.cron("0 3 * * *", tz="UTC")`."""

    when: str
    zone: str | None
    function: Callable[..., Any]
    place: Place
    retries: int = 8
    timeout: str = "30s"


@dataclass(frozen=True, slots=True)
class EndpointDeclaration:
    """`@app.endpoint("POST", "/hooks/bank", auth=..., limit=...)`; `rules` are its keywords as written."""

    method: str
    path: str
    rules: Mapping[str, Any]
    function: Callable[..., Any]
    place: Place
    errors: Callable[..., Any] | None = None  # of its group


@dataclass(frozen=True, slots=True)
class ServiceDeclaration:
    """`@app.service`."""

    kind: type[Any]
    place: Place


@dataclass(slots=True)
class AppDeclaration:
    """Everything that one application names. `models` are module names, modules or classes."""

    place: Place
    models: tuple[Model, ...] = ()
    accounts: tuple[type[User], ...] = ()
    settings: type[Settings] | None = None
    limit: str = "600/min"
    title: str = "API"
    version: str = "1"
    handlers: list[HandlerDeclaration] = field(default_factory=list[HandlerDeclaration])
    schedules: list[ScheduleDeclaration] = field(default_factory=list[ScheduleDeclaration])
    endpoints: list[EndpointDeclaration] = field(default_factory=list[EndpointDeclaration])
    services: list[ServiceDeclaration] = field(default_factory=list[ServiceDeclaration])
    messages: tuple[Messages, ...] = ()
    sessions: Sessions | None = None
