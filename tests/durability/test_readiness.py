"""What a running application tells its load balancer when its disk breaks."""
from __future__ import annotations

import io
import json
from pathlib import Path
from secrets import token_urlsafe

from forgetful import Machine
from joserfc.jwk import ECKey

from bedplate import App, Expr, Field, Resource, User, allow, always, field
from bedplate.running import Running, compose_application
from bedplate.settings import Secret, Settings
from bedplate.storage.sqlite import Database
from bedplate.web.connection import Connection


class Sailor(User, path="sailors"):
    """Somebody who writes."""


class Entry(Resource, path="entries"):
    """Written by anybody."""
    text: Field[str] = field(max=80)

    @classmethod
    @allow("read", "create", strangers=True, limit="60/min")
    def everybody(cls) -> Expr[bool]:
        return always


async def _asked(running: Running, method: str, path: str, body: bytes = b"") -> tuple[int, str]:
    async def draw(limit: int) -> bytes:
        return body

    kind = [(b"content-type", b"application/json")] if body else []
    response = await running.answer(Connection(method, path, "", [(b"host", b"localhost"), *kind], "192.0.2.1", False, draw))
    return response.status, json.loads(response.body).get("code", "")


async def test_a_disk_that_breaks_takes_the_application_out_of_service(tmp_path: Path) -> None:
    """The write whose sync fails is 503, and so is /readyz from then on; reads and /livez go on."""
    app = App(Sailor, Entry, accounts=Sailor)
    key = Secret(ECKey.generate_key("P-256").as_pem(private=True).decode())
    settings = Settings("test", Secret(token_urlsafe(32)), key, tmp_path / "log.db")
    app.prepare(settings, may_extend=True)
    machine = Machine({str(settings.database): settings.database.read_bytes()})
    database = Database.open(settings.database, readers=1, vfs=machine.name)
    running = compose_application(app.contract, settings, {}, database=database, log=io.BytesIO())
    assert await _asked(running, "POST", "/v1/entries", b'{"text":"calm"}') == (201, "")
    assert await _asked(running, "GET", "/readyz") == (200, "")
    machine.refuse_sync = True
    assert (await _asked(running, "POST", "/v1/entries", b'{"text":"storm"}'))[0] == 503
    assert await _asked(running, "GET", "/readyz") == (503, "NOT_READY")
    assert await _asked(running, "GET", "/livez") == (200, "")
    assert await _asked(running, "GET", "/v1/entries") == (200, "")
    machine.refuse_sync = False  # only so that the file closes in peace
    await running.stop()
    machine.unregister()
