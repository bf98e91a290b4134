"""The neutral picture of an application: its routes as mounted, and what each of them does. Rules see this and no framework."""
from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from bedplate.checklist.item import Place
from bedplate.checklist.review.trace import MOST, Event, Happening, flatten
from bedplate.checklist.review.value import Function, Value, names_caller

__all__ = ["Guard", "Parameter", "Picture", "Route", "Setting"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One input of a route. `where` is path, query, body, form, header, cookie, file or caller."""

    name: str
    where: str
    type: str
    place: Place


@dataclass(frozen=True)
class Guard:
    """A dependency, decorator or hook that runs before the handler, as mounted (route, router or app)."""

    name: str
    level: str
    place: Place
    events: tuple[Event, ...] = field(default=(), repr=False, compare=False)
    kind: str = ""

    @cached_property
    def happenings(self) -> tuple[Happening, ...]:
        """What the guard does; the same for every route that it stands before."""
        return tuple(flatten(self.events))


@dataclass(frozen=True, eq=False)
class Route:
    """One route as mounted. `happenings` are the events of its guards and its handler, in order."""

    framework: str
    method: str
    path: str
    handler: str
    place: Place
    function: Function | None
    parameters: tuple[Parameter, ...]
    guards: tuple[Guard, ...]
    events: tuple[Event, ...]
    result: Value
    response_model: Value | None
    asynchronous: bool
    router: str
    documented: bool = True
    limits: tuple[str, ...] = ()
    happenings: tuple[Happening, ...] = ()

    @property
    def unresolved(self) -> Guard | None:
        """A guard that could not be followed: it may ask for anything."""
        return next((guard for guard in self.guards if guard.kind == "unresolved"), None)

    @property
    def cut(self) -> bool:
        """Whether it does more than is followed."""
        return len(self.own) >= MOST or any(len(guard.happenings) >= MOST for guard in self.guards)

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def writes(self) -> bool:
        return self.method in {"POST", "PUT", "PATCH", "DELETE"}

    def all(self) -> tuple[Happening, ...]:
        """Everything that happens: in the guards first, then in the handler."""
        found = [*(each for guard in self.guards for each in guard.happenings), *self.own]
        return tuple(found)

    @cached_property
    def own(self) -> tuple[Happening, ...]:
        """What the handler itself does, without its guards."""
        return tuple(flatten(self.events))

    @cached_property
    def decisions(self) -> tuple[Happening, ...]:
        """The few happenings that may decide about a row: comparisons, fetches, refusals, and calls that were not followed."""
        return tuple(each for each in self.happenings if each.event.kind in {"compare", "fetch", "refuse"} or each.event.name == "?")

    @cached_property
    def stored(self) -> tuple[Happening, ...]:
        """The happenings that touch the store."""
        return tuple(each for each in self.happenings if each.event.kind in {"fetch", "write"})

    @cached_property
    def returns(self) -> tuple[Happening, ...]:
        """The answers that leave: those of the handler itself, and those of what is wrapped around it."""
        node = self.function.node if self.function is not None else None
        place = self.function.module.path if self.function is not None else ""
        found: list[Happening] = []
        for each in self.own:
            inside = node is not None and each.event.place.path == place and node.lineno <= each.event.place.line <= (node.end_lineno or node.lineno)
            if each.event.kind == "return" and (not each.stack or inside):
                found.append(each)
        return tuple(sorted(found, key=lambda each: -len(each.stack)))

    @cached_property
    def gates(self) -> frozenset[int]:
        """How what is wrapped around the handler refuses without a look at what was sent: some callers are kept out, though whom is not understood."""
        function = self.function
        if function is None:
            return frozenset()
        lines = range(function.node.lineno, (function.node.end_lineno or function.node.lineno) + 1)
        refusals = [each for each in self.happenings if each.event.kind == "refuse"
                    and not any(label.startswith(("path:", "query:", "body", "form:", "row:")) for label in each.event.labels)]  # fmt: skip
        around = [each.event.statuses for each in refusals
                  if not any(one.place.path == function.module.path and one.place.line in lines for one in (*each.stack, each.event))]  # fmt: skip
        return frozenset[int]().union(*around)

    @cached_property
    def authenticated(self) -> bool:
        """A credential is asked for: some refusal depends on who is calling, or a known guard stands before the handler."""
        if any(guard.kind == "authentication" for guard in self.guards):
            return True
        return any(
            each.event.kind == "refuse" and each.event.statuses & {0, 302, 303, 307, 401, 403} and names_caller(each.event.labels)
            for each in self.happenings
        )


@dataclass(frozen=True, slots=True)
class Setting:
    """A piece of configuration: a middleware or extension with its arguments."""

    name: str
    value: Value
    place: Place


@dataclass
class Picture:
    """All routes and settings of what was read. `unread` says which routes could not be followed, and why."""

    routes: list[Route] = field(default_factory=list[Route])
    tables: list[Route] = field(default_factory=list[Route])  # of frameworks that are read as tables: shown, and not asked by rules
    settings: list[Setting] = field(default_factory=list[Setting])
    frameworks: set[str] = field(default_factory=set[str])
    error_handlers: list[Route] = field(default_factory=list[Route])
    unread: list[tuple[Place, str]] = field(default_factory=list[tuple[Place, str]])
