"""Random applications, rows and callers: rows that are written with their parts, numbers that the database draws, and revisions that must be named."""
from __future__ import annotations

import asyncio
import os
import re
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from bedplate.declarations.contract import Contract, ResourceContract
from bedplate.errors import DeclarationFault

from . import choices
from .choices import Draw, seeded
from .declare import NOW, Rows, declared, rows_of, source
from .naive import Asked, Naive, World, data_bytes, gone
from .naive_parts import Part, Parted, write_with_parts
from .naive_writes import Writer
from .product import Product, opened, revision, stored
from .test_oracle import FOLDER, SOAK, Caller, caller_of
from .test_writes import _kept, _Refused
from .write import Write, _as_sent, _key, _value, _writable, write

ROUNDS, WRITES = (60, 30) if not SOAK else (int(os.environ["BEDPLATE_SOAK_ROUNDS"]), 40)
WAYS = {
    *(f"create with parts {one}" for one in (201, 400, 401, 403, 409)), *(f"update with parts {one}" for one in (200, 400, 403, 404, 409)), "create 201", "update 412",
    "update 428", "update 200", "delete 412", "delete 428", "delete 204",
}  # fmt: skip


def test_parts_numbers_and_revisions_are_what_the_rules_say() -> None:
    """Status, answer and every row, each number in it; each ends in each of its ways."""
    ended: Counter[str] = Counter()
    for seed in range(ROUNDS):
        ended.update(check(seed))
    assert sorted(one for one in WAYS if not ended[one]) == [], ended
    assert ended["numbers"] >= 40, ended


def check(seed: int) -> Counter[str]:
    """One application, written to again and again."""
    draw = seeded(seed)
    text, contract = _application(draw)
    rows = _kept(contract, rows_of(draw, contract))
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        try:
            return asyncio.run(_Run(draw, contract, rows, Path(folder)).compare())
        except AssertionError as error:
            error.add_note(f"seed {seed}\n{text.partition('BLUE =')[2]}")
            raise


def _application(draw: Draw) -> tuple[str, Contract]:
    """With all that its rules allow of numbers, nested relations and revisions."""
    made = _numbered(draw, _opened(draw, source(draw, writes=True)))
    nested = re.sub(r'many\(by="(\w+)"', lambda found: found[0] + (", nested=True" if draw(choices.integers(0, 3)) else ""), made)
    matched = re.sub(r"^(class (?:Org|Person|Robot|Thing|Part)\(\w+)", lambda found: found[0] + (', if_match="required"' if not draw(choices.integers(0, 2)) else ""), nested, flags=re.MULTILINE)
    for text in (matched, nested):
        try:
            return text, declared(text).app.contract
        except DeclarationFault:
            continue
    return made, declared(made).app.contract


def _opened(draw: Draw, text: str) -> str:
    """Many classes are open to every account, else hardly any write of several rows stands."""
    rule = """    @classmethod
    @allow('read', 'create', 'update', 'delete')
    def opened(cls, me: type[Account]) -> Expr[bool]:
        return always

"""
    return re.sub(r"^class (?:Org|Person|Thing|Part)\(.*\n", lambda found: found[0] + (rule if draw(choices.integers(0, 3)) else ""), text, flags=re.MULTILINE)


def _numbered(draw: Draw, text: str) -> str:
    """A series of all things, and one for each reference that may be fixed."""
    def number(name: str, more: str) -> str:
        rules = [*([more] if more else []), *(["gapless=True"] if draw(choices.integers(0, 1)) else [])]
        return f"    {name}: Field[int] = serial({', '.join(rules)})\n"

    text = text.replace("ref, rules\n", "ref, rules, serial\n", 1)
    text = re.sub(r"^class (?:Thing|Part)\(.*\n", lambda found: found[0] + (number("n0", "") if draw(choices.integers(0, 1)) else ""), text, flags=re.MULTILINE)
    return re.sub(
        r"^    (org|whole|r0): (Ref\[\w+\]) = ref\((.*)\)\n(?=[^@]*?\n\n)",
        lambda found: f"    {found[1]}: {found[2]} = ref({found[3].replace(', immutable=True', '')}, immutable=True)\n" + number(f"n_{found[1]}", f"per={found[1]}")
        if "default=ME" not in found[3] and draw(choices.integers(0, 1)) else found[0], text, flags=re.MULTILINE)


@dataclass
class _Run:
    """One application and what becomes of it."""

    draw: Draw
    contract: Contract
    rows: Rows
    folder: Path

    def __post_init__(self) -> None:
        self.ended: Counter[str] = Counter()
        self.made: list[UUID] = []
        self.drawn: dict[tuple[str, str, Any], int] = {}

    def _note_numbers(self, rows: Rows) -> None:
        """Of the rows that are new: what was there before anything was drawn is forgotten with its row."""
        for name, resource in self.contract.resources.items():
            for one in resource.fields.values():
                for row in (found for key, found in rows[name].items() if one.serial is not None and key not in self.rows[name]):
                    assert one.serial is not None
                    place = (name, one.name, row[one.serial.per] if one.serial.per else None)
                    self.drawn[place] = max(self.drawn.get(place, row[one.name]), row[one.name])
                    self.ended["numbers"] += 1

    async def compare(self) -> Counter[str]:
        def new_id(_: object) -> str:
            self.made.append(UUID(int=(0x0198FFFF << 96) | (7 << 76) | (2 << 62) | len(self.made)))
            return str(self.made[-1])

        product = opened(self.contract, self.rows, self.folder, new_id)
        try:
            for _ in range(WRITES if self.rows[self.contract.accounts[0]] else 0):
                caller = caller_of(self.draw, self.rows, self.contract.accounts) or caller_of(self.draw, self.rows, self.contract.accounts)
                whole = [one for one in self.contract.resources.values() if any(each.nested for each in one.relations.values())]
                if whole and self.draw(choices.integers(0, 2)):
                    await self._with_parts(product, caller, self.draw(choices.sampled_from(whole)))
                else:
                    await self._alone(product, caller)
            return self.ended
        except AssertionError as error:
            error.add_note(product.failures())
            raise
        finally:
            await product.running.stop()

    # ---- rows by themselves ------------------------------------------------------------------------------------------------------
    async def _alone(self, product: Product, caller: Caller) -> None:
        one = write(self.draw, self.contract, self.rows)
        resource, match, stale = self.contract.resources[one.resource], "", False
        keyed = one.verb in ("update", "delete")
        if not one.valid or one.verb not in ("create", "update", "delete"):
            return
        if keyed and (resource.must_match or not self.draw(choices.integers(0, 2))):
            now = revision(self.contract, self.folder, one.resource, one.key or UUID(int=0))
            match = self.draw(choices.sampled_from(["", f'"{now}-00000000"', f'"{now}-00000000"', "*", f'"{now + 1}-00000000"']))
            stale = match == f'"{now + 1}-00000000"'
        before = len(self.made)
        status, body = await product.send(one.method, one.path, caller, one.body, match=match)
        writer = self._writer(caller)
        key = self.made[before] if len(self.made) > before else UUID(int=2)
        told = f"{caller}: {one.method} {one.path} {one.body} {match}: {status} {body!r}"
        if keyed and resource.must_match and not match:
            authenticated = caller is not None or writer.strangers_may(resource, one.verb)
            assert status == (428 if authenticated else 401), told
            self._settled(f"{one.verb} {status}", self.rows, told)
            return
        found = self._predicted(writer, resource, one, key, stale=stale)
        if status == 409 and 409 in found.statuses:
            found = Parted({409}, self.rows)
        assert status in found.statuses, f"{told}, not {found.statuses}"
        self._answered(caller, resource, found, status, body, told)
        self._settled(f"{one.verb} {status}", found.rows, told)

    def _predicted(self, writer: Writer, resource: ResourceContract, one: Write, key: UUID, *, stale: bool) -> Parted:
        if one.verb == "create":
            found = writer.create(resource, key, one.given, one.parent)
        elif one.verb == "update":
            found = writer.update(resource, one.key, one.given, stale=stale)
        else:
            found = writer.delete(resource, one.key, stale=stale)
        return Parted({found.status} | ({409} if found.unsure else set()), found.rows, found.row)

    # ---- rows with their parts ---------------------------------------------------------------------------------------------------
    async def _with_parts(self, product: Product, caller: Caller, resource: ResourceContract) -> None:
        draw, creates = self.draw, not resource.account and bool(self.draw(choices.integers(0, 1)))
        key: Any = None if creates else _key(draw, self.rows, resource.name)
        fields = [one for one in resource.fields.values() if _writable(one) and (creates or not (one.immutable or one.key))]
        given = {one.name: _value(draw, one, self.rows, resource) for one in fields if (creates and one.required) or not draw(choices.integers(0, 2))}
        given = {name: value for name, value in given.items() if value is not None or resource.fields[name].nullable}
        body: dict[str, Any] = {name: _as_sent(resource.fields[name], value) for name, value in given.items()}
        parts: list[tuple[ResourceContract, Part]] = []
        for relation in resource.relations.values():
            if relation.nested and draw(choices.integers(0, 2)):
                target = self.contract.resources[relation.target]
                found = self._parts(target, relation.by, key, min(3, relation.max))
                body[relation.name] = self._sent(target, found, creates=creates)
                parts += [(target, one) for one in found]
        if creates and any(one.required and one.name not in body for one in fields):
            return
        before = len(self.made)
        path = f"/v1/{resource.path}" + ("" if creates else f"/{key}")
        match = f'"{revision(self.contract, self.folder, resource.name, key)}-00000000"' if resource.must_match and not creates else ""
        status, answer = await product.send("POST" if creates else "PATCH", path, caller, body, match=match)
        ids = iter([*self.made[before:], *(UUID(int=9 + number) for number in range(9))])
        key = next(ids) if creates else key
        parts = [(one, Part(part.verb, part.by, next(ids), part.given) if part.verb == "create" else part) for one, part in parts]
        verb = "create" if creates else "update"
        predicted = write_with_parts(self._writer(caller), resource, verb, key, given, parts)
        told = f"{caller}: {verb} {path} {body}: {status} {answer!r}"
        assert status in predicted.statuses, f"{told}, not {predicted.statuses}"
        if status == 409:
            predicted = Parted({409}, self.rows)
        self._answered(caller, resource, predicted, status, answer, told)
        self._settled(f"{verb} {'with parts ' if parts else ''}{status}", predicted.rows, told)

    def _parts(self, target: ResourceContract, by: str, whole: Any, most: int) -> list[Part]:
        """In the order in which they are written; of a new whole all are new."""
        draw, found, named = self.draw, list[Part](), set[Any]()
        verbs = sorted((draw(choices.sampled_from(("delete", "update", "create"))) for _ in range(draw(choices.integers(0, most)))), key=("delete", "update", "create").index)
        own = [key for key, row in self.rows[target.name].items() if whole is not None and row[by] == whole]
        for verb in verbs if whole is not None else ["create"] * len(verbs):
            fields = [one for one in target.fields.values() if _writable(one) and one.name != by and (verb == "create" or not (one.immutable or one.key))]
            key = None if verb == "create" else draw(choices.sampled_from([*own * 4, _key(draw, self.rows, target.name)]))
            if key in named:
                continue
            named |= {key} - {None}
            given = {one.name: _value(draw, one, self.rows, target) for one in fields if verb != "delete" and ((verb == "create" and one.required) or not draw(choices.integers(0, 2)))}
            given = {name: value for name, value in given.items() if value is not None or target.fields[name].nullable}
            if verb != "create" or all(one.name in given for one in fields if one.required):
                found.append(Part(verb, by, key, given))
        return found

    def _sent(self, target: ResourceContract, parts: list[Part], *, creates: bool) -> Any:
        def row(one: Part) -> dict[str, Any]:
            return {name: _as_sent(target.fields[name], value) for name, value in one.given.items()}

        if creates:
            return [row(one) for one in parts]
        return {
            "delete": [str(one.key) for one in parts if one.verb == "delete"], "create": [row(one) for one in parts if one.verb == "create"],
            "update": [{"id": str(one.key), **row(one)} for one in parts if one.verb == "update"],
        }  # fmt: skip

    # ---- afterwards --------------------------------------------------------------------------------------------------------------
    def _writer(self, caller: Caller) -> Writer:
        return Writer(World(self.contract, self.rows, NOW, drawn=self.drawn), *(caller or (None,)))

    def _answered(self, caller: Caller, resource: ResourceContract, found: Parted, status: int, body: bytes, told: str) -> None:
        if status >= 400:
            assert body == _Refused(), told
            return
        if status == 204:
            assert body == b"", told
            return
        naive, row = Naive(World(self.contract, found.rows, NOW), *(caller or (None,))), found.rows[resource.name].get(found.row)
        shown = naive.shown(resource, row, Asked()) if row is not None and not gone(row) and naive.row_readable(resource, row) else None
        assert body == b'{"data":' + data_bytes(shown) + b"}", told

    def _settled(self, way: str, rows: Any, told: str) -> None:
        self._note_numbers(rows)
        self.rows = {name: dict(some) for name, some in rows.items()}
        assert stored(self.contract, self.folder) == self.rows, told
        self.ended[way] += 1
