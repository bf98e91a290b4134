"""A file of a form, where JSON comes."""
from __future__ import annotations

from dataclasses import dataclass

from bedplate import ANYONE, App, Field, Resource, Upload, field


@dataclass
class Sent:
    file: Upload


class Product(Resource):
    sent: Field[Sent | None] = field(default=None)  # wrong
    plain: Field[Upload | None] = field(default=None)  # wrong


app = App(__name__)


@app.endpoint("POST", "/send", auth=ANYONE, limit="60/min")
async def send(body: Sent) -> int:  # wrong
    """Take it."""
    return 1
