"""Running an application under granian, for `serve`, `dev` and `demo`."""
from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces, Loops
from granian.log import LogLevels

from bedplate.settings import Settings

__all__ = ["run"]

DRAIN_SECONDS = 25  # under the 30 s after which orchestrators kill


def run(target: str, settings: Settings, overrides: Mapping[str, str], *, reload: Path | None = None) -> None:
    """Serve until SIGTERM or SIGINT; requests that were accepted are answered first."""
    os.environ.update(overrides)
    os.environ["BEDPLATE_APP"] = target
    Granian(
        "bedplate.tools.target:application",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        workers=settings.workers,
        loop=Loops.uvloop,
        factory=True,
        backlog=1024,
        log_enabled=True,
        log_level=LogLevels.warning,
        workers_kill_timeout=DRAIN_SECONDS,
        reload=reload is not None,
        reload_paths=[reload] if reload is not None else None,
        websockets=False,
    ).serve()
