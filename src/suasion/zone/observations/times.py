"""Times as written to instants in UTC, never guessed: what the format does not say is refused."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from suasion.zone.observations.columns import DAY_S
from suasion.zone.observations.formats import UNIX, local_time, pattern, turned
from suasion.zone.observations.reasons import Rejected
from suasion.zone.observations.zones import day_s, instant, offset_of, utc

CACHED = 20_000
"""Different texts whose instants are kept."""


@dataclass(frozen=True)
class Clock:
    """What reads the times of one file.

    `mixed` says that some dates of the column fit only with day and month the other way round, so
    that a date which fits both ways says nothing.
    """

    form: str
    zone: dt.tzinfo | None = None
    digits: Sequence[int | None] = (None,)
    mixed: bool = False
    own: re.Pattern[str] | None = field(default=None, compare=False)
    other: re.Pattern[str] | None = field(default=None, compare=False)

    def read(self, *cells: Any) -> tuple[dt.datetime, int]:
        """The instant and how long after it may have been [s].

        Examples
        --------
        >>> from suasion.zone.observations.zones import zone_of
        >>> found, span_s = clock("iso", zone_of("Europe/Kyiv")).read("2024-07-01 12:30")
        >>> found.isoformat(), span_s
        ('2024-07-01T09:30:00+00:00', 60)
        """
        cell = cells[0] if len(cells) == 1 else self._joined(cells)
        if isinstance(cell, dt.date):
            return self._native(cell)
        if self.form in UNIX:
            return _since_1970(cell, UNIX[self.form])
        if isinstance(cell, int) and not isinstance(cell, bool):
            cell = str(cell)
        if self.digits[0] and isinstance(cell, str) and len(cells) == 1:
            cell = cell.strip().zfill(self.digits[0])
        if cell is None:
            raise Rejected("missing")
        if not isinstance(cell, str):
            raise Rejected("not-a-time")
        return self._cached(cell.strip())

    def _joined(self, cells: Sequence[Any]) -> Any:
        """Several columns as one text: date and time of day."""
        parts = []
        for cell, digits in zip(cells, self.digits, strict=True):
            if cell is None or cell == "":
                raise Rejected("missing")
            if isinstance(cell, bool) or not isinstance(cell, int | str | dt.date):
                raise Rejected("not-a-time")
            parts.append(str(cell).strip().zfill(digits or 0))
        return " ".join(parts)

    def _native(self, cell: dt.date) -> tuple[dt.datetime, int]:
        """A date or time that the file stores as such."""
        if not isinstance(cell, dt.datetime):
            return self._local(dt.datetime(cell.year, cell.month, cell.day), DAY_S)
        if cell.tzinfo is None:
            return self._local(cell, 0)
        return utc(cell), 0

    @property
    def _cached(self) -> Any:
        return _reader(self)

    def text(self, text: str) -> tuple[dt.datetime, int]:
        """The instant of a text."""
        if not text:
            raise Rejected("missing")
        found = self.own.fullmatch(text) if self.own else None
        parts = found.groupdict() if found else {}
        if self.other and (self.mixed or not _is_day(parts)):
            self._style(text, parts)
        if not parts:
            raise Rejected("not-a-time")
        local, span_s = local_time(parts)
        offset = parts.get("z")
        if offset:
            return utc(local.replace(tzinfo=offset_of(offset))), span_s
        return self._local(local, span_s)

    def _style(self, text: str, parts: dict[str, Any]) -> None:
        """Refuse a date that fits only the other way round, or both ways in a mixed column."""
        found = self.other.fullmatch(text) if self.other else None
        turned_parts = found.groupdict() if found else {}
        if not _is_day(turned_parts):
            return
        if not _is_day(parts):
            raise Rejected("other-date-style")
        if self.mixed and int(parts["d"]) != int(parts["m"]):
            raise Rejected("mixed-date-styles")

    def _local(self, local: dt.datetime, span_s: int) -> tuple[dt.datetime, int]:
        if self.zone is None:
            raise Rejected("no-offset")
        found = instant(local, self.zone)
        return found, day_s(local, self.zone) if span_s == DAY_S else span_s

    def only_turned(self, *cells: Any) -> bool:
        """Whether the date of a row fits with day and month the other way round only."""
        try:
            self.read(*cells)
        except Rejected as rejected:
            return rejected.reason == "other-date-style"
        return False


@lru_cache(maxsize=8)
def _reader(clock: Clock) -> Any:
    """What reads text for a clock and remembers what it has read."""
    return lru_cache(maxsize=CACHED)(clock.text)


def clock(
    form: str,
    zone: dt.tzinfo | None,
    digits: Sequence[int | None] = (None,),
    *,
    mixed: bool = False,
) -> Clock:
    """A clock for a format, with the patterns that it needs."""
    if form in UNIX:
        return Clock(form, zone, tuple(digits))
    other = pattern(turned(form)) if turned(form) else None
    return Clock(form, zone, tuple(digits), mixed, pattern(form), other)


def _is_day(parts: dict[str, Any]) -> bool:
    try:
        return bool(parts) and bool(local_time(parts))
    except Rejected:
        return False


def _since_1970(cell: Any, per_second: int) -> tuple[dt.datetime, int]:
    """Seconds or milliseconds since 1970, whole or not."""
    if cell is None or cell == "":
        raise Rejected("missing")
    if isinstance(cell, str) and re.fullmatch(r"\s*-?[0-9]{1,15}(\.[0-9]{1,9})?\s*", cell):
        cell = float(cell) if "." in cell else int(cell)
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise Rejected("not-a-time")
    try:
        moment = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=cell / per_second)
    except (OverflowError, ValueError):
        raise Rejected("time-out-of-range") from None
    return utc(moment), 1 if per_second == 1 and isinstance(cell, int) else 0
