"""Two events of one name: what waits in the outbox could be either."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from bedplate import App, Event, Field, Resource, field, rules


class Ticket(Resource):
    title: Field[str] = field(max=200)


def earlier() -> type[Event]:
    @dataclass(frozen=True)
    class Solved(Event):
        ticket: Ticket

    return Solved


SolvedBefore = earlier()


@dataclass(frozen=True)
class Solved(Event):  # wrong
    ticket: Ticket
    words: Annotated[str, rules(max=200)]


app = App(__name__)
