"""Two resources, each a part of the other: neither could ever be read."""
from __future__ import annotations

from bedplate import App, Ref, Resource, ref


class Order(Resource, part_of="first"):  # wrong
    first: Ref[Line] = ref()


class Line(Resource, part_of="order"):  # wrong
    order: Ref[Order] = ref()


app = App(__name__)
