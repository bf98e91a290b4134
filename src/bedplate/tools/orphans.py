"""A worker ends when the process that started it does: killed without a word, it would leave workers that hold the port with old code."""
from __future__ import annotations

import os
import signal
import sys

__all__ = ["end_with_parent"]

_PR_SET_PDEATHSIG = 1  # prctl(2)


def end_with_parent() -> None:
    """Ask the kernel for SIGTERM at the parent's death. Where there is no such thing (not Linux) nothing is done."""
    if sys.platform != "linux":
        return
    import ctypes
    from multiprocessing import parent_process

    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    parent = parent_process()
    if parent is not None and os.getppid() != parent.pid:
        os.kill(os.getpid(), signal.SIGTERM)  # it died before it was asked
