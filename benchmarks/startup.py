"""How long until the first word: `bedplate check`, the first answer of `serve`, and what a worker weighs after 1,000 requests.

    .venv/bin/python benchmarks/startup.py [--runs 5]

Prints medians (least–most) beside the goals. Nothing of it needs the benchmark's own environment.
"""
from __future__ import annotations

import argparse
import http.client
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import servers

ROOT = Path(__file__).parent.parent
BEDPLATE = str(Path(sys.executable).with_name("bedplate"))
APP = str(ROOT / "examples" / "helpdesk" / "app.py")
REQUESTS = 1_000
MEBIBYTE = 1024 * 1024


def seconds_of_check(folder: Path) -> float:
    began = time.monotonic()
    subprocess.run([BEDPLATE, "check", "--app", APP], cwd=folder, check=True, stdout=subprocess.DEVNULL, env=servers.environment({}))
    return time.monotonic() - began


def served(folder: Path, account: dict[str, str], log: Path) -> tuple[float, int]:
    """Seconds from the start of the process to the first answer; bytes (PSS) of the worker after the requests."""
    port = servers.free_port()
    surroundings = {"BEDPLATE_DATABASE": "helpdesk.sqlite3", "BEDPLATE_LIMIT_FACTOR": "10000"}
    server = servers.start(
        "bedplate", [BEDPLATE, "serve", "--app", APP, "--port", str(port)], port=port, surroundings=surroundings, folder=folder, log=log)
    try:
        ask(port, account)
        return server.startup, servers.memory(server).largest
    finally:
        servers.stop(server)


def ask(port: int, account: dict[str, str]) -> None:
    """Sign in, then lists with nested rows, reads and creates in turn."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def told(method: str, path: str, body: object = None, token: str = "") -> object:
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status >= 400:
            raise servers.ServerFailed(f"{method} {path} was answered with {answer.status}: {content[:500]!r}")
        return json.loads(content)["data"]

    token = str(told("POST", "/v1/auth/token", {"email": account["email"], "password": account["password"]})["access_token"])  # type: ignore[index]
    project = told("GET", "/v1/projects?limit=1", token=token)[0]["id"]  # type: ignore[index]
    for number in range(REQUESTS):
        if number % 3 == 0:
            told("GET", "/v1/tickets?limit=20&fields=id,title,author(id,name),comments(body)&comments.limit=5", token=token)
        elif number % 3 == 1:
            told("GET", f"/v1/tickets/{account['ticket']}", token=token)
        else:
            told("POST", "/v1/tickets", {"project": project, "title": f"Ticket {number}", "body": "Made by the benchmark."}, token)
    connection.close()


def line(name: str, values: Sequence[float], unit: str, goal: str) -> str:
    return f"{name:46} {statistics.median(values):8.2f} {unit:3} ({min(values):.2f}–{max(values):.2f})   goal: under {goal}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        made = subprocess.run(
            [BEDPLATE, "demo", "--seed-only", "--json", "--data", str(folder)], cwd=name, check=True, capture_output=True, text=True,
            env=servers.environment({}))
        account = json.loads(made.stdout.splitlines()[-1])["accounts"][0]
        checks = [seconds_of_check(folder) for _ in range(runs)]
        starts = [served(folder, account, Path(name) / "serve.log") for _ in range(runs)]
    print(line("`bedplate check` of the helpdesk", checks, "s", "1 s"))
    print(line("first answer of `bedplate serve`", [start for start, _ in starts], "s", "1.5 s"))
    print(line(f"PSS of the worker after {REQUESTS:,} requests", [pss / MEBIBYTE for _, pss in starts], "MiB", "90 MB (86 MiB)"))


if __name__ == "__main__":
    main()
