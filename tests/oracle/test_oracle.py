"""Random applications, rows and callers: the product answers byte for byte what the naive evaluator computes row by row."""
from __future__ import annotations

import asyncio
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from bedplate.declarations.contract import Contract

from . import choices
from .ask import Question, question
from .choices import Draw, seeded, shrinking
from .declare import NOW, Rows, declared, rows_of, source
from .naive import Naive, Unanswerable, World, data_bytes
from .product import Product, cursors, opened

Caller = tuple[str, UUID] | None

ROUNDS = int(os.environ.get("BEDPLATE_SOAK_ROUNDS", "60"))
SOAK = "BEDPLATE_SOAK_ROUNDS" in os.environ
SHRINK = "BEDPLATE_SHRINK" in os.environ
QUESTIONS = 24
FOLDER = "/dev/shm" if Path("/dev/shm").is_dir() else None


@dataclass(frozen=True)
class Scenario:
    """One application with its rows, and who asks what of it."""

    text: str
    contract: Contract = field(repr=False)
    rows: Rows
    asked: list[tuple[Caller, Question]]
    seed: int | None = None

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text("a scenario")  # told in full by `told`, when an answer differs

    def told(self) -> str:
        """The application and its rows."""
        rows = "\n".join(f"{name}: {list(found.values())}" for name, found in self.rows.items())
        return f"seed {self.seed}\n{self.text.partition('BLUE =')[2]}\n{rows}\n"


def scenario_of(draw: Draw, seed: int | None = None) -> Scenario:
    """Any of them."""
    text = source(draw)
    contract = declared(text).app.contract
    rows = rows_of(draw, contract)
    asked = [(caller_of(draw, rows, contract.accounts), question(draw, contract, rows)) for _ in range(QUESTIONS)]
    return Scenario(text, contract, rows, asked, seed)


@st.composite
def scenarios(draw: Any) -> Scenario:
    """Hypothesis chooses a seed, or in a search for the smallest contradiction each part."""
    if SHRINK:
        return scenario_of(shrinking(draw))
    seed = draw(st.integers(0, 2**63))
    return scenario_of(seeded(seed), seed)


def caller_of(draw: Draw, rows: Rows, accounts: tuple[str, ...]) -> Caller:
    kind = draw(choices.sampled_from([None, *accounts, *accounts, *accounts]))
    if kind is None:
        return None
    return kind, draw(choices.sampled_from([*rows[kind], *rows[kind], *rows[kind], UUID(int=1)]))


# Not shrunk unless asked for: a failure names its application, rows and request anyway, and comes at once.
@settings(
    max_examples=ROUNDS, deadline=None, derandomize=not SOAK, database=None, phases=(Phase.generate, Phase.shrink) if SHRINK else (Phase.generate,),
    suppress_health_check=list(HealthCheck), print_blob=False,
)  # fmt: skip
@given(scenarios())
def test_answers_are_what_the_rules_say_row_by_row(scenario: Scenario) -> None:
    """Same status, same bytes, page after page, for strangers and for each account; what is denied never appears, orders or filters."""
    check(scenario)


def check(scenario: Scenario) -> None:
    """Ask both, and compare."""
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        try:
            asyncio.run(_compare(scenario, Path(folder)))
        except AssertionError:
            note(scenario.told())
            raise


async def _compare(scenario: Scenario, folder: Path) -> None:
    product = opened(scenario.contract, scenario.rows, folder)
    world = World(scenario.contract, scenario.rows, NOW)
    try:
        for caller, one in scenario.asked:
            naive = Naive(world, *(caller or (None,)))
            note(f"{caller}: GET {one.path}?{one.query}")
            if one.key is not None:
                await _compare_row(product, naive, caller, one)
            else:
                await _compare_pages(product, naive, caller, one)
        assert product.running.witness.failures == 0
    except AssertionError as error:
        error.add_note(product.failures())  # with the error itself: what is noted is lost where a second run passes
        raise
    finally:
        await product.running.stop()


async def _compare_row(product: Product, naive: Naive, caller: Caller, one: Question) -> None:
    status, body = await product.get(one.path, one.query, caller)
    try:
        expected = naive.one(one.resource, one.asked, one.key)
    except Unanswerable as end:
        _same((status, b'"data"' in body), (end.status, False))
        return
    _same((status, body), (200, b'{"data":' + data_bytes(expected) + b"}"))


async def _compare_pages(product: Product, naive: Naive, caller: Caller, one: Question) -> None:
    """Forward as far as it goes, then one page back."""
    cursor: str | None = ""
    number = -1
    while cursor is not None and number + 1 < one.pages:
        number += 1
        cursor, before = await _compare_page(product, naive, caller, one, number, cursor)
    if number > 0:
        assert before
        await _compare_page(product, naive, caller, one, number - 1, before)


async def _compare_page(product: Product, naive: Naive, caller: Caller, one: Question, number: int, at: str) -> tuple[str | None, str | None]:
    """The cursors of the pages after and before it."""
    status, body = await product.get(one.path, "&".join(filter(None, (one.query, f"cursor={at}" if at else ""))), caller)
    try:
        expected, more = naive.page(one.resource, one.asked, number, one.parent)
    except Unanswerable as end:
        _same((status, b'"data"' in body), (end.status, False))
        return None, None
    after, before = cursors(body) if status == 200 else (None, None)
    found = naive.contract.resources[one.resource]
    page = {"next": after, "previous": before, "limit": one.asked.limit or min(found.page, found.max_page)}
    if one.count:
        page["total"] = naive.total
    if one.count == "capped":
        page["capped"] = False
    _same((status, body), (200, b'{"data":' + data_bytes(expected) + b',"page":' + msgspec.json.encode(page) + b"}"))
    _same((after is not None, before is not None), (more, number > 0))
    return after, before


def _same(answered: tuple[object, ...], expected: tuple[object, ...]) -> None:
    assert answered == expected, f"\nanswered {answered!r}\nexpected {expected!r}"
