"""The order of a list names a field that is not there."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Ticket(Resource, sort="-creatd_at"):  # wrong
    title: Field[str] = field(max=200)


app = App(__name__)
