"""Random applications, rows and callers: writes of several rows, in one body or by a filter, end as the rules of each row predict."""
from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

from bedplate.declarations.contract import Contract, ResourceContract

from . import choices
from .choices import Draw, seeded
from .declare import NOW, Rows, declared, rows_of, source
from .naive import Asked, Naive, World, data_bytes, gone
from .naive_many import create_all, delete_all, update_all
from .naive_writes import Writer, Written
from .product import opened, stored
from .recorded import require_replay
from .test_oracle import FOLDER, SOAK, Caller, caller_of
from .test_writes import _kept
from .write import _as_sent, _key, _value, _writable

ROUNDS, WRITES = (60, 30) if not SOAK else (400, 40)
WAYS = {
    *(f"create {one}" for one in (200, 400, 401, 403, 409)), *(f"update {one}" for one in (200, 400, 403, 404, 409)), *(f"delete {one}" for one in (200, 403, 404)),
    "filter update 200", "filter update 403", "filter delete 200", "filter delete 403",
}  # fmt: skip


def test_writes_of_many_rows_are_what_the_rules_say() -> None:
    """Bulk and by filter: status, answer and every row; each ends in each of its ways, several times."""
    ended: Counter[str] = Counter()
    for seed in range(ROUNDS):
        ended.update(check(seed))
    assert sorted(one for one in WAYS if not ended[one]) == [], ended


def check(seed: int) -> Counter[str]:
    """One application, written to again and again."""
    draw = seeded(seed)
    text = source(draw, writes=True).replace(", page=", ", bulk=20, page=")
    contract = declared(text).app.contract
    rows = _kept(contract, rows_of(draw, contract))
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        try:
            return asyncio.run(_compare(draw, contract, rows, Path(folder)))
        except AssertionError as error:
            error.add_note(f"seed {seed}\n{text.partition('BLUE =')[2]}")
            raise


async def _compare(draw: Draw, contract: Contract, rows: Rows, folder: Path) -> Counter[str]:
    ended: Counter[str] = Counter()
    made: list[UUID] = []

    def new_id(_: object) -> str:
        made.append(UUID(int=(0x0198FFFF << 96) | (7 << 76) | (2 << 62) | len(made)))
        return str(made[-1])

    start, product = rows, opened(contract, rows, folder, new_id)
    try:
        if not rows[contract.accounts[0]]:
            return ended
        for _ in range(WRITES):
            caller = caller_of(draw, rows, contract.accounts) or caller_of(draw, rows, contract.accounts)
            resource = contract.resources[draw(choices.sampled_from([name for name, one in contract.resources.items() if one.bulk]))]
            way, path, query, body, changes = _drawn(draw, rows, resource)
            before = len(made)
            if query:
                changes = [(key, given) for key in sorted(_matching(contract, rows, caller, resource, query)) for given in [changes[0][1]]]
            method = "POST" if not query else "PATCH" if way == "update" else "DELETE"
            status, answer = await product.send(method, path, caller, body, query, "max-affected=20" if query else "")
            ids = made[before:] + [UUID(int=9 + number) for number in range(len(changes))]
            predicted = _predicted(contract, rows, caller, resource, way, changes, ids, keyed=not query)
            told = f"{caller}: {method} {path}?{query} {body}: {status} {answer!r}"
            if predicted.unsure and status == 409:
                predicted = Written(409, rows)
            wanted = 200 if predicted.status == 201 else predicted.status
            assert status == wanted, f"{told}, not {wanted}\n{product.failures()}"
            if status == 200:
                keys = ids[: len(changes)] if way == "create" else [key for key, _ in changes]
                assert answer == _answer(contract, predicted, caller, resource, way, keys), told
            rows = {name: dict(some) for name, some in predicted.rows.items()}  # type: ignore[misc]
            assert stored(contract, folder) == rows, told
            ended[f"{'filter ' if query else ''}{way} {status}"] += 1
        require_replay(contract, folder, start, rows)
        return ended
    finally:
        await product.running.stop()


def _drawn(draw: Draw, rows: Rows, resource: ResourceContract) -> tuple[str, str, str, dict[str, Any] | None, list[tuple[Any, dict[str, Any]]]]:
    """Way, path, query, body, and the changes in it."""
    way = draw(choices.sampled_from(("create", "update", "delete") if not resource.account else ("update", "delete")))
    path = f"/v1/{resource.path}"
    fields = [one for one in resource.fields.values() if _writable(one)]
    count = draw(choices.integers(1, 3))
    if way == "create":
        news = [{one.name: _value(draw, one, rows, resource) for one in fields if one.required or draw(choices.integers(0, 2))} for _ in range(count)]
        news = [_possible(resource, one) for one in news]
        return way, f"{path}/bulk", "", {"create": [_sent(resource, one) for one in news]}, [(None, one) for one in news]
    offered = [one for one in fields if not one.immutable and not one.key]
    offered += [one for one in offered if one.target is not None] * 3  # what they refer to may not be there
    names = draw(choices.lists(choices.sampled_from(offered), max_size=2)) if offered and way == "update" else []
    filterable = [one for one in resource.fields.values() if one.filter and not one.hidden and one.type.kind in ("integer", "boolean", "enumeration")]
    if filterable and draw(choices.booleans()):
        one = draw(choices.sampled_from(filterable))
        known = [row[one.name] for row in rows[resource.name].values() if row[one.name] is not None]
        if known:
            value = draw(choices.sampled_from(known))
            given = _possible(resource, {each.name: _value(draw, each, rows, resource) for each in names})
            text = str(_as_sent(one, value)).lower() if one.type.kind == "boolean" else str(_as_sent(one, value))
            return way, path, f"{one.name}={text}", _sent(resource, given) if way == "update" else None, [(value, given)]
    keys = list(dict.fromkeys(_key(draw, rows, resource.name) for _ in range(count)))
    changes = [(key, _possible(resource, {each.name: _value(draw, each, rows, resource) for each in names})) for key in keys]
    listed: Any = [{"id": str(key), **_sent(resource, given)} for key, given in changes] if way == "update" else [str(key) for key in keys]
    return way, f"{path}/bulk", "", {way: listed}, changes


def _possible(resource: ResourceContract, given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value is not None or resource.fields[name].nullable}


def _sent(resource: ResourceContract, given: dict[str, Any]) -> dict[str, Any]:
    return {name: _as_sent(resource.fields[name], value) for name, value in given.items()}


def _matching(contract: Contract, rows: Rows, caller: Caller, resource: ResourceContract, query: str) -> list[UUID]:
    """The keys of the rows whose field the caller may read, and which has this value."""
    name, _, text = query.partition("=")
    naive, one = Naive(World(contract, rows, NOW), *(caller or (None,))), resource.fields[name]
    if not Writer(naive.world, *(caller or (None,))).ever(resource, "read"):
        return []
    value = one.type.parse_text(text)
    return [key for key, row in rows[resource.name].items() if not gone(row) and row[name] is not None and _as_sent(one, row[name]) == _as_sent(one, value)
            and naive.row_readable(resource, row) and naive.field_readable(resource, row, name)]


def _predicted(
    contract: Contract, rows: Rows, caller: Caller, resource: ResourceContract, way: str, changes: list[tuple[Any, dict[str, Any]]], ids: list[UUID], *, keyed: bool
) -> Written:
    writer = Writer(World(contract, rows, NOW), *(caller or (None,)))
    if caller is None:  # strangers write one by one
        return Written(401, rows)
    if way == "create":
        return create_all(writer, resource, [(key, given) for key, (_, given) in zip(ids, changes, strict=False)])
    if way == "update":
        return update_all(writer, resource, changes, keyed=keyed)
    return delete_all(writer, resource, [key for key, _ in changes], keyed=keyed)


def _answer(contract: Contract, predicted: Written, caller: Caller, resource: ResourceContract, way: str, keys: list[UUID]) -> bytes:
    if way == "delete":
        return b'{"data":{"delete":' + str(len(keys)).encode() + b"}}"
    naive = Naive(World(contract, predicted.rows, NOW), *(caller or (None,)))
    found = [predicted.rows[resource.name][key] for key in keys]
    shown = [data_bytes(naive.shown(resource, row, Asked()) if naive.row_readable(resource, row) else None) for row in found]
    return b'{"data":{"' + way.encode() + b'":[' + b",".join(shown) + b"]}}"
