"""The embedded engine: one SQLite file, inline reads, reader threads, one writer with group commit.

Enter by `Database.open`. Nothing here knows a Contract; statements come from above, values are always bound.
"""
from __future__ import annotations

from bedplate.storage.sqlite.database import Database
from bedplate.storage.sqlite.driver import Row, Stored
from bedplate.storage.sqlite.limits import Limits
from bedplate.storage.sqlite.statistics import Statistics
from bedplate.storage.sqlite.transaction import Transaction
from bedplate.storage.sqlite.translate import ConstraintBroken

__all__ = ["ConstraintBroken", "Database", "Limits", "Row", "Statistics", "Stored", "Transaction"]
