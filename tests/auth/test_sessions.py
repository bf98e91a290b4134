"""Sessions: how long they live, how soon they end everywhere, and what of them is kept."""
from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from auth_desk import Answer, Desk

from bedplate.storage.sessions import purge

ME = "/v1/auth/customers/me"


async def seen(desk: Desk, cookie: str) -> int:
    """The status for whoever has this cookie."""
    return (await desk.call("GET", ME, cookie=cookie)).status


@pytest.fixture
async def signed(desk: Desk) -> Answer:
    """A session that has just begun."""
    await desk.customer()
    return await desk.sign_in()


async def test_only_its_hash_is_kept(desk: Desk, signed: Answer) -> None:
    """256 random bits in the cookie, their SHA-256 in the table."""
    secret = signed.cookie.split("=")[1]
    assert len(secret) == 43
    assert await desk.rows("SELECT id FROM bedplate_session") == [(hashlib.sha256(secret.encode()).hexdigest(),)]


async def test_a_session_that_is_not_used_ends(desk: Desk, signed: Answer) -> None:
    """After an hour without a request, and not a moment before."""
    desk.time.pass_(seconds=3_599)
    assert await seen(desk, signed.cookie) == 200
    desk.time.pass_(seconds=3_600)
    assert await seen(desk, signed.cookie) == 401


async def test_use_keeps_a_session_alive_across_its_idle_time(desk: Desk, signed: Answer) -> None:
    """Also within the seconds in which it is remembered."""
    desk.time.pass_(seconds=3_598)
    assert await seen(desk, signed.cookie) == 200
    desk.time.pass_(seconds=3)
    assert await seen(desk, signed.cookie) == 200
    desk.time.pass_(seconds=3_300)  # its use is written down every five minutes only
    assert await seen(desk, signed.cookie) == 200


async def test_no_session_outlives_its_whole_time(desks: Callable[..., Desk]) -> None:
    """However often it is used (NIST SP 800-63B-4: 30 days; here shorter)."""
    desk = desks(session_seconds=7_200.0)
    await desk.customer()
    cookie = (await desk.sign_in()).cookie
    for _ in range(7):
        desk.time.pass_(seconds=1_000)
        assert await seen(desk, cookie) == 200
    desk.time.pass_(seconds=199)
    assert await seen(desk, cookie) == 200
    desk.time.pass_(seconds=1)
    assert await seen(desk, cookie) == 401


async def test_a_session_is_looked_up_once_in_five_seconds(desk: Desk, signed: Answer) -> None:
    """One statement, then none, then one again; writing down its use is rare."""
    looked_up = "FROM bedplate_session"
    counts = []
    for seconds in (0, 1, 3.9, 0.2):
        desk.time.pass_(seconds=seconds)
        statements = desk.statements()
        assert await seen(desk, signed.cookie) == 200
        counts.append((sum(looked_up in text for text in statements), sum("UPDATE" in text for text in statements)))
    assert counts == [(1, 0), (0, 0), (0, 0), (1, 0)]


async def test_an_end_in_another_process_is_seen_within_five_seconds(desks: Callable[..., Desk]) -> None:
    """And at once in the one that ended it, even if it was remembered there."""
    one, other = desks(), desks()
    await one.customer()
    answer = await one.sign_in()
    assert [await seen(desk, answer.cookie) for desk in (one, other)] == [200, 200]
    await one.call("POST", "/v1/auth/customers/sign-out", cookie=answer.cookie, csrf=answer.json["data"]["csrf"])
    assert await seen(one, answer.cookie) == 401
    other.time.pass_(seconds=5)
    assert await seen(other, answer.cookie) == 401


async def test_an_end_during_a_look_up_is_not_forgotten(desk: Desk, signed: Answer) -> None:
    """What was found before a session ended is not remembered after it."""
    sessions = desk.running.accounts.sessions
    table, found = sessions._table, []  # the room's own part, stopped in the middle
    secret = signed.cookie.split("=")[1]
    original = table.find

    async def find(session: str) -> object:
        stored = await original(session)
        found.append(stored)
        await sessions.end(session)
        return stored

    table.find = find  # type: ignore[method-assign, assignment]
    await sessions.find(secret, desk.time.now())
    table.find = original  # type: ignore[method-assign]
    assert found and await sessions.find(secret, desk.time.now()) is None


@pytest.mark.parametrize(
    "cookie",
    ["session=", "session=short", "session=" + "A" * 44, "session=" + "é" * 43, "session=" + "A" * 43, "__Host-session=" + "A" * 43, "session"],
    ids=["empty", "short", "long", "letters", "unknown", "other_name", "no_value"],
)
async def test_any_other_cookie_opens_nothing(cookie: str, desk: Desk, signed: Answer) -> None:
    """401, never an error of ours."""
    answer = await desk.call("GET", ME, cookie=cookie)
    assert (answer.status, answer["www-authenticate"]) == (401, "Bearer")


async def test_a_cookie_that_comes_twice_is_refused(desk: Desk, signed: Answer) -> None:
    """A second one planted by a sibling domain is not chosen from."""
    assert await seen(desk, f"{signed.cookie}; session={'A' * 43}") == 401
    assert await seen(desk, f"theme=dark; {signed.cookie}; other=1") == 200


async def test_what_is_remembered_is_bounded(desk: Desk, signed: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest goes first."""
    monkeypatch.setattr("bedplate.auth.sessions.CACHED_AT_MOST", 2)
    cookies = [signed.cookie, *[(await desk.sign_in()).cookie for _ in range(3)]]
    for cookie in cookies:
        await seen(desk, cookie)
    assert len(desk.running.accounts.sessions._found) == 2
    assert [await seen(desk, cookie) for cookie in cookies] == [200] * 4


async def test_csrf_tokens_belong_to_one_session_and_one_application(desks: Callable[..., Desk]) -> None:
    """Another session, or another secret of the application, has another."""
    one, other = desks(), desks()
    await one.customer()
    first, second = await one.sign_in(), await one.sign_in()
    tokens = {first.json["data"]["csrf"], second.json["data"]["csrf"]}
    assert len(tokens) == 2
    session = (await one.rows("SELECT id FROM bedplate_session LIMIT 1"))[0][0]
    assert one.running.accounts.sessions.csrf(session) == other.running.accounts.sessions.csrf(session)
    assert not one.running.accounts.sessions.csrf_fits(session, "\ud800é")


async def test_sessions_past_their_end_are_forgotten(desk: Desk, signed: Answer) -> None:
    """In batches; those that live stay."""
    await desk.sign_in()
    desk.time.pass_(days=29)
    await desk.sign_in()
    desk.time.pass_(days=2)
    counts = [await desk.running.database.write(lambda transaction: purge(transaction, desk.time.now(), 1)) for _ in range(3)]
    assert counts == [1, 1, 0]
    assert (await desk.rows("SELECT count(*) FROM bedplate_session"))[0][0] == 1
