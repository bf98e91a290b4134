"""What the names of an expression mean while it is emitted: which table under which alias, and whose rules hold for what it reads."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bedplate.declarations.contract import Contract, ResourceContract
from bedplate.declarations.nodes import ME, ROW
from bedplate.storage.fragment import Fragment, name
from bedplate.values import Access

__all__ = ["Aliases", "Environment", "Scope"]


class Aliases:
    """Fresh table aliases of one statement."""

    __slots__ = ("_count",)

    def __init__(self) -> None:
        self._count = 0

    def fresh(self) -> Fragment:
        """`r1`, `r2`, ..."""
        self._count += 1
        return name(f"r{self._count}")


@dataclass(frozen=True, slots=True)
class Scope:
    """A row under an alias. `generated` says whether stored computed fields are columns there (a new row's values have none yet)."""

    alias: Fragment
    resource: ResourceContract
    generated: bool = True


@dataclass(frozen=True, slots=True)
class Environment:
    """Where an expression is emitted.

    With `guard` each row that it reaches over a relation, and each field read of it, must be readable under that access: so it is for
    what clients are shown. Rules, checks and the application's own queries see everything. `literal` is for the schema, where SQL
    takes no parameters.
    """

    contract: Contract
    scopes: Mapping[str, Scope]
    aliases: Aliases
    guard: Access | None = None
    literal: bool = False

    def at(self, row: Scope, *, guard: Access | None = None) -> Environment:
        """The same statement, seen from another row; of the other scopes only the caller's account remains."""
        scopes = {ROW: row}
        if ME in self.scopes:
            scopes[ME] = self.scopes[ME]
        return replace(self, scopes=scopes, guard=guard)

    def resource_of(self, scope: str) -> ResourceContract:
        """What a scope is a row of. Where nobody is calling, `me` is taken for the class of accounts that all of them share."""
        found = self.scopes.get(scope)
        return self.contract.resources[self.contract.accounts[0]] if found is None else found.resource

    def bound(self, scope: str, row: Scope) -> Environment:
        """With one scope more."""
        return replace(self, scopes={**self.scopes, scope: row})
