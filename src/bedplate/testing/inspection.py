"""What stands in the database of a test, seen by the application itself: past all rules, without waiting, on a connection of its own."""
from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import cast

from bedplate.declarations.contract import Contract, ResourceContract
from bedplate.declarations.fields.known import plain_type
from bedplate.declarations.fields.type import Stored
from bedplate.declarations.kinds import Kind, typed
from bedplate.declarations.nodes import ME, ROW, Node
from bedplate.storage.compiled import compiled, parameters
from bedplate.storage.expression_kinds import Typed
from bedplate.storage.fragment import Fragment, KeyPart, join, name, slot, sql
from bedplate.storage.predicates import column, emit, table
from bedplate.storage.scopes import Environment, Scope
from bedplate.storage.select import caller_alive, environment, key_equals
from bedplate.storage.sqlite import Limits
from bedplate.storage.sqlite.connection import open_connection
from bedplate.storage.sqlite.driver import Connection
from bedplate.values import Access

__all__ = ["Caller", "Inspection", "Place"]


@dataclass(frozen=True, slots=True)
class Place:
    """One row: which resource, which key."""

    resource: ResourceContract
    key: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose account `me` is in an expression; both None for strangers and for the application."""

    kind: str | None = None
    key: str | None = None


class Inspection:
    """Reads committed rows and evaluates expressions over one of them."""

    def __init__(self, contract: Contract, path: Path, now: Callable[[], datetime]) -> None:
        self._contract = contract
        self._path = path
        self._now = now
        self._connection: Connection | None = None

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def rows(self, text: str, bindings: list[Stored]) -> list[tuple[Stored, ...]]:
        """All rows of one statement of the framework's own tables."""
        if self._connection is None:
            self._connection = open_connection(self._path, writes=False, synchronous="OFF", limits=Limits(), vfs=None)
        return self._connection.cursor().execute(text, bindings).fetchall()

    def values(self, place: Place) -> dict[str, object] | None:
        """All stored and computed values of a row as Python values, those left out that depend on a caller; None if there is no such row."""
        env, row = self._scopes(place.resource, Caller())
        fields = {one.name: (sql("{}.{}", row.alias, name(one.column)), one.type) for one in place.resource.fields.values()}
        for one in place.resource.computed.values():
            with _skipped_where_it_speaks_of_me():
                fields[one.name] = (column(row, one.name, env).fragment, one.type)
        found = self._select(env, row, [fragment for fragment, _ in fields.values()], place, Caller())
        if found is None:
            return None
        pairs = zip(fields.items(), found, strict=True)
        return {field: None if value is None else kind.load(value) for (field, (_, kind)), value in pairs}

    def find(self, resource: ResourceContract, said: Mapping[str, object]) -> Place | None:
        """A row that has these values of its fields; None where there is none."""
        fields = [resource.fields[one] for one in said]
        wanted = join(", ", [name(resource.fields[one].column) for one in resource.key])
        conditions = [sql("{} = {}", name(field.column), slot(KeyPart(at, field.type))) for at, field in enumerate(fields)]
        statement = compiled(sql("SELECT {} FROM {} WHERE {} LIMIT 1", wanted, name(resource.table), join(" AND ", conditions)))
        found = self.rows(statement.text, parameters(statement, None, self._now(), (), tuple(said.values())))
        return Place(resource, tuple(resource.fields[one].type.load(part) for one, part in zip(resource.key, found[0], strict=True))) if found else None

    def value(self, place: Place, node: Node, caller: Caller | None = None) -> object:
        """What an expression comes to on a row, as Python value. Raises LookupError if there is no such row."""
        whose = caller or Caller()
        resources = {ROW: place.resource.name} | ({} if whose.kind is None else {ME: whose.kind})
        known, kind = typed(node, resources, self._contract.resources)
        env, row = self._scopes(place.resource, whose)
        emitted = emit(known, env)
        found = self._select(env, row, [emitted.fragment], place, whose)
        if found is None:
            raise LookupError(f"there is no such {place.resource.name}, or the account is gone or disabled")
        return _loaded(found[0], emitted, kind)

    def holds(self, place: Place, node: Node, caller: Caller) -> bool:
        """Whether a condition is true on a row: unknown is not, and neither is anything for an account that is gone or disabled."""
        env, row = self._scopes(place.resource, caller)
        found = self._select(env, row, [emit(node, env).fragment], place, caller)
        return found is not None and found[0] == 1

    def _scopes(self, resource: ResourceContract, caller: Caller) -> tuple[Environment, Scope]:
        env = environment(self._contract, Access(caller.kind, {}, {}))
        row = Scope(env.aliases.fresh(), resource)
        return env.at(row), row

    def _select(
        self, env: Environment, row: Scope, wanted: list[Fragment], place: Place, caller: Caller
    ) -> tuple[Stored, ...] | None:
        sources, conditions = [table(row.resource, row.alias)], [key_equals(row)]
        if ME in env.scopes:
            sources.insert(0, table(env.scopes[ME].resource, env.scopes[ME].alias))
            conditions.insert(0, caller_alive(env))
        text = sql("SELECT {} FROM {} WHERE {}", join(", ", wanted), join(", ", sources), join(" AND ", conditions))
        statement = compiled(text)
        found = self.rows(statement.text, parameters(statement, caller.key, self._now(), (), place.key))
        return found[0] if found else None


@contextmanager
def _skipped_where_it_speaks_of_me() -> Generator[None]:
    try:
        yield
    except KeyError as missing:
        if missing.args != (ME,):
            raise


def _loaded(stored: Stored, emitted: Typed, kind: Kind) -> object:
    if stored is None:
        return None
    if emitted.kind == "decimal":
        return Decimal(cast("int", stored)).scaleb(-emitted.places)
    known = kind.type or plain_type(emitted.kind)
    return stored if known is None else known.load(stored)

