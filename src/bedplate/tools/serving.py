"""Running an application under granian, for `serve`, `dev` and `demo`."""
from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import click
from granian.constants import Interfaces, Loops
from granian.log import LogLevels
from granian.server.mp import MPServer

from bedplate.settings import Settings

__all__ = ["refuse_taken_port", "run"]

DRAIN_SECONDS = 25  # under the 30 s after which orchestrators kill
_INSIST_SECONDS = 0.25
DRAIN_SECONDS_OF_DEV = 3  # who edits waits for the new code, not for a slow request of the old


def run(
    target: str, settings: Settings, overrides: Mapping[str, str], *, reload: list[Path] | None = None, before: Callable[[], None] | None = None
) -> None:
    """Serve until SIGTERM or SIGINT; requests that were accepted are answered first. A worker that dies is replaced.

    `reload` watches the Python files below these folders. `before` is called once, before the workers start.
    """
    os.environ.update(overrides)
    os.environ["BEDPLATE_APP"] = target
    server = _Server(
        "bedplate.tools.target:extended" if reload is not None else "bedplate.tools.target:application",
        address=settings.host.strip("[]"),
        port=settings.port,
        interface=Interfaces.ASGI,
        workers=settings.workers,
        loop=Loops.uvloop,
        factory=True,
        backlog=1024,
        log_enabled=True,
        log_level=LogLevels.warning if reload is None else LogLevels.critical,  # `dev` tells in its own words what went wrong
        workers_kill_timeout=DRAIN_SECONDS if reload is None else DRAIN_SECONDS_OF_DEV,
        respawn_failed_workers=reload is None,
        reload=reload is not None,
        reload_paths=reload,
        reload_filter=_python_files() if reload is not None else None,
        reload_ignore_worker_failure=True,
        websockets=False,
    )
    if before is not None:
        server.on_startup(before)
    server.serve()


class _Server(MPServer):
    """Tells its workers to stop until they do. A worker that is just starting has no handler yet (it was forked with the supervisor's), or
    has one on a loop that does not run yet, and a single signal is lost there: it would serve on until it is killed."""

    def _stop_workers(self) -> None:
        stopped = threading.Event()
        threading.Thread(target=self._insist, args=(stopped,), daemon=True).start()
        try:
            super()._stop_workers()  # type: ignore[no-untyped-call]
        finally:
            stopped.set()

    def _insist(self, stopped: threading.Event) -> None:
        while not stopped.wait(_INSIST_SECONDS):
            for worker in self.wrks[:]:
                worker.terminate()  # type: ignore[no-untyped-call]


def refuse_taken_port(settings: Settings) -> None:
    """Each worker listens with SO_REUSEPORT, so a second server on a port would not fail but take half of the other's connections."""
    host = settings.host.strip("[]")
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, settings.port))
        except OSError as error:
            words = f"cannot listen on {settings.host}:{settings.port}: {error.strerror or error}. Stop what listens there, or say another --port."
            raise click.ClickException(words) from error


def _python_files() -> type:
    """What a reload depends on; the database and its log change all the time. Imported here: only `dev` needs it."""
    from watchfiles import PythonFilter

    class PythonFiles(PythonFilter):
        """A class of its own, because the server writes what else it ignores into it."""

    return PythonFiles
