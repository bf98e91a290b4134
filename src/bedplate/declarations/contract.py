"""The Contract: everything an application declared, compiled once into frozen values.

REST, OpenAPI, storage, boot checks, `inspect` and the tests read this and nothing else. It holds no SQL and no open resource. What
must stay code (actions, hooks, checks of the developer) is held as opaque callables.
"""
from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from bedplate.declarations.fields.type import FieldType
from bedplate.declarations.messages import Catalogue
from bedplate.declarations.nodes import Node
from bedplate.declarations.schedules import Times
from bedplate.errors import Place, Refusal

if TYPE_CHECKING:
    from bedplate.declarations.reports import ReportContract

__all__ = [
    "ActionContract", "CheckContract", "ComputedContract", "Contract", "EndpointContract", "ErrorsContract", "EventContract", "FieldContract", "FromCaller",
    "HandlerContract", "HookContract", "IndexContract", "Limit", "LinkContract", "Operation", "ParameterContract", "RelationContract", "ReplyContract", "ResourceContract",
    "RowParameter", "Rule", "SerialContract", "ServiceContract", "SortKey", "UniqueContract", "Verb",
]

Verb: TypeAlias = str
"""`list`, `read`, `create`, `update`, `delete`, or the name of an action. `list` is governed by the rules of `read`."""


@dataclass(frozen=True, slots=True)
class Limit:
    """`"60/min"`: so many calls in so many seconds, refilled evenly (GCRA); `burst` of them may come at once."""

    count: int
    seconds: int
    burst: int

    def __str__(self) -> str:
        return f"{self.count}/{ {1: 's', 60: 'min', 3600: 'hour', 86400: 'day'}.get(self.seconds, f'{self.seconds}s') }"


@dataclass(frozen=True, slots=True)
class FromCaller:
    """A default taken from the caller: `()` is the caller's own account, `("org",)` that account's `org`."""

    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SerialContract:
    """A number that the database draws: 1, 2, 3, … for each row that `per` refers to, or for all. `gapless`: none is ever left out."""

    per: str | None
    gapless: bool


@dataclass(frozen=True, slots=True)
class FieldContract:
    """A stored field, references included (their type is the type of the target's key)."""

    name: str
    column: str
    type: FieldType
    nullable: bool
    place: Place
    required: bool = False  # must be in the input of a create
    default: object = None  # a plain value, only meaningful where has_default
    has_default: bool = False
    default_factory: Callable[[], object] | None = None
    default_caller: FromCaller | None = None
    target: str | None = None  # name of the resource this refers to
    on_delete: Literal["cascade", "restrict", "set_null"] = "restrict"
    key: bool = False
    writable: bool = True  # may ever come from input
    immutable: bool = False  # from input at creation only
    automatic: Literal["", "key", "created_at", "updated_at", "deleted_at"] = ""  # filled by the framework
    hidden: bool = False
    pii: bool = False
    secret: bool = False
    filter: bool = False
    contains: bool = False
    sort: bool = False
    search: bool = False
    group: bool = False  # rows may be grouped by it
    measure: bool = False  # may be summed and its like
    moves: Mapping[object, tuple[object, ...]] | None = None  # Python values; a value to itself is no move
    doc: str = ""
    id: int = 0  # stable id from contract.lock.json
    serial: SerialContract | None = None


@dataclass(frozen=True, slots=True)
class LinkContract:
    """How a many-to-many relation is stored: rows of `table`, which hold the key of the row here and the key of the row there."""

    table: str
    here: str  # column with the key of the row whose relation it is
    there: str  # column with the key of the related row
    key: FieldType  # of the related row
    back: str = ""  # the same links as a relation of the other side, if there is one
    through: str = ""  # the declared resource whose rows are the links; else the table is ours and holds nothing but both keys
    most: int | None = None  # links of one row at most; None: no bound
    writable: bool = False  # may come as a list of keys in the bodies of create and update
    filter: bool = False  # callers may ask for rows by what they are linked to
    owns: bool = False  # of the two sides of a table of ours the one that makes it


@dataclass(frozen=True, slots=True)
class RelationContract:
    """A way from one resource to another: `one` over a reference of its own, `many` over the other's reference `by`, or over `link`."""

    name: str
    cardinality: Literal["one", "many"]
    target: str
    by: str  # one: the own reference field (same name); many: the reference field of the target, "" over a link
    nullable: bool
    max: int  # rows of a nested list at most
    place: Place
    sort: tuple[SortKey, ...] = ()
    doc: str = ""
    nested: bool = False  # many: its rows may be written with the row that they refer to, in one call
    link: LinkContract | None = None


@dataclass(frozen=True, slots=True)
class SortKey:
    field: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class ComputedContract:
    """A field that is an expression over the row. `stored` ones (own columns only, no clock, no caller) become generated columns with
    an index, which is what makes them filterable and sortable."""

    name: str
    type: FieldType
    nullable: bool
    node: Node
    place: Place
    filter: bool = False
    sort: bool = False
    group: bool = False
    measure: bool = False
    stored: bool = False
    hidden: bool = False
    pii: bool = False
    secret: bool = False
    reads: tuple[str, ...] = ()  # own fields it is made of: their field rules and marks hold for it too
    doc: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A traced policy. `actor` is the account resource it speaks of ("*" for every account, None for strangers' rules)."""

    name: str
    effect: Literal["allow", "forbid"]
    verbs: tuple[Verb, ...]
    fields: tuple[str, ...]  # empty: the row; else a further condition on these fields
    node: Node
    actor: str | None
    place: Place
    limit: Limit | None = None  # of strangers' rules
    across_tenants: bool = False
    doc: str = ""


@dataclass(frozen=True, slots=True)
class CheckContract:
    """Holds after every write; its name is the code of the 409, its docstring the words. `own_columns` ones become a CHECK."""

    name: str
    code: str
    words: str
    node: Node
    own_columns: bool
    place: Place
    refusal: type[Refusal] | None = None  # the 409 with this code and these words


@dataclass(frozen=True, slots=True)
class UniqueContract:
    name: str
    code: str
    fields: tuple[str, ...]
    place: Place
    refusal: type[Refusal] | None = None


@dataclass(frozen=True, slots=True)
class IndexContract:
    fields: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class RowParameter:
    """An action's parameter that is a row: its key comes in, a row that the caller may read arrives."""

    resource: str


@dataclass(frozen=True, slots=True)
class ParameterContract:
    name: str
    type: FieldType | RowParameter
    nullable: bool
    required: bool
    default: object = None
    many: bool = False
    doc: str = ""
    source: Literal["", "header", "cookie"] = ""  # of endpoints; else it is in the path where the template names it, or in the query
    source_name: str = ""  # name of that header (lower case) or cookie


@dataclass(frozen=True, slots=True)
class ActionContract:
    """An async method of a resource. `call(row_or_class, ctx, services, arguments)` runs it; `mode` says what its ctx may do."""

    name: str
    resource: str
    instance: bool
    mode: Literal["decide", "act"]
    caller: str | None  # account resource of Ctx[...]; None: strangers too; "*": any account
    parameters: tuple[ParameterContract, ...]
    services: tuple[tuple[str, type[Any]], ...]
    result: FieldType | RowParameter | None  # what the answer holds
    result_nullable: bool
    limit: Limit
    idempotent: bool
    raises: tuple[type[Refusal], ...]
    call: Callable[..., Awaitable[Any]]
    place: Place
    result_many: bool = False
    doc: str = ""


@dataclass(frozen=True, slots=True)
class HookContract:
    resource: str
    verb: Literal["create", "update", "delete"]
    name: str
    call: Callable[..., Awaitable[None]]
    place: Place


@dataclass(frozen=True, slots=True)
class EventContract:
    """An event type: how its fields travel. `fields` maps a name to a field type or to a resource (its key travels)."""

    name: str
    topic: str
    version: int
    kind: type[Any]
    fields: tuple[tuple[str, FieldType | RowParameter], ...]


@dataclass(frozen=True, slots=True)
class HandlerContract:
    event: str
    name: str
    mode: Literal["decide", "act"]
    retries: int
    timeout: float  # seconds
    services: tuple[tuple[str, type[Any]], ...]
    call: Callable[..., Awaitable[None]]
    place: Place


@dataclass(frozen=True, slots=True)
class ScheduleContract:
    """What is run by the clock. Its handler is given no event."""

    times: Times
    handler: HandlerContract

    @property
    def name(self) -> str:
        return self.handler.name


@dataclass(frozen=True, slots=True)
class ServiceContract:
    kind: type[Any]
    needs: tuple[tuple[str, type[Any]], ...]  # constructor parameters, by type
    place: Place


@dataclass(frozen=True, slots=True)
class ReplyContract:
    """One shape of an answer. `status` None: that of the refusal which it tells."""

    status: int | None
    type: FieldType | RowParameter | None
    media: str = ""  # of bytes; else JSON of the type
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class ErrorsContract:
    """How a group of endpoints tells refusals: a plain function of the refusal, and the shapes that it gives."""

    call: Callable[[Refusal], object]
    replies: tuple[ReplyContract, ...]


@dataclass(frozen=True, slots=True)
class EndpointContract:
    """A hand-written contract: `@app.endpoint`."""

    name: str
    method: str
    path: str
    auth: Any  # declarations.endpoints.Auth value
    limit: Limit
    raw: bool
    unknown: Literal["refuse", "ignore"]
    parameters: tuple[ParameterContract, ...]  # path and query
    body: FieldType | None
    mode: Literal["decide", "act", "none"]
    caller: str | None
    services: tuple[tuple[str, type[Any]], ...]
    result: FieldType | RowParameter | None
    raises: tuple[type[Refusal], ...]
    once: str
    body_max: int
    call: Callable[..., Awaitable[Any]]
    place: Place
    waive: Mapping[str, str] = field(default_factory=dict[str, str])
    doc: str = ""
    form: bool = False  # the body is a form, which may hold files
    types: tuple[str, ...] = ()  # of these files, by content
    success: int = 200  # status of the first declared reply
    media: str = ""  # of a raw answer where the declaration says it; else JSON
    replies: tuple[ReplyContract, ...] = ()
    errors: ErrorsContract | None = None  # how it tells refusals; None: in the envelope


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing a caller can ask for: a method on a path template. The list of all of them is what is served, documented and limited."""

    id: str  # "ticket.list", "ticket.assign", "auth.sign_in", "system.livez"
    method: str
    path: str  # "/v1/tickets/{id}"
    verb: Verb
    resource: str | None = None
    action: ActionContract | None = None
    endpoint: EndpointContract | None = None
    parent: str | None = None  # reference field that the first path parameter fills ("ticket" of comments)
    strangers: bool = False  # may be called without an identity
    limit: Limit = Limit(600, 60, 100)
    credential: bool = False  # sign-in and its like: the stricter limit, no-store, small body
    success: int = 200
    summary: str = ""
    refusals: tuple[type[Refusal], ...] = ()
    parameters: tuple[ParameterContract, ...] = ()  # of framework operations: the fields of their body
    answer: Mapping[str, object] | None = None  # of framework operations: the JSON Schema of `data`
    media: str = "application/json"  # of the answer
    account: str | None = None  # of account operations: whose credentials they are about
    cost: int = 1  # units of the limit that one call takes
    must_match: bool = False  # without If-Match it is 428
    strangers_limit: Limit | None = None  # for callers without an identity, where their rule says a stricter one
    file: str | None = None  # the field whose bytes it gives or takes
    report: str | None = None  # the report that it shows or exports


@dataclass(frozen=True, slots=True)
class ResourceContract:
    name: str  # the class's name
    path: str  # in URLs
    table: str
    key: tuple[str, ...]
    fields: Mapping[str, FieldContract]
    relations: Mapping[str, RelationContract]
    computed: Mapping[str, ComputedContract]
    rules: tuple[Rule, ...]
    checks: tuple[CheckContract, ...]
    uniques: tuple[UniqueContract, ...]
    indexes: tuple[IndexContract, ...]
    actions: Mapping[str, ActionContract]
    hooks: tuple[HookContract, ...]
    sort: tuple[SortKey, ...]
    place: Place
    kind: type[Any]
    tenant: str | None = None
    part_of: str | None = None
    internal: bool = False
    account: bool = False
    sign_up: Literal["open", "invite", "closed"] = "closed"
    page: int = 20
    max_page: int = 100
    count: Literal["exact", "capped"] = "capped"  # what callers may ask for
    limit: Limit = Limit(600, 60, 100)
    export: tuple[str, ...] = ()  # formats in which its rows may be exported
    adopted: bool = False  # `table=` was said: never migrated
    must_match: bool = False  # a change of a row that exists says which revision it was read at (If-Match), else 428
    bulk: int = 0  # rows that one call may write at most; 0: only one by one
    upsert: tuple[str, ...] = ()  # the unique set by which PUT finds the row
    replace: bool = False  # PUT of one row
    build: Callable[[Mapping[str, object], Any], Any] | None = None  # (values, owner) -> a loaded row object
    doc: str = ""
    id: int = 0
    deletion: Literal["", "own", "with"] = ""  # rows are marked as deleted: by a deletion of their own, or only with what they hang on
    history: bool = False


@dataclass(frozen=True, slots=True)
class Contract:
    """The whole application, checked to be well formed."""

    title: str
    version: str
    resources: Mapping[str, ResourceContract]
    accounts: tuple[str, ...]  # names of the account resources
    operations: tuple[Operation, ...]
    events: Mapping[str, EventContract]
    handlers: tuple[HandlerContract, ...]
    services: tuple[ServiceContract, ...]
    endpoints: tuple[EndpointContract, ...]
    settings: type[Any] | None
    limit: Limit
    doc: str = ""
    schedules: tuple[ScheduleContract, ...] = ()
    messages: tuple[Catalogue, ...] = ()  # words of refusals in other languages
    reports: Mapping[str, ReportContract] = field(default_factory=dict[str, "ReportContract"])
    session_cookie: str = ""  # its own name for the session's cookie
    next_id: int = 1  # the stable id that was never given; kept in contract.lock.json
