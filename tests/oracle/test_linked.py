"""Links and searches: the product answers byte for byte what the naive evaluator computes row by row."""
from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from . import test_oracle as reading
from .ask import question
from .choices import seeded
from .declare import NOW, declared, rows_of, source
from .linked import Links, fill, linked, links_of, searching
from .naive import Naive, World
from .product import opened


@dataclass(frozen=True)
class Linked:
    """An application with its rows and links."""

    scenario: reading.Scenario
    links: Links

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text("an application")


def linked_of(seed: int) -> Linked:
    """The one of a seed."""
    draw = seeded(seed)
    text = linked(draw, source(draw))
    contract = declared(text).app.contract
    rows = rows_of(draw, contract)
    links = links_of(draw, contract, rows)
    asked = [(reading.caller_of(draw, rows, contract.accounts), searching(draw, contract, rows, question(draw, contract, rows))) for _ in range(reading.QUESTIONS)]
    return Linked(reading.Scenario(text, contract, rows, asked, seed), links)


@settings(
    max_examples=reading.ROUNDS if reading.SOAK else 40, deadline=None, derandomize=not reading.SOAK, database=None, phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck), print_blob=False,
)  # fmt: skip
@given(st.integers(0, 2**63).map(linked_of))
def test_links_and_words_show_what_the_rules_say(made: Linked) -> None:
    """From either side, nested, counted, filtered and searched, for strangers and for each account."""
    check(made)


def check(made: Linked) -> None:
    """Ask both, and compare."""
    with tempfile.TemporaryDirectory(dir=reading.FOLDER) as folder:
        try:
            asyncio.run(_compare(made, Path(folder)))
        except AssertionError:
            note(made.scenario.told() + repr(made.links))
            raise


async def _compare(made: Linked, folder: Path) -> None:
    scenario = made.scenario
    product = opened(scenario.contract, scenario.rows, folder)
    fill(scenario.contract, made.links, folder)
    world = World(scenario.contract, scenario.rows, NOW, made.links)
    try:
        for caller, one in scenario.asked:
            naive = Naive(world, *(caller or (None,)))
            note(f"{caller}: GET {one.path}?{one.query}")
            if one.key is not None:
                await reading._compare_row(product, naive, caller, one)
            else:
                await reading._compare_pages(product, naive, caller, one)
    except AssertionError as error:
        error.add_note(product.failures())
        raise
    finally:
        await product.running.stop()
