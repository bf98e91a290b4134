"""Two services, each of which needs the other first."""
from __future__ import annotations

from bedplate import App, Field, Resource, Service, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


app = App(__name__)


@app.service  # wrong
class Mail(Service):
    def __init__(self, notices: Notices) -> None:
        self.notices = notices


@app.service  # wrong
class Notices(Service):
    def __init__(self, mail: Mail) -> None:
        self.mail = mail
