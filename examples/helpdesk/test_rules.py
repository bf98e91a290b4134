"""The rules of the helpdesk, tested as rules: no HTTP where none is needed."""
from __future__ import annotations

from datetime import timedelta
from typing import TypedDict

import pytest
from app import Comment, Notices, Org, Person, Priority, Project, Role, Status, Ticket, TicketAssigned

from bedplate import Conflict, put
from bedplate.testing import Bed


async def staff_of(bed: Bed, ticket: Ticket, role: Role = Role.AGENT) -> Person:
    """Somebody of the ticket's organisation who helps."""
    return await bed.make(Person, put(Person.org, ticket.org), put(Person.role, role))


async def author_of(ticket: Ticket) -> Person:
    """Who asked, a requester."""
    return await ticket.author


# ---- who sees what
async def test_a_stranger_and_another_tenant_see_nothing(bed: Bed) -> None:
    """Even the admin of another organisation."""
    ticket = await bed.make(Ticket)
    other = await bed.make(Person, put(Person.role, Role.ADMIN))        # in an organisation of its own
    assert not await bed.allows(None, "read", ticket)
    assert not await bed.allows(other, "read", ticket)
    assert "tenant" in await bed.why(other, "read", ticket)
    assert (await bed.client(other).get(f"/v1/tickets/{ticket.id}")).status == 404
    assert (await bed.client().get(f"/v1/tickets/{ticket.id}")).status == 401


async def test_requesters_see_their_own_tickets_only(bed: Bed) -> None:
    """A colleague does not read along."""
    ticket = await bed.make(Ticket)
    colleague = await bed.make(Person, put(Person.org, ticket.org))
    assert await bed.allows(await author_of(ticket), "read", ticket)
    assert not await bed.allows(colleague, "read", ticket)
    listed = await bed.client(colleague).get("/v1/tickets")
    assert listed.data(list[dict[str, object]]) == []


async def test_an_organisation_is_seen_by_its_people_and_run_by_its_admins(bed: Bed) -> None:
    """Its wall is not a tenant field but its own key."""
    org, elsewhere = await bed.make(Org), await bed.make(Org)
    ana = await bed.make(Person, put(Person.org, org))
    boss = await bed.make(Person, put(Person.org, org), put(Person.role, Role.ADMIN))
    assert await bed.allows(ana, "read", org)
    assert not await bed.allows(ana, "update", org)
    assert await bed.allows(boss, "update", org)
    assert not await bed.allows(boss, "read", elsewhere)


async def test_notes_are_for_staff(bed: Bed) -> None:
    """A requester does not see a note, and neither does the list of comments."""
    ticket = await bed.make(Ticket)
    ana, agent = await author_of(ticket), await staff_of(bed, ticket)
    note = await bed.make(Comment, put(Comment.ticket, ticket), put(Comment.internal, True))
    answer = await bed.make(Comment, put(Comment.ticket, ticket))
    assert await bed.allows(agent, "read", note)
    assert not await bed.allows(ana, "read", note)
    assert (await bed.why(ana, "read", note)).startswith("no: forbidden by notes_of_staff")
    shown = await bed.client(ana).get(f"/v1/tickets/{ticket.id}/comments", fields="id")
    assert shown.data(list[dict[str, str]]) == [{"id": str(answer.id)}]


async def test_requesters_write_no_notes(bed: Bed) -> None:
    """An answer they may write."""
    ticket = await bed.make(Ticket)
    ana = bed.client(await author_of(ticket))
    refused = await ana.post(f"/v1/tickets/{ticket.id}/comments", body="between us", internal=True)
    assert (refused.status, refused.code) == (403, "FORBIDDEN")
    assert (await ana.post(f"/v1/tickets/{ticket.id}/comments", body="It still happens.")).status == 201


# ---- rules of fields
async def test_the_priority_is_given_by_staff(bed: Bed) -> None:
    """A requester may change the title of an open ticket, and not how urgent it is."""
    ticket = await bed.make(Ticket)
    ana, agent = await author_of(ticket), await staff_of(bed, ticket)
    assert await bed.allows(ana, "update", ticket)
    assert not await bed.allows(ana, "update", ticket, Ticket.priority)
    assert await bed.allows(agent, "update", ticket, Ticket.priority)
    assert "sorted_by_staff" in await bed.why(ana, "update", ticket, Ticket.priority)
    refused = await bed.client(ana).patch(f"/v1/tickets/{ticket.id}", title="Printer on fire", priority=Priority.URGENT)
    assert refused.status == 403
    assert await bed.read(ticket, Ticket.title) != "Printer on fire"


async def test_ranks_are_given_by_admins_to_others(bed: Bed) -> None:
    """Nobody makes himself an admin."""
    org = await bed.make(Org)
    ana = await bed.make(Person, put(Person.org, org))
    boss = await bed.make(Person, put(Person.org, org), put(Person.role, Role.ADMIN))
    assert await bed.allows(boss, "update", ana, Person.role)
    assert not await bed.allows(ana, "update", ana, Person.role)
    assert not await bed.allows(boss, "update", boss, Person.role)
    assert await bed.allows(ana, "update", ana, Person.name)


# ---- what happens to a ticket
async def test_a_closed_ticket_is_not_changed(bed: Bed) -> None:
    """Not by its author, nor by staff."""
    ticket = await bed.make(Ticket, put(Ticket.status, Status.CLOSED))
    agent = await staff_of(bed, ticket)
    assert "forbidden by closed" in await bed.why(agent, "update", ticket)
    assert not await bed.allows(await author_of(ticket), "reopen", ticket)
    refused = await bed.client(agent).post(f"/v1/tickets/{ticket.id}/comments", body="One more thing.")
    assert (refused.status, refused.code) == (409, "TICKET_CLOSED")


async def test_only_declared_moves(bed: Bed) -> None:
    """An open ticket is solved, a solved one is not solved again; its author opens it again."""
    ticket = await bed.make(Ticket)
    agent, ana = bed.client(await staff_of(bed, ticket)), bed.client(await author_of(ticket))
    assert (await agent.post(f"/v1/tickets/{ticket.id}/solve")).status == 200
    assert await bed.read(ticket, Ticket.solved_at) == bed.now
    assert (await ana.post(f"/v1/tickets/{ticket.id}/reopen")).status == 200
    assert await bed.read(ticket, Ticket.status) is Status.OPEN
    closed = await bed.make(Ticket, put(Ticket.org, ticket.org), put(Ticket.status, Status.CLOSED))
    refused = await agent.post(f"/v1/tickets/{closed.id}/solve")
    assert (refused.status, refused.code) == (409, "ILLEGAL_MOVE")


async def test_the_first_answer_stops_the_clock(bed: Bed) -> None:
    """Late after eight hours; the answer of staff turns the ticket to waiting, that of its author back."""
    ticket = await bed.make(Ticket)
    agent, ana = await staff_of(bed, ticket), await author_of(ticket)
    assert not await bed.read(ticket, Ticket.late)
    bed.travel(timedelta(days=2))
    assert await bed.read(ticket, Ticket.late)
    answer = await bed.client(agent).post(f"/v1/tickets/{ticket.id}/comments", body="Have you tried turning it off?")
    assert answer.status == 201
    assert await bed.read(ticket, Ticket.status) is Status.WAITING
    assert await bed.read(ticket, Ticket.answered_at) == bed.now
    await bed.client(ana).post(f"/v1/tickets/{ticket.id}/comments", body="Yes, twice.")
    assert await bed.read(ticket, Ticket.status) is Status.OPEN


async def test_a_new_ticket_goes_to_the_lead_who_helps(bed: Bed) -> None:
    """Where the project has one among the staff."""
    project = await bed.make(Project)
    ana = await bed.make(Person, put(Person.org, project.org))
    lead = await bed.make(Person, put(Person.org, project.org), put(Person.role, Role.AGENT))
    led = await bed.make(Project, put(Project.org, project.org), put(Project.lead, lead))
    for chosen, expected in ((project, None), (led, str(lead.id))):
        answer = await bed.client(ana).post("/v1/tickets", project=chosen, title="Slow", body="Since Monday.")
        assert (answer.status, answer.data(dict[str, object])["assignee"]) == (201, expected)


async def test_comments_are_corrected_for_a_quarter_of_an_hour(bed: Bed) -> None:
    """By who wrote them."""
    ticket = await bed.make(Ticket)
    ana, agent = await author_of(ticket), await staff_of(bed, ticket)
    comment = await bed.make(Comment, put(Comment.ticket, ticket), put(Comment.author, ana))
    assert await bed.allows(ana, "update", comment)
    assert not await bed.allows(agent, "update", comment)
    bed.travel(timedelta(minutes=15))
    assert not await bed.allows(ana, "update", comment)


# ---- assignment
class Told(Notices):
    """Remembers whom it told."""

    def __init__(self) -> None:
        self.people: list[str] = []

    async def tell(self, person: str, words: str) -> None:
        self.people.append(person)


class Shown(TypedDict):
    assignee: str


async def test_only_staff_is_assigned(bed: Bed) -> None:
    """By the action with words of its own, and in any other way by the check."""
    ticket = await bed.make(Ticket)
    bob, agent = await bed.make(Person, put(Person.org, ticket.org)), await staff_of(bed, ticket)
    refused = await bed.client(agent).post(f"/v1/tickets/{ticket.id}/assign", to=bob)
    assert (refused.status, refused.code) == (409, "NOT_AN_AGENT")
    assert bed.emitted(TicketAssigned) == []
    with pytest.raises(Conflict, match="HELPED_BY_STAFF"):
        await bed.make(Ticket, put(Ticket.org, ticket.org), put(Ticket.assignee, bob))


async def test_an_agent_of_another_tenant_is_not_found(bed: Bed) -> None:
    """Whom the caller may not read cannot be named either."""
    ticket = await bed.make(Ticket)
    foreign = await bed.make(Person, put(Person.role, Role.AGENT))
    refused = await bed.client(await staff_of(bed, ticket)).post(f"/v1/tickets/{ticket.id}/assign", to=foreign)
    assert refused.status in (400, 404)
    assert await bed.read(ticket, Ticket.assignee.id.is_null())


async def test_nobody_writes_to_what_they_cannot_see(bed: Bed) -> None:
    """A ticket and a project of another tenant are refused as if they did not exist, whatever their state would make a hook say."""
    closed = await bed.make(Ticket, put(Ticket.status, Status.CLOSED))
    project = await bed.make(Project)
    ana = bed.client(await bed.make(Person, put(Person.role, Role.ADMIN)))
    for ticket in (closed.id, "01980000-0000-7000-8000-000000000000"):
        refused = await ana.post(f"/v1/tickets/{ticket}/comments", body="Is anybody there?")
        assert (refused.status, refused.code) == (404, "NOT_FOUND")
    for chosen in (project.id, "01980000-0000-7000-8000-000000000000"):
        refused = await ana.post("/v1/tickets", project=chosen, title="Slow", body="Since Monday.")
        assert (refused.status, refused.code) == (400, "INVALID_INPUT")


async def test_the_agent_is_told_once_the_ticket_is_theirs(bed: Bed) -> None:
    """The event is committed with the assignment, and handled afterwards."""
    told = Told()
    bed.replace(Notices, told)
    ticket = await bed.make(Ticket)
    agent = await staff_of(bed, ticket)
    answer = await bed.client(agent).post(f"/v1/tickets/{ticket.id}/assign", to=agent)
    assert (answer.status, answer.data(Shown)["assignee"]) == (200, str(agent.id))
    assert [(event.ticket, event.to) for event in bed.emitted(TicketAssigned)] == [(ticket, agent)]
    assert told.people == []
    await bed.settle()
    assert told.people == [str(agent.id)]
