"""Sixty-four buyers at once, over real HTTP: a real server, its database, and a payment provider on the other side of a socket."""
from __future__ import annotations

import asyncio
import json
import os
import secrets
import socket
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import UUID

import httpx2
import pytest
from joserfc.jwk import ECKey

from bedplate.auth.tokens import Tokens
from bedplate.settings import Secret
from bedplate.storage.setup import create_or_extend
from bedplate.storage.sqlite import Database
from bedplate.storage.store import Store
from bedplate.values import Access, Actor, ChangeSet, Insert
from shop.app import Coupon, Customer, Variant, app
from shop.counter import ADDRESS
from shop.seed import Seeder, Size

BUYERS = 64
PATIENCE = 60.0


class Bank(BaseHTTPRequestHandler):
    """The provider: a link for each order, the same one for the same key."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answer = json.dumps({"id": f"pay-{said['reference']}", "url": "https://pay.example"}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


class Branch(ThreadingHTTPServer):
    request_queue_size = 2 * BUYERS


class Market:
    """The server's address, its database, and who buys."""

    def __init__(self, port: int, database: Path, rows: dict[str, list[dict[str, object]]], tokens: list[str]) -> None:
        self.port, self.database, self.rows, self.tokens = port, database, rows, tokens

    def variant(self, position: int) -> UUID:
        found = self.rows[Variant.__name__][position]["id"]
        assert isinstance(found, UUID)
        return found

    def value(self, statement: str, *bindings: str) -> object:
        """The first value that a statement gives."""
        with closing(sqlite3.connect(self.database)) as connection, connection:
            rows: list[tuple[object, object]] = connection.execute(statement, bindings).fetchall()
        return rows[0][0]

    async def buy(self, client: httpx2.AsyncClient, buyer: int, variant: UUID, coupon: str | None = None) -> str:
        """A whole purchase of one piece: a cart, a line, the checkout. Gives the code of what it was refused with."""
        headers = {"Authorization": f"Bearer {self.tokens[buyer]}", "Host": "localhost"}
        cart = (await client.post("/v1/carts", json={}, headers=headers)).json()["data"]["id"]
        line = await client.post(f"/v1/carts/{cart}/cart-lines", json={"variant": str(variant), "quantity": 1}, headers=headers)
        assert line.status_code == 201, line.text
        body = {"email": f"b{buyer}@example.com", "address": ADDRESS} | ({} if coupon is None else {"coupon": coupon})
        answer = await client.post(f"/v1/carts/{cart}/checkout", json=body, headers={**headers, "Idempotency-Key": f"buyer-{buyer}"})
        assert answer.status_code < 500, answer.text
        return "bought" if answer.status_code == 200 else str(answer.json()["code"])

    async def buy_all(self, variant: UUID, coupon: str | None = None) -> Counter[str]:
        limits = httpx2.Limits(max_connections=BUYERS)
        async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{self.port}", timeout=PATIENCE, limits=limits) as client:
            return Counter(await asyncio.gather(*(self.buy(client, buyer, variant, coupon) for buyer in range(BUYERS))))


@pytest.fixture
def provider() -> Iterator[str]:
    with Branch(("127.0.0.1", 0), Bank) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def market(tmp_path: Path, provider: str) -> Iterator[Market]:
    database = tmp_path / "shop.db"
    create_or_extend(database, app.contract, allow=True)
    rows = _filled(database)
    pem = ECKey.generate_key("P-256").as_pem(private=True).decode()
    tokens, now = Tokens(Secret(pem), "bedplate", app.contract.title), datetime.now(UTC)
    buyers = [tokens.issue(Customer.__name__, str(one["id"]), now) for one in rows[Customer.__name__][:BUYERS]]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("BEDPLATE_", "SHOP_"))} | {
        "BEDPLATE_SECRET": secrets.token_hex(32), "BEDPLATE_TOKEN_KEY": pem, "BEDPLATE_DATABASE": str(database), "BEDPLATE_ENVIRONMENT": "test",
        "BEDPLATE_LIMIT_FACTOR": "100",
        "SHOP_PROVIDER_URL": provider, "SHOP_PROVIDER_KEY": secrets.token_hex(16), "SHOP_HOOK_SECRET": secrets.token_hex(16)}
    command = [str(Path(sys.executable).parent / "bedplate"), "serve", "--app", str(Path(__file__).with_name("app.py")), "--port", str(port)]
    with (tmp_path / "output").open("wb") as output:
        process = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        _wait_for(port, process, tmp_path / "output")
        yield Market(port, database, rows, buyers)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _filled(database: Path) -> dict[str, list[dict[str, object]]]:
    """The rows of the seed, by class."""
    made: dict[str, list[dict[str, object]]] = {}
    changes: list[Insert] = []
    for kind, values in Seeder().rows(Size(customers=BUYERS, products=3)):
        resource = app.contract.resources[kind.__name__]
        complete = {name: values.get(name, field.default) for name, field in resource.fields.items()}
        changes.append(Insert(kind.__name__, (values["id"],), complete, "system", why="the seed of a test"))
        made.setdefault(kind.__name__, []).append(values)

    async def write() -> None:
        opened = Database.open(database)
        await Store(app.contract, opened).apply(ChangeSet(Actor(via="system"), Access(None, {}, {}), datetime.now(UTC), changes=tuple(changes)))
        await opened.close()

    asyncio.run(write())
    return made


def _wait_for(port: int, process: subprocess.Popen[bytes], output: Path) -> None:
    for _ in range(1_000):
        try:
            if httpx2.get(f"http://127.0.0.1:{port}/livez").status_code == 200:
                return
        except httpx2.TransportError:
            pass
        try:
            process.wait(timeout=0.03)
        except subprocess.TimeoutExpired:
            continue
        raise AssertionError(output.read_text(encoding="utf-8"))


def test_stock_never_goes_below_zero_and_nobody_is_refused_while_goods_are_there(market: Market) -> None:
    """Of 64 buyers of 25 pieces 25 get one, and nobody of another variant is in their way; the others are told why, and none is left."""
    scarce = market.variant(0)
    assert asyncio.run(market.buy_all(scarce)) == {"bought": 25, "ENOUGH_STOCK": BUYERS - 25}
    assert market.value("SELECT stock FROM variant WHERE id = ?", str(scarce)) == 0
    assert market.value("SELECT sum(quantity) FROM order_line") == 25
    assert market.value('SELECT count(DISTINCT number) FROM "order"') == 25


def test_a_coupon_is_used_up_exactly(market: Market) -> None:
    """Ten uses for 64 buyers at once: ten orders have it, and no order is without it. Whoever is refused has taken no goods either."""
    variant, coupon = market.variant(1), market.rows[Coupon.__name__][0]
    assert market.value("UPDATE variant SET stock = 1000 WHERE id = ? RETURNING 1", str(variant)) == 1
    assert asyncio.run(market.buy_all(variant, str(coupon["code"]))) == {"bought": 10, "COUPON_NOT_USED_UP": BUYERS - 10}
    assert market.value("SELECT uses FROM coupon WHERE id = ?", str(coupon["id"])) == 10
    assert market.value('SELECT count(*) FROM "order" WHERE percent = 10') == 10
    assert market.value("SELECT stock FROM variant WHERE id = ?", str(variant)) == 990
