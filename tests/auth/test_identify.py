"""Who is calling: what is sent and does not hold is refused, every call is paid for, and no other site writes with somebody's cookie."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from auth_desk import HOOK_SECRET, OTHER_PASSWORD, PASSWORD, START, Answer, Desk
from joserfc.jwk import ECKey

from bedplate.auth.signatures import signature
from bedplate.auth.tokens import Tokens
from bedplate.settings import Secret

ME = "/v1/auth/customers/me"


def anonymous(answer: Answer) -> None:
    """401 with its challenge."""
    assert (answer.status, answer.code) == (401, "UNAUTHENTICATED")
    assert answer["www-authenticate"].startswith("Bearer")


# ---- no, foreign and broken credentials
@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/v1/notes"), ("GET", "/v1/notes/x"), ("POST", "/v1/notes"), ("DELETE", "/v1/notes/x"), ("GET", ME), ("POST", "/signed"), ("POST", "/owners")],
)
async def test_strangers_are_refused_before_anything_else(method: str, path: str, desk: Desk) -> None:
    """Whatever the body or key: nothing is read of it, no statement runs, and the limit counts."""
    statements = desk.statements()
    answer = await desk.call(method, path, raw=None if method == "GET" else b"{not json")
    anonymous(answer)
    assert statements == [] and answer.get("ratelimit") is not None


@pytest.mark.parametrize(
    "authorization",
    ["Bearer", "Bearer ", "Bearer x", "bearer a.b.c", "Basic YW5hOnB3", "Token x", "", "Bearer \xe9", "Bearer null", "Bearer " + "x" * 5_000],
    ids=["none", "empty", "junk", "dots", "basic", "token", "blank", "latin", "null", "long"],
)
async def test_a_credential_that_does_not_hold_is_refused(authorization: str, desk: Desk) -> None:
    """Also where the cookie beside it would: what was sent is meant."""
    await desk.customer()
    cookie = (await desk.sign_in()).cookie
    anonymous(await desk.call("GET", ME, headers={"authorization": authorization}))
    anonymous(await desk.call("GET", ME, headers={"authorization": authorization}, cookie=cookie))


async def test_another_applications_token_is_refused(desk: Desk) -> None:
    """Another key, another audience, a kind that there is no more."""
    settings = desk.running.settings
    foreign = Secret(ECKey.generate_key("P-256").as_pem(private=True).decode())
    made = [Tokens(foreign, "bedplate", "API"), Tokens(settings.token_key, "bedplate", "Other"), Tokens(settings.token_key, "elsewhere", "API")]
    for tokens in made:
        anonymous(await desk.call("GET", ME, token=tokens.issue("Customer", "x", START)))
    ours = Tokens(settings.token_key, "bedplate", "API")
    for kind in ("Nobody", "Org"):
        anonymous(await desk.call("GET", ME, token=ours.issue(kind, "x", START)))


@pytest.mark.parametrize("subject", ["x", "00000000-0000-7000-8000-000000000000", "' OR 1=1 --", "\x00"])
async def test_a_true_token_of_no_account_is_refused(subject: str, desk: Desk) -> None:
    """The key of an account that is not there, or could not be: never an error of ours."""
    token = Tokens(desk.running.settings.token_key, "bedplate", "API").issue("Customer", subject, START)
    for method, path in (("GET", ME), ("GET", "/v1/notes"), ("POST", "/owners"), ("POST", "/v1/notes")):
        answer = await desk.call(method, path, None if method == "GET" else {"text": "x"} if "notes" in path else {}, token=token)
        assert answer.status in (401, 403), (path, answer)


async def test_on_open_operations_an_ended_session_is_a_stranger(desk: Desk) -> None:
    """But a token that does not hold is refused there too: its sender believes to be somebody."""
    assert (await desk.call("GET", "/v1/orgs", cookie="session=" + "A" * 43)).status == 200
    assert (await desk.call("GET", "/v1/orgs", headers={"authorization": "Basic YW5hOnB3"})).status == 200
    anonymous(await desk.call("GET", "/v1/orgs", token="a.b.c"))


async def test_credentials_that_are_none_are_limited_by_source(desk: Desk) -> None:
    """Sixty a minute, without keeping those behind the same address out who have one."""
    await desk.customer()
    token, cookie = await desk.token(), (await desk.sign_in()).cookie
    statuses = [(await desk.call("GET", ME, token=f"a.b.{number}")).status for number in range(61)]
    assert statuses == [401] * 60 + [429]
    assert (await desk.call("GET", ME, cookie="session=" + "A" * 43)).status == 429
    assert (await desk.call("GET", ME, token=token)).status == 200
    assert (await desk.call("GET", ME, cookie=cookie)).status == 200
    anonymous(await desk.call("GET", ME, token="a.b.c", source="198.51.100.1"))


# ---- limits
async def test_every_answer_says_what_is_left(desk: Desk) -> None:
    """RateLimit-Policy and RateLimit; beyond it 429, whose Retry-After names the same instant."""
    answer = await desk.call("GET", "/v1/orgs")
    assert (answer["ratelimit-policy"], answer["ratelimit"]) == ('"default";q=30;w=60', '"default";r=4;t=2')
    answers = [await desk.call("GET", "/v1/orgs") for _ in range(5)]
    assert [each.status for each in answers] == [200] * 4 + [429]
    assert (answers[-1]["ratelimit"], answers[-1]["retry-after"]) == ('"default";r=0;t=2', "2")
    desk.time.pass_(seconds=2)
    assert (await desk.call("GET", "/v1/orgs")).status == 200


async def test_strangers_are_counted_by_network_and_accounts_by_themselves(desk: Desk) -> None:
    """Another network is another stranger; an account is one, wherever it calls from and however it signed in."""
    await desk.customer()
    token = await desk.token()
    for number in range(5):
        await desk.call("GET", "/v1/orgs", source=f"2001:db8::{number}")
    assert (await desk.call("GET", "/v1/orgs", source="2001:db8::99")).status == 429
    assert (await desk.call("GET", "/v1/orgs", source="192.0.2.2")).status == 200
    left = [(await desk.call("GET", "/v1/orgs", token=token, source=f"192.0.2.{number}"))["ratelimit"] for number in (1, 2)]
    assert left == ['"default";r=99;t=1', '"default";r=98;t=1']
    cookie = (await desk.sign_in()).cookie
    assert (await desk.call("GET", "/v1/orgs", cookie=cookie))["ratelimit"] == '"default";r=97;t=1'


async def test_an_address_that_a_caller_claims_changes_nothing(desk: Desk) -> None:
    """X-Forwarded-For of an untrusted peer does not give another bucket."""
    answers = [await desk.call("GET", "/v1/orgs", headers={"x-forwarded-for": f"203.0.113.{number}"}) for number in range(6)]
    assert answers[-1].status == 429


@pytest.mark.parametrize("path", ["sign-in", "token", "register"])
async def test_credential_operations_have_a_stricter_limit(path: str, desk: Desk) -> None:
    """Ten at once from one source, whatever the addresses, and bad bodies count."""
    bodies: list[Any] = [{"email": f"{number}@example.com", "password": PASSWORD} for number in range(9)]
    answers = [await desk.call("POST", f"/v1/auth/customers/{path}", body) for body in [*bodies, {}, *bodies]]
    assert [answer.status == 429 for answer in answers[:12]] == [False] * 10 + [True] * 2


async def test_limits_can_be_raised_but_not_removed(desks: Callable[..., Desk]) -> None:
    """A factor turns all of them."""
    desk = desks(limit_factor=2.0)
    answers = [await desk.call("GET", "/v1/orgs") for _ in range(11)]
    assert [answer.status for answer in answers] == [200] * 10 + [429]
    assert answers[0]["ratelimit-policy"] == '"default";q=60;w=60'


async def test_workers_share_a_limit(desks: Callable[..., Desk]) -> None:
    """Each process has its part of it."""
    desk = desks(workers=5)
    assert [(await desk.call("GET", "/v1/orgs")).status for _ in range(2)] == [200, 429]


# ---- other sites
WRITES = [("POST", "/v1/notes", {"text": "x"}), ("POST", "/v1/auth/customers/sign-out", None), ("POST", "/signed", None), ("POST", "/open", None),
          ("POST", "/v1/auth/customers/password", {"current": PASSWORD, "new": OTHER_PASSWORD})]


@pytest.mark.parametrize(("method", "path", "body"), WRITES, ids=[path for _, path, _ in WRITES])
async def test_a_write_by_cookie_needs_the_token_of_its_session(method: str, path: str, body: Any, desk: Desk) -> None:
    """None, another's, a stale or a changed one: 403, and nothing happens."""
    await desk.customer()
    await desk.customer("bob@example.com")
    mine, other = await desk.sign_in(), await desk.sign_in("bob@example.com")
    right = mine.json["data"]["csrf"]
    for csrf in (None, "", other.json["data"]["csrf"], right[:-1], right + "x", right.swapcase(), "\xe9"):
        answer = await desk.call(method, path, body, cookie=mine.cookie, csrf=csrf)
        assert (answer.status, answer.code) == (403, "CSRF_FAILED")
    assert (await desk.call("GET", ME, cookie=mine.cookie)).status == 200
    answer = await desk.call(method, path, body, cookie=mine.cookie, csrf=right)
    assert answer.status < 300, answer


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "https://evil.example"}, {"origin": "null"}],
    ids=["cross_site", "same_site", "origin", "null"],
)
async def test_a_write_by_cookie_from_another_site_is_refused(headers: dict[str, str], desk: Desk) -> None:
    """Even with the right token; reading is left to the browser, which hides the answer."""
    await desk.customer()
    mine = await desk.sign_in()
    answer = await desk.call("POST", "/v1/notes", {"text": "x"}, cookie=mine.cookie, csrf=mine.json["data"]["csrf"], headers=headers)
    assert (answer.status, answer.code) == (403, "CSRF_FAILED")
    answer = await desk.call("GET", ME, cookie=mine.cookie, headers=headers)
    assert answer.status == 200 and not [name for name, _ in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize("path", ["sign-in", "register", "token"])
async def test_nobody_is_signed_in_by_another_site(path: str, desk: Desk) -> None:
    """Login CSRF: a page of somebody else cannot put its visitor into its own account."""
    await desk.customer()
    body = {"email": "ana@example.com", "password": PASSWORD}
    answer = await desk.call("POST", f"/v1/auth/customers/{path}", body, headers={"sec-fetch-site": "cross-site"})
    assert (answer.status, answer.code, answer.get("set-cookie")) == (403, "CSRF_FAILED", None)


async def test_a_write_by_token_needs_nothing_more(desk: Desk) -> None:
    """No browser sends a bearer token by itself."""
    await desk.customer()
    answer = await desk.call("POST", "/v1/notes", {"text": "x"}, token=await desk.token(), headers={"origin": "https://app.example"})
    assert answer.status == 201, answer


async def test_signing_in_again_needs_no_token_of_the_old_session(desk: Desk) -> None:
    """Who lost the page's memory can still sign in."""
    await desk.customer()
    assert (await desk.sign_in(cookie=(await desk.sign_in()).cookie)).status == 200


# ---- endpoints
async def test_who_signs_the_body_is_no_account(desk: Desk) -> None:
    """Authorization and cookies of the other side are not ours to read."""
    raw = b'{"id":"1","amount":3}'
    headers = {"x-signature": signature(HOOK_SECRET.encode(), int(START.timestamp()), raw), "authorization": "Bearer theirs", "cookie": "session=x"}
    answer = await desk.call("POST", "/hook", raw=raw, headers=headers)
    assert (answer.status, answer.json) == (200, {"data": 3})


async def test_a_rule_for_the_callers_own_account_is_asked_of_its_row(desk: Desk) -> None:
    """`only(...)`: as it stands now, not as it stood at sign-in."""
    key = await desk.customer()
    token = await desk.token()
    assert (await desk.call("POST", "/owners", token=token)).status == 403
    await desk.running.database.write(lambda transaction: transaction.run("UPDATE customer SET role = 'owner' WHERE id = ?", (key,)))
    assert (await desk.call("POST", "/owners", token=token)).status == 200
    await desk.disable(key)
    assert (await desk.call("POST", "/owners", token=token)).status in (401, 403)
