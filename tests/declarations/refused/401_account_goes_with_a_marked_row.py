"""The members would be marked with their club."""
from __future__ import annotations

from bedplate import App, Ref, Resource, User, ref


class Club(Resource, soft_delete=True):
    pass


class Member(User):  # wrong
    club: Ref[Club] = ref(on_delete="cascade")


app = App(__name__, accounts=(Member,))
