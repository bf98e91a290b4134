"""One run of the load generator `wrk` (HTTP/1.1, keep-alive), pinned to its own core. A refused or broken request fails the run."""
from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

LUA = Path(__file__).parent / "lua"
CORE = 1


class LoadFailed(Exception):
    """The run cannot be used; the words say why."""


@dataclass(frozen=True)
class Run:
    """What one run came to; times in microseconds as wrk saw them (closed loop: a connection sends when its last answer is in)."""

    requests: int
    seconds: float
    p50: float
    p99: float


def require_wrk() -> None:
    if shutil.which("wrk") is None:
        raise LoadFailed("The load generator 'wrk' is missing. Install it with: apt-get install wrk")
    if shutil.which("taskset") is None:
        raise LoadFailed("'taskset' is missing. Install it with: apt-get install util-linux")
    if CORE not in os.sched_getaffinity(0):
        raise LoadFailed("This machine has one core; server and load generator need one each, or they measure each other.")


def run(url: str, *, script: str, connections: int, seconds: float, token: str, project: str) -> Run:
    """Load `url` for so many seconds with a script of lua/."""
    command = ["taskset", "-c", str(CORE), "wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "10s",
               "-s", str(LUA / f"{script}.lua"), url]
    surroundings = {**os.environ, "BENCH_LUA": str(LUA), "BENCH_TOKEN": token, "BENCH_PROJECT": project}
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=seconds + 30, check=False)
    line = next((line for line in done.stdout.splitlines() if line.startswith("RESULT ")), None)
    if done.returncode != 0 or line is None:
        raise LoadFailed(f"wrk ended with {done.returncode}: {done.stderr.strip() or done.stdout.strip()}")
    result = json.loads(line.removeprefix("RESULT "))
    if result["refused"] or result["broken"] or not result["requests"]:
        raise LoadFailed(f"{url}: of {result['requests']} requests {result['refused']} were answered 4xx or 5xx, {result['broken']} broke")
    return Run(result["requests"], result["microseconds"] / 1e6, result["p50"], result["p99"])
