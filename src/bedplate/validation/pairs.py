"""The parameters of a query string: percent-decoded as strict UTF-8, each at most once."""
from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote_to_bytes

from bedplate.errors import Detail
from bedplate.validation.details import named
from bedplate.validation.refusals import InvalidInput

__all__ = ["PAIRS_MAX", "query_pairs", "split_list"]

PAIRS_MAX: Final = 64
_WRONG_ESCAPE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")


def query_pairs(raw: str) -> dict[str, str]:
    """`a=1&b=x%20y` by name; `+` is a space. Raises InvalidInput for what is repeated, nameless, wrongly encoded or too much."""
    if not raw:
        return {}
    parts = raw.split("&")
    if len(parts) > PAIRS_MAX:
        raise InvalidInput(details=(Detail("query", "max", {"max": PAIRS_MAX}, f"must have at most {PAIRS_MAX} parameters"),))
    found: dict[str, str] = {}
    faults: list[Detail] = []
    encoded = "%" in raw or "+" in raw or "\0" in raw or not raw.isascii()
    for part in parts:
        before, equals, after = part.partition("=")
        name, value = (_decoded(before), _decoded(after)) if encoded else (before, after)
        if name is None or value is None:
            faults.append(Detail("query", "encoding", {}, "must be percent-encoded UTF-8"))
        elif not name or not equals:
            faults.append(Detail("query", "parameter", {}, "must be name=value pairs joined by &"))
        elif name in found:
            faults.append(Detail(named("query", name), "repeated", {}, "must be given once"))
        else:
            found[name] = value
    if faults:
        raise InvalidInput(details=faults)
    return found


def _decoded(text: str) -> str | None:
    """None for what is not percent-encoded UTF-8. Raw bytes beyond ASCII arrive as latin-1 and are taken back as bytes."""
    text = text.replace("+", " ")
    if "%" not in text and text.isascii():
        return None if "\0" in text else text
    if _WRONG_ESCAPE.search(text) is not None:
        return None
    try:
        decoded = unquote_to_bytes(text.encode("latin-1")).decode("utf-8")
    except UnicodeError:
        return None
    return None if "\0" in decoded else decoded


def split_list(text: str) -> list[str] | None:
    r"""`a,b` -> [a, b]; a comma inside a value is written `\,`, a backslash `\\`. None for a backslash before anything else."""
    if "\\" not in text:
        return text.split(",")
    found = [""]
    escaped = False
    for character in text:
        if escaped:
            if character not in ",\\":
                return None
            found[-1] += character
            escaped = False
        elif character == "\\":
            escaped = True
        elif character == ",":
            found.append("")
        else:
            found[-1] += character
    return None if escaped else found
