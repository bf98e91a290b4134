"""A word instead of True: "no" would have meant yes."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Ticket(Resource, internal="no"):  # wrong
    title: Field[str] = field(max=200)


app = App(__name__)
