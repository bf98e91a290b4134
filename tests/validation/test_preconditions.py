"""If-Match and If-None-Match."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedplate.validation.preconditions import TAGS_MAX, preconditions
from bedplate.validation.refusals import InvalidInput
from bedplate.values import Precondition


@pytest.mark.parametrize("text", ["", " ", "1", "1-ab", "*,*", '"1-ab', '1-ab"', "'1'", '"a""b"', '"a" "b"', '"a",', ',"a"', 'w/"a"', 'W/ "a"', '"a\tb"', "W/*"])
@pytest.mark.parametrize("header", ["if-match", "if-none-match"])
def test_what_is_no_list_of_tags_is_refused(header: str, text: str) -> None:
    """400 with the header's name: a precondition that is not understood must not be taken for none."""
    with pytest.raises(InvalidInput) as refused:
        preconditions({header: text})
    assert [(one.place, one.rule) for one in refused.value.details] == [(f"header.{header}", "etag")]


def test_tags_at_the_limit_and_beyond() -> None:
    """20 tags pass, 21 do not."""
    assert len(preconditions({"if-match": ",".join(['"1"'] * TAGS_MAX)}).match) == TAGS_MAX
    with pytest.raises(InvalidInput):
        preconditions({"if-match": ",".join(['"1"'] * (TAGS_MAX + 1))})


@pytest.mark.parametrize(("headers", "expected"), [
    ({}, Precondition()),
    ({"if-match": "*"}, Precondition(("*",), ())),
    ({"if-match": '"3-0badcafe"'}, Precondition(("3",), ())),
    ({"if-match": '"3"'}, Precondition(("3",), ())),
    ({"if-match": '"3-a" ,\t"12-b"'}, Precondition(("3", "12"), ())),
    ({"if-match": 'W/"3-a"'}, Precondition(("",), ())),  # weak tags never match strongly
    ({"if-match": '"*", "*-1", "", "²"'.encode().decode("latin-1")}, Precondition(("", "", "", ""), ())),  # a quoted star is a tag
    ({"if-none-match": '"3-a", W/"4-b"'}, Precondition((), ('"3-a"', '"4-b"'))),
    ({"if-none-match": " * "}, Precondition((), ("*",))),
    ({"if-none-match": '""'}, Precondition((), ('""',))),
    ({"if-match": '"1-a"', "if-none-match": '"2-b"'}, Precondition(("1",), ('"2-b"',))),
])  # fmt: skip
def test_tags_are_read(headers: dict[str, str], expected: Precondition) -> None:
    """If-Match gives revisions, If-None-Match whole tags."""
    assert preconditions(headers) == expected


@given(st.text(st.characters(max_codepoint=255), max_size=60))
def test_any_header_is_read_or_refused(text: str) -> None:
    """Never an error."""
    try:
        found = preconditions({"if-match": text, "if-none-match": text})
    except InvalidInput:
        return
    assert found.match
    assert found.none_match
