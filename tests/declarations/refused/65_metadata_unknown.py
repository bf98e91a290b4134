"""Something in Annotated that says nothing about a value."""
from __future__ import annotations

from typing import Annotated

from bedplate import App, Field, User, field


class Person(User):
    name: Field[Annotated[str, "short"]] = field(max=80)  # wrong


app = App(__name__, accounts=Person)
