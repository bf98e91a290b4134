"""Random requests: what is asked, for the evaluator, and the same as a path and a query, for the product."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID

from bedplate.declarations.contract import ComputedContract, Contract, FieldContract, RelationContract, ResourceContract

from . import choices
from .choices import Draw
from .declare import Column, Rows, values
from .naive import Asked, Told, as_json

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
    count: str = ""


def question(draw: Draw, contract: Contract, rows: Rows) -> Question:
    """One request."""
    name = draw(choices.sampled_from([*contract.resources, *(one for one in contract.resources if one in ("Thing", "Part"))]))
    resource = contract.resources[name]
    form = draw(choices.sampled_from(("page", "page", "page", "one", "below")))
    asked = _asked(draw, contract, rows, resource, 0, listed=form != "one")
    if _size(contract, resource, asked) > FIELDS_MAX or _conditions(asked) > FILTERS_MAX:
        asked = replace(asked, nested={})
    if _conditions(asked) > FILTERS_MAX:
        asked = replace(asked, told=())
    query = "&".join(_settings(asked, contract, resource, ""))
    named = _fields(asked)
    if named:
        query = "&".join(filter(None, (f"fields={named}", query)))
    if form == "page" and resource.deletion == "own" and draw(choices.integers(0, 99)) < 30:
        asked = replace(asked, deleted=True)
        query = "&".join(filter(None, ("deleted=true", query)))
    if form == "one":
        key = _key(draw, rows, name)
        return Question(name, asked, f"/v1/{resource.path}/{key}", query, key=key)
    if form == "below" and resource.part_of is not None:
        above = contract.resources[resource.fields[resource.part_of].target or ""]
        key = _key(draw, rows, above.name)
        return Question(name, asked, f"/v1/{above.path}/{key}/{resource.path}", query, parent=(resource.part_of, key), pages=2)
    count = draw(choices.sampled_from(("", "", "capped", resource.count)))
    query = "&".join(filter(None, (query, f"count={count}" if count else "")))
    return Question(name, asked, f"/v1/{resource.path}", query, pages=3, count=count)


def _size(contract: Contract, resource: ResourceContract, asked: Asked) -> int:
    own = len(asked.fields) or len(resource.fields) + len(resource.computed)
    return own + sum(1 + _size(contract, contract.resources[resource.relations[name].target], one) for name, one in asked.nested.items())


def _conditions(asked: Asked) -> int:
    return len(asked.filters) + sum(_told_size(one) for one in asked.told) + sum(_conditions(one) for one in asked.nested.values())


def _told_size(told: Told) -> int:
    return (told.name not in ("and", "or", "not")) + sum(_told_size(one) for one in told.inside)


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
        sortable += _sorts_elsewhere(draw, contract, resource)
        sort = tuple((key, chance(50)) for key in draw(choices.lists(choices.sampled_from(sortable), min_size=1, max_size=3, unique=True)))
    told = tuple(dict(((one.name, one.op), one) for one in (_told(draw, contract, rows, resource, 0, 0) for _ in range(draw(choices.integers(0, 2))))).values())
    told = tuple(one for one in told if (one.name, one.op) not in filters)
    return Asked(fields, nested, filters, sort, draw(choices.integers(1, 4)) if chance(60) else None, told)


# ---- groups, other rows, rows of a relation --------------------------------------------------------------------------------------
def _followed(contract: Contract, resource: ResourceContract) -> list[RelationContract]:
    """The relations that filters and sorts may go over."""
    plain = [one for one in resource.relations.values() if one.link is None]
    holders = {one.name: (resource if one.cardinality == "one" else contract.resources[one.target]).fields[one.by] for one in plain}
    linked = [one for one in resource.relations.values() if one.link is not None and one.link.filter]
    return [*(one for one in plain if holders[one.name].filter and not holders[one.name].hidden), *linked]


def _told(draw: Draw, contract: Contract, rows: Rows, resource: ResourceContract, depth: int, steps: int, *, there: bool = False) -> Told:
    forms = ("group", "group", "over", "over", "rows", "rows", "rows", "own") if depth < 3 else ("over", "own")
    form = draw(choices.sampled_from([one for one in forms if not (there and one == "group")]))
    if form == "group":
        name = draw(choices.sampled_from(("and", "or", "or", "not", "not")))
        count = draw(choices.integers(1, 3))
        return Told(name, inside=tuple(_told(draw, contract, rows, resource, depth + 1, steps) for _ in range(count)))
    ways = [one for one in _followed(contract, resource) if one.cardinality == ("one" if form == "over" else "many")] if steps < 3 else []
    if form == "own" or not ways:
        return _told_of(draw, rows, resource)
    way = draw(choices.sampled_from(ways))
    target = contract.resources[way.target]
    if form == "over":
        end = _told(draw, contract, rows, target, depth, steps + 1, there=True)
        if end.op not in ("any", "none") and "isnull" not in end.op and draw(choices.integers(0, 4)) == 0:
            end = replace(end, op="isnull", wanted=draw(choices.booleans()))
        return replace(end, name=f"{way.name}.{end.name}")
    inside = tuple(_told(draw, contract, rows, target, depth + 1, steps + 1) for _ in range(draw(choices.integers(0, 2))))
    return Told(way.name, draw(choices.sampled_from(("any", "none"))), inside=inside)


def _told_of(draw: Draw, rows: Rows, resource: ResourceContract) -> Told:
    shown = [one for one in (*resource.fields.values(), *resource.computed.values()) if not one.hidden and not one.secret]
    one = draw(choices.sampled_from([one for one in shown if one.filter or _is_key(one)]))
    op = draw(choices.sampled_from(_operators(one)))
    return Told(one.name, op, _wanted(draw, rows, resource, one, op))


def _sorts_elsewhere(draw: Draw, contract: Contract, resource: ResourceContract) -> list[str]:
    found: list[str] = []
    for way in _followed(contract, resource):
        target = contract.resources[way.target]
        default = {key.field for key in target.sort}
        if way.cardinality == "one":
            found += [f"{way.name}.{one.name}" for one in (*target.fields.values(), *target.computed.values())
                      if not one.hidden and not one.secret and (one.sort or _is_key(one) or one.name in default)]
    return draw(choices.lists(choices.sampled_from(found), max_size=3, unique=True)) if found else []


def _is_key(one: FieldContract | ComputedContract) -> bool:
    return isinstance(one, FieldContract) and one.key


def _operators(one: FieldContract | ComputedContract) -> list[str]:
    identity = isinstance(one, FieldContract) and (one.target is not None or (one.key and not one.filter))
    names = ("eq", "in", "isnull") if identity else OPERATORS[one.type.kind]
    found = [name for name in names if name != "isnull" or one.nullable]
    return [*found, "contains"] if isinstance(one, FieldContract) and one.contains else found


def _wanted(draw: Draw, rows: Rows, resource: ResourceContract, one: FieldContract | ComputedContract, op: str) -> Any:
    if op == "isnull":
        return draw(choices.booleans())
    made = values(Column("", one.type.kind, places=getattr(one.type, "places", 0)))
    known = {row[one.name] for row in rows[resource.name].values() if one.name in row and row[one.name] is not None}
    near = choices.sampled_from(sorted(known, key=str)) if known else made
    options = choices.one_of(near, near, near, made)
    if op == "in":
        return tuple(draw(choices.lists(options, min_size=1, max_size=3)))
    if op in ("prefix", "contains"):  # of a value, or what is in the middle of one
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
    for told in asked.told:
        if told.name in ("and", "or", "not") or told.op in ("any", "none"):
            name, _, rest = _written(told, contract, resource).partition("(")
            found.append(f"{prefix}{name}={quote(f'({rest}')}")
        else:
            found.append(f"{prefix}{told.name}{'' if told.op == 'eq' else '.' + told.op}={quote(_text_of(told, contract, resource))}")
    if asked.sort is not None:
        found.append(f"{prefix}sort=" + ",".join(("-" if down else "") + name for name, down in asked.sort))
    if asked.limit is not None:
        found.append(f"{prefix}limit={asked.limit}")
    for name, inner in asked.nested.items():
        target = contract.resources[resource.relations[name].target]
        found += _settings(inner, contract, target, f"{prefix}{name}.")
    return found


def _end(told: Told, contract: Contract, resource: ResourceContract) -> FieldContract | ComputedContract:
    *way, name = told.name.split(".")
    for reference in way:
        resource = contract.resources[resource.relations[reference].target]
    return resource.fields.get(name) or resource.computed[name]


def _text_of(told: Told, contract: Contract, resource: ResourceContract) -> str:
    one = _end(told, contract, resource)
    return _text(one.type.kind, told.op, told.wanted, getattr(one.type, "places", 0))


def _written(told: Told, contract: Contract, resource: ResourceContract) -> str:
    """As it stands inside a group."""
    if told.name in ("and", "or", "not"):
        return f"{told.name}({','.join(_written(one, contract, resource) for one in told.inside)})"
    if told.op in ("any", "none"):
        for name in told.name.split("."):
            resource = contract.resources[resource.relations[name].target]
        return f"{told.name}.{told.op}({','.join(_written(one, contract, resource) for one in told.inside)})"
    name = told.name if told.op == "eq" else f"{told.name}.{told.op}"
    one = _end(told, contract, resource)
    if told.op != "in":
        return f"{name}={_escaped(_text_of(told, contract, resource))}"
    values = [_escaped(_text(one.type.kind, "eq", each, getattr(one.type, "places", 0))) for each in told.wanted]
    return f"{name}=({','.join(values)})"


def _escaped(text: str) -> str:
    return "".join("\\" + one if one in ",()\\" else one for one in text)


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
    return str(as_json(kind, wanted, places)) if op not in ("prefix", "contains") else str(wanted)
