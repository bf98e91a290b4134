"""Access tokens: everything but our own, fresh, untouched token is refused, always in the same words."""
from __future__ import annotations

import base64
import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OctKey

from bedplate.auth.refusals import Unauthenticated
from bedplate.auth.tokens import LIFETIME, TOKEN_MAXIMUM, Tokens, verified_payload
from bedplate.settings import Secret

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
KEY = ECKey.generate_key("P-256")
PEM = Secret(KEY.as_pem(private=True).decode())
VECTORS = Path(__file__).parents[3] / "shared" / "data" / "wycheproof" / "json_web_signature_test.json"


@pytest.fixture
def tokens() -> Tokens:
    """Of one application."""
    return Tokens(PEM, "bedplate", "helpdesk")


def segment(value: object) -> str:
    """Base64url of JSON."""
    return base64.urlsafe_b64encode(json.dumps(value, separators=(",", ":")).encode()).rstrip(b"=").decode()


def header_of(token: str) -> dict[str, Any]:
    """The protected header."""
    part = token.split(".")[0]
    return dict(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))))


def claims_of(token: str) -> dict[str, Any]:
    """The claims."""
    part = token.split(".")[1]
    return dict(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))))


def signed(header: dict[str, Any], claims: object, key: ECKey = KEY) -> str:
    """A token by the true key, with any header and claims."""
    registry = jws.JWSRegistry(algorithms=["ES256"], strict_check_header=False)
    return jws.serialize_compact(header, json.dumps(claims, separators=(",", ":")), key, registry=registry)


def refused(tokens: Tokens, token: str, now: datetime = NOW) -> None:
    """Answered 401 with its challenge, twice in the same way."""
    for _ in range(2):
        with pytest.raises(Unauthenticated) as raised:
            tokens.read(token, now)
        assert raised.value.status == 401
        assert raised.value.code == "UNAUTHENTICATED"
        assert raised.value.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
        assert len(token) < 6 or token not in f"{raised.value} {raised.value.private} {raised.value.words}"


def test_our_own_token_is_read(tokens: Tokens) -> None:
    """Kind and id come back; the header says what it is."""
    token = tokens.issue("Person", "0198", NOW)
    actor = tokens.read(token, NOW)
    assert (actor.kind, actor.id, actor.via, actor.session) == ("Person", "0198", "token", None)
    assert header_of(token) | {"kid": ""} == {"alg": "ES256", "typ": "at+jwt", "kid": ""}
    assert set(claims_of(token)) == {"iss", "aud", "sub", "kind", "exp", "iat", "nbf", "jti"}
    assert claims_of(token)["exp"] - claims_of(token)["iat"] == LIFETIME == 600


def test_a_token_ends(tokens: Tokens) -> None:
    """After ten minutes, whether it was remembered or not."""
    token = tokens.issue("Person", "0198", NOW)
    tokens.read(token, NOW + timedelta(seconds=599))
    refused(tokens, token, NOW + timedelta(seconds=600))
    refused(Tokens(PEM, "bedplate", "helpdesk"), token, NOW + timedelta(seconds=600))


def test_a_token_does_not_begin_early(tokens: Tokens) -> None:
    """Ten seconds of another clock's haste are forgiven, more is not, remembered or not."""
    token = tokens.issue("Person", "0198", NOW)
    refused(tokens, token, NOW - timedelta(seconds=11))
    tokens.read(token, NOW - timedelta(seconds=10))
    refused(tokens, token, NOW - timedelta(seconds=11))


@pytest.mark.parametrize("place", [0, 10, 60, 120, -43, -1])
def test_a_touched_token_is_refused(place: int, tokens: Tokens) -> None:
    """Any changed character, even once the true one is remembered."""
    token = tokens.issue("Person", "0198", NOW)
    tokens.read(token, NOW)
    at = place % len(token)
    refused(tokens, token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :])


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "none", "typ": "at+jwt"},
        {"alg": "HS256", "typ": "at+jwt"},
        {"alg": "ES256"},
        {"alg": "ES256", "typ": "JWT"},
        {"alg": "es256", "typ": "at+jwt"},
        {"alg": "ES256", "typ": "at+jwt", "kid": "../../dev/null"},
        {"alg": "ES256", "typ": "at+jwt", "crit": ["exp"], "exp": 1},
        {"alg": "ES256", "typ": "at+jwt", "jku": "https://evil.example/keys"},
        {"alg": "ES256", "typ": "at+jwt", "b64": False, "crit": ["b64"]},
        {"alg": "ES256", "typ": "at+jwt", "jwk": ECKey.generate_key("P-256").as_dict(private=False)},
    ],
    ids=["none", "symmetric", "untyped", "other_type", "lower_case", "key_path", "critical", "key_url", "unencoded", "own_key"],
)
def test_another_header_is_refused(header: dict[str, Any], tokens: Tokens) -> None:
    """Unsigned, symmetric, of another type, or bringing its own key: nothing of it is believed, even signed by the true key."""
    claims = claims_of(tokens.issue("Person", "0198", NOW))
    refused(tokens, f"{segment(header)}.{segment(claims)}.")
    if header["alg"] == "ES256":
        with suppress(JoseError):  # some of them the library refuses to write in the first place
            refused(tokens, signed(header, claims))


def test_the_public_key_is_no_shared_secret(tokens: Tokens) -> None:
    """HS256 with our public key as its secret."""
    claims = claims_of(tokens.issue("Person", "0198", NOW))
    secret = OctKey.import_key(base64.urlsafe_b64encode(KEY.as_pem(private=False)).decode())
    header = {"alg": "HS256", "typ": "at+jwt"}
    refused(tokens, jws.serialize_compact(header, json.dumps(claims), secret, algorithms=["HS256"]))


def test_another_key_or_application_is_refused(tokens: Tokens) -> None:
    """The issuer, the audience and the key must all be ours."""
    other = Secret(ECKey.generate_key("P-256").as_pem(private=True).decode())
    refused(tokens, Tokens(other, "bedplate", "helpdesk").issue("Person", "0198", NOW))
    refused(tokens, Tokens(PEM, "bedplate", "shop").issue("Person", "0198", NOW))
    refused(tokens, Tokens(PEM, "elsewhere", "helpdesk").issue("Person", "0198", NOW))


@pytest.mark.parametrize(
    "change",
    [
        {"exp": None}, {"sub": None}, {"kind": None}, {"jti": None}, {"aud": ["helpdesk"]}, {"exp": "9999999999"}, {"exp": 1e300},
        {"exp": int(NOW.timestamp()) + 100_000}, {"iat": int(NOW.timestamp()) + 60}, {"sub": ""}, {"kind": ""},
        {"role": "admin"}, {"sub": 7},
    ],
    ids=str,
)
def test_wrong_claims_are_refused(change: dict[str, Any], tokens: Tokens) -> None:
    """Missing, of another type, too many, or longer than a token lives; even under a true signature."""
    token = tokens.issue("Person", "0198", NOW)
    claims = {name: value for name, value in (claims_of(token) | change).items() if value is not None}
    refused(tokens, signed(header_of(token), claims))


@pytest.mark.parametrize(
    "token",
    ["", ".", "..", "...", "a.b.c", "é.é.é", "\x00", "x" * 10_000, "eyJ.eyJ.", "null", "\ud800.\ud800.\ud800"],
    ids=["empty", "dot", "dots", "more", "letters", "latin", "nul", "long", "cut", "null", "surrogate"],
)
def test_any_text_is_refused_the_same_way(token: str, tokens: Tokens) -> None:
    """Never an error of ours."""
    refused(tokens, token)
    genuine = tokens.issue("Person", "0198", NOW)
    refused(tokens, genuine.split(".")[0] + "." + token)
    refused(tokens, genuine + token + ".")


def test_an_overlong_token_is_not_even_verified(tokens: Tokens) -> None:
    """A bound on what an unknown caller can make us compute."""
    token = tokens.issue("Person", "x" * TOKEN_MAXIMUM, NOW)
    refused(tokens, token)


def test_what_is_remembered_is_bounded() -> None:
    """The oldest goes first, and is verified again when it comes back."""
    tokens = Tokens(PEM, "bedplate", "helpdesk", capacity=3)
    issued = [tokens.issue("Person", str(number), NOW) for number in range(5)]
    for token in issued:
        tokens.read(token, NOW)
    assert [tokens.known(token, NOW) is None for token in issued] == [True, True, False, False, False]
    assert tokens.read(issued[0], NOW).id == "0"


def test_a_remembered_token_is_not_verified_again(tokens: Tokens, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hit costs a look into a table and gives the same actor."""
    token = tokens.issue("Person", "0198", NOW)
    actor = tokens.read(token, NOW)
    monkeypatch.setattr("bedplate.auth.tokens.verified_payload", None)
    assert tokens.read(token, NOW) is actor


@pytest.mark.skipif(not VECTORS.exists(), reason="needs ../shared/data/wycheproof beside the project")
def test_the_vectors_of_wycheproof_hold() -> None:
    """Every ES256 vector: what it calls valid is read, everything else is not. Those of other algorithms are all refused."""
    groups = json.loads(VECTORS.read_text())["testGroups"]
    seen = 0
    for group in groups:
        material = group.get("public") or group["private"]
        try:
            key = ECKey.import_key(material) if material["kty"] == "EC" else KEY
        except JoseError:
            continue
        ours = material["kty"] == "EC" and material.get("alg") == "ES256" and material.get("use", "sig") == "sig"
        for vector in group["tests"]:
            token = vector["jws"] if isinstance(vector["jws"], str) else json.dumps(vector["jws"])
            valid = verified_payload(token, key) is not None
            seen += ours
            assert valid == (ours and vector["result"] == "valid"), (vector["tcId"], vector["comment"])
    assert seen >= 39
