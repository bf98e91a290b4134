"""The peer alone, on a database made here: that it answers and refuses as it must, then one short run of each row.

    benchmarks/.venv/bin/python benchmarks/check_peer.py [--seconds 2] [--no-access-log]
"""
from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import answers
import jwt
import measure
import peer
import scratch
import servers
import work
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

ADMIN, STRANGER_ADMIN, REQUESTER = scratch.key(1, 0), scratch.key(1, 1), scratch.key(1, 58)
PROJECT = scratch.key(2, 0)


def new_private_key() -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def token(key: str, person: str, *, kind: str = "at+jwt", lives: int = 600) -> str:
    now = int(time.time())
    return jwt.encode({"sub": person, "iat": now, "exp": now + lives}, key, "ES256", headers={"typ": kind})


def check(server: servers.Server, key: str) -> None:
    """Answers and refusals, each with the status that ours gives."""
    admin = token(key, ADMIN)
    tickets = f"{server.url}/v1/tickets"
    status, first = answers.ask(f"{tickets}?limit=20", admin)
    assert (status, len(first["data"]), bool(first["page"]["next"])) == (200, 20, True), first
    ticket = first["data"][0]
    assert ticket["due_at"] > ticket["created_at"]
    assert ticket["late"] in (True, False)
    assert answers.ask(f"{tickets}/{ticket['id']}", admin) == (200, {"data": ticket})

    second = answers.ask(f"{tickets}?limit=20&cursor={first['page']['next']}", admin)[1]
    assert second["data"][0]["created_at"] < first["data"][-1]["created_at"]
    detailed = answers.ask(f"{tickets}/detailed?limit=20", admin)[1]["data"]
    assert [row["id"] for row in detailed] == [row["id"] for row in first["data"]]
    assert all(row["comments"] for row in detailed)
    filtered = answers.ask(f"{tickets}?status=open", admin)[1]["data"]
    assert [row["status"] for row in filtered] == ["open"] * 20

    new: dict[str, object] = {"project": PROJECT, "title": "Printer", "body": "Out of paper."}
    status, made = answers.ask(tickets, admin, new)
    assert (status, made["data"]["author"], made["data"]["assignee"]) == (201, ADMIN, scratch.key(1, 0)), made
    assert answers.ask(f"{tickets}/{made['data']['id']}", admin) == (200, made)
    check_refusals(server, key, ticket["id"], new)


def check_refusals(server: servers.Server, key: str, ticket: str, new: dict[str, object]) -> None:
    tickets = f"{server.url}/v1/tickets"
    stranger, requester = token(key, STRANGER_ADMIN), token(key, REQUESTER)
    assert answers.ask(f"{tickets}/{ticket}", stranger)[0] == 404, "another tenant reads the ticket"
    mine = answers.ask(f"{tickets}?limit=100", requester)[1]["data"]
    assert {row["author"] for row in mine} == {REQUESTER}, "a requester sees tickets of others"
    shown = answers.ask(f"{tickets}/detailed?limit=100", requester)[1]["data"]
    seen = answers.ask(f"{tickets}/detailed?limit=100", token(key, ADMIN))[1]["data"]
    assert sum(len(row["comments"]) for row in shown) < 4 * len(shown), "a requester sees notes of staff"
    assert {len(row["comments"]) for row in seen} == {0, 4}, "staff do not see their notes"
    for wrong in ("", token(key, ADMIN, kind="JWT"), token(key, ADMIN, lives=-1), token(new_private_key(), ADMIN), token(key, PROJECT)):
        assert answers.ask(tickets, wrong)[0] == 401, "a wrong token passes"
    admin = token(key, ADMIN)
    assert answers.ask(f"{tickets}?color=red", admin)[0] == 400
    assert answers.ask(f"{tickets}?cursor=AAAA", admin)[0] == 400
    assert answers.ask(tickets, admin, {**new, "status": "closed"})[0] == 400
    assert answers.ask(tickets, admin, {**new, "project": scratch.key(2, 1)})[0] == 400, "a project of another tenant is taken"


def load_rows(server: servers.Server, key: str, seconds: float) -> None:
    admin = token(key, ADMIN)
    ticket = answers.ask(f"{server.url}/v1/tickets?limit=1", admin)[1]["data"][0]["id"]
    for one in work.ALL:
        path = one.peer_path.format(ticket=ticket)
        got = measure.sample(server, path, script=one.kind, connections=one.connections, seconds=seconds, token=admin, project=PROJECT)
        print(f"{one.title:38} {got.per_second:8.0f}/s  p50 {got.p50 / 1e3:7.2f} ms  p99 {got.p99 / 1e3:7.2f} ms  "
              f"CPU {got.cpu:6.0f} us  PSS {got.pss / 1e6:5.1f} MB", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--no-access-log", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database, key = Path(folder) / "scratch.db", new_private_key()
        scratch.make(database)
        server = peer.start("fastapi", database, peer.public_key(key), Path(folder) / "peer.log", access_log=not options.no_access_log)
        try:
            check(server, key)
            print("the peer answers and refuses as it must")
            load_rows(server, key, options.seconds)
        finally:
            servers.stop(server)


if __name__ == "__main__":
    main()
