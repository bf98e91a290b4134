"""`bedplate account create` and `bedplate jobs`, on the seeded helpdesk."""
from __future__ import annotations

import json
import re
from pathlib import Path

import apsw
import pytest
from served import HELPDESK, run
from small import SHOP

from bedplate.settings import write_dotenv

DATA = {"BEDPLATE_DATABASE": "helpdesk.sqlite3"}
APP = ("--app", str(HELPDESK / "app.py"))


def ask(folder: Path, text: str) -> list[tuple[object, ...]]:
    connection = apsw.Connection(str(folder / "helpdesk.sqlite3"))
    try:
        return connection.execute(text).fetchall()
    finally:
        connection.close()


# ---- accounts
def test_an_account_is_made_with_the_words_that_one_has(seeded, tmp_path: Path) -> None:
    """An id, a unique name of a row that is there, or the name of a row to make; the password is made up and printed."""
    folder = seeded.copied(tmp_path / "data")
    ((key, name),) = ask(folder, "SELECT id, name FROM org ORDER BY id LIMIT 1")
    for number, org in enumerate((f"org={key}", f"org=name:{name}", "org=NEW:Harbour Bakery")):
        done = run(
            folder, "account", "create", *APP, "--email", f"new{number}@example.com", "--role", "admin", "--set", "name=Nora Berg", "--set", org, **DATA)
        assert done.returncode == 0, done.stderr
        assert re.fullmatch(r"created [0-9a-f-]{36} with the password \S{20,}\n", done.stdout)
    rows = ask(folder, "SELECT o.name, p.role FROM person p JOIN org o ON o.id = p.org WHERE p.email LIKE 'new_@%' ORDER BY p.email")
    assert rows == [(name, "admin"), (name, "admin"), ("Harbour Bakery", "admin")]


def test_a_password_that_was_said_is_not_printed(seeded, tmp_path: Path) -> None:
    """Said in the environment, where no list of processes shows it."""
    folder = seeded.copied(tmp_path / "data")
    arguments = ("account", "create", *APP, "--email", "quiet@example.com", "--set", "name=Nora", "--set", "org=NEW:Bakery")
    done = run(folder, *arguments, BEDPLATE_NEW_PASSWORD="hydrant-velvet-ostrich", **DATA)
    assert re.fullmatch(r"created [0-9a-f-]{36}\n", done.stdout), done.stderr


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ((), ["INVALID_INPUT", "name: This is required.", "org: This is required."]),
        (("name=Nora", "org=name:Nowhere"), ["org: There is no Org with this name. Write NEW:"]),
        (("name=Nora", "org=NEW:Northwind Traders"), ["NAME_ONCE", "name: This is taken already."]),
        (("rank=3", "role=boss", "org=north"), ["rank: This is not a field that can be set here.", "role: ", "org: ", "name: This is required."]),
    ],
    ids=["nothing", "unknown_name", "taken", "all_at_once"],
)
def test_what_is_wrong_with_an_account_is_told_in_words(seeded, tmp_path: Path, fields: tuple[str, ...], words: list[str]) -> None:
    """Exit code 1, and nothing is made."""
    folder = seeded.copied(tmp_path / "data")
    said = [part for field in fields for part in ("--set", field)]
    done = run(folder, "account", "create", *APP, "--email", "new@example.com", *said, **DATA)
    assert (done.returncode, done.stdout) == (1, "")
    assert all(word in done.stderr for word in words), done.stderr
    assert "Traceback" not in done.stderr
    assert ask(folder, "SELECT count(*) FROM person WHERE email = 'new@example.com'") == [(0,)]
    assert ask(folder, "SELECT count(*) FROM org") == [(2,)]


def test_a_pair_that_is_none_is_a_wrong_use(seeded, tmp_path: Path) -> None:
    """Exit code 2."""
    done = run(tmp_path, "account", "create", *APP, "--email", "new@example.com", "--set", "name")
    assert done.returncode == 2
    assert "'name' is not FIELD=VALUE" in done.stderr


def test_a_weak_password_and_a_taken_address_are_told(seeded, tmp_path: Path) -> None:
    """An operator may know."""
    folder = seeded.copied(tmp_path / "data")
    more = ("--set", "name=Nora", "--set", "org=NEW:Bakery")
    weak = run(folder, "account", "create", *APP, "--email", "new@example.com", *more, BEDPLATE_NEW_PASSWORD="short", **DATA)
    assert weak.returncode == 1 and "password: " in weak.stderr
    email = seeded.facts["accounts"][0]["email"]
    taken = run(folder, "account", "create", *APP, "--email", email, *more, **DATA)
    assert taken.returncode == 1 and "EMAIL_TAKEN" in taken.stderr


def test_an_account_of_a_fresh_application_needs_no_server_before(tmp_path: Path) -> None:
    """Where it is being developed, its database is made on the way."""
    (tmp_path / "app.py").write_text(SHOP)
    write_dotenv(tmp_path / ".env")
    done = run(tmp_path, "account", "create", "--email", "ana@example.com", "--set", "name=Ana", "--set", "team=NEW:Blue")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "bedplate.db").is_file()


# ---- jobs
JOBS = """
INSERT INTO bedplate_outbox (id, handler, event, payload, state, due_at, attempts, claim, ended_at, problem) VALUES
 ('e1', 'mail', 'Answered', x'7b22736563726574223a2253454352455421227d', 'waiting', '2026-05-04T12:00:00.000000Z', 0, NULL, NULL, ''),
 ('e2', 'mail', 'Answered', x'7b7d', 'waiting', '2096-05-04T12:00:00.000000Z', 3, NULL, NULL, 'ConnectionError at mail.py:7'),
 ('e2', 'push', 'Answered', x'7b7d', 'done', '2026-05-04T12:00:00.000000Z', 1, NULL, '2026-05-04T12:00:00.000000Z', ''),
 ('e3', 'mail', 'Closed', x'7b7d', 'dead', '2026-05-04T12:00:00.000000Z', 9, NULL, '2026-05-05T12:00:00.000000Z', 'KeyError at mail.py:9'),
 ('e3', 'push', 'Closed', x'7b7d', 'dead', '2026-05-04T12:00:00.000000Z', 9, NULL, '2026-05-05T12:00:00.000000Z', 'KeyError at push.py:1'),
 ('e4', 'mail', 'Closed', x'7b7d', 'waiting', '2096-05-04T12:00:00.000000Z', 2, 'w1', NULL, 'OSError at mail.py:7')
"""


@pytest.fixture
def outbox(seeded, tmp_path: Path) -> Path:
    folder = seeded.copied(tmp_path / "data")
    ask(folder, JOBS)
    return folder


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("all", ["e1 mail waiting", "e2 mail failing", "e3 mail dead", "e3 push dead", "e4 mail failing"]),
        ("waiting", ["e1 mail waiting"]),
        ("failing", ["e2 mail failing", "e4 mail failing"]),
        ("dead", ["e3 mail dead", "e3 push dead"]),
    ],
)
def test_jobs_lists_what_is_not_done(outbox: Path, state: str, expected: list[str]) -> None:
    """By what became of it, the oldest first; what an event holds is never shown."""
    done = run(outbox, "jobs", "--state", state, "--json", **DATA)
    assert done.returncode == 0, done.stderr
    assert [f"{job['id']} {job['handler']} {job['state']}" for job in json.loads(done.stdout)] == expected
    assert "SECRET" not in done.stdout


def test_jobs_prints_the_same_as_a_table(outbox: Path) -> None:
    """One line for each; what an event holds is never shown."""
    table = run(outbox, "jobs", **DATA).stdout
    lines = [[cell.strip() for cell in line.split("│")[1:-1]] for line in table.splitlines() if "│" in line]
    assert [(cells[0], cells[1], cells[3]) for cells in lines] == [
        ("e1", "mail", "waiting"), ("e2", "mail", "failing"), ("e3", "mail", "dead"), ("e3", "push", "dead"), ("e4", "mail", "failing")]  # fmt: skip
    assert "SECRET" not in table


def test_jobs_says_so_when_there_are_none(seeded, tmp_path: Path) -> None:
    """In words, or as an empty list."""
    folder = seeded.copied(tmp_path / "data")
    assert "nothing waits, failed or died" in run(folder, "jobs", **DATA).stdout
    assert run(folder, "jobs", "--json", **DATA).stdout == "[]\n"


def test_a_retry_makes_the_failed_and_the_dead_due_at_once(outbox: Path) -> None:
    """All handlers of an event or one; a dead one gets all its attempts again; one at a worker's hand is left to it."""
    assert run(outbox, "jobs", "retry", "e2", **DATA).stdout == "due now: mail\n"
    assert run(outbox, "jobs", "retry", "e3", "--handler", "push", **DATA).stdout == "due now: push\n"
    rows = ask(outbox, "SELECT id, handler, state, attempts, due_at < '2090', ended_at IS NULL FROM bedplate_outbox WHERE id IN ('e2', 'e3') ORDER BY 1, 2")
    assert rows == [("e2", "mail", "waiting", 3, 1, 1), ("e2", "push", "done", 1, 1, 0), ("e3", "mail", "dead", 9, 1, 0), ("e3", "push", "waiting", 0, 1, 1)]
    for arguments in (("e4",), ("e2", "--handler", "push")):
        done = run(outbox, "jobs", "retry", *arguments, **DATA)
        assert done.returncode == 1
        assert "has failed" in done.stderr


def test_jobs_without_a_database_says_where_it_looked(seeded, tmp_path: Path) -> None:
    """And makes none."""
    folder = seeded.copied(tmp_path / "data")
    done = run(folder, "jobs", BEDPLATE_DATABASE="nowhere.db")
    assert done.returncode == 1
    assert f"there is no database at {folder / 'nowhere.db'}" in done.stderr
    assert not (folder / "nowhere.db").exists()


def test_a_schedule_is_listed_and_run_by_hand(outbox: Path) -> None:
    """A run that is not done yet is not doubled, and an unknown name is told so."""
    connection = apsw.Connection(str(outbox / "helpdesk.sqlite3"))
    connection.execute("INSERT INTO bedplate_schedule (name, words, due_at) VALUES ('tidy', 'every 1d', '2026-01-06T00:00:00.000000Z')")
    connection.close()
    assert run(outbox, "jobs", "run", "tidy", **DATA).stdout == "due now: tidy\n"
    (listed,) = json.loads(run(outbox, "jobs", "schedules", "--json", **DATA).stdout)
    assert (listed["name"], listed["when"], listed["due"], listed["last_state"]) == ("tidy", "every 1d", "2026-01-06T00:00:00.000000Z", "waiting")
    again, unknown = run(outbox, "jobs", "run", "tidy", **DATA), run(outbox, "jobs", "run", "nobody", **DATA)
    assert again.returncode == 1 and "is not done yet" in again.stderr
    assert unknown.returncode == 1 and "there is no schedule nobody" in unknown.stderr
