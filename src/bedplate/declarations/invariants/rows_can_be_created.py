"""A field that input may not give and that nothing fills: every create would fail."""
from __future__ import annotations

from bedplate.declarations.contract import Contract, FieldContract
from bedplate.declarations.invariants.creation import is_created_by_callers
from bedplate.errors import Fault

__all__ = ["rows_can_be_created"]


def rows_can_be_created(contract: Contract) -> list[Fault]:
    """Where callers create rows, each column that is never null has a value. A hook on create may give it: then nothing is said."""
    return [
        Fault("D609", f"{resource.name}.{one.name} is never null, may not be given, and nothing fills it: no {resource.name} can ever be created",
              f'give it a default, write `| None`, or fill it in a hook: `@{resource.name}.on("create")`', one.place)
        for resource in contract.resources.values()
        if is_created_by_callers(contract, resource) and not any(hook.verb == "create" for hook in resource.hooks)
        for one in resource.fields.values() if _is_never_filled(one)
    ]


def _is_never_filled(one: FieldContract) -> bool:
    filled = one.has_default or one.default_factory is not None or one.default_caller is not None or bool(one.automatic) or one.serial is not None
    return not (one.writable or one.nullable or filled)
