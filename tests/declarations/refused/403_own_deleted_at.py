"""Two times of deletion."""
from __future__ import annotations

from datetime import datetime

from bedplate import App, Field, Resource, field


class Paper(Resource, soft_delete=True):  # wrong
    deleted_at: Field[datetime | None] = field(default=None)


app = App(__name__)
