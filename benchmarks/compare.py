"""The same work, asked of Bedplate and of a peer (FastAPI or Litestar with SQLAlchemy, or Django Ninja), on copies of one database. See README.md.

    benchmarks/run [--seconds 5] [--rounds 5] [--work get nested …] [--peer litestar]
"""
from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import answers
import load
import measure
import ours
import peer
import report
import servers
import work

HERE = Path(__file__).parent
TOKEN_SECONDS = 240  # of its 600 a token is used so long before a new run takes a new one


@dataclass(frozen=True)
class Pair:
    """Both servers, each on its own fresh copy of the same database."""

    ours: servers.Server
    peer: servers.Server


@dataclass(frozen=True)
class Plan:
    demo: ours.Demo
    folder: Path
    works: Sequence[work.Work]
    seconds: float
    rounds: int
    access_log: bool  # of the peer; ours has no switch for its own
    kind: str  # of the peer

    @property
    def peer_name(self) -> str:
        return peer.PEERS[self.kind][0]


@contextmanager
def both(plan: Plan, name: str) -> Iterator[Pair]:
    """Start both, and end both whatever happens."""
    folder = plan.folder / name
    folder.mkdir()
    with ExitStack() as stack:
        our_copy, peer_copy = ours.copy(plan.demo.database, folder / "ours.db"), ours.copy(plan.demo.database, folder / "peer.db")
        first = ours.start(plan.demo, our_copy, folder / "ours.log")
        stack.callback(servers.stop, first)
        public = peer.public_key(plan.demo.token_key)
        second = peer.start(plan.kind, peer_copy, public, folder / "peer.log", access_log=plan.access_log)
        stack.callback(servers.stop, second)
        yield Pair(first, second)


@dataclass(frozen=True)
class Subject:
    """What is asked for: a ticket that the account may read, and its project."""

    ticket: str
    project: str


def subject(server: servers.Server, token: str) -> Subject:
    status, body = answers.ask(f"{server.url}/v1/tickets?limit=1", token)
    if status != 200 or not body["data"]:
        raise ours.NotReady(f"the list of tickets was answered {status}: {body}")
    return Subject(body["data"][0]["id"], body["data"][0]["project"])


def compare_answers(plan: Plan, pair: Pair) -> None:
    """Raises AnswersDiffer unless both answer, and refuse, alike."""
    first, second = plan.demo.accounts[0], plan.demo.accounts[1]
    token, strange = ours.sign_in(pair.ours, first), ours.sign_in(pair.ours, second)
    about = subject(pair.ours, token)

    def same(title: str, path: str, peer_path: str, bearer: str, body: dict[str, object] | None = None) -> None:
        one, other = (answers.ask(server.url + at, bearer, body) for server, at in ((pair.ours, path), (pair.peer, peer_path)))
        answers.compare(title, one, other, new_row=body is not None)

    for each in work.ALL:
        if each.kind == "read":
            for bearer in (token, strange):  # the second account is refused the ticket and has lists of its own
                same(each.title, each.path.format(ticket=about.ticket), each.peer_path.format(ticket=about.ticket), bearer)
    new: dict[str, object] = {"project": about.project, "title": "Printer", "body": "Out of paper."}
    same("without a token", "/v1/tickets", "/v1/tickets", "")
    same("with a wrong token", "/v1/tickets", "/v1/tickets", token[:-6] + "AAAAAA")
    same("a status in the body", "/v1/tickets", "/v1/tickets", token, {**new, "status": "closed"})
    same("a project of others", "/v1/tickets", "/v1/tickets", strange, new)
    same("create a ticket", "/v1/tickets", "/v1/tickets", token, new)
    same("bulk with one wrong row", "/v1/tickets/bulk", "/v1/tickets/bulk", token, {"create": [new, {**new, "status": "closed"}]})
    same("bulk with a project of others", "/v1/tickets/bulk", "/v1/tickets/bulk", strange, {"create": [new, new]})


def one_round(plan: Plan, pair: Pair, number: int, samples: dict[str, dict[str, list[measure.Sample]]]) -> None:
    """Every row on both servers, one right after the other; who is first changes from round to round."""
    account = plan.demo.accounts[0]
    taken, token = time.monotonic(), ours.sign_in(pair.ours, account)
    about = subject(pair.ours, token)
    for each in plan.works:
        turns = [(report.OURS, pair.ours, each.path), (plan.peer_name, pair.peer, each.peer_path)]
        for name, server, path in turns if number % 2 else reversed(turns):
            if time.monotonic() - taken > TOKEN_SECONDS:
                taken, token = time.monotonic(), ours.sign_in(pair.ours, account)
            sample = measure.sample(
                server, path.format(ticket=about.ticket), script=each.kind, connections=each.connections, seconds=plan.seconds, token=token,
                project=about.project)
            samples[each.name][name].append(sample)
            print(f"round {number}: {each.title}: {name} {sample.per_second:,.0f}/s", file=sys.stderr, flush=True)


def run(plan: Plan, results: Path) -> None:
    with both(plan, "answers") as pair:
        compare_answers(plan, pair)
        startup = {report.OURS: pair.ours.startup, plan.peer_name: pair.peer.startup}
    print("both answer and refuse alike; now they are timed", file=sys.stderr)
    samples: dict[str, dict[str, list[measure.Sample]]] = {each.name: {report.OURS: [], plan.peer_name: []} for each in plan.works}
    for number in range(1, plan.rounds + 1):
        with both(plan, f"round{number}") as pair:
            one_round(plan, pair, number, samples)
    print(report.table(plan.works, samples, plan.peer_name))
    print("\nmedian (least–most) of the rounds; first answer after the start: "
          + ", ".join(f"{name} {seconds:.2f} s" for name, seconds in startup.items()))
    facts: dict[str, object] = {
        "seconds": plan.seconds, "rounds": plan.rounds, "peer_access_log": plan.access_log, "startup_seconds": startup,
        "peer": (HERE / "requirements.txt").read_text().split("\n")[1:-1]}
    report.write(results, plan.works, samples, facts, plan.peer_name)
    print(f"all samples: {results}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=5, choices=range(1, 121), metavar="1–120", help="length of one run (default 5)")
    parser.add_argument("--rounds", type=int, default=5, choices=range(1, 101), metavar="1–100", help="runs of each row (default 5)")
    names = [each.name for each in work.ALL]
    parser.add_argument("--work", nargs="+", choices=names, default=names, metavar="ROW", help=f"some rows only: {' '.join(names)}")
    parser.add_argument("--peer", choices=sorted(peer.PEERS), default="fastapi", help="whom to compare with (default fastapi)")
    parser.add_argument("--results", type=Path, default=HERE / "results.json", help="all samples, as JSON")
    parser.add_argument("--no-peer-access-log", action="store_true", help="spare the peer its access log; ours keeps its own")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    works = [each for each in work.ALL if each.name in options.work]
    try:
        load.require_wrk()
        with tempfile.TemporaryDirectory(prefix="bedplate-bench-") as folder:
            print("seeding the demo's database", file=sys.stderr)
            data = Path(folder) / "demo"
            data.mkdir()
            demo = ours.seeded(data)
            run(Plan(demo, Path(folder), works, options.seconds, options.rounds, not options.no_peer_access_log, options.peer), options.results)
    except (ours.NotReady, load.LoadFailed, servers.ServerFailed, answers.AnswersDiffer) as fault:
        sys.exit(f"compare: {fault}")
    except KeyboardInterrupt:
        sys.exit("compare: stopped")


if __name__ == "__main__":
    main()
