"""The flaws: one file each, named after its slug. `load()` is the only way to them."""
from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from bedplate.checklist.item import Item

__all__ = ["load"]


@cache
def load() -> dict[str, Item]:
    """All items by slug, in the order of their codes."""
    found: list[Item] = []
    for entry in iter_modules(__path__):
        item: object = getattr(import_module(f"{__name__}.{entry.name}"), "ITEM", None)
        if isinstance(item, Item):
            found.append(item)
    return {item.slug: item for item in sorted(found, key=lambda each: each.code)}
