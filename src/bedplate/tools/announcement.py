"""Telling on standard output that a server listens, once it does."""
from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Callable

__all__ = ["announcing"]

_LOOK_SECONDS = 0.02
_PATIENCE_SECONDS = 60.0


def announcing(words: str, host: str, port: int) -> Callable[[], None]:
    """A hook for the start of a server: prints `words` when the port accepts a connection.

    They are the last that standard output is used for. What the server logs goes to standard error, so that a program which reads our
    last line finds these words there.
    """
    sys.stdout.flush()
    output = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    ended = threading.Event()

    def watch() -> None:
        waited = 0.0
        while not _accepts(host, port) and waited < _PATIENCE_SECONDS:
            ended.wait(_LOOK_SECONDS)
            waited += _LOOK_SECONDS
        if waited < _PATIENCE_SECONDS:
            output.write(words + "\n")
        output.close()

    return threading.Thread(target=watch, daemon=True).start


def _accepts(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False
