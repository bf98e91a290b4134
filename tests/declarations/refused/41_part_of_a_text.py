"""A part of something that is no reference."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Comment(Resource, part_of="ticket"):  # wrong
    ticket: Field[str] = field(max=36)
    body: Field[str] = field(max=2_000)


app = App(__name__)
