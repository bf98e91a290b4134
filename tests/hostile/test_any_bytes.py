"""Whatever bytes come: the helpdesk answers with its envelope and a documented code, and nothing reaches the last resort."""
from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from .edge import Edge
from .grammar import Grammar

SOAK = "BEDPLATE_SOAK_ROUNDS" in os.environ
ROUNDS = int(os.environ.get("BEDPLATE_SOAK_ROUNDS", "500"))

bounded = settings(
    max_examples=ROUNDS, deadline=None, derandomize=not SOAK, database=None, phases=(Phase.generate, Phase.shrink) if SOAK else (Phase.generate,),
    suppress_health_check=list(HealthCheck), print_blob=False,
)  # fmt: skip

names = st.one_of(st.binary(max_size=12).map(bytes.lower), st.sampled_from([b"host", b"accept", b"authorization", b"cookie", b"content-type"]))
methods = st.one_of(st.sampled_from(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE", "PRI"]), st.text(max_size=8))
targets = st.one_of(st.binary(max_size=60), st.binary(max_size=40).map(lambda rest: b"/v1/" + rest), st.binary(max_size=40).map(lambda rest: b"/v1/tickets?" + rest))


@pytest.fixture(scope="module")
def grammar(edge: Edge) -> Grammar:
    """Drawn from the application's own description."""
    return Grammar(edge)


@bounded
@given(
    method=methods, target=targets, headers=st.lists(st.tuples(names, st.binary(max_size=40)), max_size=6), body=st.binary(max_size=200),
    host=st.sampled_from([b"localhost", b"localhost", b"localhost:8000", None, b"evil.example"]),
)  # fmt: skip
def test_wild_bytes(edge: Edge, method: str, target: bytes, headers: list[tuple[bytes, bytes]], body: bytes, host: bytes | None) -> None:
    """Methods, targets, headers and bodies without any rule."""
    edge.lawful(edge.ask(method, target, headers, body, host=host), method)


@settings(bounded, max_examples=4 * ROUNDS)
@given(seed=st.integers(0, 2**64 - 1))
def test_requests_that_are_nearly_right(edge: Edge, grammar: Grammar, seed: int) -> None:
    """Every route with hostile keys, parameters, cursors, preconditions, credentials and bodies: the status is documented for it too."""
    asked = grammar.request(seed)
    answer = edge.ask(asked.method, asked.target, asked.headers, asked.body)
    edge.lawful(answer, asked.method, asked.operation)
