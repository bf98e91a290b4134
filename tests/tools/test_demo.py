"""`bedplate demo`: what it prints works when pasted."""
from __future__ import annotations

import json
import re
import shlex
import signal
import subprocess
from pathlib import Path
from typing import Any

import apsw
from served import Client, Process, environment, free_port, run


def digest(folder: Path) -> list[tuple[Any, ...]]:
    """Every made-up row, in order; passwords are not among them."""
    connection = apsw.Connection(str(folder / "helpdesk.sqlite3"))
    tables = {"org": "name", "person": "name, email, role", "project": "name, lead", "ticket": "title, status, author", "comment": "body, author"}
    rows = [row for table, columns in tables.items() for row in connection.execute(f"SELECT id, {columns} FROM {table} ORDER BY id").fetchall()]
    connection.close()
    return rows


def test_the_last_line_is_one_object_for_programs(seeded) -> None:
    """Where it is served, two accounts of two organisations with made-up passwords, and a ticket of each."""
    facts = seeded.facts
    assert facts["docs"] == f"{facts['url']}/docs"
    first, second = facts["accounts"]
    assert first["organisation"] != second["organisation"]
    assert first["password"] != second["password"]
    assert all(len(one["password"]) >= 15 and "@" in one["email"] and one["ticket"] in one["tickets"] for one in (first, second))
    assert facts["tickets"] == [first["ticket"], second["ticket"]]


def test_secrets_are_readable_by_their_owner_only(seeded) -> None:
    """The `.env` and the passwords."""
    assert [(seeded.folder / name).stat().st_mode & 0o077 for name in (".env", "demo.json")] == [0, 0]


def test_it_speaks_once_it_listens_and_its_last_line_stays_the_last(seeded, tmp_path: Path) -> None:
    """No connection is refused after the line; progress and the log are on standard error."""
    folder, port = seeded.copied(tmp_path / "data"), free_port()
    with Process(tmp_path, ("demo", "--json", "--data", str(folder), "--port", str(port)), {}) as process:
        process.wait_for(lambda line: line.startswith("serving"))
        process.wait_for_output()
        facts = json.loads(process.output.read_text().splitlines()[-1])
        client = Client(port)
        assert client.ask("GET", "/livez").status == 200
        assert client.ask("GET", "/docs").status == 200
        for account, other in (facts["accounts"], facts["accounts"][::-1]):
            signed = client.ask("POST", "/v1/auth/token", {"email": account["email"], "password": account["password"]})
            bearer = f"Bearer {signed.data['access_token']}"
            assert client.ask("GET", f"/v1/tickets/{account['ticket']}", Authorization=bearer).status == 200
            assert client.ask("GET", f"/v1/tickets/{other['ticket']}", Authorization=bearer).status == 404
        client.close()
        process.send(signal.SIGTERM)
        assert process.ended() == 0
    assert json.loads(process.output.read_text()) == facts
    assert any("using the data in" in line for line in process.said)
    assert any('"operation":"ticket.read"' in line for line in process.said)


def test_the_printed_lines_work_when_pasted(seeded, tmp_path: Path) -> None:
    """As they stand, one after the other in a shell: sign in, the own ticket, a list, the other's ticket, a wrong field."""
    folder, port = seeded.copied(tmp_path / "data"), free_port()
    with Process(tmp_path, ("demo", "--data", str(folder), "--port", str(port)), {}) as process:
        process.wait_for(lambda line: line.startswith("serving"))
        process.wait_for_output()
        printed = process.output.read_text()
        lines = [line.strip() for line in printed.splitlines() if re.match(r"  (TOKEN=|curl )", line)]
        assert len(lines) == 5
        pasted = subprocess.run(
            ["bash", "-c", "\n".join(lines)], env=environment(tmp_path), capture_output=True, text=True, timeout=30, check=True)  # fmt: skip
    own, listed, refused, wrong = (json.loads(line) for line in pasted.stdout.splitlines())
    first, second = seeded.facts["accounts"]
    assert own["data"]["id"] == first["ticket"] and set(own["data"]["author"]) == {"id", "name"}
    assert len(listed["data"]) == 3
    assert refused["code"] == "NOT_FOUND"
    assert [detail["place"] for detail in wrong["details"] if detail["rule"] == "unknown"] == ["body.titel"]
    assert second["ticket"] in shlex.split(lines[3])[2]
    assert {one["email"] for one in (first, second)} <= set(printed.split())


def test_the_data_is_of_size_and_the_same_each_time(seeded, tmp_path: Path) -> None:
    """At least 50 people, 5,000 tickets and 20,000 comments. Data of another version is made anew, not migrated, and differs in passwords
    only."""
    folder = seeded.copied(tmp_path / "data")
    rows = digest(folder)
    assert len(rows) >= 50 + 5_000 + 20_000
    connection = apsw.Connection(str(folder / "helpdesk.sqlite3"))
    connection.execute("UPDATE bedplate_schema SET text = text || ' ' WHERE owner = 'ticket'")
    connection.close()
    again = run(tmp_path, "demo", "--seed-only", "--json", "--data", str(folder))
    assert again.returncode == 0, again.stderr
    assert "made by another version" in again.stderr
    assert digest(folder) == rows
    assert json.loads(again.stdout)["accounts"][0]["password"] != seeded.facts["accounts"][0]["password"]
