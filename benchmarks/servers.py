"""A server as a process: started on core 0, asked until it answers, measured from /proc, ended by its pid."""
from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CORE = 0
TICK = os.sysconf("SC_CLK_TCK")


class ServerFailed(Exception):
    """A server did not start or died; the words hold the end of its log."""


@dataclass(frozen=True)
class Server:
    name: str
    url: str
    process: subprocess.Popen[bytes]
    log: Path
    startup: float  # seconds from the start of the process to its first answer


@dataclass(frozen=True)
class Memory:
    """PSS in bytes: shared pages count in parts."""

    processes: int
    total: int
    largest: int  # the worker, where a supervisor stands beside it


def environment(surroundings: Mapping[str, str]) -> dict[str, str]:
    """This process's environment without settings that somebody left in it, and with those given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BEDPLATE_", "PEER_"))}
    return {**kept, **surroundings}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(name: str, command: Sequence[str], *, port: int, surroundings: Mapping[str, str], folder: Path, log: Path) -> Server:
    """Start `command` and wait for the first answer on /livez (any status below 500), at most 30 seconds."""
    url = f"http://127.0.0.1:{port}"
    began = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["taskset", "-c", str(CORE), *command], cwd=folder, env=environment(surroundings), stdout=output, stderr=output,
            stdin=subprocess.DEVNULL)
    while not answers(f"{url}/livez"):
        if process.poll() is not None or time.monotonic() - began > 30:
            end(process, patience=0)
            raise ServerFailed(f"{name} does not answer. The end of its log:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.01)
    return Server(name, url, process, log, time.monotonic() - began)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except urllib.error.HTTPError as refusal:
        return refusal.code < 500
    except OSError:
        return False


def stop(server: Server) -> None:
    """End the server by its pid, gracefully at first."""
    end(server.process, patience=30)


def end(process: subprocess.Popen[bytes], *, patience: float) -> None:
    """What is left of the process's children after it is ended by pid too."""
    children = family(process.pid)[1:]
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for child in children:
        try:
            os.kill(child, signal.SIGKILL)
        except ProcessLookupError:
            continue


def stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the command's name, which may hold spaces: [0] is field 3, the state."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def family(pid: int) -> list[int]:
    """The process and all that descend from it, living."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents.setdefault(int(stat(int(entry.name))[1]), []).append(int(entry.name))
            except (FileNotFoundError, ProcessLookupError):
                continue
    found = [pid]
    for member in found:
        found.extend(parents.get(member, ()))
    return found


def cpu_seconds(server: Server) -> float:
    """User and system time of the server, its living children and its ended ones."""
    ticks = 0
    for pid in family(server.process.pid):
        fields = stat(pid)
        ticks += sum(int(value) for value in fields[11:15])  # utime, stime, and those of children that ended
    return ticks / TICK


def memory(server: Server) -> Memory:
    sizes = [pss(pid) for pid in family(server.process.pid)]
    return Memory(len(sizes), sum(sizes), max(sizes))


def pss(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
