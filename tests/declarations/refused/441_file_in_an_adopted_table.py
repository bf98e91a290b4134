"""A file in a table whose changes nobody follows."""
from __future__ import annotations

from bedplate import App, Field, File, Resource, upload


class Product(Resource, table="old_products"):
    picture: Field[File | None] = upload(default=None, max="5MB", types=("image/png",))  # wrong


app = App(__name__)
