"""Settings: what is missing or unsafe refuses to start, all of it in one report, and no report holds a value."""
from __future__ import annotations

import base64
import copy
import pickle
import stat
from collections.abc import Mapping
from pathlib import Path

import pytest
from joserfc.jwk import ECKey, RSAKey

from bedplate.errors import DeclarationFault
from bedplate.settings import Secret, Settings, load, read_dotenv, write_dotenv

SECRET = "kR7-vQ2x_Zt9LmWc4YbN8pHs3JdF6gAu"
PEM = ECKey.generate_key("P-256").as_pem(private=True).decode()
GOOD = {"BEDPLATE_SECRET": SECRET, "BEDPLATE_TOKEN_KEY": PEM}


def codes(environment: Mapping[str, str], base: Path) -> list[tuple[str, str]]:
    """The code and the setting of each fault."""
    with pytest.raises(DeclarationFault) as raised:
        load(environment, base)
    for value in environment.values():
        assert len(value) < 6 or value not in str(raised.value)
    return sorted((fault.code, fault.what.split()[0]) for fault in raised.value.faults)


def test_without_secrets_it_does_not_start(tmp_path: Path) -> None:
    """Both are named at once, with what to do."""
    assert codes({}, tmp_path) == [("SETTING_MISSING", "BEDPLATE_SECRET"), ("SETTING_MISSING", "BEDPLATE_TOKEN_KEY")]
    assert codes({"BEDPLATE_SECRET": "", "BEDPLATE_TOKEN_KEY": ""}, tmp_path)[0][0] == "SETTING_MISSING"


@pytest.mark.parametrize(
    ("secret", "code"),
    [
        (SECRET[:31], "SECRET_SHORT"),
        ("a" * 64, "SECRET_EXAMPLE"),
        ("abcabcabcabcabcabcabcabcabcabcabcabc", "SECRET_EXAMPLE"),
        ("change-me-please-0123456789abcdefgh", "SECRET_EXAMPLE"),
        ("this-is-an-Example-xk38fhsl29dkw02k", "SECRET_EXAMPLE"),
        (f" {SECRET}", "SETTING_INVALID"),
        (f"{SECRET}\x00", "SETTING_INVALID"),
    ],
)
def test_a_weak_secret_does_not_start(secret: str, code: str, tmp_path: Path) -> None:
    """Short, repeated and example secrets are refused, and not repeated in the words."""
    assert codes({**GOOD, "BEDPLATE_SECRET": secret}, tmp_path) == [(code, "BEDPLATE_SECRET")]


@pytest.mark.parametrize(
    "key",
    [
        "not a key",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        base64.b64encode(b"\xff\xfe").decode(),
        ECKey.generate_key("P-384").as_pem(private=True).decode(),
        ECKey.generate_key("P-256").as_pem(private=False).decode(),
        RSAKey.generate_key(2048).as_pem(private=True).decode(),
    ],
    ids=["words", "broken", "bytes", "curve", "public", "rsa"],
)
def test_a_token_key_must_be_a_private_p256_key(key: str, tmp_path: Path) -> None:
    """Nothing else signs tokens."""
    assert codes({**GOOD, "BEDPLATE_TOKEN_KEY": key}, tmp_path) == [("TOKEN_KEY_INVALID", "BEDPLATE_TOKEN_KEY")]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("PORT", "http", "SETTING_INVALID"),
        ("PORT", "-1", "SETTING_INVALID"),
        ("PORT", "65536", "SETTING_RANGE"),
        ("PORT", "٨٠", "SETTING_INVALID"),
        ("WORKERS", "0", "SETTING_RANGE"),
        ("WORKERS", "1.5", "SETTING_INVALID"),
        ("LIMIT_FACTOR", "0", "SETTING_RANGE"),
        ("LIMIT_FACTOR", "nan", "SETTING_INVALID"),
        ("LIMIT_FACTOR", "11", "SETTING_RANGE"),
        ("PASSWORD_MINIMUM", "7", "SETTING_RANGE"),
        ("ENVIRONMENT", "staging", "SETTING_INVALID"),
        ("HOSTS", "*", "SETTING_UNSAFE"),
        ("HOSTS", "*.example.org", "SETTING_UNSAFE"),
        ("HOSTS", "https://example.org", "SETTING_INVALID"),
        ("HOSTS", ",", "SETTING_INVALID"),
        ("TRUSTED_PROXIES", "0.0.0.0/0", "SETTING_UNSAFE"),
        ("TRUSTED_PROXIES", "proxy.local", "SETTING_INVALID"),
        ("LOG_LEVEL", "debug", "SETTING_UNSAFE"),
        ("LOG_LEVEL", "loud", "SETTING_INVALID"),
        ("DATABASE", " x.db", "SETTING_INVALID"),
        ("SECRET_FILE", "/nowhere", "SETTING_TWICE"),
        ("TRUSTED_PROXIS", "10.0.0.0/8", "SETTING_UNKNOWN"),
    ],
)
def test_a_wrong_setting_does_not_start(name: str, value: str, code: str, tmp_path: Path) -> None:
    """Each is refused by name, with its range or its form."""
    found = codes({**GOOD, f"BEDPLATE_{name}": value}, tmp_path)
    assert [each[0] for each in found] == [code]


def test_all_faults_come_in_one_report(tmp_path: Path) -> None:
    """Nobody starts five times to find five faults; those of `.env` name its lines."""
    (tmp_path / ".env").write_text("# settings\nBEDPLATE_PORT=ninety\n")
    with pytest.raises(DeclarationFault) as raised:
        load({"BEDPLATE_WORKERS": "0", "BEDPLATE_ENVIRONMENT": "dev"}, tmp_path)
    assert len(raised.value.faults) == 4
    assert any(str(fault.place).endswith(".env:2") for fault in raised.value.faults)


def test_defaults_are_closed(tmp_path: Path) -> None:
    """Production, this machine only, no proxy believed."""
    settings = load(GOOD, tmp_path)
    assert settings.environment == "production"
    assert settings.host == "127.0.0.1"
    assert settings.trusted_proxies == ()
    assert settings.limit_factor == 1.0
    assert settings.database == tmp_path / "bedplate.db"


def test_every_setting_has_a_name_in_the_environment(tmp_path: Path) -> None:
    """What Settings holds can be said outside."""
    said = {
        "ENVIRONMENT": "test", "DATABASE": "other.db", "HOST": "::1", "PORT": "9000", "WORKERS": "2", "HOSTS": "a.example, [::1]",
        "TRUSTED_PROXIES": "10.0.0.0/8,::1", "URL_MAX": "4096", "HEADER_MAX": "4096", "BODY_MAX": "4096", "CREDENTIAL_BODY_MAX": "2048",
        "JSON_DEPTH_MAX": "8", "REQUEST_SECONDS": "5.5", "BODY_SECONDS": "2", "LIMIT_FACTOR": "100", "PASSWORD_MINIMUM": "12",
        "HASHING_LANES": "2", "HASHING_QUEUE": "0", "FILES": "kept", "SESSION_IDLE_SECONDS": "60", "SESSION_SECONDS": "120", "LOG_LEVEL": "debug",
    }
    settings = load({**GOOD, **{f"BEDPLATE_{name}": value for name, value in said.items()}}, tmp_path)
    plain = Settings("production", Secret(SECRET), Secret(PEM), tmp_path / "bedplate.db")
    same = [name for name in Settings.__slots__ if getattr(settings, name) == getattr(plain, name)]
    assert same == ["secret", "token_key"]
    assert settings.hosts == ("a.example", "[::1]")
    assert settings.request_seconds == 5.5


def test_the_key_may_come_in_one_line(tmp_path: Path) -> None:
    """The base64 of the PEM is the PEM."""
    line = base64.b64encode(PEM.encode()).decode()
    assert load({**GOOD, "BEDPLATE_TOKEN_KEY": line}, tmp_path).token_key.reveal() == PEM


def test_a_value_may_come_from_a_file(tmp_path: Path) -> None:
    """As orchestrators mount secrets; the line break at the end is not part of it."""
    (tmp_path / "secret").write_text(f"{SECRET}\n")
    environment = {"BEDPLATE_SECRET_FILE": str(tmp_path / "secret"), "BEDPLATE_TOKEN_KEY": PEM}
    assert load(environment, tmp_path).secret.reveal() == SECRET
    assert codes({**environment, "BEDPLATE_SECRET_FILE": str(tmp_path / "none")}, tmp_path)[0][0] == "SETTING_FILE"


# ---- .env ---------------------------------------------------------------------------------------------------------------------
def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    """And the file fills in the rest."""
    (tmp_path / ".env").write_text("BEDPLATE_PORT=9001\nBEDPLATE_ENVIRONMENT=dev\n")
    settings = load({**GOOD, "BEDPLATE_PORT": "9002"}, tmp_path)
    assert (settings.port, settings.environment) == (9002, "dev")


@pytest.mark.parametrize(
    "line",
    ["export A=1", "A = 1", "A: 1", "=1", "A", 'A="1', "A='1\"", "A=a b", "A=$HOME", "A=`id`", "A=a\\nb", "A=1 # w", "1A=1", "A=1\nA=2"],
)
def test_a_line_that_can_be_read_in_two_ways_is_refused(line: str, tmp_path: Path) -> None:
    """No shell is at work here, and none is imitated."""
    (tmp_path / ".env").write_text(line)
    with pytest.raises(DeclarationFault):
        read_dotenv(tmp_path / ".env")


def test_plain_lines_are_read(tmp_path: Path) -> None:
    """Bare, in either kind of quotes, empty; comments and empty lines are passed over."""
    (tmp_path / ".env").write_text("# a\n\nA=b=c+/\nB=\"two words # and\"\nC='$x'\r\nD=\n")
    read = {name: value for name, (value, _) in read_dotenv(tmp_path / ".env").items()}
    assert read == {"A": "b=c+/", "B": "two words # and", "C": "$x", "D": ""}


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    """In words, not with a traceback."""
    (tmp_path / ".env").write_bytes(b"A=\xff")
    with pytest.raises(DeclarationFault, match="UTF-8"):
        load(GOOD, tmp_path)


def test_a_generated_file_starts_an_application(tmp_path: Path) -> None:
    """Readable by its owner only, and different each time."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        assert write_dotenv(tmp_path / name / ".env")
    one, two = load({}, tmp_path / "one"), load({}, tmp_path / "two")
    assert one.environment == "dev"
    assert one.secret != two.secret
    assert one.token_key != two.token_key
    assert stat.S_IMODE((tmp_path / "one" / ".env").stat().st_mode) == 0o600


def test_a_file_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    """Its secrets may be in use."""
    (tmp_path / ".env").write_text("mine")
    assert not write_dotenv(tmp_path / ".env")
    assert (tmp_path / ".env").read_text() == "mine"


def test_in_production_others_may_not_read_the_file(tmp_path: Path) -> None:
    """Secrets that everybody on the machine reads are none."""
    write_dotenv(tmp_path / ".env", "production")
    load({}, tmp_path)
    (tmp_path / ".env").chmod(0o644)
    assert codes({}, tmp_path)[0][0] == "DOTENV_READABLE"


def test_a_secret_never_prints_itself() -> None:
    """Nor is it pickled or copied by accident."""
    secret = Secret(SECRET)
    assert SECRET not in f"{secret} {secret!r} {[secret]}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    with pytest.raises(TypeError):
        copy.copy(secret)
