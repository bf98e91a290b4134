"""The frozen values handed from room to room. Six of them make the path: Request -> Actor -> Call -> Grant -> Outcome -> Response.

They carry the proof of what was done: only `auth/` makes a `Grant`, only `validation/` makes a `Call`, and `logic.perform` takes
nothing but a `Grant`.
"""
from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from bedplate.declarations.contract import Operation, SortKey
from bedplate.declarations.fields.operators import Operator
from bedplate.declarations.nodes import Node
from bedplate.errors import Refusal

__all__ = [
    "BODY", "STRANGER", "Access", "Actor", "Applied", "Call", "ChangeSet", "Clause", "Condition", "Delete", "Emit", "FileRule", "Found", "Grant",
    "Group", "Grouping", "Guard", "Idempotency", "Incoming", "Insert", "LinkChange", "Outcome", "PartHead", "Precondition", "RelatedRows", "Request", "Response",
    "RowAccess", "Selection", "Step", "Update",
]


@dataclass(frozen=True, slots=True)
class Request:
    """The head of a request: the operation is known, the body is not read yet."""

    id: str  # request id, safe to print
    operation: Operation
    path: Mapping[str, str]  # decoded path parameters
    query: str  # raw, percent-encoded
    headers: Mapping[str, str]  # lower-case names; latin-1 values; repeated ones joined by ", " (cookies by "; ")
    source: str  # the caller's address as far as it can be trusted
    now: datetime  # UTC instant at which it arrived
    body: Callable[[int], Awaitable[bytes]]  # draws at most so many bytes, or refuses with 413 or 408
    flow: Callable[[int], AsyncIterator[bytes]] | None = None  # the same piece by piece, where the server can; for files


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is calling. `kind` names the account resource; a stranger has none."""

    kind: str | None = None
    id: str | None = None
    via: Literal["", "token", "cookie", "system"] = ""
    session: str | None = None  # opaque id of the session, never its secret
    why: str = ""  # of the system


STRANGER = Actor()


BODY = "body"
"""Where in the input a change was asked for, unless it is one of several: `body.create.3`. The details of its refusal say so."""


# ---- what is asked for -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Condition:
    """`field op slot`: the shape of a filter. The value stands in `Step.slots[slot]`; `isnull` has a bool there, `in` a tuple. A field of
    another row is reached over references: `project.owner.name`."""

    field: str
    op: Operator
    slot: int


@dataclass(frozen=True, slots=True)
class Group:
    """All of the parts, any of them, or SQL NOT of the only one: what is unknown stays unknown."""

    kind: Literal["and", "or", "not"]
    parts: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class RelatedRows:
    """Whether any of the rows of a to-many relation, or none of them, meets all of `where`. `project.tasks` are those of another row."""

    relation: str
    quantity: Literal["any", "none"]
    where: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """All words stand in searched fields. Slots: the last word, which may be the beginning of one; of several the one that is looked up
    first, and all but the last. Without slots there was no word: nothing is found."""

    last: int | None = None
    first: int | None = None
    others: int | None = None


Clause: TypeAlias = Condition | Group | RelatedRows | Search


@dataclass(frozen=True, slots=True)
class Selection:
    """The canonical shape of a read: hashable, free of values, equal for equal requests. Values are slots, numbered in one tuple for
    the whole tree. `after` are the slots of the cursor's values, one per sort key (key fields included)."""

    resource: str
    fields: tuple[str, ...]  # stored, reference and computed fields, in the order of the answer
    nested: tuple[tuple[str, Selection], ...] = ()  # relation name -> what to show of it
    where: tuple[Clause, ...] = ()
    sort: tuple[SortKey, ...] = ()  # always ends with the key; empty for one row; may name fields of other rows, as conditions do
    after: tuple[int, ...] = ()
    limit: int | None = None  # slot of the row limit; None for one row
    verb: str = "read"  # whose rule the rows must meet besides that of reading
    deleted: bool = False  # the deleted rows instead, for whoever may restore or purge them
    back: bool = False  # the rows before the cursor instead of after it
    count: Literal["", "exact", "capped"] = ""  # of all rows, whatever the page
    hashed: int = field(init=False, repr=False, compare=False)  # once for the whole tree: each call looks its statement up by it

    def __post_init__(self) -> None:
        tree = (self.resource, self.fields, self.nested, self.where, self.sort, self.after, self.limit, self.verb, self.deleted, self.back, self.count)
        object.__setattr__(self, "hashed", hash(tree))

    def __hash__(self) -> int:
        return self.hashed


@dataclass(frozen=True, slots=True)
class Grouping:
    """The canonical shape of an aggregate: which columns of which rows, by the names of their grid. `rows` says which rows; of it count
    the resource, the conditions and their slots. `having` are conditions on columns, `sort` ends with every group."""

    rows: Selection
    report: str | None
    groups: tuple[str, ...]
    measures: tuple[str, ...]
    having: tuple[Condition, ...]
    sort: tuple[SortKey, ...]
    after: tuple[int, ...]
    limit: int
    verb: str = "read"  # of a report: whose rule the caller must meet besides that of reading


@dataclass(frozen=True, slots=True)
class Precondition:
    """If-Match and If-None-Match: `match` holds row revisions (empty tuple: none given; ("*",): any), `none_match` whole tags."""

    match: tuple[str, ...] = ()
    none_match: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Idempotency:
    """An Idempotency-Key with the fingerprint of the request it was first sent with. `scope` says whose it is where that is not the
    actor of the change set."""

    key: str
    fingerprint: str
    scope: str = ""


@dataclass(frozen=True, slots=True)
class PartHead:
    """Where a part of a body with files begins; its bytes follow, up to the next head."""

    name: str  # of the member
    file: str | None  # as the caller calls it; None: a text, not a file
    media: str  # as the caller says; may be empty


@dataclass(frozen=True, slots=True)
class FileRule:
    """What may come as a file: at most so many bytes, of these types by content. `said`: what the caller said must be true, too."""

    max: int
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A body with files that is not drawn yet: it is once the right to write was asked. `finish` takes the texts and the files by
    name, refuses with all faults, and gives the step's input and the Idempotency of the call."""

    parts: Callable[[], AsyncIterator[PartHead | bytes]]
    files: Mapping[str, FileRule]
    finish: Callable[[Mapping[str, str], Mapping[str, object]], tuple[Mapping[str, object], Idempotency | None]]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do. `input` holds Python values by field or parameter name; what is absent was not sent."""

    verb: str
    resource: str | None
    selection: Selection | None = None
    grouping: Grouping | None = field(default=None, kw_only=True)
    slots: tuple[object, ...] = ()
    key: tuple[object, ...] = ()
    input: Mapping[str, object] = field(default_factory=dict[str, object])
    precondition: Precondition = Precondition()
    place: str = BODY  # where in the input it was asked for
    incoming: Incoming | None = None  # of a body with files; what it holds becomes the input
    nested: tuple[tuple[str, Step], ...] = ()  # (reference, step): writes of rows that refer to this one by that reference, in their order


@dataclass(frozen=True, slots=True)
class Call:
    """A validated request: what is to be done, in which order, and whether all or nothing."""

    request: Request
    steps: tuple[Step, ...]
    atomic: bool = True
    idempotency: Idempotency | None = None
    body: bytes = field(default=b"", repr=False)  # as it came, for endpoints whose caller signs it
    units: int = 1  # of the caller's limit: as many as the single calls that it stands for
    minimal: bool = False  # `Prefer: return=minimal`: the answer shows no row


# ---- what is allowed -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class RowAccess:
    """The predicate of one verb on one resource for one kind of caller. `whole` stands alone; `within` is enough where the row was
    reached through a parent that was itself checked with the same verb's parent rule (a nested child of a readable parent)."""

    whole: Node
    within: Node


@dataclass(frozen=True, eq=False)
class Access:
    """All that one kind of caller may do, composed once at boot; compared by identity, so it can be part of a cache key.

    A pair that is missing is closed. `fields` narrows `rows`: a field rule must hold as well. For reading a field whose rule fails the
    answer holds null; for writing it the request is refused.
    """

    kind: str | None
    rows: Mapping[tuple[str, str], RowAccess]  # (resource, verb), with "read" standing for list too
    fields: Mapping[tuple[str, str, str], Node]  # (resource, verb, field)


@dataclass(frozen=True, slots=True)
class Grant:
    """Leave to perform a whole call."""

    call: Call
    actor: Actor
    access: Access
    headers: tuple[tuple[str, str], ...] = ()  # of the limit, where the call cost more than its first unit


# ---- what is written -------------------------------------------------------------------------------------------------------
Authority: TypeAlias = Literal["caller", "granted", "system"]
"""Under which right a change is applied: the caller's own rules for the verb, the rule of the action whose row it is (already asked
and asked again when applied), or the application's (`ctx.system`)."""


@dataclass(frozen=True, slots=True)
class Guard:
    """A row that a decision rests on: these fields still have these (stored) values and `where` (over this row) still holds, else
    RaceLost and the decision runs again. With `otherwise` that is the refusal instead."""

    resource: str
    key: tuple[object, ...]
    fields: Mapping[str, object]
    where: tuple[Node, ...] = ()
    otherwise: type[Refusal] | None = None


@dataclass(frozen=True, slots=True)
class LinkChange:
    """Rows that come into a many-to-many relation of the changed row, or go out of it, by key. `replace`: what the writer can see of it
    becomes exactly `add`."""

    relation: str
    add: tuple[object, ...] = ()
    remove: tuple[object, ...] = ()
    replace: bool = False


@dataclass(frozen=True, slots=True)
class Insert:
    resource: str
    key: tuple[object, ...]
    values: Mapping[str, object]  # Python values by field name, complete
    authority: Authority
    given: frozenset[str] = frozenset()  # fields that came from the caller's input: field rules and reference checks apply to these
    why: str = ""
    place: str = BODY
    links: tuple[LinkChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Update:
    resource: str
    key: tuple[object, ...]
    values: Mapping[str, object]  # Python values or Nodes over the row
    authority: Authority
    given: frozenset[str] = frozenset()
    verb: str = "update"  # whose rule is asked: "update", or the action's name under "granted"
    match: tuple[str, ...] = ()  # If-Match revisions: 412 unless one is current
    why: str = ""
    place: str = BODY
    within: tuple[str, object] | None = None  # (reference, key): a row that does not refer to that one is not there
    links: tuple[LinkChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Delete:
    resource: str
    key: tuple[object, ...]
    authority: Authority
    match: tuple[str, ...] = ()
    why: str = ""
    place: str = BODY
    within: tuple[str, object] | None = None
    verb: Literal["delete", "purge"] = "delete"  # purge: for good, a row that was deleted before


@dataclass(frozen=True, slots=True)
class Emit:
    """An event for the outbox, once for each of its handlers; `payload` is JSON. Without a handler it is only noted."""

    id: str
    event: str
    payload: bytes
    due: datetime
    handler: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Rows that a decision rests on because a selection found them: they are still among what it finds, else RaceLost."""

    selection: Selection
    slots: tuple[object, ...]
    keys: tuple[tuple[object, ...], ...]


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Everything one decision wrote, applied in one short transaction with no user code in it.

    `require` is a verb whose rule must hold on `row` (before the changes) even if nothing of it is written: the right to the action.
    `answer` is read after the changes, in the same transaction, under the caller's read rules; `each` is what to show of each written row
    of its resource.
    """

    actor: Actor
    access: Access
    now: datetime
    guards: tuple[Guard, ...] = ()
    changes: tuple[Insert | Update | Delete, ...] = ()
    events: tuple[Emit, ...] = ()
    require: tuple[str, str, tuple[object, ...]] | None = None  # (resource, verb, key)
    idempotency: Idempotency | None = None
    route: str = ""  # operation id: part of the idempotency record's scope
    status: int = 200
    answer: Step | None = None
    each: Step | None = None
    found: Found | None = None
    body: bytes | None = None  # the answer's data where it is not a row
    finish: Callable[[Applied], Outcome] | None = None  # makes the whole answer, so that what is kept for a replay is what was sent


@dataclass(frozen=True, slots=True)
class Applied:
    """What a change set came to. `body` is the JSON of the answer's data (None: the caller may not read it, or there is none)."""

    body: bytes | None
    revision: int | None = None
    replayed: Outcome | None = None
    keys: tuple[tuple[object, ...], ...] = ()  # of the inserted rows, in the order of the change set
    shown: Mapping[tuple[object, ...], str | None] = field(default_factory=dict[tuple[object, ...], "str | None"])  # for `each`, by key


# ---- what is answered ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer before it is bytes on a wire: a status, the finished JSON body (envelope included) or a stream, further headers."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    media: str = "application/json; charset=utf-8"
    etag: str | None = None
    stream: AsyncIterator[bytes] | None = None
    store: bool = True  # False: holds a credential or a secret; never cached, never kept for a replay


@dataclass(frozen=True, slots=True)
class Response:
    """What goes on the wire."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    stream: AsyncIterator[bytes] | None = None
