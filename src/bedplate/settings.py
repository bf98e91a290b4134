"""One typed object of settings, read once from the environment, all faults reported together.

A name is `BEDPLATE_` and the setting's name in capitals; the same with `_FILE` at its end names a file that holds the value. The file
`.env` beside the application fills in what the environment does not say. What is a secret has no default: a missing, short or
example secret refuses to start.
"""
from __future__ import annotations

import base64
import binascii
import difflib
import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from ipaddress import ip_network
from pathlib import Path
from typing import Literal, TypeVar, cast

from bedplate.errors import DeclarationFault, Fault, Place

__all__ = ["Secret", "Settings", "load", "read_dotenv", "write_dotenv"]

T = TypeVar("T")
Environment = Literal["dev", "test", "production"]
LogLevel = Literal["debug", "info", "warning", "error"]

PREFIX = "BEDPLATE_"
SECRET_MINIMUM = 32  # characters
_FILE_MAX = 65_536  # bytes
_EXAMPLES = ("change", "example", "secret", "password", "default", "placeholder", "insert", "todo", "dummy", "sample", "your")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.|(?=$)))+|\[[0-9a-f:.]+\]", re.IGNORECASE)
_LINE = re.compile(r"""([A-Za-z_][A-Za-z0-9_]*)=(?:"([^"\\]*)"|'([^'\\]*)'|([^\s"'`\\$]*))""")


class Secret:
    """A value that never prints itself."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value; the only way to it."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and secrets.compare_digest(other._value.encode(), self._value.encode())

    def __hash__(self) -> int:
        return hash(self._value)

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("a secret is not copied out of the process")


@dataclass(frozen=True, slots=True)
class Settings:
    """How an application runs. Sizes in bytes, times in seconds."""

    environment: Environment
    secret: Secret  # 32 random bytes or more as text; keys for cursors, CSRF and session hashes are derived from it
    token_key: Secret  # private P-256 key as PEM, for ES256 access tokens
    database: Path
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")  # allowed Host values
    trusted_proxies: tuple[str, ...] = ()  # networks whose X-Forwarded-For is believed
    url_max: int = 8_192
    header_max: int = 65_536
    body_max: int = 1_048_576
    credential_body_max: int = 4_096
    json_depth_max: int = 32
    request_seconds: float = 30.0
    body_seconds: float = 10.0
    limit_factor: float = 1.0  # multiplies every limit; the tests' profile raises it, nothing can remove it
    password_minimum: int = 15
    hashing_lanes: int = 1  # password hashes at the same time
    hashing_queue: int = 16  # those that may wait; more are refused with 503
    session_idle_seconds: float = 3_600.0  # a session that is not used for so long ends
    session_seconds: float = 2_592_000.0  # and after so long in any case (30 days, NIST SP 800-63B-4 AAL1)
    log_level: LogLevel = "info"
    files: str = ""  # of rows: a directory, or s3://bucket/prefix; empty: `<database>.files`


# ---- loading ------------------------------------------------------------------------------------------------------------------
def load(environment: Mapping[str, str], base: Path) -> Settings:
    """The settings of an application whose files lie in `base`. Raises DeclarationFault with every fault at once."""
    reader = _Reader(environment, base)
    number, seconds, one_of = reader.number, reader.seconds, reader.one_of
    where = one_of("environment", "production", ("dev", "test", "production"))
    plain = Settings(cast("Environment", where), Secret(""), Secret(""), Path())
    found = Settings(
        environment=cast("Environment", where),
        secret=reader.value("secret", Secret(""), lambda text: Secret(_checked_secret(text)), required=True),
        token_key=reader.value("token_key", Secret(""), lambda text: Secret(_checked_key(text)), required=True),
        database=base / reader.value("database", "bedplate.db", _text),
        host=reader.value("host", plain.host, _text),
        port=number("port", plain.port, 0, 65_535),
        workers=number("workers", plain.workers, 1, 256),
        hosts=reader.value("hosts", plain.hosts, _hosts),
        trusted_proxies=reader.value("trusted_proxies", plain.trusted_proxies, _networks),
        url_max=number("url_max", plain.url_max, 256, 65_536),
        header_max=number("header_max", plain.header_max, 1_024, 1_048_576),
        body_max=number("body_max", plain.body_max, 1_024, 104_857_600),
        credential_body_max=number("credential_body_max", plain.credential_body_max, 1_024, 65_536),
        json_depth_max=number("json_depth_max", plain.json_depth_max, 2, 128),
        request_seconds=seconds("request_seconds", plain.request_seconds, 1, 600),
        body_seconds=seconds("body_seconds", plain.body_seconds, 1, 600),
        limit_factor=seconds("limit_factor", plain.limit_factor, 0.001, 10 if where == "production" else 10_000),
        password_minimum=number("password_minimum", plain.password_minimum, 8, 64),
        hashing_lanes=number("hashing_lanes", plain.hashing_lanes, 1, 64),
        hashing_queue=number("hashing_queue", plain.hashing_queue, 0, 4_096),
        session_idle_seconds=seconds("session_idle_seconds", plain.session_idle_seconds, 60, 2_592_000),
        session_seconds=seconds("session_seconds", plain.session_seconds, 60, 2_592_000),
        files=reader.value("files", plain.files, lambda text: text if text.startswith("s3://") else str(base / _text(text))),
        log_level=cast("LogLevel", one_of("log_level", plain.log_level, ("debug", "info", "warning", "error"))),
    )
    if where == "production" and found.log_level == "debug":
        reader.fault("log_level", "SETTING_UNSAFE", "is `debug` in production", "Take `info`: debug output may name what it should not.")
    reader.refuse()
    return found


class _Reader:
    """Looks names up, converts their values, and collects what is wrong. Never repeats a value in its words."""

    def __init__(self, environment: Mapping[str, str], base: Path) -> None:
        self._faults: list[Fault] = []
        self._lines: dict[str, Place] = {}
        self._texts: dict[str, str] = {}
        self._dotenv(base / ".env")
        self._texts.update({name: text for name, text in environment.items() if name.startswith(PREFIX)})
        self._lines = {name: place for name, place in self._lines.items() if name not in environment}
        self._misspelt()
        if environment.get("BEDPLATE_ENVIRONMENT", self._texts.get("BEDPLATE_ENVIRONMENT", "production")) == "production":
            self._only_ours(base / ".env")

    def fault(self, setting: str, code: str, what: str, cure: str) -> None:
        name = PREFIX + setting.upper()
        self._faults.append(Fault(code, f"{name} {what}", cure, self._lines.get(name, Place("environment", 1))))

    def refuse(self) -> None:
        if self._faults:
            raise DeclarationFault(self._faults)

    def value(self, setting: str, default: T, convert: Callable[[str], T], *, required: bool = False) -> T:
        try:
            text = self._text(setting)
            if text:
                return convert(text)
            if required:
                raise _Wrong("SETTING_MISSING", "is missing", "Set it, or let `bedplate dev` write a `.env` with generated secrets.")
        except _Wrong as wrong:
            self.fault(setting, wrong.code, wrong.what, wrong.cure)
        return default

    def number(self, setting: str, default: int, least: int, most: int) -> int:
        return self.value(setting, default, lambda text: int(_between(text, least, most, whole=True)))

    def seconds(self, setting: str, default: float, least: float, most: float) -> float:
        return self.value(setting, default, lambda text: _between(text, least, most, whole=False))

    def one_of(self, setting: str, default: str, options: tuple[str, ...]) -> str:
        def convert(text: str) -> str:
            if text not in options:
                raise _Wrong("SETTING_INVALID", "is none of its values", f"Write one of: {', '.join(options)}.")
            return text

        return self.value(setting, default, convert)

    def _text(self, setting: str) -> str | None:
        name = PREFIX + setting.upper()
        direct, file = self._texts.get(name), self._texts.get(f"{name}_FILE")
        if file is None:
            return direct
        if direct is not None:
            raise _Wrong("SETTING_TWICE", f"is given twice, also as {name}_FILE", "Keep one of the two.")
        try:
            with open(file, "rb") as stream:
                return stream.read(_FILE_MAX).decode().rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            what = f"cannot be read from the file in {name}_FILE ({type(error).__name__})"
            raise _Wrong("SETTING_FILE", what, "Name a UTF-8 file that this process may read.") from None

    def _dotenv(self, path: Path) -> None:
        try:
            read = read_dotenv(path)
        except DeclarationFault as fault:
            self._faults.extend(fault.faults)
            return
        for name, (text, line) in read.items():
            self._texts[name], self._lines[name] = text, Place(str(path), line)

    def _only_ours(self, path: Path) -> None:
        if path.is_file() and path.stat().st_mode & 0o077:
            words = "holds secrets, and others on this machine may read it"
            self._faults.append(Fault("DOTENV_READABLE", words, "Run `chmod 600` on it.", Place(str(path), 1)))

    def _misspelt(self) -> None:
        known = [PREFIX + each.name.upper() for each in fields(Settings)]
        known += [f"{name}_FILE" for name in known]
        for name in self._texts:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.88) if name.startswith(PREFIX) and name not in known else []
            if near:
                place = self._lines.get(name, Place("environment", 1))
                self._faults.append(Fault("SETTING_UNKNOWN", f"{name} is no setting", f"Did you mean {near[0]}?", place))


class _Wrong(Exception):
    """A value that cannot be taken; the words never hold it."""

    def __init__(self, code: str, what: str, cure: str) -> None:
        super().__init__(code)
        self.code, self.what, self.cure = code, what, cure


def _text(text: str) -> str:
    if "\x00" in text or text != text.strip():
        raise _Wrong("SETTING_INVALID", "has spaces around it or a NUL in it", "Write the bare value.")
    return text


def _between(text: str, least: float, most: float, *, whole: bool) -> float:
    if not re.fullmatch(r"[0-9]{1,12}" if whole else r"[0-9]{1,12}(\.[0-9]{1,6})?", text):
        raise _Wrong("SETTING_INVALID", "is not a number", f"Write a {'whole ' if whole else ''}number from {least:g} to {most:g}.")
    if not least <= float(text) <= most:
        raise _Wrong("SETTING_RANGE", "is out of its range", f"Write a number from {least:g} to {most:g}.")
    return float(text)


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _hosts(text: str) -> tuple[str, ...]:
    hosts = _list(text)
    if any("*" in host for host in hosts):
        raise _Wrong("SETTING_UNSAFE", "allows any host", "Name the hosts that are served: a wildcard lets others poison links.")
    if not hosts or not all(_HOST.fullmatch(host) for host in hosts):
        raise _Wrong("SETTING_INVALID", "holds something that is no host name", "Write names without scheme and port, separated by commas.")
    return hosts


def _networks(text: str) -> tuple[str, ...]:
    networks = _list(text)
    try:
        parsed = [ip_network(network) for network in networks]
    except ValueError:
        cure = "Write networks like 10.0.0.0/8, separated by commas."
        raise _Wrong("SETTING_INVALID", "holds something that is no network", cure) from None
    if any(network.prefixlen == 0 for network in parsed):
        raise _Wrong("SETTING_UNSAFE", "trusts everybody", "Name the addresses of your own proxies: anybody else could claim any source.")
    return networks


def _checked_secret(text: str) -> str:
    _text(text)
    cure = 'Generate one: python3 -c "import secrets; print(secrets.token_urlsafe(32))"'
    if len(text) < SECRET_MINIMUM:
        raise _Wrong("SECRET_SHORT", f"is shorter than {SECRET_MINIMUM} characters", cure)
    if len(set(text)) < 12 or any(word in text.casefold() for word in _EXAMPLES):
        raise _Wrong("SECRET_EXAMPLE", "is an example or a pattern, not a secret", cure)
    return text


def _checked_key(text: str) -> str:
    from joserfc.errors import JoseError  # here, because most readers of this file need no key
    from joserfc.jwk import ECKey

    cure = "Generate one: openssl ecparam -name prime256v1 -genkey -noout (PEM, or the base64 of it in one line)."
    wrong = _Wrong("TOKEN_KEY_INVALID", "is not a private P-256 key in PEM", cure)
    pem = text
    if not pem.startswith("-----BEGIN "):
        try:
            pem = base64.b64decode(text, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise wrong from None
    try:
        key = ECKey.import_key(pem)
    except (JoseError, ValueError, TypeError):
        raise wrong from None
    if not key.is_private or key.curve_name != "P-256":
        raise wrong
    return pem


# ---- .env ---------------------------------------------------------------------------------------------------------------------
def read_dotenv(path: Path) -> dict[str, tuple[str, int]]:
    """Name -> (value, line) of a `.env`; empty where there is no file. Raises DeclarationFault.

    Strict: `NAME=value`, the value bare or in one pair of quotes; no `export`, no escapes, no references to other names.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        what = f"cannot be read ({type(error).__name__})"
        raise DeclarationFault([Fault("DOTENV_INVALID", what, "Make it a UTF-8 file that may be read.", Place(str(path), 1))]) from None
    found: dict[str, tuple[str, int]] = {}
    faults: list[Fault] = []
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        match = _LINE.fullmatch(bare)
        if match is None or match[1] in found:
            what = "names a setting for the second time" if match else "is not `NAME=value`"
            cure = "Write each name once; put a value with spaces in quotes."
            faults.append(Fault("DOTENV_INVALID", what, cure, Place(str(path), number)))
        else:
            found[match[1]] = (match[2] or match[3] or match[4] or "", number)
    if faults:
        raise DeclarationFault(faults)
    return found


def write_dotenv(path: Path, environment: Environment = "dev") -> bool:
    """Write a `.env` with generated secrets that only its owner may read. False, and nothing done, where there is one already."""
    from joserfc.jwk import ECKey

    pem = base64.b64encode(ECKey.generate_key("P-256").as_pem(private=True)).decode()
    lines = (
        "# Generated. Keep it out of version control; it is read where the environment says nothing.",
        f"BEDPLATE_ENVIRONMENT={environment}",
        f"BEDPLATE_SECRET={_fresh_secret()}",
        f"BEDPLATE_TOKEN_KEY={pem}",
        "",
    )
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        os.fchmod(descriptor, 0o600)
        stream.write("\n".join(lines))
    return True


def _fresh_secret() -> str:
    while any(word in (text := secrets.token_urlsafe(32)).casefold() for word in _EXAMPLES):
        pass  # random text that holds an example's word would be refused
    return text
