"""Strict JSON bodies (RFC 8259 with the stricter reading of RFC 7493, I-JSON): one decoding pass that also sees duplicate keys."""
from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Final, NoReturn, TypeAlias, cast

from bedplate.errors import Detail
from bedplate.validation.refusals import InvalidInput, InvalidJson, UnsupportedMediaType
from bedplate.values import Request

__all__ = ["JsonObject", "decode_object", "read_body_of", "require_empty", "require_json", "require_plain"]

JsonObject: TypeAlias = "dict[str, object]"

_INTEGER_DIGITS: Final = 21  # browsers write floats below 1e21 without exponent and point; each type bounds further
_JSON: Final = frozenset({"application/json", "application/json; charset=utf-8", "application/json;charset=utf-8"})


class _Strict(ValueError):
    """A JSON text that a lenient reader would take."""


def _object(pairs: list[tuple[str, object]]) -> JsonObject:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Strict("duplicate key")
    return found


def _integer(digits: str) -> int:
    if len(digits) > _INTEGER_DIGITS + 1:
        raise _Strict("integer of more digits than any type holds")
    return int(digits)


def _number(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        raise _Strict("number beyond a double")
    return value


def _constant(name: str) -> NoReturn:
    raise _Strict(f"{name} is not JSON")


_decoder: Final = json.JSONDecoder(object_pairs_hook=_object, parse_int=_integer, parse_float=_number, parse_constant=_constant)


def decode_object(raw: bytes, depth_max: int) -> JsonObject:
    """The one JSON object that is the whole body. Raises InvalidJson, or InvalidInput for another value."""
    try:
        found: object = _decoder.decode(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        # the words of these errors name positions and rules, never values
        private = str(error) if isinstance(error, _Strict) else type(error).__name__
        raise InvalidJson(private=private) from None
    if b"\\u" in raw:
        _require_plain(found, depth_max)
    elif raw.count(b"{") + raw.count(b"[") > depth_max:
        _require_shallow(found, depth_max)
    if not isinstance(found, dict):
        raise InvalidInput(details=(Detail("body", "object", {}, "must be a JSON object"),))
    return cast("JsonObject", found)


def _require_shallow(whole: object, depth_max: int) -> None:
    """Not nested too deep: level by level, looking at nothing but what can hold more."""
    level: list[object] = [whole] if isinstance(whole, dict | list) else []
    for _ in range(depth_max):
        level = [member for item in level for member in _members(item) if type(member) is dict or type(member) is list]
        if not level:
            return
    raise InvalidJson(private="nested too deep")


def _members(item: object) -> Iterable[object]:
    return cast("JsonObject", item).values() if isinstance(item, dict) else cast("list[object]", item)


def _require_plain(whole: object, depth_max: int) -> None:
    """Not nested too deep, no half of a surrogate pair (only an escape can bring one: UTF-8 cannot)."""
    waiting: list[tuple[object, int]] = [(whole, 1)]
    while waiting:
        item, depth = waiting.pop()
        if isinstance(item, str):
            if not item.isascii() and any("\ud800" <= character <= "\udfff" for character in item):
                raise InvalidJson(private="lone surrogate")
        elif isinstance(item, dict | list):
            if depth > depth_max:
                raise InvalidJson(private="nested too deep")
            if isinstance(item, dict):
                members = cast("JsonObject", item)
                waiting.extend((key, depth) for key in members)
                waiting.extend((value, depth + 1) for value in members.values())
            else:
                waiting.extend((value, depth + 1) for value in cast("list[object]", item))


def require_json(content_type: str | None, *, patch: bool) -> None:
    """A body says that it is JSON in UTF-8. Raises UnsupportedMediaType with what is taken in `Accept` (RFC 9110 §15.5.16)."""
    if content_type in _JSON:
        return
    media, *parameters = [part.strip().lower() for part in (content_type or "").split(";")]
    known = media == "application/json" or (patch and media == "application/merge-patch+json")
    if known and all(parameter in ("charset=utf-8", 'charset="utf-8"') for parameter in parameters):
        return
    accepted = "application/json, application/merge-patch+json" if patch else "application/json"
    raise UnsupportedMediaType(headers={"Accept": accepted})


def require_plain(coding: str | None) -> None:
    """A body is not compressed: what it unpacks to could be of any size. Raises UnsupportedMediaType with what is taken in
    `Accept-Encoding` (RFC 9110 §12.5.3)."""
    if coding is not None and coding.strip().lower() not in ("", "identity"):
        raise UnsupportedMediaType(headers={"Accept": "application/json", "Accept-Encoding": "identity"})


def require_empty(length: str | None, transfer: str | None) -> None:
    """GET, HEAD and DELETE come without a body: what nobody reads, nobody has validated (RFC 9110 §9.3.1). Raises InvalidInput."""
    if transfer is not None or length not in (None, "0"):
        raise InvalidInput(details=(Detail("body", "empty", {}, "must be empty for this method"),))


async def read_body_of(
    request: Request, limit: int, depth: int, *, patch: bool = False, may_be_empty: bool = False
) -> tuple[JsonObject, bytes]:
    """Draws the body of a request: the object that it holds, and the bytes as they came."""
    raw = await request.body(limit)
    if not raw and may_be_empty:
        return {}, raw
    require_plain(request.headers.get("content-encoding"))
    require_json(request.headers.get("content-type"), patch=patch)
    if not raw:
        raise InvalidJson(private="empty body")
    return decode_object(raw, depth), raw
