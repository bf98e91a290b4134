"""The seeded data, for all tests of this folder."""
from __future__ import annotations

from seeded import Seeded, seeded

__all__ = ["Seeded", "seeded"]
