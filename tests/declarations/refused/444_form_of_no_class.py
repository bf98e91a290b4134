"""Forms that are none."""
from __future__ import annotations

from dataclasses import dataclass

from bedplate import ANYONE, App, Field, Form, Resource, Upload, field


class Product(Resource):
    title: Field[str] = field(max=80)


@dataclass
class Nested:
    tags: list[str]


@dataclass
class Sent:
    file: Upload


@dataclass
class Plain:
    pages: int


app = App(__name__)


@app.endpoint("POST", "/a", auth=ANYONE, limit="60/min")  # wrong
async def a(body: Form[int]) -> int:
    """Take it."""
    return 1


@app.endpoint("POST", "/b", auth=ANYONE, limit="60/min")  # wrong
async def b(body: Form[Nested]) -> int:
    """Take it."""
    return 1


@app.endpoint("POST", "/c", auth=ANYONE, limit="60/min", types=("model/obj",))  # wrong
async def c(body: Form[Sent]) -> int:
    """Take it."""
    return 1


@app.endpoint("POST", "/d", auth=ANYONE, limit="60/min")  # wrong
async def d(body: Form[Sent]) -> int:
    """Take it."""
    return 1


@app.endpoint("POST", "/e", auth=ANYONE, limit="60/min", types=("image/png",))  # wrong
async def e(body: Form[Plain]) -> int:
    """Take it."""
    return 1
