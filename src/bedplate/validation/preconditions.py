"""If-Match and If-None-Match (RFC 9110 §13.1)."""
from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from bedplate.errors import Detail
from bedplate.validation.refusals import InvalidInput
from bedplate.values import Precondition

__all__ = ["NO_PRECONDITION", "TAGS_MAX", "preconditions"]

TAGS_MAX: Final = 20
NO_PRECONDITION: Final = Precondition()
_TAG: Final = re.compile(r'(W/)?"([\x21\x23-\x7e\x80-\xff]*)"', re.ASCII)


def preconditions(headers: Mapping[str, str]) -> Precondition:
    """Both headers as values. If-Match compares strongly: a weak or foreign tag matches nothing and stands as "" among the revisions.
    If-None-Match compares weakly, so its tags are given with their quotes and without `W/`. Raises InvalidInput for what is no list of
    tags."""
    match, none_match = headers.get("if-match"), headers.get("if-none-match")
    if match is None and none_match is None:
        return NO_PRECONDITION
    return Precondition(
        () if match is None else _revisions(match),
        () if none_match is None else _tags("if-none-match", none_match),
    )


def _revisions(text: str) -> tuple[str, ...]:
    tags = _tags("if-match", text, keep_weak=True)
    if tags == ("*",):
        return tags
    return tuple(_revision(tag) for tag in tags)


def _revision(tag: str) -> str:
    """Only a strong tag of ours has one: a quoted star, for example, is a tag like any other and matches nothing."""
    revision = "" if tag.startswith("W/") else tag[1:-1].partition("-")[0]
    return revision if revision.isdecimal() else ""


def _tags(header: str, text: str, *, keep_weak: bool = False) -> tuple[str, ...]:
    if text.strip() == "*":
        return ("*",)
    found: list[str] = []
    position, end = 0, len(text)
    while True:
        while position < end and text[position] in " \t":
            position += 1
        match = _TAG.match(text, position)
        if match is None or len(found) == TAGS_MAX:
            raise _refusal(header)
        found.append(match[0] if keep_weak else f'"{match[2]}"')
        rest = text[match.end() :].lstrip(" \t")
        if not rest:
            return tuple(found)
        if not rest.startswith(","):
            raise _refusal(header)
        position = end - len(rest) + 1


def _refusal(header: str) -> InvalidInput:
    words = f'must be "*" or at most {TAGS_MAX} quoted entity tags'
    return InvalidInput(details=(Detail(f"header.{header}", "etag", {"max": TAGS_MAX}, words),))
