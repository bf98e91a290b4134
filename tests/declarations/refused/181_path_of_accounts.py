"""A path that belongs to signing in."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Grant(Resource, path="auth"):  # wrong
    title: Field[str] = field(max=200)


app = App(__name__)
