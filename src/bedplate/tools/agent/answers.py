"""What answers an accepted request: one of the deterministic tools, chosen by rule, and its report.

Imported only when a request was accepted; a declined one loads nothing of this.
"""
from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias, cast

from bedplate.checklist.item import Item
from bedplate.checklist.items import load
from bedplate.checklist.report import render
from bedplate.checklist.review.run import review
from bedplate.tools.agent.routing import words_of

__all__ = ["Answer", "Tool", "answer"]

Tool: TypeAlias = Literal["review", "inspect", "explain"]

_FINDINGS_MAX: Final = 50
_QUESTION: Final = re.compile(r"^(what|why|how|explain|was|warum|wie|erklar|que|como|comment|pourquoi|explique|cosa|perche|что|почему|как)\b")
_PICTURE: Final = re.compile(r"\b(routes?|endpoints?|rules?|polic(?:y|ies)|who may|permissions?|limits?|resources?|inspect|list all|show)\b")
_SMALL: Final = frozenset({
    "does", "each", "every", "from", "have", "that", "them", "there", "they", "this", "what", "when", "where", "which", "will", "with", "request", "route",
    "answer", "client", "server", "user",
})


@dataclass(frozen=True, slots=True)
class Answer:
    """What was run and why, its report, whether it has findings, and what to do next."""

    tool: Tool
    why: str
    report: Mapping[str, object]
    found: bool
    next: tuple[str, ...]


def answer(text: str, folder: Path, picture: Callable[[], Mapping[str, object] | None]) -> Answer:
    """Answer a request. `picture` gives the application's own facts where the folder holds one made with Bedplate."""
    said = words_of(text)
    named = _named(text, said)
    if named and (_QUESTION.search(said) or not folder.exists()):
        return _explained(named)
    if _PICTURE.search(said) and not _FLAWS.search(said):
        facts = picture()
        if facts is not None:
            return Answer("inspect", "the request asks for what is declared, and the folder holds an application made with Bedplate", facts, found=False,
                          next=("bedplate check", "bedplate review ."))
    return _reviewed(folder, named)


_FLAWS: Final = re.compile(r"\b(flaws?|findings?|review|audit|vulnerab\w*|secure|missing|wrong|leak\w*|unsafe|injection)\b")


# ---- explain
def _named(text: str, said: str) -> list[Item]:
    """The items that the words speak of, best first: by code, by slug, or by at least two telling words of the title."""
    words = _telling(said)
    scored: list[tuple[int, Item]] = []
    for item in load().values():
        if item.code.casefold() in text.casefold().split() or item.slug in text.casefold():
            scored.append((100, item))
            continue
        short = bool(_SHORT_NAMES.get(item.slug, frozenset()) & set(said.split()))
        score = len(words & _telling(words_of(f"{item.title} {item.slug}")))
        if score >= 2 or short:
            scored.append((score + 10 * short, item))
    return [item for _, item in sorted(scored, key=lambda each: (-each[0], each[1].code))][:3]


def _telling(said: str) -> set[str]:
    """The words that tell items apart, without the s of a plural."""
    return {one.removesuffix("s") for one in said.split() if len(one) > 3 and one not in _SMALL}


_SHORT_NAMES: Final[Mapping[str, frozenset[str]]] = {
    "ownership-missing-read": frozenset({"idor", "bola"}), "role-missing": frozenset({"bfla"}), "sql-from-strings": frozenset({"sqli"}),
    "server-side-request-forgery": frozenset({"ssrf"}), "csrf-disabled": frozenset({"csrf", "xsrf"}), "unsafe-cors": frozenset({"cors"}),
    "unsafe-jwt": frozenset({"jwt"}), "template-injection": frozenset({"ssti"}),
}


def _explained(items: list[Item]) -> Answer:
    shown = [
        {"item": one.slug, "code": one.code, "title": one.title, "severity": one.severity, "why": one.why, "cure": one.cure,
         "references": list(one.references), "held_by": list(one.enforced_by), "in_bedplate": one.grade}
        for one in items
    ]
    return Answer("explain", f"the request asks about {items[0].slug}", {"items": shown}, found=False, next=("bedplate review .",))


# ---- review
def _reviewed(folder: Path, named: list[Item]) -> Answer:
    report = review(folder)
    document = cast("dict[str, object]", json.loads(render(report, "json", load())))
    findings = cast("list[dict[str, object]]", document["findings"])
    slugs = {item.slug for item in named}
    findings.sort(key=lambda each: each["item"] not in slugs)  # stable: what was asked for stands first
    document["findings"] = findings[:_FINDINGS_MAX]
    document["summary"] = {
        "findings": len(findings), "routes": report.routes, "files": report.files, "frameworks": list(report.frameworks),
        "truncated": len(findings) > _FINDINGS_MAX, "unread_files": list(report.faults),
    }
    why = "the request is about flaws of the code" if not named else f"the request is about {named[0].slug}"
    following = ["bedplate review . --format sarif > review.sarif", "bedplate review . --routes"] if findings else ["bedplate review . --routes"]
    if findings:
        following.insert(0, f"cure {findings[0]['item']} at {_at(findings[0])}, then ask again: done when no finding is left")
    return Answer("review", why, document, bool(findings), tuple(following))


def _at(finding: Mapping[str, object]) -> str:
    place = cast("Mapping[str, object]", finding["place"])
    return f"{place['path']}:{place['line']}"
