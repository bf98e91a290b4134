"""An account is disabled: what it signed stays attributed, and its credentials hang on it."""
from __future__ import annotations

from bedplate import App, User


class Person(User, soft_delete=True):  # wrong
    pass


app = App(__name__, accounts=(Person,))
