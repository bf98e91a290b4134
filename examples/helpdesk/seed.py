"""Made-up data for the helpdesk: the same rows for the same seed, on every machine."""
from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app import Comment, Org, Person, Priority, Project, Role, Status, Ticket

from bedplate import Resource

START = datetime(2026, 1, 5, 8, tzinfo=UTC)
ORGANISATIONS = ("Northwind Traders", "Blue Harbour Clinic")
PROJECTS = ("Website", "Payroll", "Laptops", "Warehouse", "Telephones", "Onboarding")
FIRST = ("Ana", "Bob", "Chloe", "David", "Elif", "Farid", "Grace", "Hugo", "Ines", "Jonas", "Kim", "Leila", "Marek", "Nadia", "Omar", "Petra")
LAST = ("Almeida", "Brandt", "Costa", "Dahl", "Eriksen", "Fontaine", "Garcia", "Haddad", "Ito", "Jansen", "Kovacs", "Lindgren", "Moreau")
THINGS = ("the printer", "the invoice export", "my badge", "the VPN", "the shop's checkout", "the payroll run", "the scanner", "the booking page")
TROUBLES = ("stops with an error", "is very slow since Monday", "asks for a password twice", "shows last year's figures", "cannot be reached")
WISHES = ("Please have a look today if you can.", "It worked last week.", "Three colleagues see the same.", "I attached nothing, it is easy to repeat.")
ANSWERS = ("Have you tried turning it off and on again?", "We changed a setting, please try once more.", "Thank you, that helped.",
           "It still happens here.", "The supplier has been told.", "Could you say which version you use?")


@dataclass(frozen=True)
class Size:
    people: int = 60
    tickets: int = 5_000
    comments: int = 20_000


class Seeder:
    """Hands out rows in an order in which every reference points backwards."""

    def __init__(self, seed: int = 7) -> None:
        self._random = random.Random(seed)
        self._made = 0

    def rows(self, size: Size) -> Iterator[tuple[type[Resource], dict[str, object]]]:
        """(class, values by field name), references as keys."""
        orgs = [self._row(Org, START, name=name) for name in ORGANISATIONS]
        yield from orgs
        people: dict[object, list[dict[str, object]]] = {}
        for position in range(size.people):
            _, org = orgs[position % len(orgs)]
            person = self._person(org["id"], position // len(orgs), position)
            people.setdefault(org["id"], []).append(person[1])
            yield person
        projects: dict[object, list[object]] = {}
        for _, org in orgs:
            for name in PROJECTS:
                lead = self._random.choice([person for person in people[org["id"]] if person["role"] is not Role.REQUESTER])
                project = self._row(Project, START, org=org["id"], name=name, lead=lead["id"])
                projects.setdefault(org["id"], []).append(project[1]["id"])
                yield project
        tickets: list[tuple[dict[str, object], object]] = []
        for position in range(size.tickets):
            _, org = orgs[position % len(orgs)]
            ticket = self._ticket(org["id"], people[org["id"]], projects[org["id"]], START + timedelta(minutes=position * 47))
            tickets.append((ticket[1], org["id"]))
            yield ticket
        for position in range(size.comments):
            ticket_values, org_id = tickets[position % len(tickets)]
            yield self._comment(ticket_values, people[org_id], position // len(tickets))

    def _row(self, kind: type[Resource], at: datetime, **values: object) -> tuple[type[Resource], dict[str, object]]:
        return kind, {"id": self._id(at), "created_at": at, "updated_at": at, **values}

    def _id(self, at: datetime) -> UUID:
        """A UUIDv7 (RFC 9562) of that instant."""
        self._made += 1
        milliseconds = int(at.timestamp() * 1000)
        return UUID(int=(milliseconds << 80) | (0x7 << 76) | ((self._made & 0xFFF) << 64) | (0b10 << 62) | self._random.getrandbits(62))

    def _person(self, org: object, within: int, position: int) -> tuple[type[Resource], dict[str, object]]:
        role = (Role.ADMIN, Role.AGENT, Role.AGENT, Role.AGENT)[within] if within < 4 else Role.REQUESTER
        first, last = FIRST[position % len(FIRST)], LAST[(position * 5 + position // len(FIRST)) % len(LAST)]
        email = f"{first}.{last}.{position}@example.com".lower()
        return self._row(Person, START, org=org, name=f"{first} {last}", email=email, role=role)

    def _ticket(
        self, org: object, people: list[dict[str, object]], projects: list[object], at: datetime
    ) -> tuple[type[Resource], dict[str, object]]:
        chance = self._random
        status = chance.choices(list(Status), weights=(3, 2, 3, 2))[0]
        staff = [person for person in people if person["role"] is not Role.REQUESTER]
        thing, trouble = chance.choice(THINGS), chance.choice(TROUBLES)
        return self._row(
            Ticket, at, org=org, project=chance.choice(projects), title=f"{thing.capitalize()} {trouble}",
            body=f"Since this morning {thing} {trouble}. {chance.choice(WISHES)} {chance.choice(WISHES)}",
            priority=chance.choices(list(Priority), weights=(2, 6, 1))[0], status=status, author=chance.choice(people)["id"],
            assignee=chance.choice(staff)["id"] if status is not Status.OPEN else None,
            answered_at=None if status is Status.OPEN else at + timedelta(minutes=chance.randint(5, 900)),
            solved_at=at + timedelta(days=2) if status in (Status.SOLVED, Status.CLOSED) else None,
        )

    def _comment(self, ticket: dict[str, object], people: list[dict[str, object]], turn: int) -> tuple[type[Resource], dict[str, object]]:
        written = ticket["created_at"]
        assert isinstance(written, datetime)
        staff = [person for person in people if person["role"] is not Role.REQUESTER]
        by_staff = turn % 2 == 0
        author = self._random.choice(staff)["id"] if by_staff else ticket["author"]
        return self._row(
            Comment, written + timedelta(minutes=11 * (turn + 1)), ticket=ticket["id"], author=author,
            body=self._random.choice(ANSWERS), internal=by_staff and self._random.random() < 0.15,
        )
