"""How many rows there are, in the statement that answers a page of them: counted once, whatever rows the page shows."""
from __future__ import annotations

from bedplate.storage.fragment import Fragment, number, sql

__all__ = ["COUNT_MAX", "counted"]

COUNT_MAX = 10_000
"""Where a capped count ends."""


def counted(source: Fragment, where: Fragment, *, capped: bool) -> Fragment:
    """The count as one value; a capped one is at most one more than the cap. It must not lean on the rows around it: so it is a
    constant of the statement."""
    if not capped:
        return sql("(SELECT count(*) FROM {} WHERE {})", source, where)
    return sql("(SELECT count(*) FROM (SELECT 1 FROM {} WHERE {} LIMIT {}))", source, where, number(COUNT_MAX + 1))
