"""SIGKILL to real servers while many draw numbers over HTTP: none is missing, none is there twice, what a client was told is so."""
from __future__ import annotations

import http.client
import random
import threading
from pathlib import Path
from typing import Any

import apsw
import pytest
from served import PATIENCE, Client, Process, free_port, run

from bedplate.settings import write_dotenv

APP = Path(__file__).parents[1] / "writes" / "numbers_sample.py"
EMAIL, PASSWORD, DATABASE = "ana@example.com", "hydrant-velvet-ostrich", "numbers.sqlite3"
WRITERS, ROUNDS = 32, 3


class Writer(threading.Thread):
    """Makes receipts until the server is dead or it has enough; keeps the numbers that it was told, by key."""

    def __init__(self, port: int, token: str, going: threading.Semaphore, most: int = 1_000_000) -> None:
        super().__init__(daemon=True)
        self._client, self._going, self._most = Client(port, token), going, most
        self.told: dict[str, tuple[int, int]] = {}
        self.wrong: list[int] = []

    def run(self) -> None:
        try:
            while not self.wrong and len(self.told) < self._most:
                answer = self._client.ask("POST", "/v1/receipts", {"text": "a"})
                if answer.status != 201:
                    self.wrong.append(answer.status)
                    return
                self.told[answer.data["id"]] = answer.data["book"], answer.data["entry"]
                self._going.release()
        except (OSError, http.client.HTTPException):
            pass  # the server is dead
        finally:
            self._client.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_dotenv(tmp_path / ".env")
    made = run(
        tmp_path, "account", "create", "--app", str(APP), "--email", EMAIL, "--set", "company=NEW:Northwind", BEDPLATE_NEW_PASSWORD=PASSWORD,
        BEDPLATE_DATABASE=DATABASE)  # fmt: skip
    assert made.returncode == 0, made.stderr
    return tmp_path


def served(folder: Path, port: int) -> Process:
    settings = {"BEDPLATE_DATABASE": DATABASE, "BEDPLATE_LIMIT_FACTOR": "10000"}
    process = Process(folder, ("serve", "--app", str(APP), "--port", str(port), "--workers", "1"), settings)
    try:
        process.wait_for(lambda line: line.startswith("serving"))
    except BaseException:
        process.kill_all()
        raise
    return process


def signed_in(port: int) -> str:
    client = Client(port)
    token = client.ask("POST", "/v1/auth/token", {"email": EMAIL, "password": PASSWORD}).data["access_token"]
    client.close()
    return str(token)


def stored(folder: Path) -> dict[str, tuple[Any, ...]]:
    """The numbers of every receipt in the file."""
    connection = apsw.Connection(str(folder / DATABASE), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        assert connection.pragma("integrity_check") == "ok"
        return {str(row[0]): row[1:] for row in connection.execute("SELECT id, book, entry FROM receipt")}
    finally:
        connection.close()


def require_right(rows: dict[str, tuple[Any, ...]], writers: list[Writer]) -> None:
    assert sorted(book for book, _ in rows.values()) == list(range(1, len(rows) + 1))  # none missing, none twice
    assert len({entry for _, entry in rows.values()}) == len(rows)
    told = {key: numbers for writer in writers for key, numbers in writer.told.items()}
    assert told.items() <= rows.items()


@pytest.mark.timeout(120)
def test_gapless_numbers_have_no_gap_after_a_kill(folder: Path) -> None:
    """The server of 32 clients is killed at a random moment, three times: the numbers are 1, 2, 3, …, each acknowledged one is the one of its
    receipt, and the next server goes on where the file ends."""
    chance, token, writers = random.Random(3), "", list[Writer]()
    for _ in range(ROUNDS):
        with served(folder, port := free_port()) as process:
            token = token or signed_in(port)
            going = threading.Semaphore(0)
            fresh = [Writer(port, token, going) for _ in range(WRITERS)]
            for writer in fresh:
                writer.start()
            for _ in range(chance.randrange(40, 200)):
                assert going.acquire(timeout=PATIENCE)
            process.kill_all()
            for writer in fresh:
                writer.join(PATIENCE)
                assert writer.wrong == []
        writers += fresh
        require_right(stored(folder), writers)
    assert len(stored(folder)) >= 40 * ROUNDS  # the kills come late enough to have something to lose


@pytest.mark.timeout(120)
def test_two_processes_draw_no_number_twice(folder: Path) -> None:
    """Two servers of one file, 16 clients each, all at the same time: plain numbers never repeat, gapless ones have no gap, and each client
    sees its own grow."""
    with served(folder, one := free_port()), served(folder, two := free_port()):
        token, going = signed_in(one), threading.Semaphore(0)
        writers = [Writer(port, token, going, most=12) for port in (one, two) for _ in range(WRITERS // 2)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join(PATIENCE)
            assert writer.wrong == []
            assert len(writer.told) == 12
            entries = [entry for _, entry in writer.told.values()]
            assert entries == sorted(entries)
    rows = stored(folder)
    require_right(rows, writers)
    assert len(rows) == WRITERS * 12
