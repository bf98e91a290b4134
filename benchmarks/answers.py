"""Whether two servers give the same answer. Compared as JSON; where an answer must differ, only its kind is compared.

- An instant may be written with or without zeros at its end: both name the same instant.
- A cursor is signed with a key of each server's own: both must be there or both absent.
- Of a new ticket the id and the instants are its own.
"""
from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import datetime
from typing import Any

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z")
OF_ITS_OWN = frozenset({"id", "created_at", "updated_at", "due_at"})


class AnswersDiffer(Exception):
    """The servers do different work: nothing is timed. The words hold the places that differ."""


def ask(url: str, token: str, body: dict[str, object] | None = None) -> tuple[int, Any]:
    """Status and parsed body; a refusal is an answer too. POSTs where there is a body."""
    headers = {"Accept": "application/json", "Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    request = urllib.request.Request(url, None if body is None else json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, json.load(refusal)


def compare(title: str, ours: tuple[int, Any], theirs: tuple[int, Any], *, new_row: bool = False) -> None:
    """Raises AnswersDiffer. Of refusals the status is compared: the words are each server's own."""
    if ours[0] != theirs[0]:
        raise AnswersDiffer(f"{title}: status {ours[0]} here, {theirs[0]} there; bodies {ours[1]} and {theirs[1]}")
    if ours[0] >= 400:
        return
    places = list(differences("", ours[1], theirs[1], OF_ITS_OWN if new_row else frozenset()))
    if places:
        shown = "\n  ".join(places[:10])
        raise AnswersDiffer(f"{title}: {len(places)} places differ (ours, then the peer's)\n  {shown}")


def differences(place: str, ours: Any, theirs: Any, own: frozenset[str]) -> Iterator[str]:
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for name in sorted(ours.keys() | theirs.keys()):
            if name not in ours or name not in theirs:
                yield f"{place}.{name}: only {'ours' if name in ours else 'the peer'} has it"
            elif (name in own and ours[name] and theirs[name]) or (place == ".page" and name == "next" and ours[name] and theirs[name]):
                continue
            else:
                yield from differences(f"{place}.{name}", ours[name], theirs[name], own)
    elif isinstance(ours, list) and isinstance(theirs, list):
        if len(ours) != len(theirs):
            yield f"{place}: {len(ours)} items, {len(theirs)} items"
        for position, (one, other) in enumerate(zip(ours, theirs, strict=False)):
            yield from differences(f"{place}[{position}]", one, other, own)
    elif type(ours) is not type(theirs) or (ours != theirs and not same_instant(ours, theirs)):
        yield f"{place}: {ours!r}, {theirs!r}"


def same_instant(ours: object, theirs: object) -> bool:
    if not (isinstance(ours, str) and isinstance(theirs, str) and INSTANT.fullmatch(ours) and INSTANT.fullmatch(theirs)):
        return False
    return datetime.fromisoformat(ours) == datetime.fromisoformat(theirs)
