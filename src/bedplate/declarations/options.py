"""The options of classes, fields, references and actions, by name; and the aliases for common texts."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal, Required, TypeAlias, TypedDict, Unpack

from bedplate.errors import Refusal

__all__ = ["ActionRules", "BigInt", "DeclaredRules", "Email", "FieldRules", "LinkRules", "Long", "ManyRules", "Options", "RefRules", "Short", "Url", "rules"]


class FieldRules(TypedDict, total=False):
    """What may be said of a field."""

    max: int  # length of a text, list or bytes (texts and bytes must have one)
    min: int
    ge: int | float | Decimal | timedelta
    gt: int | float | Decimal | timedelta
    le: int | float | Decimal | timedelta
    lt: int | float | Decimal | timedelta
    places: int  # digits after the point of a Decimal
    pattern: str
    distinct: bool  # no item of a list twice
    unique: bool | str  # True, or the field within which it is unique
    filter: bool  # may be filtered by, and gets its index
    contains: bool  # texts and lists: may be looked through, which no index can serve
    sort: bool
    group: bool  # rows may be grouped by it
    measure: bool  # may be summed, averaged and the like over many rows
    search: bool  # its words are found by `?q=`
    writable: bool  # False: never from input
    immutable: bool  # from input at creation only
    hidden: bool  # never in a response, filter, event or client
    pii: bool
    secret: bool  # hidden, and kept out of every log
    key: bool  # (part of) the primary key
    column: str  # its name in an existing table


class RefRules(TypedDict, total=False):
    """What may be said of a reference."""

    on_delete: Literal["cascade", "restrict", "set_null"]
    filter: bool
    group: bool  # rows may be grouped by it
    writable: bool
    immutable: bool
    unique: bool | str
    key: bool
    column: str


class ManyRules(TypedDict, total=False):
    """What may be said of the many side."""

    max: int
    sort: str
    nested: bool  # its rows may be written with the row that they refer to, in one call


class LinkRules(TypedDict, total=False):
    """What may be said of a many-to-many relation."""

    max: int
    sort: str
    filter: bool  # callers may ask for rows by what they are linked to


class Options(TypedDict, total=False):
    """What may be said of a class: `class Ticket(Resource, tenant="org", sort="-created_at")`."""

    tenant: str | None  # ANDed to every rule, filled from the actor
    part_of: str | None  # to read it one must read the parent; to write it, update the parent
    internal: bool  # no API of its own; for code only
    path: str
    table: str  # exists already: never migrated
    sort: str  # of a list that names none
    page: int
    max_page: int
    count: Literal["exact", "capped"]  # `?count=exact`: counts every row; capped if not said
    limit: str
    export: tuple[Literal["csv", "ndjson"], ...]  # in which its rows may be exported; closed until a rule opens "export"
    soft_delete: bool  # deleting only marks: rows can be restored, or purged for good
    history: bool  # who changed what, and when, is kept of each row; closed until a rule opens "history"
    sign_up: Literal["open", "invite", "closed"]  # of an account class; closed if not said
    if_match: Literal["required"]  # who changes a row says which revision they read
    bulk: int  # so many rows at most are written by one call: `POST …/bulk`, PATCH and DELETE by filter
    upsert: str  # a unique field or set by which PUT creates a row or replaces the one that there is
    replace: bool  # PUT of one row sets every field that may be written


class ActionRules(TypedDict, total=False):
    """What may be said of an action."""

    limit: Required[str]
    idempotent: bool  # without an Idempotency-Key it is refused; else the caller may send one
    raises: tuple[type[Refusal], ...]


@dataclass(frozen=True, slots=True)
class DeclaredRules:
    """Rules inside Annotated: `Annotated[Decimal, rules(ge=0, places=2)]`."""

    rules: Mapping[str, Any]

    def __hash__(self) -> int:
        """`Annotated[Decimal, rules(places=2)] | None` puts the rules into a set."""
        return hash(frozenset(self.rules.items()))


def rules(**r: Unpack[FieldRules]) -> object:
    """Rules of a value for Annotated, in fields, parameters and shapes."""
    return DeclaredRules(dict(r))


Email: TypeAlias = Annotated[str, "email"]
BigInt: TypeAlias = Annotated[int, "bigint"]
Url: TypeAlias = Annotated[str, "url"]
Short: TypeAlias = Annotated[str, rules(max=200)]
Long: TypeAlias = Annotated[str, rules(max=20_000)]
