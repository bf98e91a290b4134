"""Addresses on the web."""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bedplate.declarations.fields.hosts import LABEL
from bedplate.declarations.fields.spelling import Spelling
from bedplate.declarations.fields.text import Text, made_text
from bedplate.declarations.fields.type import InvalidValue, Moment

__all__ = ["SPELLINGS", "URL_MAX", "Url"]

URL_MAX: Final = 2_000
"""Characters at most, unless `max` says otherwise: what every browser and proxy takes."""

_REST: Final = r"(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*"
_URL: Final = re.compile(
    rf"https?://([A-Za-z0-9.-]{{1,253}}|\[[0-9A-Fa-f:.]{{2,45}}\])(?::([0-9]{{1,5}}))?(?:[/?#]{_REST})?", re.ASCII
)
_PORT_MAX: Final = 65_535


@dataclass(frozen=True, slots=True)
class Url(Text):
    """An absolute http or https URL (RFC 3986 in ASCII) without a user or password in it, kept exactly as written.

    A host beyond ASCII comes in its ASCII form (xn--…), other characters percent-encoded: so two that look alike are not the same text.
    """

    max: int = URL_MAX

    def parse(self, value: object) -> str:
        found = Text.parse(self, value)
        match = _URL.fullmatch(found)
        if match is None or not _is_host(match[1]) or not 1 <= int(match[2] or 1) <= _PORT_MAX:
            raise InvalidValue("url", {}, "must be an http or https URL")
        return found

    def schema(self) -> dict[str, object]:
        found = {**Text.schema(self), "format": "uri"}
        if not self.pattern:
            del found["pattern"]
        return found

    def made_up(self, moment: Moment) -> object:
        if self.pattern:
            return Text.made_up(self, moment)
        return f"https://example.com/{moment.name.replace(' ', '-')}/{moment.number}"


def _is_host(text: str) -> bool:
    return text.startswith("[") or all(LABEL.fullmatch(label) for label in text.split("."))


SPELLINGS: Final = (
    Spelling(str, lambda rules, _inside: made_text(Url, rules, URL_MAX), frozenset({"max", "min", "pattern"}), "url"),
)
