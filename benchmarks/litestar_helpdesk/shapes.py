"""What goes in and out, as msgspec structs, which Litestar reads and writes itself."""
from __future__ import annotations

from datetime import datetime
from typing import Annotated, Generic, TypeVar
from uuid import UUID

from fastapi_helpdesk.models import Comment, Person, Priority, Status, Ticket
from msgspec import Meta, Struct

T = TypeVar("T")


class PersonName(Struct):
    id: str
    name: str


class CommentOut(Struct):
    id: str
    body: str
    created_at: datetime


class TicketOwnFields(Struct, kw_only=True):
    id: str
    org: str
    project: str
    title: str
    body: str
    priority: Priority
    status: Status
    assignee: str | None
    answered_at: datetime | None
    solved_at: datetime | None
    due_at: datetime
    late: bool
    created_at: datetime
    updated_at: datetime


class TicketOut(TicketOwnFields, kw_only=True):
    author: str


class TicketWithComments(TicketOwnFields, kw_only=True):
    author: PersonName | None
    comments: list[CommentOut]


class TicketIn(Struct, forbid_unknown_fields=True):
    project: UUID
    title: Annotated[str, Meta(min_length=1, max_length=200)]
    body: Annotated[str, Meta(min_length=1, max_length=20_000)]


class BulkIn(Struct, forbid_unknown_fields=True):
    create: Annotated[list[TicketIn], Meta(min_length=1, max_length=100)]


class BulkOut(Struct):
    create: list[TicketOut]


class PageInfo(Struct):
    next: str | None
    limit: int
    previous: str | None = None


class Item(Struct, Generic[T]):
    data: T


class Page(Struct, Generic[T]):
    data: list[T]
    page: PageInfo


def own_fields(row: Ticket) -> dict[str, object]:
    return {
        "id": row.id, "org": row.org_id, "project": row.project_id, "title": row.title, "body": row.body, "priority": row.priority, "status": row.status,
        "assignee": row.assignee_id, "answered_at": row.answered_at, "solved_at": row.solved_at, "due_at": row.due_at, "late": row.late,
        "created_at": row.created_at, "updated_at": row.updated_at}


def ticket_out(row: Ticket) -> TicketOut:
    return TicketOut(author=row.author_id, **own_fields(row))  # type: ignore[arg-type]


def with_comments(row: Ticket, limit: int) -> TicketWithComments:
    author: Person | None = row.author
    shown: list[Comment] = row.comments[:limit]
    return TicketWithComments(
        author=None if author is None else PersonName(author.id, author.name),
        comments=[CommentOut(one.id, one.body, one.created_at) for one in shown], **own_fields(row))  # type: ignore[arg-type]
