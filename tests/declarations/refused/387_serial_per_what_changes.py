"""Numbers within a row that may be exchanged, and within one that may be missing."""
from __future__ import annotations

from bedplate import App, Field, Ref, Resource, field, ref, serial


class Shelf(Resource):
    name: Field[str] = field(max=200)


class Book(Resource):
    shelf: Ref[Shelf] = ref()
    number: Field[int] = serial(per=shelf)  # wrong
    lender: Ref[Shelf | None] = ref(default=None, immutable=True)
    loan: Field[int] = serial(per=lender)  # wrong


app = App(__name__)
