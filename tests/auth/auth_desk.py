"""A declared application with accounts of several kinds, running over a fresh database, called without a socket."""
from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import count
from pathlib import Path
from threading import Event
from typing import Any, Literal
from uuid import UUID

from argon2 import PasswordHasher
from joserfc.jwk import ECKey

from bedplate import (
    ANYONE,
    HMAC,
    SIGNED_IN,
    Account,
    App,
    Ctx,
    Expr,
    Field,
    Ref,
    Resource,
    Short,
    User,
    action,
    actor,
    allow,
    always,
    field,
    only,
    ref,
)
from bedplate.auth.passwords import Passwords
from bedplate.running import Clock, Running, compose_application
from bedplate.settings import Secret, Settings
from bedplate.web.connection import Connection

PASSWORD = "seven green umbrellas drift north"
OTHER_PASSWORD = "nine purple lanterns sail inland"
PEM = Secret(ECKey.generate_key("P-256").as_pem(private=True).decode())
HOOK_SECRET = "the-secret-that-both-sides-know"
START = datetime(2026, 5, 1, 12, tzinfo=UTC)


class Role(StrEnum):
    """What a customer is."""

    GUEST, OWNER = "guest", "owner"


class Org(Resource):
    """An organisation; some are shown to everybody."""

    name: Field[str] = field(max=80)
    public: Field[bool] = field(default=False)

    @classmethod
    @allow("read", strangers=True, limit="30/min")
    def shown(cls) -> Expr[bool]:
        """Those that are public."""
        return cls.public


class Customer(User, sign_up="open"):
    """Somebody who registers."""

    name: Field[str] = field(max=80, pii=True)
    role: Field[Role] = field(default=Role.GUEST)
    nickname: Field[str] = field(default="", max=80)
    note: Field[str] = field(default="planted-hidden", max=80, writable=False, hidden=True)
    pin: Field[str] = field(default="planted-secret", max=80, writable=False, secret=True)
    rank: Field[str] = field(default="planted-closed", max=80, writable=False)

    @classmethod
    @allow("read", "update")
    def own(cls, me: type[Customer]) -> Expr[bool]:
        """Themselves."""
        return cls.id == me.id

    @classmethod
    @allow("read", fields=(rank,))
    def ranks(cls, me: type[Customer]) -> Expr[bool]:
        """For owners only."""
        return me.role == Role.OWNER


class Member(User, sign_up="open"):
    """Somebody who joins an organisation."""

    org: Ref[Org] = ref()


class Staff(User, path="staff"):
    """Somebody who works here; not even their own row is open to them."""

    name: Field[str] = field(max=80)
    org: Ref[Org | None] = ref(default=None)


class Note(Resource):
    """What a customer writes."""

    text: Field[str] = field(max=200)
    author: Ref[Customer] = ref(default=actor(Customer), writable=False)

    @classmethod
    @allow("read", "create", "update", "shout")
    def own(cls, me: type[Customer]) -> Expr[bool]:
        """By its author."""
        return cls.author.id == me.id

    @classmethod
    @allow("read", "delete", "shout")
    def staff(cls, me: type[Staff]) -> Expr[bool]:
        """By everybody who works here."""
        return always

    @action(limit="60/min")
    async def shout(self, ctx: Ctx[Customer]) -> Note:
        """Loudly."""
        self.text = self.text.upper()
        return self


app = App(__name__, accounts=(Customer, Member, Staff))


@app.endpoint("POST", "/open", auth=ANYONE, limit="60/min")
async def open_to_all(ctx: Ctx[None]) -> Short:
    """Anybody."""
    return "open"


@app.endpoint("POST", "/signed", auth=SIGNED_IN, limit="60/min")
async def signed_in(ctx: Ctx[Account]) -> Short:
    """Any account."""
    return "signed"


@app.endpoint("POST", "/customers-only", auth=SIGNED_IN, limit="60/min")
async def customers_only(ctx: Ctx[Customer]) -> Short:
    """Customers."""
    return "customer"


@app.endpoint("POST", "/owners", auth=only(actor(Customer).role == Role.OWNER), limit="60/min")
async def owners(ctx: Ctx[Customer]) -> Short:
    """Customers of a role."""
    return "owner"


@dataclass(frozen=True)
class Delivery:
    """What the other side sends."""

    id: Short
    amount: int


@app.endpoint("POST", "/hook", auth=HMAC(env="HOOK_SECRET"), limit="60/min")
async def hook(body: Delivery, ctx: Ctx[None]) -> int:
    """Whoever knows the secret."""
    return body.amount


@dataclass
class Time:
    """A clock that is moved by hand."""

    moved: timedelta = timedelta()
    numbers: Any = attribute(default_factory=lambda: count(1))

    def now(self) -> datetime:
        """The instant."""
        return START + self.moved

    def monotonic(self) -> float:
        """Seconds."""
        return 1_000_000 + self.moved.total_seconds()

    def new_id(self, now: datetime) -> str:
        """Ids in order of making."""
        return str(UUID(int=int(now.timestamp() * 1000) << 80 | 0x7 << 76 | 0b10 << 62 | next(self.numbers)))

    def pass_(self, **parts: float) -> None:
        """Let time go by."""
        self.moved += timedelta(**parts)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def __getitem__(self, name: str) -> str:
        return next(value for key, value in self.headers if key == name)

    def get(self, name: str) -> str | None:
        """A header."""
        return next((value for key, value in self.headers if key == name), None)

    @property
    def json(self) -> Any:
        """The body."""
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """Of a refusal."""
        return str(self.json.get("code", "")) if self.body else ""

    @property
    def cookie(self) -> str:
        """The name and value of the cookie that is set."""
        return self["set-cookie"].split(";")[0]


def settings_in(folder: Path, **changes: Any) -> Settings:
    """Of a test."""
    plain = Settings("test", Secret("b7Q2w9" * 8), PEM, folder / "desk.db")
    return replace(plain, **changes)


@dataclass
class Desk:
    """The application, and what tests do to it."""

    running: Running
    time: Time
    log: io.BytesIO
    host: str = "localhost"

    async def call(
        self, method: str, path: str, body: Any = None, *, source: str = "192.0.2.1", headers: dict[str, str] | None = None, raw: bytes | None = None,
        cookie: str | None = None, csrf: str | None = None, token: str | None = None,
    ) -> Answer:
        """One request on its whole way."""
        data = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        said = {"host": self.host, **({"content-type": "application/json"} if data else {}), "content-length": str(len(data))}
        said |= {} if cookie is None else {"cookie": cookie}
        said |= {} if csrf is None else {"x-csrf-token": csrf}
        said |= {} if token is None else {"authorization": f"Bearer {token}"}
        said |= headers or {}
        if method in ("GET", "HEAD"):
            del said["content-length"]

        async def draw(limit: int) -> bytes:
            return data

        pairs = [(name.encode(), value.encode("latin-1")) for name, value in said.items()]
        response = await self.running.answer(Connection(method, path, "", pairs, source, False, draw))
        return Answer(response.status, tuple((n.decode().lower(), v.decode()) for n, v in response.headers), response.body)

    async def customer(self, email: str = "ana@example.com", password: str = PASSWORD, **fields: str) -> str:
        """An account."""
        return await self.running.accounts.create_account("Customer", email, password, {"name": "Anaïs", **fields})

    async def sign_in(self, email: str = "ana@example.com", password: str = PASSWORD, kind: str = "customers", **more: Any) -> Answer:
        """With a cookie."""
        return await self.call("POST", f"/v1/auth/{kind}/sign-in", {"email": email, "password": password}, **more)

    async def token(self, email: str = "ana@example.com", password: str = PASSWORD, kind: str = "customers", **more: Any) -> str:
        """For a program."""
        answer = await self.call("POST", f"/v1/auth/{kind}/token", {"email": email, "password": password}, **more)
        assert answer.status == 200, answer
        return str(answer.json["data"]["access_token"])

    async def disable(self, key: str, table: str = "customer") -> None:
        """As an operator would."""
        await self.running.database.write(
            lambda transaction: transaction.run(f"UPDATE {table} SET disabled_at = '2026-05-01T12:00:00.000000Z' WHERE id = ?", (key,))
        )

    async def rows(self, text: str) -> list[Any]:
        """Of the database."""
        return await self.running.database.read(text)

    def statements(self) -> list[str]:
        """From now on, each statement that runs."""
        seen: list[str] = []
        self.running.database.on_statement = seen.append
        return seen

    def hashes(self) -> Callable[[], int]:
        """How many hashes were computed from now on."""
        before = self.running.accounts.passwords.count
        return lambda: self.running.accounts.passwords.count - before


def quick_hasher(**more: int) -> PasswordHasher:
    """The same algorithm at a cost that tests can bear."""
    costs: dict[str, Any] = {"time_cost": 1, "memory_cost": 8, "parallelism": 1, **more}
    return PasswordHasher(**costs)


class HeldHasher(PasswordHasher):
    """Computes nothing before it is told to."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.gate = Event()

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        """After the gate."""
        assert self.gate.wait(60)
        return super().hash(password, salt=salt)

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
        """After the gate."""
        assert self.gate.wait(60)
        return super().verify(hash, password)


def open_desk(folder: Path, *, lanes: int = 2, queue: int = 64, **changes: Any) -> Desk:
    """The application over a database in this folder."""
    settings = settings_in(folder, **changes)
    app.prepare(settings, may_extend=True)
    time, log = Time(), io.BytesIO()
    clock = Clock(time.now, time.monotonic, time.new_id)
    running = compose_application(app.contract, settings, {"HOOK_SECRET": HOOK_SECRET}, clock=clock, log=log)
    running.accounts.passwords = Passwords(lanes, queue, quick_hasher())
    return Desk(running, time, log, "localhost")
