"""The field that names a delivery is misspelt: each repeat would be done again."""
from __future__ import annotations

from dataclasses import dataclass

from bedplate import HMAC, App, Field, Resource, env, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


@dataclass
class Payment:
    id: str
    amount: int


app = App(__name__)


@app.endpoint("POST", "/hooks/bank", auth=HMAC(env="BANK_KEY"), limit="60/min", once="ident")  # wrong
async def bank(body: Payment) -> int:
    """Takes a payment."""
    return body.amount
