"""Arithmetic on stored instants, exact to the microsecond: the text becomes a whole number of microseconds and back."""
from __future__ import annotations

from bedplate.storage.fragment import Fragment, sql

__all__ = ["from_microseconds", "to_microseconds"]


def to_microseconds(instant: Fragment) -> Fragment:
    """Microseconds since 1970 of `YYYY-MM-DDTHH:MM:SS.ffffffZ`."""
    return sql("(unixepoch(substr({}, 1, 19)) * 1000000 + CAST(substr({}, 21, 6) AS INTEGER))", instant, instant)


def from_microseconds(count: Fragment) -> Fragment:
    """The text of an instant; NULL before the year 0 and after 9999."""
    # 4,000 years more keep the remainder positive before 1970. No subquery, which a generated column could not hold.
    shifted = sql("({} + 126227808000000000)", count)
    return sql(
        "(strftime('%Y-%m-%dT%H:%M:%S', {} / 1000000 - 126227808000, 'unixepoch') || format('.%06dZ', {} % 1000000))", shifted, shifted
    )
