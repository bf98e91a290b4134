"""Random exports of random applications: which rows, which fields and which values are in the file, as plain Python makes it."""
from __future__ import annotations

import asyncio
import csv
import io
import json
import re
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from bedplate.declarations.contract import Contract, ResourceContract

from . import ask, choices
from .choices import Draw, seeded
from .declare import NOW, declared, rows_of, source
from .naive import Asked, Naive, Unanswerable, World, _order, gone
from .product import opened
from .test_oracle import FOLDER, ROUNDS, SOAK, Caller, caller_of

QUESTIONS = 16
_CLASS = re.compile(r"^class (\w+)\((Resource|User)\b([^)]*)\):$", re.MULTILINE)
_RULE = re.compile(r"^    @(allow|forbid)\('read'(?![^\n]*fields=)", re.MULTILINE)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def exported(draw: Draw, text: str) -> str:
    """The same application, most of whose classes may be exported, by some of the rules for reading: at least one that allows."""
    head, *blocks = re.split(r"(?=^class )", text, flags=re.MULTILINE)
    return head + "".join(_block(draw, one) for one in blocks)


def _block(draw: Draw, block: str) -> str:
    allowing = [one.start() for one in _RULE.finditer(block) if one[1] == "allow"]
    if not allowing or _CLASS.match(block) is None or draw(choices.integers(0, 5)) == 0:
        return block
    must = draw(choices.sampled_from(allowing))
    block = _RULE.sub(lambda one: f"{one[0]}, 'export'" if one.start() == must or draw(choices.booleans()) else one[0], block)
    return _CLASS.sub(r'class \1(\2\3, export=("csv", "ndjson")):', block, count=1)


class Plain:
    """The rows of an export, one by one."""

    def __init__(self, naive: Naive, resource: ResourceContract, asked: Asked) -> None:
        self.naive, self.resource, self.asked = naive, resource, asked

    def rows(self) -> list[dict[str, Any]]:
        """In the order of the key. Raises Unanswerable."""
        self._admit()
        naive, resource, asked = self.naive, self.resource, self.asked
        found = [row for row in naive.world.rows[resource.name].values() if not gone(row) and naive.row_readable(resource, row)]
        found = [row for row in found if naive.verb_allowed(resource, row, "export") and naive._passes(resource, row, asked.filters, asked.told)]
        return [naive.shown(resource, row, asked) for row in sorted(found, key=lambda row: [_order(row[part]) for part in resource.key])]

    def _admit(self) -> None:
        naive, ever = self.naive, self.naive._ever_returns(self.resource, "export")
        if naive.kind is None:
            if not ever or not naive._strangers_ever(self.resource, "export"):
                raise Unanswerable(401)
        elif not ever:
            raise Unanswerable(403)
        elif naive.me is None or naive.me.get("disabled_at") is not None:
            raise Unanswerable(401)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def same_cell(answered: str, value: Any) -> bool:
    """A text that begins like a formula, spaces aside, has an apostrophe before it; a list or object is JSON; a number stays one."""
    if isinstance(value, dict | list):
        return bool(json.loads(answered.removeprefix("'")) == value)
    if isinstance(value, float):
        return float(answered) == value
    guarded = isinstance(value, str) and (value.startswith(_FORMULA) or value.lstrip().startswith(_FORMULA))
    return answered == _cell(value) or (guarded and answered == f"'{value}")


def harmless(resource: ResourceContract, name: str, cell: str) -> bool:
    """No cell of a text begins like a formula."""
    kind = (resource.fields.get(name) or resource.computed[name]).type.kind
    return kind not in ("text", "json", "enumeration") or not cell.lstrip().startswith(_FORMULA)


@settings(
    max_examples=ROUNDS // 4 or 1, deadline=None, derandomize=not SOAK, database=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck),
    print_blob=False,
)  # fmt: skip
@given(st.integers(0, 2**63))
def test_a_file_holds_what_may_be_read_and_exported(seed: int) -> None:
    """For strangers and each kind of account, in both formats; what may not be read of a row is empty."""
    draw = seeded(seed)
    text = exported(draw, source(draw))
    contract = declared(text).app.contract
    rows = rows_of(draw, contract)
    names = [name for name, one in contract.resources.items() if one.export]
    if not names:
        return
    asked = []
    for _ in range(QUESTIONS):
        resource = contract.resources[draw(choices.sampled_from(names))]
        one = ask._asked(draw, contract, rows, resource, 3, listed=True)
        asked.append((caller_of(draw, rows, contract.accounts), resource.name, Asked(one.fields, filters=one.filters, told=one.told), bool(draw(choices.booleans()))))
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        try:
            asyncio.run(_compare(contract, rows, asked, Path(folder)))
        except AssertionError:
            note(f"seed {seed}\n{text.partition('BLUE =')[2]}\n" + "\n".join(f"{name}: {list(found.values())}" for name, found in rows.items()))
            raise


async def _compare(contract: Contract, rows: Any, asked: list[tuple[Caller, str, Asked, bool]], folder: Path) -> None:
    product, world = opened(contract, rows, folder), World(contract, rows, NOW)
    try:
        for caller, name, one, as_csv in asked:
            resource = contract.resources[name]
            parts = [*([f"fields={','.join(one.fields)}"] if one.fields else []), *ask._settings(one, contract, resource, "")]
            query = "&".join([*parts, f"format={'csv' if as_csv else 'ndjson'}"])
            note(f"{caller}: GET /v1/{resource.path}/export?{query}")
            status, body = await product.get(f"/v1/{resource.path}/export", query, caller)
            try:
                expected = Plain(Naive(world, *(caller or (None,))), resource, one).rows()
            except Unanswerable as end:
                assert status == end.status, body
                continue
            assert status == 200, body
            if as_csv:
                _same_table(resource, list(csv.reader(io.StringIO(body.decode(), newline=""))), expected)
            else:
                answered = [json.loads(line) for line in body.decode().split("\n")[:-1]]
                assert answered == expected
        assert product.running.witness.failures == 0, product.failures()
    except AssertionError as error:
        error.add_note(product.failures())
        raise
    finally:
        await product.running.stop()


def _same_table(resource: ResourceContract, table: list[list[str]], expected: list[dict[str, Any]]) -> None:
    names, *lines = table
    assert len(lines) == len(expected), (lines, expected)
    for line, wanted in zip(lines, expected, strict=True):
        assert names == list(wanted)
        for name, cell in zip(names, line, strict=True):
            assert same_cell(cell, wanted[name]), (name, cell, wanted[name])
            assert harmless(resource, name, cell), (name, cell)
