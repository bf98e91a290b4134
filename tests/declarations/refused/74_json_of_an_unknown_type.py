"""The type inside a JSON value is not imported."""
from __future__ import annotations

from dataclasses import dataclass

from bedplate import App, Field, Resource, field


@dataclass
class Address:
    street: str
    country: Country


class Customer(Resource):
    address: Field[Address] = field()  # wrong


app = App(__name__)
