"""A form that is to name its own delivery, and one that is signed."""
from __future__ import annotations

from dataclasses import dataclass

from bedplate import ANYONE, HMAC, App, Field, Form, Resource, field


class Product(Resource):
    title: Field[str] = field(max=80)


@dataclass
class Sent:
    number: int


app = App(__name__)


@app.endpoint("POST", "/a", auth=ANYONE, limit="60/min", once="number")  # wrong
async def a(body: Form[Sent]) -> int:
    """Take it."""
    return 1


@app.endpoint("POST", "/b", auth=HMAC(env="KEY"), limit="60/min")  # wrong
async def b(body: Form[Sent]) -> int:
    """Take it."""
    return 1
