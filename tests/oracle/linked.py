"""Random applications with links between their tables and searched texts, made of those that have neither."""
from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

import apsw

from bedplate.declarations.contract import Contract
from bedplate.storage.word_notes import fill_words

from . import choices
from .ask import FILTERS_MAX, Question, _conditions
from .choices import Draw
from .declare import Rows
from .naive import Told

Links = dict[str, list[dict[str, UUID]]]

_CLASS = re.compile(r"^class (\w+)\((Resource|User|Machine)\b.*\):$", re.MULTILINE)
_TEXT = re.compile(r"^(    \w+: Field\[str(?: \| None)?\] = field\(max=20)(?!.*hidden)", re.MULTILINE)


def linked(draw: Draw, text: str) -> str:
    """The module with links, rules and computed fields over them, and `search=True`."""
    def chance(percent: int) -> bool:
        return bool(draw(choices.integers(0, 99)) < percent)

    names = [match[1] for match in _CLASS.finditer(text)]
    bodies: dict[str, list[str]] = {name: [] for name in names}
    for number in range(draw(choices.integers(1, 3))):
        here, there = draw(choices.sampled_from(names)), draw(choices.sampled_from(names))
        mine, theirs = f"l{number}", f"k{number}"
        marks = (", max=9" if chance(40) else "") + (", filter=True" if chance(60) else "")
        bodies[here].append(f'    {mine}: Many[{there}] = links(back="{theirs}"{marks})')
        declared = chance(60)
        if declared:
            bodies[there].append(f'    {theirs}: Many[{here}] = links(back="{mine}"{", filter=True" if chance(50) else ""})')
        bodies[here] += [_rule(f"a{number}", draw, mine, there) if chance(50) else "", _computed(number, mine) if chance(50) else ""]
        bodies[here].append(_field_rule(f"b{number}", draw, mine) if chance(40) else "")
        if declared and chance(40):
            bodies[there].append(_field_rule(f"c{number}", draw, theirs))
    text = _CLASS.sub(lambda match: "\n".join([match[0], *filter(None, bodies[match[1]])]), text).replace("forbid, many,", "forbid, links, many,")
    return _TEXT.sub(lambda match: match[1] + (", search=True" if chance(85) else ""), text)


def _rule(name: str, draw: Draw, relation: str, there: str) -> str:
    tests = [f"cls.{relation}.count() > 1", f"~cls.{relation}.any()"]
    tests += [f"cls.{relation}.any(lambda x: x.id == me.id)"] * 3 if there == "Person" else []
    return f'''
    @classmethod
    @{draw(choices.sampled_from(("allow", "allow", "forbid")))}("read")
    def {name}(cls, me: type[Person]) -> Expr[bool]:
        return {draw(choices.sampled_from(tests))}
'''


def _field_rule(name: str, draw: Draw, relation: str) -> str:
    return f'''
    @classmethod
    @{draw(choices.sampled_from(("allow", "forbid")))}("read", fields=("{relation}",))
    def {name}(cls, me: type[Person]) -> Expr[bool]:
        return {draw(choices.sampled_from((f"cls.{relation}.count() < 2", "cls.created_at < me.created_at", "cls.id == me.id")))}
'''


def _computed(number: int, relation: str) -> str:
    return f'''
    @computed
    @classmethod
    def n{number}(cls) -> Expr[int]:
        return cls.{relation}.count()
'''


def links_of(draw: Draw, contract: Contract, rows: Rows) -> Links:
    """Random links between the rows."""
    found: Links = {}
    for resource in contract.resources.values():
        for relation in resource.relations.values():
            link = relation.link
            if link is None or not link.owns:
                continue
            pairs = [{link.here: one, link.there: other} for one in rows[resource.name] for other in rows[relation.target]]
            found[link.table] = [pair for pair in pairs if draw(choices.integers(0, 99)) < 35]
    return found


def fill(contract: Contract, links: Links, folder: Path) -> None:
    """The links into the database of the product, and the words of the rows that are there."""
    connection = apsw.Connection(str(folder / "oracle.db"))
    connection.execute("BEGIN")
    for table, pairs in links.items():
        for pair in pairs:
            columns = ", ".join(f'"{one}"' for one in pair)
            connection.execute(f'INSERT INTO "{table}" ({columns}) VALUES (?, ?)', [str(key) for key in pair.values()])
    for resource in contract.resources.values():
        for one in resource.fields.values():
            if one.search:
                fill_words(connection, resource, one.name)
    connection.execute("COMMIT")
    connection.close()


def searching(draw: Draw, contract: Contract, rows: Rows, one: Question) -> Question:
    """The same question, perhaps with words to look for."""
    resource = contract.resources[one.resource]
    fields = [field.name for field in resource.fields.values() if field.search]
    if one.key is not None or not fields or _conditions(one.asked) >= FILTERS_MAX or draw(choices.integers(0, 99)) < 40:
        return one
    texts: list[Any] = [row[name] for row in rows[resource.name].values() for name in fields if row[name]]
    words = draw(choices.lists(choices.sampled_from([*texts, *texts, "a", "B", "ss", "-"]), min_size=1, max_size=2))
    text = " ".join(words)
    if draw(choices.booleans()):
        text = text[: max(1, len(text) - 1)]
    asked = replace(one.asked, told=(*one.asked.told, Told("q", "words", text)))
    return replace(one, asked=asked, query="&".join(filter(None, (one.query, f"q={quote(text)}"))))
