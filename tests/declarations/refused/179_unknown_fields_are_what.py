"""What happens to fields that are not declared is misspelt."""
from __future__ import annotations

from dataclasses import dataclass

from bedplate import ANYONE, App, Field, Resource, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


@dataclass
class Payment:
    amount: int


app = App(__name__)


@app.endpoint("POST", "/payments", auth=ANYONE, limit="60/min", unknown="ignored")  # wrong
async def payments(body: Payment) -> int:
    """Takes a payment."""
    return body.amount
