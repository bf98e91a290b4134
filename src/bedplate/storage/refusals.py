"""What storage says when it cannot serve: each a 503 with `Retry-After`, with the entry of the error catalogue beside it."""
from __future__ import annotations

from bedplate.errors import BadInput, Unavailable

__all__ = ["DiskFull", "FigureTooLarge", "Overloaded", "QueryTooExpensive", "ShuttingDown", "StorageFailed"]


class Overloaded(Unavailable):
    """Too much is waiting for the database at the moment."""

    cause = "The queue of reads or of writes is full, another process held the database for too long, or memory ran out."
    cure = "Try again after the time in `Retry-After`. If it stays, the load is more than this machine can serve."


class QueryTooExpensive(Unavailable):
    """This would take the database too long."""

    retry_after = 5
    cause = "A read took longer than 2 seconds, or a statement of a write longer than 1 second, and was stopped."
    cure = "Ask for fewer rows, a narrower filter or less nesting. The operator finds the missing index with the advice on queries."


class FigureTooLarge(BadInput):
    """A figure is too large to be given exactly."""

    cause = "A sum, or a product of what is asked for, is beyond 64 bits, or beyond what its type can hold (whole numbers: 2**53)."
    cure = "Narrow the filter, or ask for smaller groups. Figures are exact or refused, never rounded."


class DiskFull(Unavailable):
    """There is no room left to store this."""

    retry_after = 60
    cause = "The disk or the permitted size of the database is full. Nothing of this write was kept; reads go on."
    cure = "The operator frees or adds space; no restart is needed."


class StorageFailed(Unavailable):
    """The database cannot be used at the moment."""

    retry_after = 60
    cause = "The operating system failed to read, write or sync the database, or the file is damaged. A refused write may have been kept."
    cure = "The operator reads the log, checks the disk and the file, and restarts. After a failed sync no write is accepted until then."


class ShuttingDown(Unavailable):
    """The service is shutting down."""

    cause = "The process was told to stop; writes that were accepted before are finished."
    cure = "Try again after the time in `Retry-After`."
