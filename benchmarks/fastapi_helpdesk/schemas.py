"""What goes in and out, as pydantic models. FastAPI validates the rows against them and serializes them in Rust."""
from __future__ import annotations

from datetime import datetime
from typing import Annotated, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from fastapi_helpdesk.models import Priority, Status

T = TypeVar("T")


class Row(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class PersonName(Row):
    id: str
    name: str


class CommentOut(Row):
    id: str
    body: str
    created_at: datetime


class TicketOwnFields(Row):
    id: str
    org: str = Field(validation_alias="org_id")
    project: str = Field(validation_alias="project_id")
    title: str
    body: str
    priority: Priority
    status: Status
    assignee: str | None = Field(validation_alias="assignee_id")
    answered_at: datetime | None
    solved_at: datetime | None
    due_at: datetime
    late: bool
    created_at: datetime
    updated_at: datetime


class TicketOut(TicketOwnFields):
    author: str = Field(validation_alias="author_id")


class TicketWithComments(TicketOwnFields):
    author: PersonName
    comments: list[CommentOut]


class TicketIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    project: UUID
    title: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    body: Annotated[str, StringConstraints(min_length=1, max_length=20_000)]


class BulkIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    create: Annotated[list[TicketIn], Field(min_length=1, max_length=100)]


class BulkOut(BaseModel):
    create: list[TicketOut]


class PageInfo(BaseModel):
    next: str | None
    limit: int
    previous: str | None = None  # of the first page, which is all that is asked for


class Item(BaseModel, Generic[T]):
    data: T


class Page(BaseModel, Generic[T]):
    data: list[T]
    page: PageInfo
