"""Names of hosts."""
from __future__ import annotations

import re
from typing import Final

__all__ = ["LABEL"]

LABEL: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?", re.ASCII)
"""One label of a name (RFC 1123 §2.1)."""
