"""A way to sign up that is not there."""
from __future__ import annotations

from bedplate import App, Field, User, field


class Person(User, sign_up="yes"):  # wrong
    name: Field[str] = field(max=80)


app = App(__name__, accounts=Person)
