"""Time zones and offsets, and local times as instants in UTC."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from suasion.zone.observations.columns import EARLIEST_YEAR, LATEST_YEAR
from suasion.zone.observations.reasons import Rejected


def zone_of(name: str) -> dt.tzinfo:
    """A time zone by its IANA name, or a fixed offset such as `+02:00`.

    Raises
    ------
    ValueError
        Where there is none.
    """
    if re.fullmatch(r"[+-][0-9]{2}:[0-9]{2}", name):
        return offset_of(name)
    if name in ("UTC", "Z"):
        return dt.UTC
    if name not in _zones():
        raise ValueError("no such time zone")
    return ZoneInfo(name)


@cache
def _zones() -> frozenset[str]:
    """Names of the zones that there are: a file must not make anything else be looked up."""
    return frozenset(available_timezones())


def offset_of(text: str) -> dt.tzinfo:
    """The offset from UTC that a text such as `Z`, `+02:00` or `-0330` says."""
    if text in "Zz":
        return dt.UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    if hours > 14 or minutes > 59:
        raise Rejected("no-such-day")
    length = dt.timedelta(hours=hours, minutes=minutes)
    return dt.timezone(-length if text[0] == "-" else length)


def utc(instant: dt.datetime) -> dt.datetime:
    """An instant in UTC, within the years that are read."""
    try:
        found = instant.astimezone(dt.UTC)
    except OverflowError:
        raise Rejected("time-out-of-range") from None
    if not EARLIEST_YEAR <= found.year < LATEST_YEAR:
        raise Rejected("time-out-of-range")
    return found


def instant(local: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """The instant of a local time, unless the clocks were changed over it.

    Examples
    --------
    >>> instant(dt.datetime(2024, 7, 1, 12), zone_of("Europe/Kyiv")).isoformat()
    '2024-07-01T09:00:00+00:00'
    """
    if not EARLIEST_YEAR <= local.year < LATEST_YEAR:
        raise Rejected("time-out-of-range")
    first, last = (utc(local.replace(tzinfo=zone, fold=fold)) for fold in (0, 1))
    if last != first:
        raise Rejected("local-time-twice" if last > first else "local-time-never")
    return first


def day_s(local: dt.datetime, zone: dt.tzinfo) -> int:
    """How long the day is that starts at a local time [s]; clocks are changed on some days."""
    following = (local + dt.timedelta(days=1)).replace(tzinfo=zone)
    length = utc(following) - utc(local.replace(tzinfo=zone))
    return int(length.total_seconds())
