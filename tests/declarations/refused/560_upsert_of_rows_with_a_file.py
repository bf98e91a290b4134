"""Rows that cannot be without a file, made by a body that has none."""
from __future__ import annotations

from bedplate import App, Field, File, Resource, User, field, upload


class Person(User):
    """Who scans."""


class Scan(Resource, upsert="code"):
    code: Field[str] = field(max=8, unique=True)
    paper: Field[File] = upload(max="5MB", types=("text/plain",))  # wrong


app = App(__name__, accounts=Person)
