"""Accounts in the hands of endpoints: the same passwords, sessions and limits as at the framework's own doors, under a cookie's old name."""
from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from tests.contracts.old_app import Clerk, Reader, app

from bedplate import put
from bedplate.logic.endpoints import cookie_header
from bedplate.settings import Secret, Settings
from bedplate.testing import Bed, Client

ANA = {"name": "ana", "email": "ana@example.org", "password": "correct horse battery"}


async def signed_in(bed: Bed) -> tuple[Client, str]:
    """A reader with a cookie, and her token."""
    ana = bed.client()
    assert (await ana.post("/old/named", **ANA)).json == {"one": 3}
    return ana, (await ana.post("/old/login", **ANA)).json["other"].split()[1]


async def test_a_session_of_an_endpoint_is_a_session(bed: Bed) -> None:
    """At the framework's doors, too, and the other way round."""
    ana, csrf = await signed_in(bed)
    me = await ana.get("/v1/auth/readers/me")
    assert (me.json["data"]["account"]["name"], me.json["data"]["csrf"]) == ("ana", csrf)
    other = bed.client()
    await other.post("/v1/auth/readers/sign-in", email=ANA["email"], password=ANA["password"])
    assert (await other.send("POST", "/old/books")).status == 200


async def test_who_cannot_be_told_apart_is_not(bed: Bed) -> None:
    """A wrong password and an unknown address; and after many of them the limit of attempts holds here as there."""
    await signed_in(bed)
    wrong = {**ANA, "password": "another password"}
    answers = [await bed.client().post("/old/login", **one) for one in (wrong, {**wrong, "email": "nobody@example.org"})]
    assert [(one.status, one.body) for one in answers] == [(204, b"")] * 2
    tried = [await bed.client().post("/v1/auth/readers/sign-in", email=ANA["email"], password="another password") for _ in range(6)]
    tried += [await bed.client().post("/old/login", **wrong) for _ in range(6)]
    assert tried[-1].status == 429 and int(tried[-1].headers["retry-after"]) > 0


async def test_who_registers_keeps_the_rules_of_the_fields(bed: Bed) -> None:
    """A name that is taken, an address that is taken, a weak password."""
    ana, _ = await signed_in(bed)
    taken = await ana.post("/old/named", **{**ANA, "email": "other@example.org"})
    assert (taken.status, taken.json["places"]) == (409, ["body.name: This is taken already."])
    assert (await ana.post("/old/named", **{**ANA, "name": "bob", "email": "Ana@Example.org"})).json == {"other": "taken"}
    assert (await ana.post("/old/named", **{**ANA, "name": "bob", "email": "b@example.org", "password": "password password"})).status == 422
    freed = await ana.post("/old/named", **{**ANA, "name": "other", "email": "other@example.org"})
    assert freed.status == 200, "an address whose row was refused is free again"


async def test_clerks_sign_in_too(bed: Bed) -> None:
    """Of several classes the one that is said."""
    clerk = await bed.make(Clerk, put(Clerk.name, "Cleo"))
    await bed.set_password(clerk, "staple gun umbrella")
    client = bed.client()
    assert (await client.post("/old/login", name="x", email=clerk.email, password="staple gun umbrella")).json["other"].startswith(str(clerk.id))
    assert (await client.get("/pages/mine")).body == b"<p>Cleo</p>"


@pytest.mark.parametrize(("path", "words"), [("/old/closed", "sign_up"), ("/old/either", "Reader, Clerk")])
async def test_what_is_a_bug_is_raised(bed: Bed, path: str, words: str) -> None:
    """Registering where nobody may, and signing in to nobody knows what."""
    with pytest.raises(RuntimeError, match=words):
        await bed.client().send("POST", path)


# ---- the token of writes
async def test_a_token_is_asked_for_unless_its_endpoint_says_otherwise(bed: Bed) -> None:
    """And where none is asked for the origin still decides, at signing in as well."""
    ana, csrf = await signed_in(bed)
    assert (await ana.send("POST", "/old/guarded")).status == 403
    assert (await ana.send("POST", "/old/guarded", headers={"x-csrf-token": csrf})).status == 200
    assert (await ana.send("POST", "/old/books")).status == 200
    for path in ("/old/books", "/old/logout", "/old/login"):
        assert (await ana.send("POST", path, headers={"sec-fetch-site": "cross-site"})).status == 403, path
    assert (await ana.send("POST", "/v1/books", body=b'{"title":"a"}')).status == 403, "nothing else is waived"


async def test_signing_out_takes_the_cookie_away(bed: Bed) -> None:
    """Who comes with a token is signed out of nothing."""
    ana, _ = await signed_in(bed)
    gone = await ana.send("POST", "/old/logout")
    assert gone.headers["set-cookie"] == "sid=; Path=/; SameSite=Lax; Max-Age=0; HttpOnly"
    assert (await ana.send("POST", "/old/books")).status == 401
    assert (await bed.client(await bed.make(Reader)).send("POST", "/old/logout")).status == 204


async def test_in_production_the_cookie_is_secure_under_its_own_name(tmp_path: Path) -> None:
    """Only the prefix is given up."""
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()
    settings = Settings("production", Secret("b7Q2w9" * 8), Secret(pem), tmp_path / "old.db")
    app.prepare(settings, may_extend=True)
    running = app.compose(settings, {})
    try:
        sessions = running.accounts.sessions
        assert cookie_header(sessions.removing()) == "sid=; Path=/; SameSite=Lax; Max-Age=0; HttpOnly; Secure"
        assert sorted(sessions.removal().split("; ")) == sorted(cookie_header(sessions.removing()).split("; "))
    finally:
        await running.stop()
