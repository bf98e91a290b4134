"""Nobody gives a service an address."""
from __future__ import annotations

from bedplate import App, Field, Resource, Service, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


app = App(__name__)


@app.service  # wrong
class Notices(Service):
    def __init__(self, address: str) -> None:
        self.address = address
