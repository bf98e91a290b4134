"""Our side: the demo's database, and the helpdesk under `bedplate serve` with one worker."""
from __future__ import annotations

import base64
import json
import secrets
import sqlite3
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import answers
import servers
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

ROOT = Path(__file__).parent.parent
BEDPLATE = ROOT / ".venv/bin/bedplate"
APP = "examples/helpdesk/app.py"
SEED_SECONDS = 300


class NotReady(Exception):
    """The benchmark cannot start; the words say what is missing."""


@dataclass(frozen=True)
class Account:
    email: str
    password: str
    organisation: str


@dataclass(frozen=True)
class Demo:
    """What `bedplate demo --seed-only` left behind, and the secrets with which it is served."""

    database: Path
    accounts: tuple[Account, ...]
    token_key: str  # private, PEM
    surroundings: Mapping[str, str]


def seeded(folder: Path) -> Demo:
    """A new database of the demo in `folder`. All that depends on the command `demo` stands in this function."""
    if not BEDPLATE.is_file():
        raise NotReady(f"{BEDPLATE} is missing. Run: make setup")
    key = ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    surroundings = {
        "BEDPLATE_ENVIRONMENT": "test",  # the profile in which limits may be raised so far that one client can load a server
        "BEDPLATE_LIMIT_FACTOR": "10000",
        "BEDPLATE_SECRET": secrets.token_hex(32),
        "BEDPLATE_TOKEN_KEY": base64.b64encode(key).decode(),
        "BEDPLATE_WORKERS": "1",
    }
    command = [str(BEDPLATE), "demo", "--seed-only", "--data", str(folder), "--json"]
    done = subprocess.run(
        command, cwd=ROOT, env=servers.environment(surroundings), capture_output=True, text=True, timeout=SEED_SECONDS,
        check=False)
    if done.returncode != 0:
        raise NotReady(f"`bedplate demo --seed-only` ended with {done.returncode}:\n{(done.stderr or done.stdout)[-2000:]}")
    told = json.loads(done.stdout.strip().splitlines()[-1])
    accounts = tuple(Account(each["email"], each["password"], each["organisation"]) for each in told["accounts"])
    return Demo(database_in(folder), accounts, key.decode(), surroundings)


def database_in(folder: Path) -> Path:
    """The one SQLite file under `folder`, told by its first bytes."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as stream:
                if stream.read(16) == b"SQLite format 3\0":
                    found.append(path)
    if len(found) != 1:
        raise NotReady(f"the demo left {len(found)} databases in {folder}, one was expected: {[path.name for path in found]}")
    return found[0]


def copy(database: Path, to: Path) -> Path:
    """A copy page by page, with what still stands in the write-ahead log."""
    source, target = sqlite3.connect(database), sqlite3.connect(to)
    try:
        source.backup(target)
    finally:
        target.close()
        source.close()
    return to


def start(demo: Demo, database: Path, log: Path) -> servers.Server:
    port = servers.free_port()
    command = [str(BEDPLATE), "serve", "--app", APP, "--port", str(port), "--workers", "1"]
    surroundings = {**demo.surroundings, "BEDPLATE_DATABASE": str(database), "BEDPLATE_HOST": "127.0.0.1", "BEDPLATE_PORT": str(port)}
    return servers.start("Bedplate", command, port=port, surroundings=surroundings, folder=ROOT, log=log)


def sign_in(server: servers.Server, account: Account) -> str:
    """An access token. It lives for 10 minutes."""
    status, body = answers.ask(f"{server.url}/v1/auth/token", "", {"email": account.email, "password": account.password})
    if status != 200:
        raise NotReady(f"signing in at /v1/auth/token was answered {status}: {body}")
    token: Any = body["data"]["access_token"]
    return str(token)
