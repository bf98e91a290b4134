"""Orders, sets and keys of what no index can serve."""
from __future__ import annotations

from bedplate import App, Field, Keyed, Resource, field, index, unique


class Sample(Resource, sort="digest"):  # wrong
    digest: Field[bytes] = field(max=32)
    tags: Field[list[str]] = field(max=20)
    label: Field[str] = field(max=20, unique="tags")  # wrong
    once = unique(tags)  # wrong
    shelf = index(tags, digest)  # wrong


class Shelf(Resource, sort="-tags"):  # wrong
    tags: Field[list[str]] = field(max=20)


class Weight(Keyed[float]):
    id: Field[float] = field()  # wrong


app = App(__name__)
