"""A filter that no index can serve."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Poll(Resource):
    votes: Field[dict[str, int]] = field(filter=True)  # wrong


app = App(__name__)
