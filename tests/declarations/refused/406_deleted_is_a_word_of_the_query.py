"""`?deleted=true` asks for the list of the deleted."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Paper(Resource, soft_delete=True):
    deleted: Field[bool] = field(default=False, filter=True)  # wrong


app = App(__name__)
