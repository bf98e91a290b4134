"""SIGKILL to a real server under load over HTTP: what a client was told is done, and nothing is done by half."""
from __future__ import annotations

import http.client
import json
import os
import random
import signal
import threading
from dataclasses import dataclass, field
from pathlib import Path

import apsw
import pytest
from served import HELPDESK, Client, Process, answers_again, children, free_port, run, serving

from bedplate.settings import write_dotenv

ROUNDS = int(os.environ.get("BEDPLATE_SOAK_ROUNDS", "20"))
CLIENTS = 4
EMAIL, PASSWORD = "ana@example.com", "hydrant-velvet-ostrich"
ROUNDS_OF_A_FILE = 50  # a fresh file keeps long soaks linear


@dataclass
class Memory:
    """What one client sent and was told."""

    created: dict[str, str] = field(default_factory=dict)  # title -> id of the ticket
    commented: dict[str, str] = field(default_factory=dict)  # id of the ticket -> id of its first comment
    assigned: list[str] = field(default_factory=list)  # ids of tickets
    open: tuple[str, dict[str, object]] | None = None  # a create without an answer: its Idempotency-Key and body


class Writer(threading.Thread):
    """Creates a ticket, answers it and assigns it, again and again until the connection breaks."""

    def __init__(self, port: int, token: str, project: str, me: str, name: str, memory: Memory, going: threading.Semaphore) -> None:
        super().__init__(daemon=True)
        self._client, self._project, self._me, self._name, self.memory = Client(port, token), project, me, name, memory
        self._going = going
        self.wrong: list[tuple[int, bytes]] = []

    def run(self) -> None:
        turn = 0
        try:
            while not self.wrong:
                turn += 1
                self._turn(f"{self._name} {turn}")
                self._going.release()
        except (OSError, http.client.HTTPException):
            pass  # the server is dead
        finally:
            self._client.close()

    def _turn(self, title: str) -> None:
        memory = self.memory
        body: dict[str, object] = {"project": self._project, "title": title, "body": "Before the kill."}
        memory.open = (title.replace(" ", "-"), body)
        key = self._told("/v1/tickets", body, 201, Idempotency_Key=memory.open[0])
        memory.open = None
        memory.created[title] = key
        memory.commented[key] = self._told(f"/v1/tickets/{key}/comments", {"body": "Seen."}, 201)
        self._told(f"/v1/tickets/{key}/assign", {"to": self._me}, 200)
        memory.assigned.append(key)

    def _told(self, path: str, body: object, expected: int, **headers: str) -> str:
        answer = self._client.ask("POST", path, body, **headers)
        if answer.status != expected:
            self.wrong.append((answer.status, answer.body))
            raise OSError
        return str(answer.data["id"])


class House:
    """One data file and whoever serves it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.memories: list[Memory] = []
        self.port = 0
        write_dotenv(folder / ".env")
        made = run(
            folder, "account", "create", "--app", str(HELPDESK / "app.py"), "--email", EMAIL, "--role", "admin", "--set", "name=Ana", "--set",
            "org=NEW:Northwind", BEDPLATE_NEW_PASSWORD=PASSWORD, BEDPLATE_DATABASE="helpdesk.sqlite3")  # fmt: skip
        assert made.returncode == 0, made.stderr

    def start(self) -> Process:
        self.port = free_port()
        return serving(self.folder, self.port)

    def writers(self, number: int, going: threading.Semaphore) -> list[Writer]:
        client = Client(self.port)
        signed = client.ask("POST", "/v1/auth/token", {"email": EMAIL, "password": PASSWORD})
        bearer = {"Authorization": f"Bearer {signed.data['access_token']}"}
        me = client.ask("GET", "/v1/auth/me", **bearer).data["account"]["id"]
        project = client.ask("POST", "/v1/projects", {"name": f"Round {number}"}, **bearer).data["id"]
        client.close()
        writers = []
        for name in range(CLIENTS):
            memory = Memory()
            self.memories.append(memory)
            writers.append(Writer(self.port, signed.data["access_token"], project, me, f"round {number} client {name}", memory, going))
        return writers

    def send_again(self, token: str) -> None:
        """What had no answer is sent once more under its key: it is done now, or told as it was done then."""
        client = Client(self.port, token)
        for memory in self.memories:
            if memory.open is not None:
                key, body = memory.open
                answer = client.ask("POST", "/v1/tickets", body, Idempotency_Key=key)
                assert answer.status == 201
                memory.created[str(body["title"])] = answer.data["id"]
                memory.open = None
        client.close()

    def check(self) -> None:
        """The file as an honest reader finds it."""
        connection = apsw.Connection(str(self.folder / "helpdesk.sqlite3"), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            assert connection.pragma("integrity_check") == "ok"
            self._check_rows(connection)
        finally:
            connection.close()

    def _check_rows(self, connection: apsw.Connection) -> None:
        rows = connection.execute("SELECT title, id, status, answered_at IS NOT NULL, assignee FROM ticket WHERE title LIKE 'round %'").fetchall()
        tickets = {str(row[1]): row[2:] for row in rows}
        titles = [row[0] for row in rows]
        assert len(titles) == len(set(titles))  # once, however often it was sent
        known = {title: key for memory in self.memories for title, key in memory.created.items()}
        assert known.items() <= {(row[0], row[1]) for row in rows}
        comments = dict(connection.execute("SELECT ticket, id FROM comment WHERE body = 'Seen.'").fetchall())
        assert {pair for memory in self.memories for pair in memory.commented.items()} <= comments.items()
        events = [json.loads(bytes(row[0])) for row in connection.execute("SELECT payload FROM bedplate_outbox WHERE event = 'TicketAssigned'")]
        told = [event["ticket"] for event in events]
        assert {key for memory in self.memories for key in memory.assigned} <= set(told)
        for key, (status, answered, assignee) in tickets.items():
            # a comment and what its hook did to the ticket, an assignment and its event: both or neither
            assert (status, answered) == (("waiting", 1) if key in comments else ("open", 0))
            assert told.count(key) == (1 if assignee is not None and key in told else 0)
        assert {key for key in told if key in tickets and tickets[key][2] is None} == set()


@pytest.mark.timeout(90 + 5 * ROUNDS)
def test_a_killed_server_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    """In turn the worker alone and the whole group is killed at a random moment; after each kill the server is up again, every ticket,
    comment and assignment that was answered is in the file with all that belongs to it, and a create that was not answered is done exactly
    once when it is sent again."""
    chance = random.Random(22)
    process: Process | None = None
    kept = 0
    try:
        for number in range(ROUNDS):
            if number % ROUNDS_OF_A_FILE == 0:
                if process is not None:
                    process.__exit__(None, None, None)
                house = House(tmp_path / f"data-{number}")
                process = house.start()
            assert process is not None
            process = one_round(house, process, number, chance)
            kept += sum(len(memory.assigned) for memory in house.memories[-CLIENTS:])
    finally:
        if process is not None:
            process.__exit__(None, None, None)
    assert kept > ROUNDS  # the kills come late enough to have something to lose


def one_round(house: House, process: Process, number: int, chance: random.Random) -> Process:
    """Load, the kill, the next server, and a look at the file."""
    going = threading.Semaphore(0)
    writers = house.writers(number, going)
    token = writers[0]._client._headers["Authorization"].removeprefix("Bearer ")
    for writer in writers:
        writer.start()
    for _ in range(chance.randrange(1, 25)):
        assert going.acquire(timeout=30)
    alone = number % 2 == 0  # a worker that dies twice within five seconds ends its server: a crash loop is the supervisor's affair
    if alone:
        (worker,) = children(process.process.pid)
        os.kill(worker, signal.SIGKILL)
    else:
        process.__exit__(None, None, None)
    for writer in writers:
        writer.join(30)
        assert writer.wrong == []
    if not alone:
        process = house.start()
    assert answers_again(house.port)
    house.send_again(token)
    house.check()
    return process
