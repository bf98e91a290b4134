"""`bedplate serve`: refuses to start on anything doubtful, and serves from several processes on one file."""
from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from served import HELPDESK, Client, Process, answers_again, children, ends, free_port, run, serving
from small import SHOP

from bedplate.settings import read_dotenv, write_dotenv

APP = ("--app", str(HELPDESK / "app.py"))
OWN_SETTINGS = '''
from datetime import timedelta

from bedplate import Service, Settings


class ShopSettings(Settings, prefix="SHOP_"):
    close_after: timedelta


app = App(__name__, accounts=Person, settings=ShopSettings)
'''


def token_of(port: int, account: dict) -> str:
    client = Client(port)
    try:
        return client.ask("POST", "/v1/auth/token", {"email": account["email"], "password": account["password"]}).data["access_token"]
    finally:
        client.close()


def workers_seen(process: Process) -> set[str]:
    """Each worker numbers its requests after a prefix of its own."""
    lines = [json.loads(line) for line in process.output.read_bytes().splitlines() if line.startswith(b"{")]
    return {line["request"].partition("-")[0] for line in lines if line["event"] == "request" and line["request"]}


# ---- refusals
def test_production_without_secrets_does_not_start(tmp_path: Path) -> None:
    """All that is missing or wrong, ours and the application's own, in one report."""
    (tmp_path / "app.py").write_text(SHOP.replace("app = App(__name__, accounts=Person)\n", OWN_SETTINGS))
    done = run(tmp_path, "serve", BEDPLATE_SECRET="changeme", BEDPLATE_WORKERS="many", BEDPLATE_HOSTS="*")
    assert (done.returncode, done.stdout) == (1, "")
    for words in ("BEDPLATE_SECRET is shorter", "BEDPLATE_TOKEN_KEY is missing", "BEDPLATE_WORKERS is not a number", "BEDPLATE_HOSTS allows any host",
                  "SHOP_CLOSE_AFTER is missing"):  # fmt: skip
        assert words in done.stderr
    assert "5 faults: nothing was started." in done.stderr
    assert "changeme" not in done.stderr
    assert list(tmp_path.glob("*.db")) == []


def test_production_takes_its_secrets_from_files(seeded, tmp_path: Path) -> None:
    """As an orchestrator mounts them; nothing else has to be set."""
    folder, port = seeded.copied(tmp_path / "data"), free_port()
    given = {"BEDPLATE_ENVIRONMENT": "production", "BEDPLATE_LIMIT_FACTOR": "1"}
    for name, (value, _) in read_dotenv(folder / ".env").items():
        if name in ("BEDPLATE_SECRET", "BEDPLATE_TOKEN_KEY"):
            (folder / name).write_text(value)
            given[f"{name}_FILE"] = str(folder / name)
    (folder / ".env").unlink()
    with serving(folder, port, **given) as process:
        assert answers_again(port)
        process.send(signal.SIGTERM)
        assert process.ended() == 0


def test_a_database_that_does_not_fit_is_not_served(seeded, tmp_path: Path) -> None:
    """`serve` changes no schema."""
    folder = seeded.copied(tmp_path / "data")
    done = run(folder, "serve", *APP, "--port", str(free_port()), BEDPLATE_DATABASE="empty.db")
    assert done.returncode == 1
    assert "SCHEMA_BEHIND" in done.stderr and "bedplate dev" in done.stderr


def test_a_taken_port_is_told(seeded, tmp_path: Path) -> None:
    """Instead of taking half of the other server's connections."""
    folder, port = seeded.copied(tmp_path / "data"), free_port()
    with serving(folder, port):
        done = run(folder, "serve", *APP, "--port", str(port), BEDPLATE_DATABASE="helpdesk.sqlite3")
    assert done.returncode == 1
    assert f"cannot listen on 127.0.0.1:{port}" in done.stderr


# ---- several processes
def test_two_workers_write_one_file(seeded, tmp_path: Path) -> None:
    """Both take connections; what one wrote the other reads, and no create is refused."""
    folder, port = seeded.copied(tmp_path / "data"), free_port()
    with serving(folder, port, "--workers", "2") as process:
        first = seeded.facts["accounts"][0]
        token = token_of(port, first)
        reader = Client(port, token)
        project = reader.ask("GET", "/v1/projects?limit=1").data[0]["id"]
        made: list[str] = []

        def create(number: int) -> None:
            for turn in range(5):
                client = Client(port, token)
                answer = client.ask("POST", "/v1/tickets", {"project": project, "title": f"{number} {turn}", "body": "By one of two."})
                client.close()
                assert answer.status == 201
                made.append(answer.data["id"])

        for _ in range(20):  # until the second has started too
            threads = [threading.Thread(target=create, args=(number,)) for number in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(30)
            for key in made[-4:]:
                again = Client(port, token)
                assert again.ask("GET", f"/v1/tickets/{key}").status == reader.ask("GET", f"/v1/tickets/{key}").status == 200
                again.close()
            if len(children(process.process.pid)) == 2 and len(made) >= 60:
                break
        reader.close()
        process.send(signal.SIGTERM)
        assert process.ended() == 0
    assert len(set(made)) == len(made)
    assert len(workers_seen(process)) == 2


def test_a_worker_that_dies_is_replaced(seeded, tmp_path: Path) -> None:
    """Killed without a word; the port answers again, by another process, and the stop is still in order."""
    folder, port = seeded.copied(tmp_path / "data"), free_port()
    with serving(folder, port) as process:
        (worker,) = children(process.process.pid)
        os.kill(worker, signal.SIGKILL)
        assert answers_again(port)
        assert children(process.process.pid) != [worker]
        process.send(signal.SIGTERM)
        assert process.ended() == 0


def test_workers_end_with_a_supervisor_that_was_killed(seeded, tmp_path: Path) -> None:
    """Else they would hold the port, with the old code, beside the next server."""
    folder, port = seeded.copied(tmp_path / "data"), free_port()
    with serving(folder, port, "--workers", "2") as process:
        workers = children(process.process.pid)
        watches = [os.pidfd_open(worker) for worker in workers]
        process.send(signal.SIGKILL)
        for watch in watches:
            assert ends(watch)
            os.close(watch)
    with serving(folder, port):
        assert answers_again(port)


UNREACHABLE = '''
from bedplate import Service

app = App(__name__, accounts=Person)


@app.service
class Bank(Service):
    async def start(self) -> None:
        raise OSError("postgres://somebody:password@host")
'''


def test_a_service_that_does_not_start_stops_the_server(tmp_path: Path) -> None:
    """Nothing is served without it: its name and place in words, exit code 1."""
    (tmp_path / "app.py").write_text(SHOP.replace("app = App(__name__, accounts=Person)\n", UNREACHABLE))
    write_dotenv(tmp_path / ".env")
    made = "from app import app; from pathlib import Path; from bedplate.settings import load; app.prepare(load({}, Path.cwd()), may_extend=True)"
    subprocess.run([sys.executable, "-c", made], cwd=tmp_path, check=True)
    done = run(tmp_path, "serve", "--port", str(free_port()))
    assert done.returncode == 1, done.stdout
    assert "app.py" in done.stdout and "SERVICE_NOT_STARTED: the service Bank did not start: OSError at " in done.stdout
    assert "password" not in done.stderr + done.stdout
