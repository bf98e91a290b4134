"""When a schedule is due: `@app.every("5min")` and `@app.cron("0 3 * * *", tz="UTC")` as values that only know instants.

The times of `every` are counted from 1970, so that every process and every start has the same ones. Those of `cron` are wall-clock times
of a zone: an hour that a change of the clocks skips or repeats is run once (as Debian's cron does it).
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bedplate.declarations.services import parse_duration
from bedplate.declarations.wrong import WrongExpression

__all__ = ["SCHEDULE", "Times", "cron_times", "every_times"]

SCHEDULE = "(schedule)"
"""Stands where a job names its event: no class can be called so."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SHORTEST, _LONGEST = timedelta(seconds=1), timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Times:
    """`words` is how it was declared: whether a schedule changed is a comparison of these."""

    words: str
    next_after: Callable[[datetime], datetime]


def every_times(interval: str) -> Times:
    """Raises WrongExpression for what is no length of time, or one that a schedule cannot have."""
    try:
        length = parse_duration(interval)
    except (ValueError, AttributeError, OverflowError) as error:
        raise WrongExpression("D534", f"the interval {interval!r} is not understood", 'write for example "30s", "5min", "1h" or "1d"') from error
    if not _SHORTEST <= length <= _LONGEST:
        raise WrongExpression("D534", f"the interval {interval!r} is shorter than a second or longer than 31 days", "use `@app.cron` for what is rarer")

    def next_after(instant: datetime) -> datetime:
        return _EPOCH + ((instant - _EPOCH) // length + 1) * length

    return Times(f"every {interval}", next_after)


def cron_times(expression: str, zone: str) -> Times:
    """Raises WrongExpression for an expression that is none or never comes true, and for a zone that is not known."""
    from cronsim import CronSim, CronSimError  # only an application with such a schedule loads it

    known = _zone(zone)

    def next_after(instant: datetime) -> datetime:
        return next(CronSim(expression, instant.astimezone(known))).astimezone(UTC)

    fault = f"the times {expression!r} are not understood"
    cure = 'write minute, hour, day of month, month and day of week, for example "0 3 * * *" for three at night'
    if len(str(expression).split()) != 5:
        raise WrongExpression("D535", fault, cure)
    try:
        next_after(_EPOCH)
    except CronSimError as error:
        raise WrongExpression("D535", f"{fault}: {str(error).lower()}", cure) from error
    except StopIteration as error:
        raise WrongExpression("D535", f"the times {expression!r} never come", cure) from error
    return Times(f"cron {' '.join(expression.split())} {zone}", next_after)


def _zone(name: str) -> tzinfo:
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError) as error:
        raise WrongExpression("D536", f"the time zone {name!r} is not known", 'write a name of the IANA database: "UTC", "Europe/Berlin"') from error
