"""A rule of a field where only rules of a value belong."""
from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from bedplate import App, Field, Resource, field, rules


class Order(Resource):
    total: Field[Annotated[Decimal, rules(places=2, filter=True)]] = field()  # wrong


app = App(__name__)
