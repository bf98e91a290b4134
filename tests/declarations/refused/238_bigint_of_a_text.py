"""The word for large integers beside a text."""
from __future__ import annotations

from typing import Annotated

from bedplate import App, Field, Resource, field


class Reading(Resource):
    count: Field[Annotated[str, "bigint"]] = field(max=20)  # wrong


app = App(__name__)
