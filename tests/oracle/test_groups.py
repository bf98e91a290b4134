"""Random aggregates of random applications: groups, figures, having, order and pages are what plain Python makes of the readable rows."""
from __future__ import annotations

import asyncio
import json
import math
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cmp_to_key
from pathlib import Path
from typing import Any
from urllib.parse import quote

from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from bedplate.declarations.contract import ComputedContract, Contract, FieldContract, ResourceContract
from bedplate.declarations.fields.big_integer import BigInteger
from bedplate.declarations.grids import grid_of
from bedplate.errors import DeclarationFault

from . import ask, choices
from .choices import Draw, seeded
from .declare import NOW, Rows, declared, rows_of, source
from .naive import Asked, Naive, Unanswerable, World, _filtered, _order, as_json, gone
from .product import opened
from .test_oracle import FOLDER, ROUNDS, SOAK, Caller, caller_of

QUESTIONS = 24
_ADDED = ("integer", "bigint", "decimal", "float", "duration")
_ORDERED = ("text", "timestamp", "date", "time", *_ADDED)
_NUMBERS = "int|Decimal|BigInt|float|timedelta"
_FIELD = re.compile(r"^(    f\d+: Field\[(\w+)[^\]]*\] = field\()(?!.*hidden=True)", re.MULTILINE)
_COMPUTED = re.compile(r"    @computed(?:\(([^)]*)\))?\n(    @classmethod\n    def \w+\(.*\) -> Expr\[(?:Annotated\[)?(\w+))")


@dataclass(frozen=True)
class Counted:
    """One aggregate: figures are (name, field), `having` compares one of them."""

    resource: str
    groups: tuple[str, ...]
    figures: tuple[tuple[str, str], ...]
    asked: Asked
    having: tuple[tuple[str, str], str, Any] | None
    sort: tuple[tuple[str, bool], ...]
    limit: int

    def query(self, contract: Contract) -> str:
        parts = ask._settings(Asked(filters=self.asked.filters, told=self.asked.told), contract, contract.resources[self.resource], "")
        if self.groups:
            parts.append(f"group={','.join(self.groups)}")
        if self.figures:
            parts.append(f"measures={','.join(map(spelled, self.figures))}")
        if self.having is not None:
            figure, op, wanted = self.having
            kind, places = kind_of(contract.resources[self.resource], figure)
            parts.append(f"having.{spelled(figure)}.{op}={quote(ask._text(kind, op, wanted, places))}")
        if self.sort:
            parts.append("sort=" + ",".join(("-" if down else "") + name for name, down in self.sort))
        return "&".join([*parts, f"limit={self.limit}"])


def spelled(figure: tuple[str, str]) -> str:
    return figure[0] if not figure[1] else f"{figure[0]}({figure[1]})"


def found_in(resource: ResourceContract, name: str) -> FieldContract | ComputedContract:
    return resource.fields.get(name) or resource.computed[name]


def kind_of(resource: ResourceContract, figure: tuple[str, str]) -> tuple[str, int]:
    """The kind of a figure, and its digits after the point."""
    name, of = figure
    if not of:
        return "integer", 0
    kind = found_in(resource, of).type
    if name == "mean" and kind.kind in ("integer", "bigint"):
        return "float", 0
    return kind.kind, getattr(kind, "places", 0)


# ---- random ones -----------------------------------------------------------------------------------------------------------------
def counted(text: str, *, computed: bool) -> str:
    """The same application with all that can be grouped and measured declared so."""
    def marks(python: str) -> str:
        group = "" if python == "bytes" else "group=True, "
        return group + ("" if python in ("bool", "UUID", "Hue", "bytes") else "measure=True, ")

    text = _FIELD.sub(lambda found: found[1] + marks(found[2]), text)
    text = re.sub(r"^(    \w+: Ref\[[^\]]*\]* = ref\()", r"\1group=True, ", text, flags=re.MULTILINE)
    if computed:
        text = _COMPUTED.sub(lambda found: f"    @computed({marks(found[3])}{found[1] or ''})\n{found[2]}", text)
    return text


def application(draw: Draw) -> tuple[str, Contract]:
    """Computed fields are counted too unless one of them reads what is hidden."""
    made = source(draw)
    try:
        text = counted(made, computed=True)
        return text, declared(text).app.contract
    except DeclarationFault:
        text = counted(made, computed=False)
        return text, declared(text).app.contract


def question(draw: Draw, contract: Contract, rows: Rows) -> Counted:
    """One aggregate."""
    countable = [name for name, one in contract.resources.items() if grid_of(one) is not None]
    name = draw(choices.sampled_from([*countable, *(one for one in countable if one in ("Thing", "Part"))]))
    resource = contract.resources[name]
    every: list[FieldContract | ComputedContract] = [*resource.fields.values(), *resource.computed.values()]
    fields = [one for one in every if not one.hidden and not one.secret]
    offered = [one.name for one in fields if one.group]
    groups = tuple(draw(choices.lists(choices.sampled_from(offered), max_size=3, unique=True))) if offered else ()
    known = [("count", ""), *((figure, one.name) for one in fields if one.measure for figure in _figures_of(one))]
    figures = tuple(draw(choices.lists(choices.sampled_from(known), min_size=0 if groups else 1, max_size=4, unique=True)))
    asked = ask._asked(draw, contract, rows, resource, 3, listed=True)
    if ask._conditions(asked) > ask.FILTERS_MAX:
        asked = Asked(filters=asked.filters)
    firm = [one for one in figures if kind_of(resource, one)[0] != "float"]  # of sums of floats the last digits are not promised
    having = None
    if firm and draw(choices.integers(0, 2)) == 0:
        figure = draw(choices.sampled_from(firm))
        having = (figure, draw(choices.sampled_from(("eq", "ne", "lt", "le", "gt", "ge"))), _wanted(draw, rows, resource, figure))
    columns = [*groups, *map(spelled, firm)]
    sort = tuple((one, bool(draw(choices.booleans()))) for one in draw(choices.lists(choices.sampled_from(columns), max_size=2, unique=True))) if columns else ()
    return Counted(name, groups, figures, Asked(filters=asked.filters, told=asked.told), having, sort, draw(choices.integers(1, 4)))


def _figures_of(one: FieldContract | ComputedContract) -> tuple[str, ...]:
    kind = one.type.kind
    return ("sum", "mean", "min", "max") if kind in _ADDED else ("min", "max") if kind in _ORDERED else ()


def _wanted(draw: Draw, rows: Rows, resource: ResourceContract, figure: tuple[str, str]) -> Any:
    if not figure[1]:
        return draw(choices.integers(0, 4))
    return ask._wanted(draw, rows, resource, found_in(resource, figure[1]), "eq")


# ---- in plain Python -------------------------------------------------------------------------------------------------------------
@dataclass
class Plain:
    """Groups with their rows, one by one."""

    naive: Naive
    one: Counted
    resource: ResourceContract = field(init=False)
    loose: bool = False  # a sum beyond 64 bits may be refused, whatever else is asked of its group

    def __post_init__(self) -> None:
        self.resource = self.naive.contract.resources[self.one.resource]

    def groups(self) -> list[dict[str, Any]]:
        """All of them in order, as Python values by column. Raises Unanswerable."""
        naive, one, resource = self.naive, self.one, self.resource
        naive._admit(one.resource, listed=True)
        rows = [row for row in naive.world.rows[one.resource].values() if naive.row_readable(resource, row) and not gone(row)]
        rows = [row for row in rows if naive._passes(resource, row, one.asked.filters, one.asked.told)]
        buckets: dict[tuple[Any, ...], tuple[dict[str, Any], list[Any]]] = {}
        if not one.groups:
            buckets[()] = ({}, [])
        for row in rows:
            seen = {name: naive._visible(resource, row, name) for name in one.groups}
            buckets.setdefault(tuple(_order(seen[name]) for name in one.groups), (seen, []))[1].append(row)
        found = [{**seen, **{spelled(figure): self.figure(figure, those) for figure in one.figures}} for seen, those in buckets.values()]
        if one.having is not None:
            figure, op, wanted = one.having
            found = [each for each in found if _filtered(op, each[spelled(figure)], wanted) is True]
        return sorted(found, key=cmp_to_key(self.compared()))

    def figure(self, figure: tuple[str, str], rows: list[Any]) -> Any:
        name, of = figure
        if not of:
            return len(rows)
        values = [value for value in (self.naive._visible(self.resource, row, of) for row in rows) if value is not None]
        if name in ("min", "max"):
            return (min if name == "min" else max)(values, key=_order, default=None)
        kind = found_in(self.resource, of).type
        if kind.kind == "float":
            total = math.fsum(values)
            return total if name == "sum" else total / len(values) if values else None
        zero: Any = timedelta(0) if kind.kind == "duration" else Decimal(0) if kind.kind == "decimal" else 0
        total = sum(values, zero)
        if kind.kind == "bigint" and not -(2**63) <= total < 2**63:
            self.loose = True
        if name == "sum":
            return total
        if not values:
            return None
        if kind.kind in ("integer", "bigint"):
            return float(total) / len(values)
        if kind.kind == "duration":
            return timedelta(microseconds=int(_half_away(Decimal(total // timedelta(microseconds=1)) / len(values), 0)))
        return _half_away(Decimal(total) / len(values), getattr(kind, "places", 0))

    def compared(self) -> Callable[[dict[str, Any], dict[str, Any]], int]:
        named = {name for name, _ in self.one.sort}
        own = [*self.resource.fields, *self.resource.computed]
        keys = (*self.one.sort, *((name, False) for name in sorted(self.one.groups, key=own.index) if name not in named))

        def compare(one: dict[str, Any], two: dict[str, Any]) -> int:
            for name, down in keys:
                a, b = _order(one[name]), _order(two[name])
                if a != b:
                    return (1 if a > b else -1) * (-1 if down else 1)
            return 0

        return compare

    def shown(self, group: dict[str, Any]) -> dict[str, Any]:
        """As JSON shows it."""
        answer: dict[str, Any] = {}
        for name, value in group.items():
            figure = next((one for one in self.one.figures if spelled(one) == name), None)
            kind, places = kind_of(self.resource, figure) if figure is not None else (
                found_in(self.resource, name).type.kind, getattr(found_in(self.resource, name).type, "places", 0))
            answer[name] = None if value is None else as_json(kind, value, places)
        return answer

    def same(self, answered: dict[str, Any], expected: dict[str, Any]) -> bool:
        """Equal; figures of floats as near as any order of adding comes."""
        if answered.keys() != expected.keys():
            return False
        return all(_near(answered[name], value) for name, value in expected.items())


def _near(one: Any, two: Any) -> bool:
    if isinstance(two, float) and isinstance(one, int | float) and not isinstance(one, bool):
        return math.isclose(one, two, rel_tol=1e-9, abs_tol=1e-9)
    return bool(one == two)


def _half_away(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


# ---- both ------------------------------------------------------------------------------------------------------------------------
@settings(
    max_examples=ROUNDS // 2 or 1, deadline=None, derandomize=not SOAK, database=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck),
    print_blob=False,
)  # fmt: skip
@given(st.integers(0, 2**63))
def test_groups_and_figures_are_what_the_readable_rows_say(seed: int) -> None:
    """For strangers and each kind of account, page after page; what may not be read is in no group and no figure."""
    draw = seeded(seed)
    text, contract = application(draw)
    rows = rows_of(draw, contract)
    if all(grid_of(one) is None for one in contract.resources.values()):
        return
    asked = [(caller_of(draw, rows, contract.accounts), question(draw, contract, rows)) for _ in range(QUESTIONS)]
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        try:
            asyncio.run(_compare(contract, rows, asked, Path(folder)))
        except AssertionError:
            told = "\n".join(f"{name}: {list(found.values())}" for name, found in rows.items())
            note(f"seed {seed}\n{text.partition('BLUE =')[2]}\n{told}")
            raise


async def _compare(contract: Contract, rows: Rows, asked: list[tuple[Caller, Counted]], folder: Path) -> None:
    product = opened(contract, rows, folder)
    world = World(contract, rows, NOW)
    try:
        for caller, one in asked:
            path, query = f"/v1/{contract.resources[one.resource].path}/aggregate", one.query(contract)
            note(f"{caller}: GET {path}?{query}")
            plain = Plain(Naive(world, *(caller or (None,))), one)
            status, body = await product.get(path, query, caller)
            try:
                expected = plain.groups()
            except Unanswerable as end:
                assert status == end.status, body
                continue
            if plain.loose and status == 400:
                assert b"FIGURE_TOO_LARGE" in body
                continue
            for start in range(0, max(1, min(len(expected), 3 * one.limit)), one.limit):
                assert status == 200, body
                answer = json.loads(body)
                page = [plain.shown(each) for each in expected[start : start + one.limit]]
                assert len(answer["data"]) == len(page), (answer["data"], page)
                assert all(plain.same(got, wanted) for got, wanted in zip(answer["data"], page, strict=True)), f"\nanswered {answer['data']}\nexpected {page}"
                cursor = answer["page"]["next"]
                assert (cursor is not None) is (len(expected) > start + one.limit)
                if cursor is None:
                    break
                status, body = await product.get(path, f"{query}&cursor={cursor}", caller)
        assert product.running.witness.failures == 0, product.failures()
    except AssertionError as error:
        error.add_note(product.failures())
        raise
    finally:
        await product.running.stop()


def test_a_bigint_has_the_bounds_of_a_sum() -> None:
    """What the oracle calls near the end of 64 bits is what the type calls its end."""
    assert BigInteger().le == 2**63 - 1
