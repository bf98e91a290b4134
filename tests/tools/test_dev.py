"""`bedplate dev`: reloads on change, and waits for a right declaration after a wrong one."""
from __future__ import annotations

import json
import signal
from pathlib import Path

import apsw
from served import Client, Process, free_port, run
from small import SHOP

NAME = "    name: Field[str] = field(max=80)\n"  # of a person


def fields_of_person(port: int) -> set[str]:
    client = Client(port)
    try:
        document = json.loads(client.ask("GET", "/openapi.json").body)
    finally:
        client.close()
    return set(document["components"]["schemas"]["Person"]["properties"])


def developing(folder: Path, port: int, *more: str) -> Process:
    return Process(folder, ("dev", "--port", str(port), *more), {})


def serves(line: str) -> bool:
    return line.startswith("dev: http://127.0.0.1:")


def test_it_makes_what_is_missing_and_reloads_on_change(tmp_path: Path) -> None:
    """Secrets for its owner only, the database, the lock; a new field is added to both, and is documented, without a restart."""
    (tmp_path / "app.py").write_text(SHOP)
    port = free_port()
    with developing(tmp_path, port) as process:
        process.wait_for(serves)
        assert "nickname" not in fields_of_person(port)
        assert (tmp_path / ".env").stat().st_mode & 0o077 == 0
        assert "nickname" not in (tmp_path / "contract.lock.json").read_text()
        (tmp_path / "app.py").write_text(SHOP.replace(NAME, f'{NAME}    nickname: Field[str] = field(max=80, default="")\n'))
        process.wait_for(lambda line: line == "database: column person.nickname")
        process.wait_for(serves)
        assert "nickname" in fields_of_person(port)
        assert "nickname" in (tmp_path / "contract.lock.json").read_text()
        process.send(signal.SIGINT)
        assert process.ended() == 0
    connection = apsw.Connection(str(tmp_path / "bedplate.db"))
    assert "nickname" in {row[1] for row in connection.execute("PRAGMA table_xinfo(person)")}
    connection.close()


def test_it_says_what_is_wrong_and_waits_for_what_is_right(tmp_path: Path) -> None:
    """Wrong declarations, an error of Python and a change that needs a migration: none is served, none ends it."""
    file = tmp_path / "app.py"
    file.write_text(SHOP.replace("unique=True", "uniq=True"))
    port = free_port()
    with developing(tmp_path, port) as process:

        def refuses(words: str) -> None:
            process.wait_for(lambda line: words in line)
            process.wait_for(lambda line: line == "dev: waiting for a change that puts it right")

        refuses("there is no option 'uniq'")
        file.write_text(SHOP.replace("cls.id == me.id", "cls.id == me.nobody"))
        refuses("Person has no field 'nobody'")
        file.write_text(SHOP + "\n1 / 0\n")
        refuses("ZeroDivisionError: division by zero")
        file.write_text(SHOP)
        process.wait_for(serves)
        assert fields_of_person(port) >= {"id", "name"}
        file.write_text(SHOP.replace(NAME, NAME.replace("str", "int").replace("max=80", "")))
        refuses("COLUMN_CHANGED")
        file.write_text(SHOP)
        process.wait_for(serves)
        assert fields_of_person(port) >= {"id", "name"}
        process.send(signal.SIGTERM)
        assert process.ended() == 0
    assert not any("multiprocessing" in line or "granian" in line for line in process.said)


def test_writing_data_is_no_change(tmp_path: Path) -> None:
    """The database beside the application changes with each request: nothing reloads, the same process answers."""
    (tmp_path / "app.py").write_text(SHOP)
    port = free_port()
    with developing(tmp_path, port) as process:
        process.wait_for(serves)
        made = run(tmp_path, "account", "create", "--email", "ana@example.com", "--set", "name=Ana", "--set", "team=NEW:Blue")
        assert made.returncode == 0, made.stderr
        client = Client(port)
        password = made.stdout.split()[-1]
        for _ in range(3):
            assert client.ask("POST", "/v1/auth/token", {"email": "ana@example.com", "password": password}).status == 200
        client.close()
        process.send(signal.SIGTERM)
        assert process.ended() == 0
    assert len([line for line in process.said if serves(line)]) == 1


def test_a_taken_port_is_told_before_anything_is_made(tmp_path: Path) -> None:
    """A second server would silently take half of the first one's connections."""
    (tmp_path / "app.py").write_text(SHOP)
    other = tmp_path / "other"
    other.mkdir()
    (other / "app.py").write_text(SHOP)
    port = free_port()
    with developing(tmp_path, port) as process:
        process.wait_for(serves)
        for command in (("dev", "--port", str(port)), ("demo", "--port", str(port), "--data", "made")):
            done = run(other, *command)
            assert done.returncode == 1
            assert f"cannot listen on 127.0.0.1:{port}" in done.stderr
    assert not (other / "bedplate.db").exists() and not (other / "made" / "helpdesk.sqlite3").exists()
