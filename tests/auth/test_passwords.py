"""Passwords: what is refused, what is stored, and that no hash is free or unbounded."""
from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher, Type
from auth_desk import HeldHasher

from bedplate.auth.passwords import Passwords, canonical
from bedplate.auth.refusals import Overloaded
from bedplate.auth.strength import common_words, weakness

GOOD = "seven green umbrellas drift north"


def quick(**more: int) -> PasswordHasher:
    """The same algorithm at a cost that tests can bear."""
    return PasswordHasher(**{"time_cost": 1, "memory_cost": 8, "parallelism": 1, **more})


@pytest.fixture
def passwords() -> Iterator[Passwords]:
    """One lane, no queue."""
    service = Passwords(1, 0, quick())
    yield service
    service.close()


async def test_the_stored_form_is_argon2id_at_the_declared_cost() -> None:
    """t=2, m=19456 KiB, p=1, and never the password itself."""
    service = Passwords(1, 0)
    stored = await service.hash(GOOD)
    service.close()
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert GOOD not in stored


async def test_a_wrong_password_does_not_fit(passwords: Passwords) -> None:
    """Not even a prefix, another case, or with a space at its end."""
    stored = await passwords.hash(GOOD)
    assert (await passwords.verify(stored, GOOD)).fits
    for wrong in (GOOD[:-1], GOOD.upper(), GOOD + " ", "", "x" * 129, "x" * 100_000, "\ud800" * 20):
        assert not (await passwords.verify(stored, wrong)).fits


async def test_nobody_costs_as_much_as_somebody(passwords: Passwords) -> None:
    """One hash for an unknown account, for a wrong password, for an impossible one and for a broken row."""
    stored = await passwords.hash(GOOD)
    for row, password in ((None, GOOD), (stored, "wrong"), (stored, "x" * 1000), ("broken", GOOD), (stored, GOOD)):
        before = passwords.count
        await passwords.verify(row, password)
        assert passwords.count == before + 1


async def test_the_dummy_hash_costs_what_a_real_one_costs() -> None:
    """Same parameters, and it is a form that argon2 really computes."""
    service = Passwords(1, 0, quick(time_cost=3, memory_cost=64))
    assert "m=64,t=3,p=1" in service._nobody  # pyright: ignore[reportPrivateUsage]
    assert not quick().check_needs_rehash("$argon2id$v=19$m=8,t=1,p=1$" + service._nobody.split("$", 4)[4])  # pyright: ignore[reportPrivateUsage]
    assert not (await service.verify(None, GOOD)).fits
    service.close()


async def test_equal_texts_in_other_code_points_fit(passwords: Passwords) -> None:
    """NFC, once, before the hash."""
    composed = canonical("pässwörter sind lang genug")
    assert composed is not None
    stored = await passwords.hash(composed)
    assert (await passwords.verify(stored, "pa\u0308sswo\u0308rter sind lang genug")).fits


async def test_raised_parameters_ask_for_a_new_hash() -> None:
    """An old hash fits and says that it is old."""
    old = quick().hash(GOOD)
    service = Passwords(1, 0, quick(time_cost=2))
    verified = await service.verify(old, GOOD)
    service.close()
    assert (verified.fits, verified.outdated) == (True, True)


@pytest.mark.parametrize("costs", ["m=1048576,t=2,p=1", "m=8,t=99,p=1"])
async def test_a_stored_hash_cannot_ask_for_everything(costs: str, passwords: Passwords) -> None:
    """Parameters above the ceiling are not computed."""
    stored = quick().hash(GOOD).replace("m=8,t=1,p=1", costs)
    assert not (await asyncio.wait_for(passwords.verify(stored, GOOD), 5)).fits


async def test_other_variants_do_not_fit(passwords: Passwords) -> None:
    """Argon2i and argon2d are not what we store."""
    stored = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1, type=Type.I).hash(GOOD)
    assert not (await passwords.verify(stored, GOOD)).fits


async def test_more_than_may_wait_are_turned_away_at_once() -> None:
    """503 with Retry-After; those who had a place are served, and places come back."""
    hasher = HeldHasher()
    service = Passwords(1, 2, hasher)
    tasks = [asyncio.create_task(service.hash(GOOD)) for _ in range(10)]
    while sum(task.done() for task in tasks) < 7:
        await asyncio.sleep(0)
    hasher.gate.set()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    refused = [result for result in results if isinstance(result, Overloaded)]
    assert len(refused) == 7
    assert (refused[0].status, refused[0].code, refused[0].headers["Retry-After"]) == (503, "OVERLOADED", "1")
    assert await service.hash(GOOD)
    service.close()


async def test_who_hangs_up_still_holds_the_place() -> None:
    """Cancelling does not free the processor: an attacker who disconnects gains no more hashes."""
    service = Passwords(1, 0)
    task = asyncio.create_task(service.hash(GOOD))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    with pytest.raises(Overloaded):
        await service.hash(GOOD)
    service.close()


async def test_the_loop_goes_on_while_a_hash_is_made() -> None:
    """Hashes are made in a thread of their own."""
    service = Passwords(1, 0)
    task = asyncio.create_task(service.hash(GOOD))
    turns = 0
    while not task.done():
        turns += 1
        await asyncio.sleep(0)
    service.close()
    assert turns > 10


# ---- strength -----------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("password", "rule"),
    [
        ("", "max"),
        ("short", "min"),
        ("x" * 14, "min"),
        ("y" * 129, "max"),
        ("passwordpassword", "common"),
        ("P4$$w0rdP4$$w0rd1", "common"),
        ("Password123456789", "common"),
        ("123456789012345", "common"),
        ("qwertyuiopasdfgh", "common"),
        ("aaaaaaaaaaaaaaaa", "common"),
        ("abababababababab", "common"),
        ("xkcdxkcdxkcdxkcd", "common"),
        ("iloveyou-football", "common"),
        ("helpdesk-helpdesk", "common"),
        ("rita.moreno-2026!", "common"),
        ("SummerWinter2025!", "common"),
    ],
)
def test_what_is_tried_first_is_refused(password: str, rule: str) -> None:
    """Length, common words, own data, repetition and runs; the words never repeat the password."""
    detail = weakness(password, "password", 15, ("Helpdesk", "rita.moreno@example.org"))
    assert detail is not None
    assert (detail.place, detail.rule) == ("password", rule)
    assert not password or password not in detail.words


@pytest.mark.parametrize(
    "password", [GOOD, "correct horse battery staple", "tK9!vq-Zr4#mXw2", "длинный пароль из слов", "鳥が空を飛んでいる夢を見ました"]
)
def test_long_passwords_of_any_kind_are_accepted(password: str) -> None:
    """No composition rules; any script; spaces."""
    assert weakness(password, "password", 15, ("Helpdesk",)) is None


def test_the_limits_are_exact() -> None:
    """At the limit it passes, one beyond it does not."""
    letters = "tKvqZrmXwbNpLsJdFgHc" * 7
    assert weakness(letters[3:18], "p", 15) is None
    assert weakness(letters[3:17], "p", 15) is not None
    assert weakness("".join(chr(0x4E00 + 7 * n) for n in range(128)), "p", 15) is None
    assert weakness("".join(chr(0x4E00 + 7 * n) for n in range(129)), "p", 15) is not None


def test_the_list_is_what_it_says() -> None:
    """Lower case, three letters and more, a few hundred words."""
    assert len(common_words()) > 400
    assert all(word == word.casefold() and len(word) >= 3 for word in common_words())
