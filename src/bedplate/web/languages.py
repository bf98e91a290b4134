"""The words of a refusal in the caller's language: Accept-Language (RFC 9110 12.5.4), by lookup (RFC 4647 3.4), where there are catalogues.

Nobody is refused for a language: a header that cannot be read, or is longer than any person's, asks for nothing.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final, cast

from bedplate.declarations.messages import Catalogue, Template
from bedplate.errors import Detail, Refusal
from bedplate.web.connection import Connection
from bedplate.web.respond import Said

__all__ = ["LENGTH_MAX", "RANGES_MAX", "preferred", "prepare_words"]

LENGTH_MAX: Final = 1_000
"""Characters of the header; a longer one is not read."""
RANGES_MAX: Final = 40

_RANGE: Final = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,9}|\*", re.ASCII)
_WEIGHT: Final = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?", re.ASCII)
_ENGLISH: Final = "en"


def prepare_words(catalogues: Iterable[Catalogue]) -> Callable[[Refusal, Connection], Said] | None:
    """What tells a refusal in the language that its caller asks for; None without catalogues."""
    known = {one.language.lower(): one for one in catalogues}
    if not known:
        return None
    known.setdefault(_ENGLISH, Catalogue(_ENGLISH, {}, {}))

    def words(refusal: Refusal, connection: Connection) -> Said:
        header = b",".join(value for name, value in connection.headers if name == b"accept-language")
        return _said(known[preferred(header.decode("latin-1"), known) or _ENGLISH], refusal)

    return words


def preferred(header: str, known: Mapping[str, object]) -> str | None:
    """Of the known tags (lower case) the one that a header asks for most; None if it asks for none of them."""
    if len(header) > LENGTH_MAX:
        return None
    ranges = [one for part in header.split(",", RANGES_MAX)[:RANGES_MAX] if (one := _range(part)) is not None]
    refused = {tag for tag, weight in ranges if weight == 0}
    for tag, weight in sorted(ranges, key=lambda one: -one[1]):
        while weight and tag:
            if tag in known and tag not in refused:
                return tag
            tag = _shorter(tag)
    return None


def _range(part: str) -> tuple[str, float] | None:
    """`de-AT;q=0.8` -> ("de-at", 0.8); None for what is no range."""
    tag, semicolon, parameter = (piece.strip(" \t") for piece in part.partition(";"))
    if _RANGE.fullmatch(tag) is None:
        return None
    if not semicolon:
        return tag.lower(), 1.0
    name, _, weight = (piece.strip(" \t") for piece in parameter.partition("="))
    return (tag.lower(), float(weight)) if name.lower() == "q" and _WEIGHT.fullmatch(weight) else None


def _shorter(tag: str) -> str:
    """Without its last subtag, and without a single letter that would then be the last."""
    rest = tag.rpartition("-")[0]
    return rest[:-2] if len(rest) > 1 and rest[-2] == "-" else rest


def _said(catalogue: Catalogue, refusal: Refusal) -> Said:
    """Content-Language names English, too, where something was left to it."""
    error = catalogue.codes.get(refusal.code)
    words = [_detail(catalogue, refusal, detail) for detail in refusal.details]
    english = catalogue.language.lower() == _ENGLISH
    spoken = [] if english or (error is None and not any(words)) else [catalogue.language]
    if english or error is None or None in words:
        spoken.append(catalogue.language if english else _ENGLISH)
    told = tuple(one or detail.words for one, detail in zip(words, refusal.details, strict=True))
    return Said(error or refusal.words, told, (("Content-Language", ", ".join(spoken)), ("Vary", "Accept-Language")))


def _detail(catalogue: Catalogue, refusal: Refusal, detail: Detail) -> str | None:
    """The first text that has all it names; of a detail that repeats its refusal the words of that."""
    for template in catalogue.rules.get(detail.rule, ()):
        if all(name is None or name in detail.parameters for _, name in template):
            return _filled(template, detail.parameters)
    return catalogue.codes.get(refusal.code) if detail.rule == refusal.code.lower() else None


def _filled(template: Template, parameters: Mapping[str, object]) -> str:
    return "".join(text + (_shown(parameters[name]) if name is not None else "") for text, name in template)


def _shown(value: object) -> str:
    return ", ".join(map(str, cast("list[object]", value))) if isinstance(value, list) else str(value)
