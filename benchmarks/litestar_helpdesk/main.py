"""The application: `uvicorn litestar_helpdesk.main:app`. Tenant and policy stand in every WHERE clause, as in the FastAPI one."""
from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import HTTPException as Foreign
from fastapi_helpdesk.cursors import read_cursor, write_cursor
from fastapi_helpdesk.database import make_session, write_lock
from fastapi_helpdesk.identity import subject_of
from fastapi_helpdesk.keys import new_key
from fastapi_helpdesk.models import STAFF, Person, Priority, Project, Status, Ticket
from fastapi_helpdesk.tickets import readable_comments, readable_tickets
from litestar import Litestar, Request, Response, Router, get, post
from litestar.di import Provide
from litestar.exceptions import HTTPException, NotAuthorizedException
from litestar.params import Parameter
from litestar_helpdesk.shapes import BulkIn, BulkOut, Item, Page, PageInfo, TicketIn, TicketOut, TicketWithComments, ticket_out, with_comments
from sqlalchemy import Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

Limit = Annotated[int, Parameter(ge=1, le=100)]


async def session() -> AsyncIterator[AsyncSession]:
    async with make_session() as opened:
        yield opened


async def caller(request: Request[Any, Any, Any], session: AsyncSession) -> Person:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        raise NotAuthorizedException("Sign in first.")
    person = await session.scalar(select(Person).where(Person.id == subject_of(token)))
    if person is None:
        raise NotAuthorizedException("Sign in first.")
    return person


def listed(me: Person, status: Status | None, priority: Priority | None, project: UUID | None, sort: str, limit: int, cursor: str | None) -> Select[Any]:
    statement = select(Ticket).where(readable_tickets(me))
    for column, wanted in ((Ticket.status, status), (Ticket.priority, priority), (Ticket.project_id, project)):
        if wanted is not None:
            statement = statement.where(column == (str(wanted) if isinstance(wanted, UUID) else wanted))
    descending = sort.startswith("-")
    if cursor is not None:
        value, key = read_cursor(cursor, sort)
        at = datetime.fromisoformat(value)
        beyond = Ticket.created_at < at if descending else Ticket.created_at > at
        after = Ticket.id < key if descending else Ticket.id > key
        statement = statement.where(or_(beyond, and_(Ticket.created_at == at, after)))
    order = (Ticket.created_at.desc(), Ticket.id.desc()) if descending else (Ticket.created_at, Ticket.id)
    return statement.order_by(*order).limit(limit + 1)


async def page_of(session: AsyncSession, statement: Select[Any], sort: str, limit: int) -> tuple[list[Ticket], PageInfo]:
    rows = list((await session.scalars(statement)).all())
    more = len(rows) > limit
    del rows[limit:]
    return rows, PageInfo(write_cursor(sort, rows[-1].created_at.isoformat(), rows[-1].id) if more else None, limit)


@get("")
async def list_tickets(
    session: AsyncSession, me: Person, status: Status | None = None, priority: Priority | None = None, project: UUID | None = None,
    sort: str = "-created_at", limit: Limit = 20, cursor: str | None = None) -> Page[TicketOut]:  # fmt: skip
    rows, page = await page_of(session, listed(me, status, priority, project, sort, limit, cursor), sort, limit)
    return Page([ticket_out(row) for row in rows], page)


@get("/detailed")
async def list_tickets_with_comments(
    session: AsyncSession, me: Person, status: Status | None = None, priority: Priority | None = None, project: UUID | None = None,
    sort: str = "-created_at", limit: Limit = 20, cursor: str | None = None, comments_limit: Limit = 5) -> Page[TicketWithComments]:  # fmt: skip
    statement = listed(me, status, priority, project, sort, limit, cursor).options(
        joinedload(Ticket.author.and_(Person.org_id == me.org_id)), selectinload(Ticket.comments.and_(readable_comments(me))))
    rows, page = await page_of(session, statement, sort, limit)
    return Page([with_comments(row, comments_limit) for row in rows], page)


@get("/{ticket_id:uuid}")
async def get_ticket(session: AsyncSession, me: Person, ticket_id: UUID) -> Item[TicketOut]:
    ticket = await session.scalar(select(Ticket).where(Ticket.id == str(ticket_id), readable_tickets(me)))
    if ticket is None:
        raise HTTPException(status_code=404, detail="There is no such ticket.")
    return Item(ticket_out(ticket))


async def projects_of(session: AsyncSession, me: Person, wanted: list[TicketIn]) -> dict[str, Project]:
    statement = select(Project).where(Project.id.in_({str(one.project) for one in wanted}), Project.org_id == me.org_id)
    return {each.id: each for each in await session.scalars(statement.options(joinedload(Project.lead.and_(Person.org_id == me.org_id))))}


def made(new: TicketIn, projects: dict[str, Project], me: Person, now: datetime) -> Ticket:
    project = projects.get(str(new.project))
    if project is None:
        raise HTTPException(status_code=400, detail="There is no such project.")
    lead = project.lead if project.lead is not None and project.lead.role in STAFF else None
    return Ticket(
        id=new_key(), org_id=me.org_id, project_id=project.id, title=new.title, body=new.body, priority=Priority.NORMAL, status=Status.OPEN,
        author_id=me.id, assignee_id=lead.id if lead is not None else None, created_at=now, updated_at=now, rev=1)


async def kept(session: AsyncSession, me: Person, wanted: list[TicketIn]) -> list[Ticket]:
    projects, now = await projects_of(session, me, wanted), datetime.now(UTC)
    tickets = [made(one, projects, me, now) for one in wanted]
    session.add_all(tickets)
    async with write_lock:
        await session.commit()
    return tickets


@post("/bulk", status_code=200)
async def create_tickets(session: AsyncSession, me: Person, data: BulkIn) -> Item[BulkOut]:
    return Item(BulkOut([ticket_out(one) for one in await kept(session, me, data.create)]))


@post("")
async def create_ticket(session: AsyncSession, me: Person, data: TicketIn) -> Item[TicketOut]:
    return Item(ticket_out((await kept(session, me, [data]))[0]))


@get("/livez", dependencies={})
async def livez() -> dict[str, str]:
    return {"data": "ok"}


def refuse(request: Request[Any, Any, Any], fault: HTTPException | Foreign) -> Response[dict[str, str]]:
    return Response({"error": str(fault.detail), "code": HTTPStatus(fault.status_code).name}, status_code=fault.status_code)


tickets = Router(
    "/v1/tickets", route_handlers=[list_tickets, list_tickets_with_comments, get_ticket, create_tickets, create_ticket],
    dependencies={"session": Provide(session), "me": Provide(caller)})
app = Litestar(route_handlers=[tickets, livez], exception_handlers={HTTPException: refuse, Foreign: refuse})
