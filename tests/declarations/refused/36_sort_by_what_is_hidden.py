"""The order of a list would tell what must not be read."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Account2(Resource, sort="score"):  # wrong
    score: Field[int] = field(hidden=True, default=0)


app = App(__name__)
