"""A service needs another that nobody makes."""
from __future__ import annotations

from bedplate import App, Field, Resource, Service, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


class Mail(Service):
    """Sends mail."""


app = App(__name__)


@app.service  # wrong
class Notices(Service):
    def __init__(self, mail: Mail) -> None:
        self.mail = mail
