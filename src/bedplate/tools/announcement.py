"""Telling that a server listens, once it does."""
from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Callable
from typing import TextIO

__all__ = ["standard_output_kept", "when_listening"]

_LOOK_SECONDS = 0.02
_PATIENCE_SECONDS = 60.0


def when_listening(words: str, output: TextIO, host: str, port: int) -> Callable[[], None]:
    """Start this before the server: it prints `words` when the port accepts a connection, or never."""
    never = threading.Event()

    def watch() -> None:
        waited = 0.0
        while not _accepts(host.strip("[]"), port):
            if waited >= _PATIENCE_SECONDS:
                return
            never.wait(_LOOK_SECONDS)
            waited += _LOOK_SECONDS
        output.write(words + "\n")
        output.flush()

    return threading.Thread(target=watch, daemon=True).start


def standard_output_kept() -> TextIO:
    """Standard output for us alone: what anybody else writes there goes to standard error, so that our last line is its last line."""
    sys.stdout.flush()
    output = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return output


def _accepts(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False
