"""Limits hold at every instant, tell the truth in their headers, and the table of callers stays small."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedplate.auth.quota import Quota, strictest
from bedplate.auth.refusals import RateLimited
from bedplate.declarations.contract import Limit

MINUTE = Limit(60, 60, 60)


def test_the_call_above_the_limit_is_refused() -> None:
    """Sixty at once pass, the next does not, and it takes nothing."""
    quota = Quota()
    assert all(quota.take("a", MINUTE, 1, 0.0).allowed for _ in range(60))
    for _ in range(3):
        state = quota.take("a", MINUTE, 1, 0.0)
        assert not state.allowed
        assert state.wait == 1
    assert quota.take("a", MINUTE, 1, 1.0).allowed
    assert not quota.take("a", MINUTE, 1, 1.0).allowed


def test_headers_say_what_is_left_and_when_there_is_more() -> None:
    """The fields in the form of the draft; Retry-After and `t` name the same instant."""
    quota = Quota()
    assert quota.take("a", MINUTE, 1, 0.0).headers() == (("RateLimit-Policy", '"default";q=60;w=60'), ("RateLimit", '"default";r=59;t=1'))
    hour = Limit(5, 3600, 1)
    assert quota.take("b", hour, 1, 0.0, "credentials").headers()[1] == ("RateLimit", '"credentials";r=0;t=720')
    refused = quota.take("b", hour, 1, 100.5)
    assert dict(refused.headers())["Retry-After"] == "620"
    assert refused.headers()[1][1].endswith("r=0;t=620")
    refusal = refused.refusal()
    assert isinstance(refusal, RateLimited)
    assert (refusal.status, refusal.code, refusal.headers["Retry-After"]) == (429, "RATE_LIMITED", "620")


def test_waiting_as_told_is_enough() -> None:
    """Whoever comes back after Retry-After is served."""
    quota, limit = Quota(), Limit(7, 60, 3)
    now = 0.0
    for _ in range(40):
        state = quota.take("a", limit, 1, now)
        if not state.allowed:
            now += state.wait
            assert quota.take("a", limit, 1, now).allowed
        now += 0.1


def test_callers_do_not_share() -> None:
    """One key's calls are nothing to another."""
    quota, one = Quota(), Limit(1, 60, 1)
    assert quota.take("a", one, 1, 0.0).allowed
    assert quota.take("b", one, 1, 0.0).allowed
    assert not quota.take("a", one, 1, 0.0).allowed


def test_costly_calls_take_more() -> None:
    """Units are counted, and more than is left is refused as a whole."""
    quota = Quota()
    assert quota.take("a", MINUTE, 50, 0.0).remaining == 10
    assert not quota.take("a", MINUTE, 11, 0.0).allowed
    assert quota.take("a", MINUTE, 10, 0.0).allowed


def test_looking_takes_nothing() -> None:
    """With no units it says whether one would pass."""
    quota, one = Quota(), Limit(1, 60, 1)
    assert quota.take("a", one, 0, 0.0).allowed
    assert quota.take("a", one, 1, 0.0).allowed
    assert not quota.take("a", one, 0, 0.0).allowed


def test_workers_share_a_limit() -> None:
    """Each of four processes permits a quarter; the announced policy is the whole."""
    quota = Quota(workers=4)
    states = [quota.take("a", MINUTE, 1, 0.0) for _ in range(16)]
    assert [state.allowed for state in states] == [True] * 15 + [False]
    assert states[0].policy == '"default";q=60;w=60'
    assert Quota(workers=100).take("a", Limit(1, 60, 1), 1, 0.0).allowed


def test_a_factor_raises_every_limit_and_removes_none() -> None:
    """The tests' profile."""
    quota = Quota(factor=10)
    assert sum(quota.take("a", MINUTE, 1, 0.0).allowed for _ in range(700)) == 600


def test_a_clock_that_goes_back_gives_nothing() -> None:
    """Time that runs backwards never refills."""
    quota, one = Quota(), Limit(1, 60, 1)
    quota.take("a", one, 1, 100.0)
    assert not quota.take("a", one, 1, 0.0).allowed


def test_the_table_is_bounded() -> None:
    """However many callers there are."""
    quota = Quota(capacity=100)
    for number in range(1_000):
        quota.take(number, MINUTE, 1, 0.0)
        assert len(quota) <= 100


def test_full_buckets_are_forgotten_before_empty_ones() -> None:
    """A caller who used up the limit does not get a new one because others came."""
    quota, slow = Quota(capacity=50), Limit(1, 3600, 1)
    quota.take("greedy", slow, 1, 0.0)
    for number in range(1_000):
        quota.take(number, MINUTE, 1, number * 2.0)
    assert not quota.take("greedy", slow, 1, 2_000.0).allowed
    assert len(quota) <= 50


def test_a_full_bucket_is_not_kept() -> None:
    """What could be said of it goes without saying."""
    quota = Quota()
    quota.take("a", MINUTE, 1, 0.0)
    quota.take("a", MINUTE, 0, 10.0)
    assert len(quota) == 0
    quota.take("a", MINUTE, 30, 10.0)
    quota.forget("a")
    assert quota.take("a", MINUTE, 1, 10.0).remaining == 59


@given(st.lists(st.floats(0, 30, allow_nan=False), min_size=1, max_size=60), st.integers(1, 9), st.integers(1, 5))
def test_no_window_ever_holds_more_than_rate_and_burst(gaps: list[float], count: int, burst: int) -> None:
    """In any stretch of time at most its share of the rate, plus the burst, passes."""
    quota, limit = Quota(), Limit(count, 10, burst)
    now, passed = 0.0, []
    for gap in gaps:
        now += gap
        if quota.take("a", limit, 1, now).allowed:
            passed.append(now)
    for first in range(len(passed)):
        for last in range(first, len(passed)):
            assert last - first + 1 <= burst + (passed[last] - passed[first]) * count / 10 + 1e-3


@pytest.mark.parametrize(("limits", "expected"), [((MINUTE, Limit(30, 60, 60)), 1), ((Limit(1, 1, 1), Limit(120, 60, 9)), 0)])
def test_the_strictest_limit_is_the_slowest(limits: tuple[Limit, ...], expected: int) -> None:
    """Compared by what they permit in the long run."""
    assert strictest(limits) == limits[expected]
