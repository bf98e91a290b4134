"""What exists already has no column for the mark."""
from __future__ import annotations

from bedplate import App, Field, Keyed, field


class Old(Keyed[int], table="old", soft_delete=True):  # wrong
    id: Field[int] = field(key=True)


app = App(__name__)
