"""What a new row holds where nobody said: its key, its times, declared defaults."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from bedplate.declarations.contract import FieldContract, FromCaller, ResourceContract
from bedplate.errors import Forbidden
from bedplate.logic.linking import linkable
from bedplate.logic.refusals import Unauthenticated
from bedplate.logic.runtime import Runtime
from bedplate.logic.who import Who

__all__ = ["complete", "completing", "needs_caller_row", "whole_input"]

Maker = Callable[[], object]


def complete(runtime: Runtime, resource: ResourceContract, said: Mapping[str, object], who: Who, now: datetime) -> dict[str, object]:
    """All values of a new row. A key that the database makes is left out. Raises Forbidden or
    Unauthenticated where a caller has nothing to fill it from, TypeError for what nobody said and nothing fills."""
    values: dict[str, object] = {}
    for name, field in resource.fields.items():
        if name in said:
            values[name] = said[name]
        elif field.serial is not None and not field.nullable:
            continue  # drawn when it is applied
        elif field.automatic:
            if (found := _automatic(runtime, field, now)) is not None:
                values[name] = found
        else:
            values[name] = _default(runtime, resource, field, who)
    return values


def completing(runtime: Runtime, resource: ResourceContract, who: Who, now: datetime) -> Callable[[Mapping[str, object]], dict[str, object]]:
    """`complete` for many rows of one caller: what is the same in every row that says the same fields is found once."""
    plans: dict[tuple[str, ...], tuple[dict[str, object], tuple[tuple[str, Maker], ...]]] = {}

    def whole(said: Mapping[str, object]) -> dict[str, object]:
        names = tuple(said)
        plan = plans.get(names)
        if plan is None:
            values = complete(runtime, resource, said, who, now)
            made = [(name, maker) for name in values if name not in said and (maker := _maker(runtime, resource, name, now)) is not None]
            plans[names] = (dict(values), tuple(made))
            return values
        values = {**plan[0], **said}
        for name, make in plan[1]:
            values[name] = make()
        return values

    return whole


def _maker(runtime: Runtime, resource: ResourceContract, name: str, now: datetime) -> Maker | None:
    """What makes a value that no two rows share."""
    field = resource.fields[name]
    if field.automatic == "key":
        return lambda: _automatic(runtime, field, now)
    return None if field.automatic or field.default_caller is not None else field.default_factory


def whole_input(resource: ResourceContract, said: Mapping[str, object]) -> dict[str, object]:
    """All that input may change of a row: as it was said, else as a new row has it by default, linked with nothing. A file stays: it has
    an address of its own, and no body like this one could set it again."""
    found: dict[str, object] = {**dict.fromkeys(linkable(resource), ()), **said}
    for name, field in resource.fields.items():
        if name not in said and field.writable and field.type.kind != "file" and not (
                field.automatic or field.hidden or field.immutable or field.key or field.default_caller is not None):
            found[name] = field.default_factory() if field.default_factory is not None else field.default if field.has_default else None
    return found


def _automatic(runtime: Runtime, field: FieldContract, now: datetime) -> object:
    if field.automatic == "deleted_at":
        return None
    if field.automatic != "key":
        return now
    return field.type.parse(runtime.new_id(now)) if field.type.kind == "uuid" else None


def _default(runtime: Runtime, resource: ResourceContract, field: FieldContract, who: Who) -> object:
    if field.default_caller is not None:
        value = who.default(field.default_caller) if _leads_there(runtime, field, field.default_caller, who) else None
    elif field.default_factory is not None:
        value = field.default_factory()
    else:
        value = field.default if field.has_default else None
    if value is None and not field.nullable:
        if field.default_caller is not None and who.access is not None:  # an account outside every tenant, a stranger without an account
            raise Unauthenticated if who.actor.kind is None else Forbidden(private=f"the caller has nothing to fill {field.name} from")
        raise TypeError(f"{resource.name}.{field.name} has no value: say it, or declare a default")
    return value


def _leads_there(runtime: Runtime, field: FieldContract, wanted: FromCaller, who: Who) -> bool:
    """Whether the way ends at what the field refers to: it was declared for one kind of account, and others may be calling."""
    if who.actor.kind is None or field.target is None:
        return True
    at = runtime.contract.resources[who.actor.kind]
    for reference in wanted.refs:
        found = at.fields.get(reference)
        if found is None or found.target is None:
            return False
        at = runtime.contract.resources[found.target]
    return at.name == field.target


def needs_caller_row(runtime: Runtime, resource: ResourceContract) -> bool:
    """Whether a default looks further than at the caller's own key, or may refuse callers of another kind, who must be there first."""
    others = {*runtime.contract.accounts}
    return any(
        field.default_caller is not None and (field.default_caller.refs or (not field.nullable and others - {field.target}))
        for field in resource.fields.values())
