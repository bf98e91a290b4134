"""A filter that cannot be asked for: `limit` is the number of rows."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Customer(Resource):
    limit: Field[int] = field(filter=True)  # wrong


app = App(__name__)
