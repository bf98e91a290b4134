"""The application: `uvicorn ninja_helpdesk.main:application`. Tenant and policy stand in every filter, as in the FastAPI one."""
from __future__ import annotations

import os
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any, Generic, Literal, TypeVar
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ninja_helpdesk.settings")

import django

django.setup()

from django.core.asgi import get_asgi_application
from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from fastapi import HTTPException as Foreign
from fastapi_helpdesk.cursors import read_cursor, write_cursor
from fastapi_helpdesk.identity import subject_of
from fastapi_helpdesk.keys import new_key
from ninja import NinjaAPI, Query, Schema
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer
from ninja_helpdesk.models import Comment, Person, Project, Ticket
from pydantic import ConfigDict, Field, StringConstraints

T = TypeVar("T")
api = NinjaAPI(docs_url=None)


class PersonName(Schema):
    id: str
    name: str


class CommentOut(Schema):
    id: str
    body: str
    created_at: datetime


class TicketOwnFields(Schema):
    id: str
    org: str
    project: str = Field(validation_alias="project_id")
    title: str
    body: str
    priority: str
    status: str
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
    comments: list[CommentOut] = Field(validation_alias="shown")


class TicketIn(Schema):
    model_config = ConfigDict(extra="forbid")

    project: UUID
    title: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    body: Annotated[str, StringConstraints(min_length=1, max_length=20_000)]


class BulkIn(Schema):
    model_config = ConfigDict(extra="forbid")

    create: Annotated[list[TicketIn], Field(min_length=1, max_length=100)]


class BulkOut(Schema):
    create: list[TicketOut]


class PageInfo(Schema):
    next: str | None
    limit: int
    previous: str | None = None


class Item(Schema, Generic[T]):
    data: T


class Page(Schema, Generic[T]):
    data: list[T]
    page: PageInfo


class Listing(Schema):
    status: Literal["open", "waiting", "solved", "closed"] | None = None
    priority: Literal["low", "normal", "urgent"] | None = None
    project: UUID | None = None
    sort: Literal["created_at", "-created_at"] = "-created_at"
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: str | None = None
    comments_limit: Annotated[int, Field(ge=1, le=100)] = 5


class Bearer(HttpBearer):
    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        try:
            return Person.objects.filter(id=subject_of(token)).first()
        except Foreign:
            return None


bearer = Bearer()


def readable(me: Person) -> QuerySet[Ticket]:
    found = Ticket.objects.filter(org=me.org)
    return found if me.is_staff else found.filter(author_id=me.id)


def listed(query: Listing, me: Person) -> QuerySet[Ticket]:
    found = readable(me)
    for name in ("status", "priority", "project"):
        if (wanted := getattr(query, name)) is not None:
            found = found.filter(**{name: str(wanted)})
    descending = query.sort.startswith("-")
    if query.cursor is not None:
        value, key = read_cursor(query.cursor, query.sort)
        at, beyond = datetime.fromisoformat(value), "lt" if descending else "gt"
        found = found.filter(Q(**{f"created_at__{beyond}": at}) | Q(**{"created_at": at, f"id__{beyond}": key}))
    return found.order_by("-created_at", "-id") if descending else found.order_by("created_at", "id")


def page_of(found: QuerySet[Ticket], query: Listing) -> tuple[list[Ticket], dict[str, Any]]:
    rows = list(found[: query.limit + 1])
    more = len(rows) > query.limit
    del rows[query.limit :]
    return rows, {"next": write_cursor(query.sort, rows[-1].created_at.isoformat(), rows[-1].id) if more else None, "limit": query.limit}


@api.get("/tickets", response=Page[TicketOut], auth=bearer)
def list_tickets(request: Any, query: Query[Listing]) -> Any:
    rows, page = page_of(listed(query, request.auth), query)
    return {"data": rows, "page": page}


@api.get("/tickets/detailed", response=Page[TicketWithComments], auth=bearer)
def list_tickets_with_comments(request: Any, query: Query[Listing]) -> Any:
    me = request.auth
    comments = Comment.objects.order_by("created_at", "id") if me.is_staff else Comment.objects.filter(internal=False).order_by("created_at", "id")
    rows, page = page_of(listed(query, me).select_related("author").prefetch_related(Prefetch("comments", comments, to_attr="shown")), query)
    for row in rows:
        del row.shown[query.comments_limit :]  # type: ignore[attr-defined]
    return {"data": rows, "page": page}


@api.get("/tickets/{uuid:ticket_id}", response=Item[TicketOut], auth=bearer)
def get_ticket(request: Any, ticket_id: UUID) -> Any:
    ticket = readable(request.auth).filter(id=str(ticket_id)).first()
    if ticket is None:
        raise HttpError(404, "There is no such ticket.")
    return {"data": ticket}


def kept(me: Person, wanted: list[TicketIn]) -> list[Ticket]:
    """All in one transaction; the generated column is read back, as the others do."""
    found = Project.objects.filter(id__in={str(one.project) for one in wanted}, org=me.org).select_related("lead")
    projects, now = {each.id: each for each in found}, datetime.now(UTC)
    tickets: list[Ticket] = []
    for one in wanted:
        project = projects.get(str(one.project))
        if project is None:
            raise HttpError(400, "There is no such project.")
        lead = project.lead if project.lead is not None and project.lead.is_staff and project.lead.org == me.org else None
        tickets.append(Ticket(
            id=new_key(), org=me.org, project=project, title=one.title, body=one.body, author=me, assignee=lead, created_at=now, updated_at=now))
    with transaction.atomic():
        Ticket.objects.bulk_create(tickets)
        made = Ticket.objects.in_bulk([one.id for one in tickets])
    return [made[one.id] for one in tickets]


@api.post("/tickets/bulk", response=Item[BulkOut], auth=bearer)
def create_tickets(request: Any, new: BulkIn) -> Any:
    return {"data": {"create": kept(request.auth, new.create)}}


@api.post("/tickets", response={201: Item[TicketOut]}, auth=bearer)
def create_ticket(request: Any, new: TicketIn) -> Any:
    return 201, {"data": kept(request.auth, [new])[0]}


@api.exception_handler(HttpError)
def refuse(request: HttpRequest, fault: HttpError) -> HttpResponse:
    return api.create_response(request, {"error": str(fault), "code": HTTPStatus(fault.status_code).name}, status=fault.status_code)


@api.exception_handler(ValidationError)
def refuse_input(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    return api.create_response(request, {"error": "The input is not valid.", "code": "INVALID_INPUT", "details": fault.errors}, status=400)


def livez(request: HttpRequest) -> HttpResponse:
    return HttpResponse('{"data": "ok"}', content_type="application/json")


urlpatterns = [path("v1/", api.urls), path("livez", livez)]
application = get_asgi_application()
