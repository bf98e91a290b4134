"""Servers as processes are those of the tests of the command line."""
from __future__ import annotations

import sys
from pathlib import Path

_TOOLS = str(Path(__file__).parents[1] / "tools")
if _TOOLS not in sys.path:
    sys.path.insert(0, _TOOLS)
