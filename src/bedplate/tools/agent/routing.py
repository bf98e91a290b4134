"""Whether a request is one for the backend engineer: a figure between 0 and 1 with the reasons for it, the same on every machine.

`confidence = 1 - product(1 - weight)` over what was found, halved by a term of another field. Nothing is loaded for a request that is
declined: this file and its words are all that is read.
"""
from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, TypeAlias
from unicodedata import normalize

from bedplate.tools.agent.vocabulary import CONCEPTS, FOREIGN, TRIGGERS, VERBS

__all__ = ["ASK_FROM", "RUN_FROM", "Decision", "Match", "Routing", "route", "words_of"]

Decision: TypeAlias = Literal["run", "ask", "decline"]

RUN_FROM: Final = 0.8
ASK_FROM: Final = 0.5

_NAMED = 1.0
_TRIGGER = 0.85
_NEAR_TRIGGER = 0.70
_CONCEPT = 0.50
_FURTHER_TERM = 0.40
_FURTHER_TERMS_MAX = 2
_WORKSPACE = 0.50
_VERB = 0.20
_APART_MAX = 3

_WORD: Final = re.compile(r"[^\W_]+(?:_[^\W_]+)*")
_ACCENTS: Final = re.compile(r"([a-z])[\u0300-\u036f]+")
_UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Match:
    """One reason: what kind it is, the words that it rests on, and its weight."""

    kind: Literal["name", "trigger", "near trigger", "concept", "further term", "workspace", "verb"]
    what: str
    weight: float


@dataclass(frozen=True, slots=True)
class Routing:
    """The decision with its reasons; `foreign` are the terms of other fields that halved the figure."""

    decision: Decision
    confidence: float
    matches: tuple[Match, ...]
    foreign: tuple[str, ...] = ()


def words_of(text: str) -> str:
    """The text in comparable form: small letters without accents, words parted by one space."""
    return " ".join(_WORD.findall(_plain(text)))


def _plain(text: str) -> str:
    """Accents of Latin letters go; in other scripts a mark makes another letter."""
    return normalize("NFC", _ACCENTS.sub(r"\1", normalize("NFKD", text.casefold())))


def route(text: str, workspace: Sequence[str] = ()) -> Routing:
    """Route a request. `workspace` is the evidence that the folder holds a backend: it counts only beside a concept of the request."""
    said = words_of(text)
    matches = list(_matches(text, said))
    concepts = [one for one in matches if one.kind in ("name", "trigger", "near trigger", "concept")]
    if workspace and concepts:
        matches.append(Match("workspace", "; ".join(workspace), _WORKSPACE))
    verb = next(_found(said, VERBS), None)
    if verb is not None and concepts:
        matches.append(Match("verb", verb, _VERB))
    left = 1.0
    for one in matches:
        left *= 1 - one.weight
    foreign = tuple(_found(said, FOREIGN))
    confidence = round((1 - left) / (2 if foreign and left > 0 else 1), 4)
    decision: Decision = "run" if confidence >= RUN_FROM else "ask" if confidence >= ASK_FROM else "decline"
    return Routing(decision, confidence, tuple(matches), foreign)


def _matches(text: str, said: str) -> Iterator[Match]:
    if re.search(r"@backend-engineer\b", text, re.IGNORECASE):
        yield Match("name", "@backend-engineer", _NAMED)
    trigger = _trigger(said)
    if trigger is not None:
        yield trigger
    for concept, entries in CONCEPTS.items():
        terms = list(dict.fromkeys(_found(said, entries)))
        if terms:
            yield Match("concept", f"{concept}: {terms[0]}", _CONCEPT)
            yield from (Match("further term", f"{concept}: {one}", _FURTHER_TERM) for one in terms[1 : 1 + _FURTHER_TERMS_MAX])


def _trigger(said: str) -> Match | None:
    near = None
    for name, phrases in TRIGGERS.items():
        for phrase in phrases:
            if _pattern(phrase).search(said):
                return Match("trigger", name, _TRIGGER)
            if near is None and not _UNSPACED.search(phrase) and _close(said, phrase):
                near = Match("near trigger", name, _NEAR_TRIGGER)
    return near


def _close(said: str, phrase: str) -> bool:
    """All words of the phrase, in any order, at most three words apart."""
    places = [[at for at, word in enumerate(said.split()) if _pattern(part).fullmatch(word)] for part in phrase.split()]
    if not all(places):
        return False
    return all(any(abs(a - b) <= _APART_MAX for a in before for b in after) for before, after in itertools.pairwise(places))


def _found(said: str, entries: Sequence[str]) -> Iterator[str]:
    """What of the text matches an entry, in the order of the entries; a word is found once."""
    for entry in entries:
        match = _pattern(entry).search(said)
        if match is not None:
            yield match[0]


@cache
def _pattern(entry: str) -> re.Pattern[str]:
    entry = _plain(entry)
    if _UNSPACED.search(entry):
        return re.compile(re.escape(entry).replace(r"\ ", " ?"))
    parts = [re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "") for word in entry.split()]
    return re.compile(rf"\b{' '.join(parts)}\b")
