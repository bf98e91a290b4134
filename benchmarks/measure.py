"""One measured run: a short warm-up, then the load, with the server's CPU time around it and its memory after it."""
from __future__ import annotations

from dataclasses import dataclass

import load
import servers

WARM_UP = 1  # seconds: caches filled, statements prepared, connections of the pool opened


@dataclass(frozen=True)
class Sample:
    requests: int
    per_second: float
    p50: float  # microseconds
    p99: float  # microseconds
    cpu: float  # microseconds of the server's processes per request
    pss: int  # bytes of all the server's processes
    worker_pss: int  # bytes of the largest of them: the worker, where a supervisor stands beside it


def sample(server: servers.Server, path: str, *, script: str, connections: int, seconds: float, token: str, project: str) -> Sample:
    def run(length: float) -> load.Run:
        return load.run(server.url + path, script=script, connections=connections, seconds=length, token=token, project=project)

    run(WARM_UP)
    before = servers.cpu_seconds(server)
    measured = run(seconds)
    cpu = servers.cpu_seconds(server) - before
    memory = servers.memory(server)
    return Sample(
        measured.requests, measured.requests / measured.seconds, measured.p50, measured.p99, cpu / measured.requests * 1e6,
        memory.total, memory.largest)
