"""Accounts: what cannot be told apart, what is never answered, and what ends when."""
from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from auth_desk import OTHER_PASSWORD, PASSWORD, Answer, Desk, HeldHasher, quick_hasher

from bedplate.auth.passwords import Passwords
from bedplate.auth.refusals import EmailTaken, PasswordRefused
from bedplate.errors import BadInput, Conflict

WAYS = pytest.mark.parametrize("way", ["sign-in", "token"])


def told(answer: Answer) -> tuple[object, ...]:
    """What a caller sees of an answer, the count of what is left aside."""
    return answer.status, answer.body, [pair for pair in answer.headers if pair[0] != "ratelimit"]


async def credentials(desk: Desk) -> list[Any]:
    """Addresses that are taken."""
    return [row[0] for row in await desk.rows("SELECT email_key FROM bedplate_credential ORDER BY 1")]


# ---- what cannot be told apart
@WAYS
async def test_unknown_account_and_wrong_password_are_the_same(way: str, desk: Desk) -> None:
    """Same answer, same statements, same number of hashes; a disabled account and an address without a row too."""
    await desk.customer()
    await desk.disable(await desk.customer("disabled@example.com"))
    gone = await desk.customer("gone@example.com")
    await desk.running.database.write(lambda transaction: transaction.run("DELETE FROM customer WHERE id = ?", (gone,)))
    seen: list[Any] = []
    cases = {
        "ana@example.com": OTHER_PASSWORD, "nobody@example.com": PASSWORD, "disabled@example.com": PASSWORD, "gone@example.com": PASSWORD,
    }
    for number, (email, password) in enumerate(cases.items()):
        statements, hashes = desk.statements(), desk.hashes()
        source = f"192.0.2.{number}"
        answer = await desk.call("POST", f"/v1/auth/customers/{way}", {"email": email, "password": password}, source=source)
        seen.append((told(answer), tuple(statements), hashes()))
    assert len(set(map(repr, seen))) == 1
    (status, body, headers), statements_run, hashes_made = seen[0]
    assert (status, len(statements_run), hashes_made) == (401, 1, 1)
    assert b"WRONG_CREDENTIALS" in body and ("www-authenticate", "Bearer") in headers


@WAYS
@pytest.mark.parametrize("password", ["x", "\x00" * 20, "é" * 128, " " + PASSWORD, PASSWORD + " ", PASSWORD.upper(), PASSWORD[:-1]])
async def test_only_the_whole_password_opens(way: str, password: str, desk: Desk) -> None:
    """No prefix, no trimming, no folding; an impossible one costs a hash like any other."""
    await desk.customer()
    hashes = desk.hashes()
    answer = await desk.call("POST", f"/v1/auth/customers/{way}", {"email": "ana@example.com", "password": password})
    assert answer.status in (400, 401)
    assert hashes() == (answer.status == 401)


async def test_registering_a_taken_address_is_answered_like_any_other(desk: Desk) -> None:
    """Same answer, hashes and durable writes; the password of whoever was first stays."""
    body = {"email": "ana@example.com", "password": PASSWORD, "name": "Ana"}
    seen: list[Any] = []
    for password in (PASSWORD, OTHER_PASSWORD):
        hashes, statements = desk.hashes(), desk.statements()
        answer = await desk.call("POST", "/v1/auth/customers/register", {**body, "password": password})
        writes = sum(text.startswith(("INSERT", "DELETE")) for text in statements)
        seen.append((told(answer), hashes(), writes > 2))
    assert seen[0] == seen[1]
    assert seen[0][0][0] == 201
    assert (await desk.sign_in(password=OTHER_PASSWORD)).status == 401
    assert (await desk.sign_in()).status == 200
    assert await credentials(desk) == ["ana@example.com"]
    assert (await desk.rows("SELECT count(*) FROM customer"))[0][0] == 1


@pytest.mark.parametrize("email", ["ANA@example.com", "Ana@EXAMPLE.com"])
async def test_addresses_are_the_same_without_regard_to_case(email: str, desk: Desk) -> None:
    """Nobody registers another's address in capitals; whoever has it signs in by either."""
    await desk.customer()
    await desk.call("POST", "/v1/auth/customers/register", {"email": email, "password": OTHER_PASSWORD, "name": "x"})
    assert (await desk.sign_in(email, OTHER_PASSWORD)).status == 401
    assert (await desk.sign_in(email)).status == 200


async def test_the_row_of_somebody_without_password_is_not_taken_over(desk: Desk) -> None:
    """An address that stands in a row without a credential: registering gets neither the row nor a word about it."""
    key = await desk.customer()
    await desk.running.database.write(lambda transaction: transaction.run("DELETE FROM bedplate_credential"))
    body = {"email": "ana@example.com", "password": OTHER_PASSWORD, "name": "Thief"}
    assert (await desk.call("POST", "/v1/auth/customers/register", body)).status == 201
    assert (await desk.sign_in(password=OTHER_PASSWORD)).status == 401
    assert await desk.rows("SELECT id, name FROM customer") == [(key, "Anaïs")]
    assert await credentials(desk) == []


async def test_two_who_register_one_address_at_once(desk: Desk) -> None:
    """One of them has it, both are told the same."""
    bodies = [{"email": "ana@example.com", "password": word, "name": "x"} for word in (PASSWORD, OTHER_PASSWORD)]
    answers = await asyncio.gather(*(desk.call("POST", "/v1/auth/customers/register", body) for body in bodies))
    assert [told(answer)[:2] for answer in answers] == [told(answers[0])[:2]] * 2
    assert sorted([(await desk.sign_in(password=word)).status for word in (PASSWORD, OTHER_PASSWORD)]) == [200, 401]


# ---- what strangers may say of a new account
@pytest.mark.parametrize("field", ["role", "nickname", "rank", "pin", "note", "disabled_at", "verified_at", "id", "created_at"])
async def test_nobody_gives_themselves_more_at_registration(field: str, desk: Desk) -> None:
    """Only what an account cannot be without: a role has its default and is changed under the rules for updates."""
    body = {"email": "ana@example.com", "password": PASSWORD, "name": "Ana", field: "owner"}
    answer = await desk.call("POST", "/v1/auth/customers/register", body)
    assert (answer.status, answer.code) == (400, "INVALID_INPUT")
    assert await desk.rows("SELECT id FROM customer") == []
    assert await credentials(desk) == []


async def test_nobody_joins_an_organisation_that_strangers_cannot_see(desk: Desk) -> None:
    """A reference at registration is readable by strangers, or does not exist for them."""
    orgs = {name: desk.time.new_id(desk.time.now()) for name in ("hidden", "shown", "absent")}
    text = "INSERT INTO org (id, created_at, updated_at, name, public) VALUES (?, '2026-05-01T12:00:00.000000Z', '2026-05-01T12:00:00.000000Z', ?, ?)"
    for name, public in (("hidden", 0), ("shown", 1)):
        await desk.running.database.write(lambda transaction, row=(orgs[name], name, public): transaction.run(text, row))
    answers = {}
    for name, org in orgs.items():
        body = {"email": f"{name}@example.com", "password": PASSWORD, "org": org}
        answers[name] = await desk.call("POST", "/v1/auth/members/register", body)
    assert {name: answer.status for name, answer in answers.items()} == {"hidden": 400, "shown": 201, "absent": 400}
    assert answers["hidden"].body == answers["absent"].body
    assert await credentials(desk) == ["shown@example.com"]


async def test_registration_is_closed_unless_said(desk: Desk) -> None:
    """A class without `sign_up="open"` has no such address."""
    answer = await desk.call("POST", "/v1/auth/staff/register", {"email": "a@example.com", "password": PASSWORD, "name": "A"})
    assert answer.status == 404


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaaaaaaaa", "password1password1", "anaanaanaanaana ana", "x" * 129, "\ud800" * 20])
async def test_a_weak_password_is_refused_with_its_place(password: str, desk: Desk) -> None:
    """400, and never the password in the answer; nothing is hashed or written."""
    hashes = desk.hashes()
    answer = await desk.call("POST", "/v1/auth/customers/register", {"email": "ana@example.com", "password": password, "name": "Ana"})
    assert answer.status == 400
    if answer.code == "INVALID_INPUT":
        assert answer.json["details"][0]["place"] == "body.password"
        assert password not in answer.body.decode()
    assert hashes() == 0
    assert await credentials(desk) == []


async def test_an_address_is_free_again_if_its_row_cannot_be_written(desk: Desk) -> None:
    """A refusal of storage leaves no credential behind."""
    await desk.running.database.write(lambda transaction: transaction.run(
        "CREATE TRIGGER no_room BEFORE INSERT ON customer BEGIN SELECT RAISE(ABORT, 'no'); END"))
    answer = await desk.call("POST", "/v1/auth/customers/register", {"email": "ana@example.com", "password": PASSWORD, "name": "Ana"})
    assert answer.status >= 400
    assert await credentials(desk) == []


# ---- what is answered
async def test_signing_in_shows_the_own_account_as_the_rules_have_it(desk: Desk) -> None:
    """Own fields; what a field rule closes is null; hidden and secret ones are not there at all."""
    key = await desk.customer()
    answer = await desk.sign_in()
    account = answer.json["data"]["account"]
    assert (answer.status, account["id"], account["email"], account["rank"]) == (200, key, "ana@example.com", None)
    assert answer["cache-control"] == "no-store"
    for planted in (b"planted", b"pin", b"note", b"argon2", PASSWORD.encode()):
        assert planted not in answer.body
    owner = await desk.customer("owner@example.com", role="owner")
    shown = (await desk.call("GET", "/v1/auth/customers/me", token=await desk.token("owner@example.com"))).json["data"]["account"]
    assert (shown["id"], shown["rank"]) == (owner, "planted-closed")


async def test_who_may_not_read_their_own_row_still_learns_who_they_are(desk: Desk) -> None:
    """Without a rule for it an account sees its key and nothing else."""
    key = await desk.running.accounts.create_account("Staff", "sam@example.com", PASSWORD, {"name": "Sam"})
    answer = await desk.sign_in("sam@example.com", kind="staff")
    assert answer.json["data"]["account"] == {"id": key}


async def test_an_access_token_says_how_long_it_lasts(desk: Desk) -> None:
    """Ten minutes, bearer, never kept."""
    await desk.customer()
    answer = await desk.call("POST", "/v1/auth/customers/token", {"email": "ana@example.com", "password": PASSWORD})
    assert (answer.json["data"]["token_type"], answer.json["data"]["expires_in"], answer["cache-control"]) == ("Bearer", 600, "no-store")
    token = answer.json["data"]["access_token"]
    assert (await desk.call("GET", "/v1/auth/customers/me", token=token)).json["data"]["csrf"] is None
    desk.time.pass_(seconds=600)
    assert (await desk.call("GET", "/v1/auth/customers/me", token=token)).status == 401


async def test_one_kind_of_account_is_not_another(desk: Desk) -> None:
    """The same address may be of two kinds; a password or a token of one opens nothing of the other."""
    await desk.customer()
    await desk.running.accounts.create_account("Staff", "ana@example.com", OTHER_PASSWORD, {"name": "Ana"})
    assert (await desk.sign_in(kind="staff")).status == 401
    token = await desk.token()
    assert (await desk.call("GET", "/v1/auth/staff/me", token=token)).status == 403
    assert (await desk.call("POST", "/v1/auth/staff/sign-out", token=token)).status == 403


async def test_cookies_in_production_are_bound_to_the_host(desks: Callable[..., Desk]) -> None:
    """`__Host-`, HttpOnly, Secure, SameSite=Lax, whole path, no Domain; in dev an unprefixed name without Secure."""
    desk = desks(environment="production")
    await desk.customer()
    name, *flags = (await desk.sign_in())["set-cookie"].split("; ")
    assert name.startswith("__Host-session=") and len(name.split("=")[1]) == 43
    assert sorted(flags) == ["HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=Lax", "Secure"]
    plain = (await desks(environment="dev").sign_in())["set-cookie"]
    assert plain.startswith("session=") and "Secure" not in plain and "HttpOnly" in plain


# ---- what ends
async def test_a_disabled_account_ends_at_once(desks: Callable[..., Desk]) -> None:
    """Its token and its session are refused by the statement that answers, whatever this process remembers."""
    desk = desks()
    key = await desk.customer()
    token, cookie = await desk.token(), (await desk.sign_in()).cookie
    for way in list[dict[str, Any]](({"token": token}, {"cookie": cookie})):
        assert (await desk.call("GET", "/v1/auth/customers/me", **way)).status == 200
    await desk.disable(key)
    for way in list[dict[str, Any]](({"token": token}, {"cookie": cookie})):
        for path in ("/v1/auth/customers/me", "/v1/notes"):
            answer = await desk.call("GET", path, **way)
            assert (answer.status, answer["www-authenticate"]) == (401, "Bearer")
    assert (await desk.call("POST", "/v1/notes", {"text": "x"}, token=token)).status == 401
    assert (await desk.call("POST", "/signed", token=token)).status == 401


async def test_signing_out_ends_the_session_in_the_database(desk: Desk) -> None:
    """The cookie opens nothing afterwards, is taken away, and another session of the account goes on."""
    await desk.customer()
    one, other = await desk.sign_in(), await desk.sign_in()
    answer = await desk.call("POST", "/v1/auth/customers/sign-out", cookie=one.cookie, csrf=one.json["data"]["csrf"])
    assert (answer.status, answer.body) == (204, b"")
    assert "Max-Age=0" in answer["set-cookie"]
    assert (await desk.call("GET", "/v1/auth/customers/me", cookie=one.cookie)).status == 401
    assert (await desk.call("GET", "/v1/auth/customers/me", cookie=other.cookie)).status == 200


async def test_each_sign_in_has_a_secret_of_its_own(desk: Desk) -> None:
    """A secret that was brought along is never taken over, and the session that it named ends (CWE-384)."""
    await desk.customer()
    planted = "session=" + "A" * 43
    first = await desk.sign_in(cookie=planted)
    assert first.cookie != planted
    second = await desk.sign_in(cookie=first.cookie)
    assert second.cookie != first.cookie
    assert (await desk.call("GET", "/v1/auth/customers/me", cookie=first.cookie)).status == 401
    assert (await desk.call("GET", "/v1/auth/customers/me", cookie=second.cookie)).status == 200


async def test_changing_the_password_ends_every_other_session(desk: Desk) -> None:
    """This one goes on under a new secret with a new CSRF token; the old password opens nothing."""
    await desk.customer()
    this, other = await desk.sign_in(), await desk.sign_in()
    body = {"current": PASSWORD, "new": OTHER_PASSWORD}
    answer = await desk.call("POST", "/v1/auth/customers/password", body, cookie=this.cookie, csrf=this.json["data"]["csrf"])
    assert (answer.status, answer["cache-control"]) == (204, "no-store")
    for ended in (this, other):
        assert (await desk.call("GET", "/v1/auth/customers/me", cookie=ended.cookie)).status == 401
    me = await desk.call("GET", "/v1/auth/customers/me", cookie=answer.cookie)
    assert me.json["data"]["csrf"] == answer["x-csrf-token"]
    assert (await desk.sign_in()).status == 401
    assert (await desk.sign_in(password=OTHER_PASSWORD)).status == 200


@pytest.mark.parametrize(
    ("current", "new", "status"),
    [(OTHER_PASSWORD, OTHER_PASSWORD, 401), (PASSWORD, "short", 400), (PASSWORD, "ana@example.com" * 2, 400), ("", OTHER_PASSWORD, 400)],
    ids=["wrong_current", "short", "own_address", "no_current"],
)
async def test_a_password_is_not_changed_without_the_present_one(current: str, new: str, status: int, desk: Desk) -> None:
    """And not to a weak one; the old one holds."""
    await desk.customer()
    token = await desk.token()
    assert (await desk.call("POST", "/v1/auth/customers/password", {"current": current, "new": new}, token=token)).status == status
    assert (await desk.sign_in()).status == 200


async def test_two_changes_of_a_password_at_once(desk: Desk) -> None:
    """One of them holds, the other is refused: never a password that nobody was told."""
    await desk.customer()
    token, words = await desk.token(), [OTHER_PASSWORD, "six orange kettles hum at dawn"]
    bodies = [{"current": PASSWORD, "new": word} for word in words]
    answers = await asyncio.gather(*(desk.call("POST", "/v1/auth/customers/password", body, token=token) for body in bodies))
    assert sorted(answer.status for answer in answers) == [204, 401]
    assert (await desk.sign_in(password=words[[answer.status for answer in answers].index(204)])).status == 200


# ---- hashing
async def test_full_lanes_are_told_and_cost_no_attempt(desks: Callable[..., Desk]) -> None:
    """503 with Retry-After beyond the queue; whoever was sent away has all attempts left."""
    desk = desks()
    hasher = HeldHasher()
    await desk.customer()
    desk.running.accounts.passwords = Passwords(1, 1, hasher)
    tasks = [asyncio.create_task(desk.sign_in(password=OTHER_PASSWORD)) for _ in range(5)]
    while sum(task.done() for task in tasks) < 3:
        await asyncio.sleep(0)
    hasher.gate.set()
    answers = sorted(await asyncio.gather(*tasks), key=lambda answer: answer.status)
    statuses = [answer.status for answer in answers]
    assert statuses == [401, 401, 503, 503, 503]
    assert all(answer["retry-after"] == "1" and answer.code == "OVERLOADED" for answer in answers[2:])
    assert [(await desk.sign_in(password=OTHER_PASSWORD)).status for _ in range(4)] == [401, 401, 401, 429]


async def test_a_hash_is_made_anew_when_its_cost_rose(desk: Desk) -> None:
    """At the next sign-in, by the way; the password stays the same."""
    await desk.customer()
    desk.running.accounts.passwords = Passwords(1, 8, quick_hasher(time_cost=2))
    assert (await desk.sign_in()).status == 200
    assert "t=2" in (await desk.rows("SELECT password_hash FROM bedplate_credential"))[0][0]
    assert (await desk.sign_in()).status == 200


# ---- operators
async def test_an_operator_makes_an_account_from_texts(desk: Desk) -> None:
    """Fields by name, each held to its type; `NEW:` makes the row that is referred to."""
    key = await desk.running.accounts.create_account("Member", "mo@example.com", PASSWORD, {"org": "NEW:Northwind"})
    assert await desk.rows("SELECT m.id, o.name FROM member m JOIN org o ON o.id = m.org") == [(key, "Northwind")]
    assert (await desk.sign_in("mo@example.com", kind="members")).status == 200


@pytest.mark.parametrize(
    ("kind", "fields", "rule"),
    [
        (None, {}, "enum"), ("Nobody", {}, "enum"), ("Org", {}, "enum"), ("Customer", {}, "required"), ("Customer", {"name": "x", "tail": "y"}, "unknown"),
        ("Customer", {"name": "x", "id": "y"}, "unknown"), ("Customer", {"name": "x", "role": "boss"}, "enum"), ("Member", {"org": "north"}, "uuid"),
    ],
    ids=["no_kind", "unknown_kind", "no_account", "missing", "unknown", "automatic", "no_member", "no_key"],
)
async def test_an_operators_mistakes_are_named(kind: str | None, fields: dict[str, str], rule: str, desk: Desk) -> None:
    """And leave nothing behind."""
    with pytest.raises(BadInput) as raised:
        await desk.running.accounts.create_account(kind, "ana@example.com", PASSWORD, fields)
    assert raised.value.details[0].rule == rule
    assert await credentials(desk) == []


async def test_an_operator_is_told_of_taken_addresses_and_weak_passwords(desk: Desk) -> None:
    """Unlike strangers."""
    await desk.customer()
    with pytest.raises(EmailTaken):
        await desk.customer("ANA@example.com", OTHER_PASSWORD)
    with pytest.raises(PasswordRefused):
        await desk.customer("bob@example.com", "password password")
    with pytest.raises(Conflict):
        await desk.running.database.write(lambda transaction: transaction.run("DELETE FROM bedplate_credential"))
        await desk.customer()
    assert await credentials(desk) == []


async def test_a_password_is_set_for_an_account_that_exists(desk: Desk) -> None:
    """In place of the old one, and its sessions end; never with another's address."""
    key = await desk.customer()
    await desk.customer("bob@example.com")
    cookie = (await desk.sign_in()).cookie
    with pytest.raises(EmailTaken):
        await desk.running.accounts.set_password("Customer", key, "bob@example.com", OTHER_PASSWORD)
    await desk.running.accounts.set_password("Customer", key, "ana@example.com", OTHER_PASSWORD)
    assert (await desk.call("GET", "/v1/auth/customers/me", cookie=cookie)).status == 401
    assert [(await desk.sign_in(password=word)).status for word in (PASSWORD, OTHER_PASSWORD)] == [401, 200]


# ---- what is kept and said
async def test_no_secret_is_kept_or_logged(desks: Callable[..., Desk]) -> None:
    """Neither passwords nor session secrets stand in the database; neither they nor tokens nor addresses in the log."""
    desk = desks()
    await desk.customer()
    answer = await desk.sign_in()
    secret, csrf, token = answer.cookie.split("=")[1], answer.json["data"]["csrf"], await desk.token()
    await desk.sign_in(password=OTHER_PASSWORD)
    await desk.call("GET", "/v1/auth/customers/me", cookie=answer.cookie)
    await desk.call("POST", "/v1/auth/customers/sign-out", cookie=answer.cookie, csrf="wrong-token")
    desk.running.log.flush()
    log = desk.log.getvalue()
    folder = desk.running.settings.database.parent
    files = b"".join(path.read_bytes() for path in folder.iterdir() if path.name.startswith("desk.db"))
    assert b"/v1/auth/customers/sign-in" in log and b"ana@example.com" in files  # the search finds what is there
    for planted in (PASSWORD, OTHER_PASSWORD, secret, csrf, token):
        assert planted.encode() not in files
        assert planted.encode() not in log
    assert b"ana@example" not in log and "Anaïs".encode() not in log


def test_credentials_do_not_print_themselves() -> None:
    """Neither hash nor address in a repr."""
    from bedplate.storage.credentials import Credential

    credential = Credential("1", "ana@example.com", "$argon2id$…", alive=True)
    assert "argon2id" not in repr(replace(credential)) and "ana" not in repr(credential)


# ---- what is left as it is
async def test_signing_out_with_a_token_ends_nothing(desk: Desk) -> None:
    """A token ends by itself: 204, no cookie is touched, and a session of the account goes on."""
    await desk.customer()
    token, session = await desk.token(), await desk.sign_in()
    answer = await desk.call("POST", "/v1/auth/customers/sign-out", token=token)
    assert (answer.status, answer.get("set-cookie")) == (204, None)
    assert (await desk.call("GET", "/v1/auth/customers/me", cookie=session.cookie)).status == 200


async def test_a_disabled_account_signs_in_like_a_wrong_password(desk: Desk) -> None:
    """The password is right and the account is disabled: the same 401 as for a wrong one."""
    key = await desk.customer()
    await desk.disable(key)
    answer = await desk.sign_in()
    assert (answer.status, answer.code) == (401, (await desk.sign_in(password=OTHER_PASSWORD)).code)
