"""The routes: one ticket, two lists, one create. Tenant and policy stand in every WHERE clause."""
from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, HTTPException, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, Select, and_, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from fastapi_helpdesk.cursors import read_cursor, write_cursor
from fastapi_helpdesk.database import Session, write_lock
from fastapi_helpdesk.identity import Caller
from fastapi_helpdesk.keys import new_key
from fastapi_helpdesk.models import STAFF, Comment, Person, Priority, Project, Status, Ticket
from fastapi_helpdesk.schemas import BulkIn, BulkOut, Item, Page, PageInfo, TicketIn, TicketOut, TicketWithComments

router = APIRouter(prefix="/v1/tickets")

Sort = Literal["created_at", "-created_at"]


class Listing(BaseModel):
    model_config = ConfigDict(extra="forbid")

    status: Status | None = None
    priority: Priority | None = None
    project: UUID | None = None
    sort: Sort = "-created_at"
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: str | None = None


class DetailedListing(Listing):
    comments_limit: Annotated[int, Field(ge=1, le=100)] = 5


def readable_tickets(me: Person) -> ColumnElement[bool]:
    mine = true() if me.role in STAFF else Ticket.author_id == me.id
    return and_(Ticket.org_id == me.org_id, mine)


def readable_comments(me: Person) -> ColumnElement[bool]:
    return true() if me.role in STAFF else Comment.internal.is_(False)


def listed(query: Listing, me: Person) -> Select[Ticket]:
    statement = select(Ticket).where(readable_tickets(me))
    for column, wanted in ((Ticket.status, query.status), (Ticket.priority, query.priority), (Ticket.project_id, query.project)):
        if wanted is not None:
            statement = statement.where(column == (str(wanted) if isinstance(wanted, UUID) else wanted))
    descending = query.sort.startswith("-")
    if query.cursor is not None:
        value, key = read_cursor(query.cursor, query.sort)
        at = datetime.fromisoformat(value)
        beyond = Ticket.created_at < at if descending else Ticket.created_at > at
        after = Ticket.id < key if descending else Ticket.id > key
        statement = statement.where(or_(beyond, and_(Ticket.created_at == at, after)))
    order = (Ticket.created_at.desc(), Ticket.id.desc()) if descending else (Ticket.created_at, Ticket.id)
    return statement.order_by(*order).limit(query.limit + 1)


async def page_of(session: AsyncSession, statement: Select[Ticket], query: Listing) -> tuple[list[Ticket], PageInfo]:
    rows = list((await session.scalars(statement)).all())
    more = len(rows) > query.limit
    del rows[query.limit:]
    after = write_cursor(query.sort, rows[-1].created_at.isoformat(), rows[-1].id) if more else None
    return rows, PageInfo(next=after, limit=query.limit)


@router.get("")
async def list_tickets(session: Session, me: Caller, query: Annotated[Listing, Query()]) -> Page[TicketOut]:
    rows, page = await page_of(session, listed(query, me), query)
    return {"data": rows, "page": page}  # type: ignore[return-value]  # FastAPI validates the rows against the declared model


@router.get("/detailed")
async def list_tickets_with_comments(session: Session, me: Caller, query: Annotated[DetailedListing, Query()]) -> Page[TicketWithComments]:
    statement = listed(query, me).options(
        joinedload(Ticket.author.and_(Person.org_id == me.org_id)),
        selectinload(Ticket.comments.and_(readable_comments(me))))
    rows, page = await page_of(session, statement, query)
    tickets = [TicketWithComments.model_validate(row) for row in rows]
    for ticket in tickets:
        del ticket.comments[query.comments_limit:]
    return Page(data=tickets, page=page)


@router.get("/{ticket_id}")
async def get_ticket(session: Session, me: Caller, ticket_id: UUID) -> Item[TicketOut]:
    ticket = await session.scalar(select(Ticket).where(Ticket.id == str(ticket_id), readable_tickets(me)))
    if ticket is None:
        raise HTTPException(404, "There is no such ticket.")
    return {"data": ticket}  # type: ignore[return-value]


@router.post("/bulk")
async def create_tickets(session: Session, me: Caller, new: BulkIn) -> Item[BulkOut]:
    """All in one transaction: the projects in one query, the rows in one INSERT of many, the generated column in one query more."""
    wanted = select(Project).where(Project.id.in_({str(one.project) for one in new.create}), Project.org_id == me.org_id)
    found = await session.scalars(wanted.options(joinedload(Project.lead.and_(Person.org_id == me.org_id))))
    projects = {project.id: project for project in found}
    now = datetime.now(UTC)
    tickets: list[Ticket] = []
    for one in new.create:
        project = projects.get(str(one.project))
        if project is None:
            raise HTTPException(400, "There is no such project.")
        lead = project.lead if project.lead is not None and project.lead.role in STAFF else None
        tickets.append(Ticket(
            id=new_key(), org_id=me.org_id, project_id=project.id, title=one.title, body=one.body, priority=Priority.NORMAL, status=Status.OPEN,
            author_id=me.id, assignee_id=lead.id if lead is not None else None, created_at=now, updated_at=now, rev=1))
    session.add_all(tickets)
    async with write_lock:
        await session.commit()
    return {"data": {"create": tickets}}  # type: ignore[return-value]


@router.post("", status_code=201)
async def create_ticket(session: Session, me: Caller, new: TicketIn) -> Item[TicketOut]:
    wanted = select(Project).where(Project.id == str(new.project), Project.org_id == me.org_id)
    project = await session.scalar(wanted.options(joinedload(Project.lead.and_(Person.org_id == me.org_id))))
    if project is None:
        raise HTTPException(400, "There is no such project.")
    lead = project.lead if project.lead is not None and project.lead.role in STAFF else None
    now = datetime.now(UTC)
    ticket = Ticket(
        id=new_key(), org_id=me.org_id, project_id=project.id, title=new.title, body=new.body, priority=Priority.NORMAL, status=Status.OPEN,
        author_id=me.id, assignee_id=lead.id if lead is not None else None, created_at=now, updated_at=now, rev=1)
    session.add(ticket)
    async with write_lock:
        await session.commit()
    return {"data": ticket}  # type: ignore[return-value]
