"""A worker ends when the process that started it does: killed without a word, it would leave workers that hold the port with old code."""
from __future__ import annotations

import os
import signal
import threading
from multiprocessing import parent_process
from multiprocessing.process import BaseProcess

__all__ = ["end_with_parent"]

_INSIST_SECONDS = 0.25


def end_with_parent() -> None:
    """From here on watch the process that started this one, if it was started as a worker."""
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: BaseProcess) -> None:
    parent.join()
    alone = threading.Event()
    while not alone.wait(_INSIST_SECONDS):
        os.kill(os.getpid(), signal.SIGTERM)  # a worker that is just starting may miss one
