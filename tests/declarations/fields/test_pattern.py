"""Patterns: what could be slow is refused, what is taken is fast and means the same."""
from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedplate.declarations.fields.pattern import safe_pattern
from bedplate.declarations.fields.wrong import WrongRules


@pytest.mark.parametrize("pattern", [
    "(a+)+", "(a*)*", "(a|a)*", "(a|aa)+", "(a?)*", "(a?){3}", "a*a*", "[a-z]+[a-z0-9]+", r"\d+\d+", ".*.*", ".*a", "(.+)+", "(a|b|ab)*c",
    "(?:a+b?)*", "([a-z]+)*", "(a|b?)(c?|d?)*", r"(\w+\s?)*", r"(a)\1", "(?=a)a", "(?!a)b", "(?<=a)b", "(?i)a", "(?P<x>a)", r"\ba", "a++",
    "(?>a)", "[", "(", "a{2,1}", "*", "^a|b$", "a^b", "a$b", "a{0}", "(x?)?", "(a?|b?)", "a" * 501, "(?:[a-z]{32}){32}", "(a{1,9}){1,9}",
    "(?:[ab]|[ab]){2,}", "(?:red|red)*", "(?:|)", "https?|http",
])
def test_what_could_match_in_two_ways_is_refused(pattern: str) -> None:
    """Nested and adjacent overlapping quantifiers, overlapping alternatives, references, lookarounds, flags."""
    with pytest.raises(WrongRules) as caught:
        safe_pattern(pattern)
    assert caught.value.code == "DANGEROUS_PATTERN"


@pytest.mark.parametrize(("pattern", "matching", "other"), [
    ("[a-z0-9]+(?:-[a-z0-9]+)*", "a-b-c9", "a--b"),
    ("#[0-9a-f]{6}", "#00ff99", "#00ff9g"),
    ("[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}", "DE00ABCDEFGHIJ12", "de00ABCDEFGHIJ12"),
    (r"\d{4}-\d{2}", "2026-01", "2026-1"),
    ("red|rose|blue", "rose", "ros"),
    ("http|https", "http", "httpx"),
    ("^[A-Z]{2}$", "DE", "DEU"),
    (r"\$[0-9]+\$", "$12$", "12"),
    (r"[^\s,]+(?:,[^\s,]+)*", "a,b", "a,,b"),
    ("a?b?c?", "ac", "ca"),
    ("(?:ab){2,3}", "ababab", "ab"),
    ("[0-9]+(?:\\.[0-9]+)?", "1.5", "1."),
    (r"\w{40}", "a" * 40, "a" * 39),
])
def test_ordinary_patterns_are_taken_and_match_the_whole_text(pattern: str, matching: str, other: str) -> None:
    """Slugs, colours, codes, dates, lists of words: also as a pattern for JSON Schema."""
    safe = safe_pattern(pattern)
    assert safe.match(matching)
    assert not safe.match(other)
    assert not safe.match(matching + "\n")
    assert re.search(safe.ecma, matching)
    assert not re.search(safe.ecma, other)


PARTS = st.recursive(
    st.sampled_from(["a", "b", "[ab]", "[^a]", ".", "c", "ab"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "{2,}"])).map(lambda two: f"(?:{two[0]}){two[1]}"),
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(PARTS, st.text("abc", min_size=1, max_size=3))
def test_taken_patterns_stay_fast_on_repetitive_texts(pattern: str, unit: str) -> None:
    """Whatever pattern is taken, a long hostile text is decided at once: 20,000 characters in far less than exponential time."""
    try:
        safe = safe_pattern(pattern)
    except WrongRules:
        return
    started = time.perf_counter()
    safe.match(unit * (20_000 // len(unit)) + "!")
    safe.match("!" + unit * (20_000 // len(unit)))
    assert time.perf_counter() - started < 1.0
