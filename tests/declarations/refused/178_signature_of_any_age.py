"""A signature whose greatest age cannot be read."""
from __future__ import annotations

from dataclasses import dataclass

from bedplate import HMAC, App, Field, Resource, env, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


@dataclass
class Payment:
    amount: int


app = App(__name__)


@app.endpoint("POST", "/hooks/bank", auth=HMAC(env="BANK_KEY", within="a while"), limit="60/min")  # wrong
async def bank(body: Payment) -> int:
    """Takes a payment."""
    return body.amount
