"""Secrets are planted in every field, header, query, cookie, path and password, and in whatever application code raises; then all that the
server ever wrote is searched for them: none stands anywhere where it was not asked for."""
from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import apsw
import pytest

from .served import Served, served

APPLICATION = Path(__file__).parent / "canary_app.py"
PROVIDER_KEY = "cnry0provider0key0of0the0environment"
JSON = {"Content-Type": "application/json"}


@dataclass
class Planted:
    """What was planted, and every answer."""

    server: Served
    canaries: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)  # those that stood where a name stands
    credentials: list[str] = field(default_factory=list)
    answers: list[tuple[str, int, dict[str, str], bytes]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def canary(self, place: str) -> str:
        """A word that stands nowhere else."""
        word = f"cnry{next(self._numbers)}x{place}x"
        self.canaries.append(word)
        return word

    def credential(self, place: str) -> str:
        """One that must not even be in the database."""
        word = f"{self.canary(place)} harbour lantern quiet {place}"
        self.credentials.append(word)
        return word

    def ask(self, method: str, target: str, headers: Mapping[str, str] | None = None, body: object = None) -> Any:
        """Send it, note the answer."""
        raw = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        status, found, answer = self.server.ask(method, target, headers, raw)
        self.answers.append((f"{method} {target}", status, found, answer))
        return json.loads(answer) if answer and "json" in found.get("content-type", "") else {}


def plant_in_the_head(planted: Planted, signed: Mapping[str, str]) -> None:
    """Paths, queries, cookies and headers."""
    canary, ask = planted.canary, planted.ask
    for target in (f"/{canary('path')}", f"/v1/notes/{canary('key')}", f"/v1/notes?fields={canary('fields')}", f"/v1/notes?sort={canary('sort')}",
                   f"/v1/notes?cursor={canary('cursor')}", f"/v1/notes?limit={canary('limit')}", f"/v1/notes?label={canary('filter')}",
                   f"/v1/notes?diary={canary('unfilterable')}", f"/v1/notes?pin={canary('unreadable')}", f"/docs/assets/{canary('asset')}",
                   f"/v1/notes?label.gt={canary('operator')}"):  # fmt: skip
        ask("GET", target, signed)
        ask("GET", target)
    for name in ("X-Canary", "Cookie", "User-Agent", "Referer", "Origin", "Accept", "Accept-Language", "If-Match", "If-None-Match", "Idempotency-Key",
                 "X-Forwarded-For", "X-Request-Id", "Content-Type", "X-CSRF-Token", "Forwarded", "traceparent", "X-HTTP-Method-Override"):  # fmt: skip
        ask("GET", "/v1/notes", {**signed, name: canary(f"head{name}")})
        ask("POST", "/v1/notes", {**signed, **JSON, name: canary(f"head{name}")}, {"label": 1})
    for authorization in (f"Bearer {canary('bearer')}", f"Basic {canary('basic')}", canary("scheme")):
        ask("GET", "/v1/notes", {"Authorization": authorization})
    ask("GET", "/v1/notes", {"Cookie": f"session={canary('session')}; __Host-session={canary('hostsession')}"})
    ask("GET", "/v1/notes", {**signed, "Host": f"{canary('host')}.example"})
    ask(canary("method").upper(), "/v1/notes", signed)


def plant_in_the_body(planted: Planted, signed: Mapping[str, str]) -> None:
    """Fields, values of the wrong kind, and texts that are no JSON."""
    canary, ask, head = planted.canary, planted.ask, {**signed, **JSON}
    ask("POST", "/v1/notes", head, f'{{"label": "{canary("broken")}'.encode())
    ask("POST", "/v1/notes", head, f'{{"label": "{canary("twice")}", "label": "{canary("again")}"}}'.encode())
    ask("POST", "/v1/notes", head, [canary("list")])
    ask("POST", "/v1/notes", head, {"label": {"a": canary("nested")}})
    ask("POST", "/v1/notes", head, {"label": canary("long") * 100})
    ask("POST", "/v1/notes", head, {"id": canary("id"), "created_at": canary("created"), "rev": canary("rev")})
    unknown = canary("name")
    planted.names.append(unknown)
    ask("POST", "/v1/notes", head, {"label": "a", unknown: canary("unknown")})
    taken = canary("taken")
    ask("POST", "/v1/notes", {**head, "Idempotency-Key": canary("once")}, {"label": taken, "pin": planted.canary("pinonce")})
    ask("POST", "/v1/notes", head, {"label": taken})
    ask("POST", "/v1/notes", head, {"label": f"hook {canary('hook')}", "diary": canary("hookdiary"), "pin": canary("hookpin")})


def plant_in_the_logic(planted: Planted, signed: Mapping[str, str]) -> None:
    """Actions, hooks, handlers, services and endpoints that fail with what they were given."""
    canary, ask, head = planted.canary, planted.ask, {**signed, **JSON}
    note = ask("POST", "/v1/notes", head, {"label": canary("label"), "diary": canary("diary"), "pin": canary("pin")})["data"]["id"]
    for action in ("explode", "chain", "refuse", "reach", "tell"):
        ask("POST", f"/v1/notes/{note}/{action}", {**head, "Idempotency-Key": canary(f"key{action}")}, {"words": canary(action)})
        ask("POST", f"/v1/notes/{note}/{action}", head, {"words": canary(f"{action}s") * 40})
    ask("PATCH", f"/v1/notes/{note}", {**head, "If-Match": f'"{canary("tag")}"'}, {"diary": canary("patched")})
    ask("POST", f"/hooks/{canary('where')}?asked={canary('asked')}", {"X-Canary": canary("sent"), "Cookie": f"canary={canary('kept')}"})


def plant_in_accounts(planted: Planted) -> dict[str, str]:
    """Addresses, passwords, tokens, sessions; the header of an access token."""
    canary, credential, ask = planted.canary, planted.credential, planted.ask
    address, password, changed = f"{canary('address')}@example.com", credential("password"), credential("changed")
    ask("POST", "/v1/auth/register", JSON, {"email": address, "password": password, "name": canary("person")})
    ask("POST", "/v1/auth/register", JSON, {"email": address, "password": credential("repeated"), "name": canary("other")})
    ask("POST", "/v1/auth/register", JSON, {"email": canary("noaddress"), "password": canary("weak"), "name": 1})
    ask("POST", "/v1/auth/sign-in", JSON, {"email": address, "password": credential("wrong")})
    ask("POST", "/v1/auth/sign-in", JSON, {"email": f"{canary('nobody')}@example.com", "password": credential("nobodys")})
    ask("POST", "/v1/auth/sign-in", JSON, {"email": address, "password": password})
    cookie = planted.answers[-1][2]["set-cookie"].partition(";")[0]
    csrf = json.loads(planted.answers[-1][3])["data"]["csrf"]
    ask("POST", "/v1/auth/password", {**JSON, "Cookie": cookie, "X-CSRF-Token": canary("csrf")}, {"current": credential("no"), "new": credential("new")})
    ask("POST", "/v1/auth/password", {**JSON, "Cookie": cookie, "X-CSRF-Token": csrf, "Origin": planted.server.url.replace("http:", "https:")}, {"current": password, "new": changed})
    ask("POST", "/v1/auth/password", {**JSON, "Cookie": cookie, "X-CSRF-Token": csrf}, {"current": credential("worse"), "new": credential("newer")})
    token = ask("POST", "/v1/auth/token", JSON, {"email": address, "password": changed})["data"]["access_token"]
    planted.credentials += [token, cookie.partition("=")[2]]
    ask("GET", "/v1/notes", {"Authorization": f"Bearer {token[:-4]}AAAA"})
    return {"Authorization": f"Bearer {token}"}


@dataclass(frozen=True)
class Found:
    """Everything that there is to search, after the server has stopped."""

    planted: Planted
    output: bytes
    problems: list[str]
    files: bytes
    own: list[str]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """Plant, stop, collect. In production, as `serve` is meant to run; over http the cookie is sent by hand."""
    folder = tmp_path_factory.mktemp("canary")
    settings = {"BEDPLATE_ENVIRONMENT": "production", "BEDPLATE_LIMIT_FACTOR": "10", "CANARY_PROVIDER_KEY": PROVIDER_KEY}
    with served(folder, settings, application=APPLICATION) as server:
        planted = Planted(server)
        signed = plant_in_accounts(planted)
        plant_in_the_head(planted, signed)
        plant_in_the_body(planted, signed)
        plant_in_the_logic(planted, signed)
        problems = wait_for_problems(folder / "edge.db")
        output = server.stop()
        own = [server.secret, server.token_key, PROVIDER_KEY]
    files = b"".join(path.read_bytes() for path in sorted(folder.glob("edge.db*")))
    return Found(planted, output, problems, files, own)


def wait_for_problems(database: Path) -> list[str]:
    """What the outbox keeps of the handler that failed; read again until the worker has written it."""
    with closing(apsw.Connection(str(database), flags=apsw.SQLITE_OPEN_READONLY)) as connection:
        connection.set_busy_timeout(10_000)
        while not (rows := connection.execute("SELECT problem FROM bedplate_outbox WHERE problem <> ''").fetchall()):
            pass
    return [str(row[0]) for row in rows]


def test_the_canaries_were_heard(found: Found) -> None:
    """The search means something: every way of failing was met, and each failure is told with its place."""
    statuses = {(asked.split("?")[0].rpartition("/")[2], status) for asked, status, _, _ in found.planted.answers}
    assert {("explode", 500), ("chain", 500), ("reach", 500), ("refuse", 409), ("tell", 200)} <= statuses
    events = [json.loads(line) for line in found.output.splitlines() if line.startswith(b"{")]
    kinds = {event["kind"] for event in events if event["event"] == "failure"}
    assert {"Spilt", "RuntimeError", "ConnectionError"} <= kinds
    assert any("canary_app.py" in place for event in events if event["event"] == "failure" for place in event["places"])
    assert [event for event in events if event["event"] == "job" and event["dead"]]
    assert len([event for event in events if event["event"] == "request"]) >= len(found.planted.answers)
    assert len(found.planted.canaries) > 100


def test_no_output_of_the_server_holds_a_canary(found: Found) -> None:
    """Access log, failures, whatever the server itself prints: one stream, searched whole."""
    output = found.output.lower()
    assert [word for word in found.planted.canaries + found.planted.credentials + found.own if word.lower().encode() in output] == []
    assert b"traceback" not in output


def test_no_refusal_holds_a_canary(found: Found) -> None:
    """Bodies and headers of all answers from 400 on; the name of an unknown field is told back to who wrote it, its value is not."""
    wrong = []
    for asked, status, headers, body in found.planted.answers:
        if status >= 400:
            whole = body.decode().lower() + json.dumps(headers).lower()
            wrong += [(asked, word) for word in found.planted.canaries + found.own if word.lower() in whole and word not in found.planted.names]
    assert wrong == []


def test_a_500_says_nothing(found: Found) -> None:
    """The same bytes whatever happened."""
    bodies = {body for _, status, _, body in found.planted.answers if status == 500}
    assert bodies == {b'{"error":"Something went wrong on our side.","code":"INTERNAL_ERROR"}'}


def test_no_answer_holds_a_secret_field(found: Found) -> None:
    """Whoever asks, successes included."""
    secret = [word for word in found.planted.canaries if "pin" in word]
    assert secret
    assert [(asked, word) for asked, _, _, body in found.planted.answers for word in secret if word.encode() in body] == []


def test_the_outbox_keeps_kinds_and_places_only(found: Found) -> None:
    """What a handler's error said is not kept."""
    assert len(found.problems) == 1
    assert found.problems[0].startswith("ConnectionError at ")
    assert [word for word in found.planted.canaries + found.own if word in found.problems[0]] == []


def test_no_credential_is_in_the_database(found: Found) -> None:
    """Not a password, an access token or a session's secret, in no page of the file or its log."""
    assert [word for word in found.planted.credentials + found.own if word.encode() in found.files] == []
