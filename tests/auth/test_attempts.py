"""Guessing: limited from every side, and never at the cost of an account's owner."""
from __future__ import annotations

import asyncio

import pytest
from auth_desk import OTHER_PASSWORD, PASSWORD, Desk

from bedplate.auth.attempts import Attempts
from bedplate.auth.quota import Quota
from bedplate.auth.refusals import RateLimited


def failures(attempts: Attempts, address: str, source: str, count: int, now: float = 0.0) -> int:
    """How many of so many attempts are let through; all of them fail."""
    through = 0
    for _ in range(count):
        try:
            attempts.begin("Person", address, source, now)
        except RateLimited:
            continue
        through += 1
    return through


async def test_guessing_stops_after_five(desk: Desk) -> None:
    """The sixth is refused unheard, even with the right password, with the time to wait; then there is one more every three minutes."""
    await desk.customer()
    assert [(await desk.sign_in(password=OTHER_PASSWORD)).status for _ in range(5)] == [401] * 5
    hashes = desk.hashes()
    answer = await desk.sign_in()
    assert (answer.status, answer.code, answer["retry-after"], hashes()) == (429, "RATE_LIMITED", "180", 0)
    desk.time.pass_(seconds=180)
    assert [(await desk.sign_in()).status, (await desk.sign_in()).status] == [200, 200]


async def test_the_owner_signs_in_from_elsewhere_meanwhile(desk: Desk) -> None:
    """An attacker's source is full, the account is not."""
    await desk.customer()
    for _ in range(9):
        await desk.sign_in(password=OTHER_PASSWORD)
    assert (await desk.sign_in(source="198.51.100.7")).status == 200


@pytest.mark.parametrize("second", ["ANA@example.com", "ana@EXAMPLE.com"])
async def test_spelling_an_address_otherwise_gives_no_more_attempts(second: str, desk: Desk) -> None:
    """One account, one count; over both ways to sign in."""
    await desk.customer()
    for email in ("ana@example.com", second, second, second):
        await desk.sign_in(email, OTHER_PASSWORD)
    body = {"email": "ana@example.com", "password": OTHER_PASSWORD}
    assert (await desk.call("POST", "/v1/auth/customers/token", body)).status == 401
    assert (await desk.sign_in(second)).status == 429


async def test_an_unknown_address_is_limited_like_a_known_one(desk: Desk) -> None:
    """The limit tells nothing either."""
    await desk.customer()
    seen = []
    for number, email in enumerate(("ana@example.com", "nobody@example.com")):
        answers = [await desk.sign_in(email, OTHER_PASSWORD, source=f"192.0.2.{number}") for _ in range(7)]
        seen.append([(answer.status, answer.body, answer.get("retry-after")) for answer in answers])
    assert seen[0] == seen[1]


async def test_guesses_at_the_same_time_are_counted_too(desk: Desk) -> None:
    """Paid for before anything is hashed: of thirty at once five are heard."""
    await desk.customer()
    hashes = desk.hashes()
    answers = await asyncio.gather(*(desk.sign_in(password=OTHER_PASSWORD) for _ in range(9)))
    assert sorted(answer.status for answer in answers) == [401] * 5 + [429] * 4
    assert hashes() == 5


async def test_an_ipv6_network_is_one_source(desk: Desk) -> None:
    """Whoever has a /64 has 2**64 addresses; mapped IPv4 addresses are themselves."""
    await desk.customer()
    answers = [await desk.sign_in(password=OTHER_PASSWORD, source=f"2001:db8::{number}") for number in range(6)]
    assert [answer.status for answer in answers] == [401] * 5 + [429]
    assert (await desk.sign_in(source="2001:db8:0:1::1")).status == 200
    assert (await desk.sign_in(source="::ffff:192.0.2.9")).status == 200


async def test_guesses_at_the_present_password_are_limited(desk: Desk) -> None:
    """Whoever stole a session does not learn the password by trying."""
    await desk.customer()
    token = await desk.token()
    bodies = [{"current": OTHER_PASSWORD, "new": PASSWORD + " again"}] * 6
    assert [(await desk.call("POST", "/v1/auth/customers/password", body, token=token)).status for body in bodies] == [401] * 5 + [429]


def test_one_source_tries_many_addresses() -> None:
    """Fifty failures, whatever the addresses."""
    attempts = Attempts(Quota())
    assert sum(failures(attempts, f"{number}@example.com", "192.0.2.1", 1) for number in range(80)) == 50


def test_many_sources_try_one_address() -> None:
    """Never a hundred consecutive failures (NIST SP 800-63B-4); whoever was there before still gets in, and others in time."""
    attempts = Attempts(Quota())
    attempts.succeeded(attempts.begin("Person", "ana", "home", 0.0), 0.0)
    through = sum(failures(attempts, "ana", f"192.0.2.{number}", 5) for number in range(100))
    assert through == 50
    assert failures(attempts, "ana", "elsewhere", 1) == 0
    assert failures(attempts, "bob", "elsewhere", 1) == 1
    attempts.succeeded(attempts.begin("Person", "ana", "home", 0.0), 0.0)
    assert failures(attempts, "ana", "elsewhere", 1, now=3_600.0) == 1


def test_one_source_alone_never_uses_up_an_address() -> None:
    """An attack of a week from one source leaves room for the owner's new device at any time."""
    attempts, now = Attempts(Quota()), 0.0
    for _ in range(7 * 96):
        failures(attempts, "ana", "attacker", 6, now)
        now += 900.0
        attempts.undone(attempts.begin("Person", "ana", "new device", now), now)


def test_all_together_are_limited() -> None:
    """A thousand failures a minute in a process; sources that were there before do not feel it."""
    attempts = Attempts(Quota())
    attempts.succeeded(attempts.begin("Person", "ana", "home", 0.0), 0.0)
    assert sum(failures(attempts, f"{n}", f"{n}", 1) for n in range(1_500)) == 1_000
    attempts.succeeded(attempts.begin("Person", "ana", "home", 0.0), 0.0)


def test_a_refused_attempt_costs_nothing() -> None:
    """Of no bucket: knocking on a full one does not fill the others."""
    attempts = Attempts(Quota())
    assert failures(attempts, "ana", "192.0.2.1", 500) == 5
    assert sum(failures(attempts, f"{n}", "192.0.2.1", 1) for n in range(80)) == 45


def test_kinds_of_accounts_are_counted_apart() -> None:
    """The same address may be of two."""
    attempts = Attempts(Quota())
    failures(attempts, "ana", "192.0.2.1", 5)
    attempts.begin("Staff", "ana", "192.0.2.1", 0.0)


def test_known_pairs_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest is forgotten first."""
    monkeypatch.setattr("bedplate.auth.attempts._REMEMBERED", 2)
    attempts = Attempts(Quota())
    for name in ("a", "b", "c"):
        attempts.succeeded(attempts.begin("Person", name, "home", 0.0), 0.0)
    assert [pair[1] for pair in attempts._good] == ["b", "c"]
