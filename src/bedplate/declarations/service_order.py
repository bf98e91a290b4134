"""In which order services are made: each after those that its constructor takes."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bedplate.declarations.contract import ServiceContract
from bedplate.errors import DeclarationFault, Fault

__all__ = ["order_of"]


def order_of(declared: Sequence[ServiceContract], given: frozenset[type[Any]]) -> list[ServiceContract]:
    """Each service after those it needs. Raises DeclarationFault for what nobody makes and for circles."""
    waiting, ready, order = list(declared), set(given), list[ServiceContract]()
    while waiting:
        able = [one for one in waiting if all(kind in ready for _, kind in one.needs)]
        if not able:
            raise DeclarationFault([_unable(one, ready, waiting) for one in waiting])
        order.extend(able)
        ready.update(one.kind for one in able)
        waiting = [one for one in waiting if one not in able]
    return order


def _unable(service: ServiceContract, ready: set[type[Any]], waiting: Sequence[ServiceContract]) -> Fault:
    kinds = {one.kind for one in waiting}
    missing = [kind.__name__ for _, kind in service.needs if kind not in ready and kind not in kinds]
    if missing:
        what = f"the service {service.kind.__name__} needs {', '.join(missing)}, which nobody makes"
        return Fault("D612", what, "declare it with `@app.service`; settings with `App(settings=...)`", service.place)
    what = f"the service {service.kind.__name__} needs itself over {', '.join(kind.__name__ for _, kind in service.needs if kind in kinds)}"
    return Fault("D613", what, "let one of them do without the other: services are made one after another", service.place)
