"""Random applications, rows and callers: each write is answered with the status that the rules predict, and then the rows are as they
predict, to the last value."""
from __future__ import annotations

import asyncio
import json
import os
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bedplate.declarations.contract import Contract

from . import choices
from .choices import Draw, seeded
from .declare import NOW, Rows, declared, rows_of, source
from .naive import Asked, Naive, World, data_bytes
from .naive_writes import Writer, Written
from .product import Product, opened, stored
from .recorded import Recorded, agrees, require_replay
from .test_oracle import FOLDER, SOAK, Caller, caller_of
from .write import Write, write

ROUNDS, WRITES = (60, 40) if not SOAK else (int(os.environ["BEDPLATE_SOAK_ROUNDS"]), 40)


WAYS = {
    *(f"create {one}" for one in (201, 400, 401, 403, 404, 409)), *(f"update {one}" for one in (200, 400, 401, 403, 404, 409)),
    *(f"delete {one}" for one in (204, 401, 403, 404, 409)), *(f"restore {one}" for one in (200, 401, 403, 404, 409)),
    *(f"purge {one}" for one in (204, 401, 403, 404, 409)), *(f"history {one}" for one in (200, 401, 403, 404)),
}  # fmt: skip


def test_writes_are_what_the_rules_say() -> None:
    """Rules before and after, field rules, references, tenants, unique sets, checks, what goes along: status, answer and every row. Each
    verb ends in each of its ways, several times."""
    ended: Counter[str] = Counter()

    @settings(
        max_examples=ROUNDS, deadline=None, derandomize=not SOAK, database=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck),
        print_blob=False,
    )  # fmt: skip
    @given(st.integers(0, 2**63))
    def write_to(seed: int) -> None:
        ended.update(check(seed))

    write_to()
    assert sorted(one for one in WAYS if ended[one] < 3) == []


def check(seed: int) -> Counter[str]:
    """One application, written to again and again. Gives how often each verb ended with each status."""
    draw = seeded(seed)
    text = source(draw, writes=True)
    contract = declared(text).app.contract
    rows = _kept(contract, rows_of(draw, contract))
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        try:
            return asyncio.run(_compare(draw, contract, rows, Path(folder)))
        except AssertionError as error:
            told = "\n".join(f"{name}: {list(found.values())}" for name, found in rows.items())
            error.add_note(f"seed {seed}\n{text.partition('BLUE =')[2]}\n{told}")
            raise


def _kept(contract: Contract, rows: Rows) -> Rows:
    """Rows that the database would take: those that break a set or a check are left out, and then what refers to them."""
    found: dict[str, dict[UUID, dict[str, Any]]] = {
        name: {key: {**row, "deleted_with": None} if contract.resources[name].deletion else row for key, row in some.items()} for name, some in rows.items()}
    changed = True
    while changed:
        changed = False
        for name, resource in contract.resources.items():
            for key, row in list(found[name].items()):
                writer = Writer(World(contract, found, NOW), None)
                if not writer.takes(resource, row):
                    del found[name][key]
                    changed = True
    return _gone_with(contract, found)


def _gone_with(contract: Contract, rows: Rows) -> Rows:
    """Of the rows that are deleted in the beginning, each took along what hung on it."""
    for name, resource in contract.resources.items():
        for key, row in [*rows[name].items()]:
            if resource.deletion == "own" and row["deleted_at"] is not None and row["deleted_with"] is None:
                rows = Writer(World(contract, rows, NOW), None).marked(resource, key)  # type: ignore[assignment]
                rows[name][key] = row
    return rows


async def _compare(draw: Draw, contract: Contract, rows: Rows, folder: Path) -> Counter[str]:
    ended: Counter[str] = Counter()
    made: list[UUID] = []
    sent: list[str] = []
    start, recorded = rows, Recorded(contract)

    def new_id(_: object) -> str:
        made.append(UUID(int=(0x0198FFFF << 96) | (7 << 76) | (2 << 62) | len(made)))
        return str(made[-1])

    product = opened(contract, rows, folder, new_id)
    try:
        if not rows[contract.accounts[0]]:
            return ended
        for _ in range(WRITES):
            caller = caller_of(draw, rows, contract.accounts) or caller_of(draw, rows, contract.accounts)
            one = write(draw, contract, rows)
            sent.append(f"{caller}: {one.method} {one.path} {one.body}")
            before = len(made)
            status, body = await product.send(one.method, one.path, caller, one.body)
            predicted = _predicted(contract, rows, caller, one, made[before] if len(made) > before else UUID(int=2))
            if predicted.unsure and status == 409:
                predicted = Written(409, rows)
            assert status == predicted.status, f"{status} {body!r}, not {predicted.status}"
            assert body == _answer(contract, predicted, caller, one), body
            before_rows = rows
            rows = {name: dict(some) for name, some in predicted.rows.items()}  # type: ignore[misc]
            assert stored(contract, folder) == rows
            ended[f"{one.verb} {status}"] += 1
            recorded.note(before_rows, rows, one, caller)
            ended.update(await _told(draw, product, recorded, rows))
        require_replay(contract, folder, start, rows)
        return ended
    except AssertionError as error:
        error.add_note("\n".join((*sent, product.failures())))
        raise
    finally:
        await product.running.stop()


async def _told(draw: Draw, product: Product, recorded: Recorded, rows: Rows) -> list[str]:
    """The history of some row, for somebody: who may read it, and every entry of it, page after page."""
    contract = recorded.contract
    places = [(name, key) for name, some in rows.items() if contract.resources[name].history and not contract.resources[name].internal for key in some]
    if not places:
        return []
    name, key = draw(choices.sampled_from([*places, *[one for one in recorded.told if one in places] * 20]))
    resource, caller = contract.resources[name], caller_of(draw, rows, contract.accounts)
    status, entries = recorded.read(Writer(World(contract, rows, NOW), *(caller or (None,))), resource, key)
    found: list[Any] = []
    cursor = ""
    while True:
        answered, body = await product.get(f"/v1/{resource.path}/{key}/history", f"limit=3{cursor}", caller)
        assert answered == status, f"history of {name} {key} for {caller}: {answered} {body!r}, not {status}"
        if status != 200:
            return [f"history {status}"]
        page = json.loads(body)
        found += page["data"]
        if page["page"]["next"] is None:
            break
        cursor = f"&cursor={page['page']['next']}"
    assert agrees(entries, found), f"history of {name} {key} for {caller}: {found}, not {entries}"
    return [f"history {status}"]


def _predicted(contract: Contract, rows: Rows, caller: Caller, one: Write, key: UUID) -> Written:
    writer, resource = Writer(World(contract, rows, NOW), *(caller or (None,))), contract.resources[one.resource]
    if not one.valid:  # a stranger is told to sign in before anything of the body is read
        return Written(401 if caller is None and not writer.strangers_may(resource, one.verb) else 400, rows)
    if one.verb == "create":
        return writer.create(resource, key, one.given, one.parent)
    if one.verb == "update":
        return writer.update(resource, one.key, one.given)
    return {"delete": writer.delete, "restore": writer.restore, "purge": writer.purge}[one.verb](resource, one.key)


def _answer(contract: Contract, predicted: Written, caller: Caller, one: Write) -> Any:
    """Of a write that stands: the row as its writer may read it now; nothing of a row that is gone."""
    if predicted.status >= 400:
        return _Refused()
    if predicted.status == 204:
        return b""
    naive = Naive(World(contract, predicted.rows, NOW), *(caller or (None,)))
    resource = contract.resources[one.resource]
    row = predicted.rows[one.resource][predicted.row]
    shown = naive.shown(resource, row, Asked()) if naive.row_readable(resource, row) else None
    return b'{"data":' + data_bytes(shown) + b"}"


class _Refused:
    """Any refusal: words and code, no data."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, bytes) and b'"code":' in other and b'"data"' not in other

    __hash__ = None  # type: ignore[assignment]
