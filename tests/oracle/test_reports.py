"""Random reports of random applications: the same figures as plain Python makes of the readable rows, under names of their own."""
from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from bedplate.declarations.contract import Contract
from bedplate.declarations.grids import grid_of

from . import ask
from .choices import Draw, seeded
from .declare import NOW, Rows, declared, rows_of
from .naive import Asked, Naive, World
from .product import Product, opened
from .test_groups import Counted, Plain, application, found_in, kind_of, question, spelled
from .test_oracle import FOLDER, ROUNDS, SOAK, Caller, caller_of

REPORTS = 8
_PYTHON = {
    "integer": "int", "bigint": "BigInt", "decimal": "Decimal", "float": "float", "duration": "timedelta", "text": "str", "boolean": "bool", "uuid": "UUID",
    "date": "date", "timestamp": "datetime", "time": "time", "enumeration": "Hue",
}


def report(name: str, one: Counted, contract: Contract) -> str:
    """The source of a report with the columns of an aggregate, by what is written in code instead of what is asked for."""
    resource = contract.resources[one.resource]
    lines = [f'class {name}(Report, of={one.resource}, limit="600/min", path="{name.lower()}"):']
    for place, group in enumerate(one.groups):
        field = found_in(resource, group)
        way = f"{group}.id" if getattr(field, "target", None) is not None else group
        lines.append(f"    g{place}: Field[{_PYTHON[field.type.kind]}] = group({one.resource}.{way})")
    for place, figure in enumerate(one.figures):
        item = "" if not figure[1] else f"{one.resource}.{figure[1]}"
        lines.append(f"    m{place}: Field[{_PYTHON[kind_of(resource, figure)[0]]}] = measure(fn.{figure[0]}({item}))")
    rule = """
    @classmethod
    @allow("read")
    def accounts(cls, me: type[Account]) -> Expr[bool]:
        return always
"""
    return "\n".join(lines) + "\n" + rule


def query(one: Counted, contract: Contract) -> str:
    """The same question under the names of the report."""
    resource = contract.resources[one.resource]
    names = renamed(one)
    parts = ask._settings(Asked(filters=one.asked.filters, told=one.asked.told), contract, resource, "")
    if one.having is not None:
        figure, op, wanted = one.having
        kind, places = kind_of(resource, figure)
        parts.append(f"having.{names[spelled(figure)]}.{op}={quote(ask._text(kind, op, wanted, places))}")
    if one.sort:
        parts.append("sort=" + ",".join(("-" if down else "") + names[name] for name, down in one.sort))
    return "&".join([*parts, f"limit={one.limit}"])


def renamed(one: Counted) -> dict[str, str]:
    return {**{name: f"g{i}" for i, name in enumerate(one.groups)}, **{spelled(figure): f"m{i}" for i, figure in enumerate(one.figures)}}


class InOrder(Plain):
    """Of a report, ties are broken by its groups in the order in which they are written; who has no rule for the rows gets none of them."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.naive._admit = lambda *_, **__: None  # type: ignore[method-assign]


@settings(
    max_examples=ROUNDS // 4 or 1, deadline=None, derandomize=not SOAK, database=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck),
    print_blob=False,
)  # fmt: skip
@given(st.integers(0, 2**63))
def test_a_report_is_what_the_readable_rows_say(seed: int) -> None:
    """For each kind of account, page after page; a stranger is asked who they are."""
    text, contract = application(seeded(seed))
    if all(grid_of(one) is None for one in contract.resources.values()):
        return
    asked = list(questions(seeded(seed), contract, rows_of(seeded(seed), contract)))
    body = "".join("\n\n" + report(f"Report{i}", one, contract) for i, (_, one) in enumerate(asked))
    names = "from bedplate import Account, BigInt, Report, fn, group, measure\nfrom uuid import UUID\nfrom datetime import date, datetime, time, timedelta\n"
    head, app = text.rsplit("\napp = ", 1)
    text = head.replace("annotations\n", f"annotations\n{names}", 1) + body + "\n\napp = " + app
    whole = declared(text).app.contract  # whose enumerations are others: the same rows and questions are drawn once more
    rows = rows_of(seeded(seed), whole)
    asked = list(questions(seeded(seed), whole, rows))
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        try:
            asyncio.run(_compare(whole, rows, asked, Path(folder)))
        except AssertionError:
            note(f"seed {seed}\n{text.partition('BLUE =')[2]}\n" + "\n".join(f"{name}: {list(found.values())}" for name, found in rows.items()))
            raise


def questions(draw: Draw, contract: Contract, rows: Rows) -> Iterator[tuple[Caller, Counted]]:
    for _ in range(REPORTS):
        one = question(draw, contract, rows)
        own = [*contract.resources[one.resource].fields, *contract.resources[one.resource].computed]
        yield caller_of(draw, rows, contract.accounts), Counted(
            one.resource, tuple(sorted(one.groups, key=own.index)), one.figures, one.asked, one.having, one.sort, one.limit)


async def _compare(contract: Contract, rows: Rows, asked: list[tuple[Caller, Counted]], folder: Path) -> None:
    product, world = opened(contract, rows, folder), World(contract, rows, NOW)
    try:
        for i, (caller, one) in enumerate(asked):
            note(f"{caller}: GET /v1/report{i}?{query(one, contract)}")
            await _same(product, Naive(world, *(caller or (None,))), f"/v1/report{i}", caller, one)
        assert product.running.witness.failures == 0, product.failures()
    except AssertionError as error:
        error.add_note(product.failures())
        raise
    finally:
        await product.running.stop()


async def _same(product: Product, naive: Naive, path: str, caller: Caller, one: Counted) -> None:
    asked = query(one, naive.contract)
    status, body = await product.get(path, asked, caller)
    if caller is None or naive.me is None or naive.me.get("disabled_at") is not None:
        assert status == 401, body
        return
    plain, names = InOrder(naive, one), renamed(one)
    expected = plain.groups()
    if plain.loose and status == 400:
        assert b"FIGURE_TOO_LARGE" in body
        return
    for start in range(0, max(1, min(len(expected), 3 * one.limit)), one.limit):
        assert status == 200, body
        answer: Any = json.loads(body)
        page = [{names[name]: value for name, value in plain.shown(each).items()} for each in expected[start : start + one.limit]]
        assert len(answer["data"]) == len(page), (answer["data"], page)
        assert all(plain.same(got, wanted) for got, wanted in zip(answer["data"], page, strict=True)), f"\nanswered {answer['data']}\nexpected {page}"
        cursor = answer["page"]["next"]
        assert (cursor is not None) is (len(expected) > start + one.limit)
        if cursor is None:
            break
        status, body = await product.get(path, f"{asked}&cursor={cursor}", caller)
