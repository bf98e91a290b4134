"""Random requests: what is asked, for the evaluator, and the same as a path and a query, for the product."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID

from bedplate.declarations.contract import ComputedContract, Contract, FieldContract, ResourceContract

from . import choices
from .choices import Draw
from .declare import Column, Rows, values
from .naive import Asked, as_json

FIELDS_MAX, FILTERS_MAX = 90, 20  # what one request may ask for
_COMPARED = ("eq", "ne", "lt", "le", "gt", "ge", "in", "isnull")
OPERATORS = {
    "text": (*_COMPARED, "prefix"), "integer": _COMPARED, "decimal": _COMPARED, "timestamp": _COMPARED, "date": _COMPARED, "duration": _COMPARED,
    "float": _COMPARED, "bigint": _COMPARED, "time": _COMPARED, "bytes": ("eq", "isnull"),
    "uuid": ("eq", "ne", "in", "isnull"), "enumeration": ("eq", "ne", "in", "isnull"), "boolean": ("eq", "ne", "isnull"),
}


@dataclass(frozen=True)
class Question:
    """A read of a page, of what belongs to a row, or of one row."""

    resource: str
    asked: Asked
    path: str
    query: str
    key: UUID | None = None  # of one row
    parent: tuple[str, UUID] | None = None
    pages: int = 1


def question(draw: Draw, contract: Contract, rows: Rows) -> Question:
    """One request."""
    name = draw(choices.sampled_from([*contract.resources, *(one for one in contract.resources if one in ("Thing", "Part"))]))
    resource = contract.resources[name]
    form = draw(choices.sampled_from(("page", "page", "page", "one", "below")))
    asked = _asked(draw, contract, rows, resource, 0, listed=form != "one")
    if _size(contract, resource, asked) > FIELDS_MAX or _conditions(asked) > FILTERS_MAX:
        asked = replace(asked, nested={})
    query = "&".join(_settings(asked, contract, resource, ""))
    named = _fields(asked)
    if named:
        query = "&".join(filter(None, (f"fields={named}", query)))
    if form == "one":
        key = _key(draw, rows, name)
        return Question(name, asked, f"/v1/{resource.path}/{key}", query, key=key)
    if form == "below" and resource.part_of is not None:
        above = contract.resources[resource.fields[resource.part_of].target or ""]
        key = _key(draw, rows, above.name)
        return Question(name, asked, f"/v1/{above.path}/{key}/{resource.path}", query, parent=(resource.part_of, key), pages=2)
    return Question(name, asked, f"/v1/{resource.path}", query, pages=3)


def _size(contract: Contract, resource: ResourceContract, asked: Asked) -> int:
    own = len(asked.fields) or len(resource.fields) + len(resource.computed)
    return own + sum(1 + _size(contract, contract.resources[resource.relations[name].target], one) for name, one in asked.nested.items())


def _conditions(asked: Asked) -> int:
    return len(asked.filters) + sum(_conditions(one) for one in asked.nested.values())


def _key(draw: Draw, rows: Rows, name: str) -> UUID:
    known = list(rows[name])
    return draw(choices.sampled_from([*known, UUID(int=1)]))  # type: ignore[no-any-return]


def _asked(draw: Draw, contract: Contract, rows: Rows, resource: ResourceContract, depth: int, *, listed: bool) -> Asked:
    def chance(percent: int) -> bool:
        return bool(draw(choices.integers(0, 99)) < percent)

    shown = {one.name: one for one in (*resource.fields.values(), *resource.computed.values()) if not one.hidden and not one.secret}
    fields: tuple[str, ...] = ()
    if chance(30):
        fields = tuple(draw(choices.lists(choices.sampled_from(list(shown)), min_size=1, max_size=4, unique=True)))
    nested: dict[str, Asked] = {}
    for relation in resource.relations.values():
        if depth < 3 and chance((55, 35, 20)[depth]) and (relation.cardinality == "many" or relation.name in shown):
            target = contract.resources[relation.target]
            nested[relation.name] = _asked(draw, contract, rows, target, depth + 1, listed=relation.cardinality == "many")
            if nested[relation.name].limit is not None and nested[relation.name].limit > relation.max:  # type: ignore[operator]
                nested[relation.name] = Asked(nested[relation.name].fields, nested[relation.name].nested)
    if not listed:
        return Asked(fields, nested)
    filters: dict[tuple[str, str], Any] = {}
    offered = [one for one in shown.values() if one.filter or _is_key(one)]
    offered += [one for one in offered if not _is_key(one)] * 2
    for one in draw(choices.lists(choices.sampled_from(offered), min_size=1, max_size=2)) if chance(75) else ():
        known = _operators(one)
        op = draw(choices.sampled_from([*known, "eq", *(name for name in known if name == "prefix")]))
        filters[one.name, op] = _wanted(draw, rows, resource, one, op)
    sort = None
    if chance(50):
        default = {key.field for key in resource.sort}
        sortable = [one.name for one in shown.values() if one.sort or _is_key(one) or one.name in default]
        sort = tuple((key, chance(50)) for key in draw(choices.lists(choices.sampled_from(sortable), min_size=1, max_size=3, unique=True)))
    return Asked(fields, nested, filters, sort, draw(choices.integers(1, 4)) if chance(60) else None)


def _is_key(one: FieldContract | ComputedContract) -> bool:
    return isinstance(one, FieldContract) and one.key


def _operators(one: FieldContract | ComputedContract) -> list[str]:
    identity = isinstance(one, FieldContract) and (one.target is not None or (one.key and not one.filter))
    names = ("eq", "in", "isnull") if identity else OPERATORS[one.type.kind]
    return [name for name in names if name != "isnull" or one.nullable]


def _wanted(draw: Draw, rows: Rows, resource: ResourceContract, one: FieldContract | ComputedContract, op: str) -> Any:
    if op == "isnull":
        return draw(choices.booleans())
    made = values(Column("", one.type.kind, places=getattr(one.type, "places", 0)))
    known = {row[one.name] for row in rows[resource.name].values() if one.name in row and row[one.name] is not None}
    near = choices.sampled_from(sorted(known, key=str)) if known else made
    options = choices.one_of(near, near, near, made)
    if op == "in":
        return tuple(draw(choices.lists(options, min_size=1, max_size=3)))
    if op == "prefix":  # of a value, or what is in the middle of one
        longer = [text for text in known if len(text) > 1]
        if longer and draw(choices.booleans()):
            return draw(choices.sampled_from(sorted(longer)))[1:2]
        return str(draw(options))[: draw(choices.integers(0, 2))]
    lettered = [text for text in known if one.type.kind == "text" and text.swapcase() != text and text.isascii()]
    if lettered and draw(choices.booleans()):
        return draw(choices.sampled_from(sorted(lettered))).swapcase()
    return draw(options)


# ---- as a query ------------------------------------------------------------------------------------------------------------------
def _fields(asked: Asked) -> str:
    if not asked.fields and not asked.nested:
        return ""
    own = list(asked.fields) or ["*"]
    return ",".join([*(one for one in own if one not in asked.nested), *(f"{name}({_fields(one) or '*'})" for name, one in asked.nested.items())])


def _settings(asked: Asked, contract: Contract, resource: ResourceContract, prefix: str) -> list[str]:
    found: list[str] = []
    for (name, op), wanted in asked.filters.items():
        one = resource.fields.get(name) or resource.computed[name]
        found.append(f"{prefix}{name}{'' if op == 'eq' else '.' + op}={quote(_text(one.type.kind, op, wanted, getattr(one.type, 'places', 0)))}")
    if asked.sort is not None:
        found.append(f"{prefix}sort=" + ",".join(("-" if down else "") + name for name, down in asked.sort))
    if asked.limit is not None:
        found.append(f"{prefix}limit={asked.limit}")
    for name, inner in asked.nested.items():
        target = contract.resources[resource.relations[name].target]
        found += _settings(inner, contract, target, f"{prefix}{name}.")
    return found


def _text(kind: str, op: str, wanted: Any, places: int) -> str:
    if op == "isnull":
        return "true" if wanted else "false"
    if op == "in":
        return ",".join(_text(kind, "eq", one, places).replace("\\", "\\\\").replace(",", "\\,") for one in wanted)
    if kind == "duration":
        count = wanted // timedelta(microseconds=1)
        return f"{'-' if count < 0 else ''}{abs(count) // 1_000_000}.{abs(count) % 1_000_000:06d}"
    if kind == "boolean":
        return "true" if wanted else "false"
    return str(as_json(kind, wanted, places)) if op != "prefix" else str(wanted)
