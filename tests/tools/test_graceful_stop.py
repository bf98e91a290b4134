"""SIGTERM under load: what was accepted is answered, what was acknowledged is kept."""
from __future__ import annotations

import json
import signal
from collections import Counter
from pathlib import Path

import apsw
import pytest
from load import Load
from served import Client, Process, free_port, serving


def first_account(port: int, facts: dict) -> tuple[str, str]:
    """A token, and the project that new tickets go to."""
    account = facts["accounts"][0]
    client = Client(port)
    token = client.ask("POST", "/v1/auth/token", {"email": account["email"], "password": account["password"]}).data["access_token"]
    client.close()
    client = Client(port, token)
    project = client.ask("GET", "/v1/projects?limit=1").data[0]["id"]
    client.close()
    return token, project


def requests_logged(process: Process) -> Counter[str]:
    """Route -> how many the server says that it answered."""
    lines = [json.loads(line) for line in process.output.read_bytes().splitlines() if line.startswith(b"{")]
    return Counter(line["operation"] for line in lines if line["event"] == "request")


@pytest.mark.parametrize("workers", [1, 2])
def test_nothing_accepted_is_lost_when_the_server_is_told_to_stop(seeded, tmp_path: Path, workers: int) -> None:
    """Eight clients, with kept and with new connections: each request that the server logged was answered to its client, each create that
    was answered is in the database and each that was not is not; exit code 0."""
    folder, port = seeded.copied(tmp_path / "data"), free_port()
    with serving(folder, port, "--workers", str(workers)) as process:
        token, project = first_account(port, seeded.facts)
        load = Load(port, token, project, clients=8)
        load.start()
        process.send(signal.SIGTERM)
        load.join()
        code = process.ended()
    assert code == 0, process.said
    told = load.told
    assert [status for one in told for status in one.other] == []
    created = {title: key for one in told for title, key in one.created.items()}
    unanswered = {title for one in told for title in one.unanswered}
    connection = apsw.Connection(str(folder / "helpdesk.sqlite3"))
    stored = dict(connection.execute("SELECT title, id FROM ticket WHERE title LIKE 'client % turn %'").fetchall())
    assert connection.pragma("integrity_check") == "ok"
    connection.close()
    assert stored == created
    assert not unanswered & set(stored)
    logged = requests_logged(process)
    assert logged["ticket.create"] + logged["ticket.list"] == sum(one.answered for one in told)
