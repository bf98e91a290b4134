"""A resource while it is compiled: what is known of it so far."""
from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from bedplate.declarations.contract import (
    ActionContract,
    CheckContract,
    ComputedContract,
    FieldContract,
    HookContract,
    IndexContract,
    Limit,
    RelationContract,
    Rule,
    SortKey,
    UniqueContract,
)
from bedplate.declarations.declared import Declared

__all__ = ["Draft", "Drafts", "cure_list", "name_of", "snake", "words_of"]

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(slots=True)
class Draft:
    """Grows into a ResourceContract."""

    declared: Declared
    account: bool
    limit: Limit = field(default_factory=lambda: Limit(600, 60, 100))
    fields: dict[str, FieldContract] = field(default_factory=dict[str, FieldContract])
    relations: dict[str, RelationContract] = field(default_factory=dict[str, RelationContract])
    computed: dict[str, ComputedContract] = field(default_factory=dict[str, ComputedContract])
    rules: list[Rule] = field(default_factory=list[Rule])
    checks: list[CheckContract] = field(default_factory=list[CheckContract])
    uniques: list[UniqueContract] = field(default_factory=list[UniqueContract])
    indexes: list[IndexContract] = field(default_factory=list[IndexContract])
    actions: dict[str, ActionContract] = field(default_factory=dict[str, ActionContract])
    hooks: list[HookContract] = field(default_factory=list[HookContract])
    sort: tuple[SortKey, ...] = ()
    deletion: Literal["", "own", "with"] = ""
    report: bool = False  # no resource: its rules are compiled like those of one

    @property
    def name(self) -> str:
        return self.declared.name

    @property
    def options(self) -> Mapping[str, object]:
        return self.declared.options

    def option(self, name: str) -> str | None:
        """An option that is a name, if it was said."""
        value = self.declared.options.get(name)
        return value if isinstance(value, str) and value else None

    @property
    def key(self) -> tuple[str, ...]:
        return self.declared.key_names()


@dataclass(frozen=True, slots=True)
class Drafts:
    """All resources of the application."""

    of: dict[str, Draft]
    accounts: tuple[str, ...]

    def get(self, declared: Declared | None) -> Draft | None:
        """The draft of a class, if it is part of the application."""
        found = self.of.get(declared.name) if declared is not None else None
        return found if found is not None and declared is not None and found.declared is declared else None


def name_of(value: object) -> str:
    """A class by its name, anything else as Python shows it."""
    name: object = getattr(value, "__name__", None)
    return name if isinstance(name, str) else repr(value)


def snake(name: str) -> str:
    """`OrderLine` -> `order_line`."""
    return _HUMP.sub("_", name).lower()


def words_of(doc: str | None) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join((doc or "").strip().split("\n\n")[0].split())


def cure_list(names: Sequence[str]) -> str:
    """`a, b, c`, or words for none."""
    return ", ".join(names) or "none"
