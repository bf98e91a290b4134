"""Nobody can register as a ticket."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Ticket(Resource, sign_up="open"):  # wrong
    title: Field[str] = field(max=200)


app = App(__name__)
