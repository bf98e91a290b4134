"""Neither on nor off."""
from __future__ import annotations

from bedplate import App, Resource


class Paper(Resource, history="all"):  # wrong
    pass


app = App(__name__)
