"""JSON has texts as keys."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Poll(Resource):
    votes: Field[dict[int, int]] = field()  # wrong


app = App(__name__)
