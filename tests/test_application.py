"""An `App` in the hands of a foreign ASGI server: composed from the environment by the first message, answered like any other."""
from __future__ import annotations

import json
import os
from collections.abc import MutableMapping
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

import pytest
from joserfc.jwk import ECKey

from bedplate import App, Expr, Field, Resource, User, allow, always, field
from bedplate.errors import DeclarationFault
from bedplate.settings import load

Message = MutableMapping[str, Any]


class Reader(User, path="readers"):
    """Somebody who reads."""


class Book(Resource):
    """What is read."""
    title: Field[str] = field(max=80)

    @classmethod
    @allow("read", strangers=True, limit="60/min")
    def everybody(cls) -> Expr[bool]:
        return always


def _application() -> App:
    return App(Reader, Book, accounts=Reader)


def _deployed(app: App, home: Path) -> App:
    """Its database made, as `bedplate dev` does it."""
    assert app.prepare(load(os.environ, home), may_extend=True)
    return app


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the server was started, with its settings in the environment."""
    monkeypatch.chdir(tmp_path)
    key = ECKey.generate_key("P-256").as_pem(private=True).decode()
    for name, value in {"SECRET": token_urlsafe(32), "TOKEN_KEY": key, "ENVIRONMENT": "test", "DATABASE": "books.db"}.items():
        monkeypatch.setenv(f"BEDPLATE_{name}", value)
    return tmp_path


async def _asked(app: App, path: str) -> tuple[int, Any]:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"",
        "headers": [(b"host", b"localhost")], "client": ("127.0.0.1", 1), "scheme": "http",
    }  # fmt: skip
    await app(scope, receive, send)
    return sent[0]["status"], json.loads(sent[1]["body"])


async def _ended(app: App) -> None:
    messages: list[Message] = [{"type": "lifespan.shutdown"}]

    async def receive() -> Message:
        return messages.pop()

    async def send(message: Message) -> None:
        assert message["type"] == "lifespan.shutdown.complete"

    await app({"type": "lifespan"}, receive, send)


async def test_any_server_can_be_given_an_application(home: Path) -> None:
    """It is composed once, from the environment, and its life ends with the server's."""
    app = _deployed(_application(), home)
    assert await _asked(app, "/v1/books") == (200, {"data": [], "page": {"next": None, "previous": None, "limit": 20}})
    assert (await _asked(app, "/readyz"))[0] == 200
    await _ended(app)


async def test_a_foreign_server_never_changes_a_database(home: Path) -> None:
    """What the declarations add is not created on the way: it says so before the first answer."""
    older = _deployed(App(Reader, accounts=Reader), home)
    assert (await _asked(older, "/livez"))[0] == 200
    await _ended(older)
    with pytest.raises(DeclarationFault, match="book"):
        await _asked(_application(), "/v1/books")
