"""The record of an Idempotency-Key, on a bare connection."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import apsw
import pytest

from bedplate.storage import idempotency
from bedplate.values import STRANGER, Access, Actor, Applied, ChangeSet, Idempotency, Outcome

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
ONE = Idempotency("k1", "f1")
ANSWER = Outcome(status=201, body='{"data":{"name":"Žofie"}}'.encode(), headers=(("Location", "/v1/x/1"),), etag='"1-abcdef01"')


class Bare:
    """The statements of one connection."""

    def __init__(self, path: str = ":memory:") -> None:
        self.connection = apsw.Connection(path)

    def run(self, text: str, parameters: Sequence[Any] = ()) -> list[Any]:
        return list(self.connection.execute(text, tuple(parameters)))


@pytest.fixture
def bare() -> Iterator[Bare]:
    found = Bare()
    for text in idempotency.TABLES:
        found.run(text)
    yield found
    found.connection.close()


def change(**more: Any) -> ChangeSet:
    return replace(ChangeSet(STRANGER, Access(None, {}, {}), NOW, idempotency=ONE, route="thing.create", status=201), **more)


def test_other_request_under_the_same_key_is_refused(bare: Bare) -> None:
    """A key that was used with another fingerprint is a conflict with its own code."""
    idempotency.keep_answer(bare, "s", "r", ONE, ANSWER, NOW)
    with pytest.raises(idempotency.IdempotencyKeyReused) as refused:
        idempotency.find_replay(bare, "s", "r", Idempotency("k1", "f2"), NOW)
    assert (refused.value.status, refused.value.code) == (409, "IDEMPOTENCY_KEY_REUSED")


@pytest.mark.parametrize("answer", [replace(ANSWER, store=False), replace(ANSWER, body=b"x" * (idempotency.BODY_MAX + 1))])
def test_secret_and_large_answers_leave_only_the_fact(bare: Bare, answer: Outcome) -> None:
    """An answer that must not be kept leaves no byte of itself behind, and a repeat is refused instead of done again."""
    idempotency.keep_answer(bare, "s", "r", ONE, answer, NOW)
    assert bare.run("SELECT body, headers FROM bedplate_idempotency") == [(None, "{}")]
    with pytest.raises(idempotency.AnswerNotKept):
        idempotency.find_replay(bare, "s", "r", ONE, NOW)


def test_a_repeat_reads_the_same_answer(bare: Bare) -> None:
    """What was kept comes back equal in status, bytes, headers and tag."""
    assert idempotency.find_replay(bare, "s", "r", ONE, NOW) is None
    idempotency.keep_answer(bare, "s", "r", ONE, ANSWER, NOW)
    assert idempotency.find_replay(bare, "s", "r", ONE, NOW + timedelta(hours=23)) == ANSWER


@pytest.mark.parametrize(("scope", "route", "key"), [("other", "r", "k1"), ("s", "other", "k1"), ("s", "r", "k2")])
def test_keys_are_private_to_caller_and_operation(bare: Bare, scope: str, route: str, key: str) -> None:
    """The same key of another caller, operation or another key finds nothing."""
    idempotency.keep_answer(bare, "s", "r", ONE, ANSWER, NOW)
    assert idempotency.find_replay(bare, scope, route, Idempotency(key, "f1"), NOW) is None


def test_records_end_after_a_day(bare: Bare) -> None:
    """After 24 hours a key may be used anew even before the purge, and the purge works in batches."""
    for number in range(5):
        idempotency.keep_answer(bare, "s", "r", Idempotency(f"k{number}", "f1"), ANSWER, NOW)
    later = NOW + idempotency.KEPT_FOR
    assert idempotency.find_replay(bare, "s", "r", ONE, later) is None
    idempotency.keep_answer(bare, "s", "r", ONE, replace(ANSWER, status=200), later)
    assert [idempotency.purge(bare, later, 3), idempotency.purge(bare, later, 3), idempotency.purge(bare, later, 3)] == [3, 1, 0]
    found = idempotency.find_replay(bare, "s", "r", ONE, later)
    assert found is not None
    assert found.status == 200


def test_change_sets_keep_the_answer_that_was_sent(bare: Bare) -> None:
    """The record of a change set holds what `finish` made of the applied change, or the plain envelope without it."""
    idempotency.keep_for(bare, change(finish=lambda applied: replace(ANSWER, body=applied.body or b"")), Applied(b"7", 1))
    assert idempotency.replay_for(bare, change()) == replace(ANSWER, body=b"7")
    idempotency.keep_for(bare, change(route="plain"), Applied(b"7"))
    assert idempotency.replay_for(bare, change(route="plain")) == Outcome(201, b'{"data":7}')


def test_without_a_key_nothing_is_kept(bare: Bare) -> None:
    """A change set without a key neither looks nor writes."""
    idempotency.keep_for(bare, change(idempotency=None), Applied(b"7"))
    assert idempotency.replay_for(bare, change(idempotency=None)) is None
    assert bare.run("SELECT count(*) FROM bedplate_idempotency") == [(0,)]


def test_scopes_tell_callers_apart() -> None:
    """Kinds of account, the system and strangers never share a scope."""
    actors = [Actor("Person", "1"), Actor("Staff", "1"), Actor("Person", "2"), Actor(via="system"), STRANGER]
    assert len({idempotency.scope_of(actor) for actor in actors}) == len(actors)
