"""Times as written to instants in UTC, never guessed: what the format does not say is refused.

A format is `iso`, `unix`, `unix-ms` or a pattern of `%Y %m %d %H %M %S %f %b %B %z` with text
between them. Patterns are read by rules of our own and not by the C library: numbers that touch
have their full width, so that `105` is never 10:05, and names of months are English everywhere.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from suasion.zone.observations.columns import DAY_S, EARLIEST_YEAR, LATEST_YEAR
from suasion.zone.observations.reasons import Rejected

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
OFFSET = r"(?P<z>Z|z|[+-][0-9]{2}:?[0-9]{2})"
ISO = re.compile(
    r"(?P<Y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})"
    r"(?:[T ](?P<H>[0-9]{2}):(?P<M>[0-9]{2})(?::(?P<S>[0-9]{2})(?:\.(?P<f>[0-9]{1,6}))?)?"
    rf" ?{OFFSET}?)?"
)
LETTERS = {"Y": "[0-9]{4}", "f": "[0-9]{1,6}", "b": "[A-Za-z]{3}", "B": "[A-Za-z]{3,9}"}
NUMBERS = "mdHMS"
DIRECTIVE = re.compile(r"%(.)")
UNIX = {"unix": 1, "unix-ms": 1000}
"""Units of a second."""
CACHED = 20_000


def pattern(form: str) -> re.Pattern[str]:
    """A format as a regular expression with a group for each directive.

    Raises
    ------
    ValueError
        With what is wrong with the format.

    Examples
    --------
    >>> bool(pattern("%d.%m.%Y").fullmatch("1.2.2024"))
    True
    >>> bool(pattern("%Y%m%d").fullmatch("202412"))
    False
    """
    if form == "iso":
        return ISO
    pieces = DIRECTIVE.split(form)
    _checked(pieces)
    found = [re.escape(pieces[0])]
    for at in range(1, len(pieces), 2):
        after, before = at + 2 < len(pieces) and not pieces[at + 1], at > 1 and not pieces[at - 1]
        found += [_group(pieces[at], touches=after or before), re.escape(pieces[at + 1])]
    return re.compile("".join(found))


def _checked(pieces: Sequence[str]) -> None:
    used = pieces[1::2]
    unknown = [letter for letter in used if letter not in (*LETTERS, *NUMBERS, "z")]
    if unknown:
        raise ValueError(f"%{unknown[0]} is not known")
    if len(set(used)) < len(used) or {"b", "B"} <= set(used):
        raise ValueError("something is said twice")
    if not ("Y" in used and "d" in used and {"m", "b", "B"} & set(used)):
        raise ValueError("year (%Y), month (%m, %b or %B) and day (%d) are needed")
    needs = {"M": "H", "S": "M", "f": "S"}
    lacking = next((letter for letter in needs if letter in used and needs[letter] not in used), "")
    if lacking or ("b" in used and "m" in used) or ("B" in used and "m" in used):
        raise ValueError(f"%{lacking} needs %{needs[lacking]}" if lacking else "two months")


def _group(letter: str, *, touches: bool) -> str:
    if letter == "z":
        return OFFSET
    width = "[0-9]{2}" if touches else "[0-9]{1,2}"
    return f"(?P<{letter}>{LETTERS.get(letter, width)})"


def turned(form: str) -> str:
    """The same format with day and month the other way round, or nothing.

    Nothing where one is no number, or where the year comes first: nobody writes 2024-31-12.

    Examples
    --------
    >>> turned("%d/%m/%Y %H:%M"), turned("%Y-%m-%d")
    ('%m/%d/%Y %H:%M', '')
    """
    places = [form.find(part) for part in ("%d", "%m", "%Y")]
    if min(places) < 0 or places[2] < max(places[:2]):
        return ""
    return form.replace("%d", "%\0").replace("%m", "%d").replace("%\0", "%m")


def zone_of(name: str) -> dt.tzinfo:
    """A time zone by its IANA name, or a fixed offset such as `+02:00`.

    Raises
    ------
    ValueError
        Where there is none.
    """
    if re.fullmatch(r"[+-][0-9]{2}:[0-9]{2}", name):
        return _offset(name)
    if name in ("UTC", "Z"):
        return dt.UTC
    if name not in _zones():
        raise ValueError("no such time zone")
    return ZoneInfo(name)


@cache
def _zones() -> frozenset[str]:
    """Names of the zones that there are: a file must not make anything else be looked up."""
    return frozenset(available_timezones())


def _offset(text: str) -> dt.tzinfo:
    if text in "Zz":
        return dt.UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    if hours > 14 or minutes > 59:
        raise Rejected("no-such-day")
    length = dt.timedelta(hours=hours, minutes=minutes)
    return dt.timezone(-length if text[0] == "-" else length)


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
        >>> instant, span_s = Clock("iso", zone_of("Europe/Kyiv")).read("2024-07-01 12:30")
        >>> instant.isoformat(), span_s
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
        return _utc(cell), 0

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
        local, span_s = _local_time(parts)
        offset = parts.get("z")
        if offset:
            return _utc(local.replace(tzinfo=_offset(offset))), span_s
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
        if not EARLIEST_YEAR <= local.year < LATEST_YEAR:
            raise Rejected("time-out-of-range")
        first, last = (local.replace(tzinfo=self.zone, fold=fold) for fold in (0, 1))
        gap = last.astimezone(dt.UTC) - first.astimezone(dt.UTC)
        if gap:
            raise Rejected("local-time-twice" if gap > dt.timedelta(0) else "local-time-never")
        if span_s == DAY_S:
            following = (local + dt.timedelta(days=1)).replace(tzinfo=self.zone)
            span_s = int((following.astimezone(dt.UTC) - first.astimezone(dt.UTC)).total_seconds())
        return _utc(first), span_s

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
        return bool(parts) and bool(_local_time(parts))
    except Rejected:
        return False


def _local_time(parts: dict[str, Any]) -> tuple[dt.datetime, int]:
    """The time that the parts of a text say, and how exact it is [s]."""
    given = {name: value for name, value in parts.items() if value is not None}
    try:
        hour, minute, second = (int(given.get(name, 0)) for name in "HMS")
        micro = int(given.get("f", "0").ljust(6, "0"))
        day = (int(given["Y"]), _month(given), int(given["d"]))
        local = dt.datetime(*day, hour, minute, second, micro)
    except ValueError:
        raise Rejected("no-such-day") from None
    exact = {"f": 0, "S": 1, "M": 60, "H": 3600}
    return local, next((span for name, span in exact.items() if name in given), DAY_S)


def _month(given: dict[str, str]) -> int:
    if "m" in given:
        return int(given["m"])
    name = (given.get("b") or given["B"]).lower()
    found = [
        at for at, month in enumerate(MONTHS, 1) if name == (month[:3] if "b" in given else month)
    ]
    if not found:
        raise Rejected("not-a-time")
    return found[0]


def _utc(instant: dt.datetime) -> dt.datetime:
    try:
        found = instant.astimezone(dt.UTC)
    except OverflowError:
        raise Rejected("time-out-of-range") from None
    if not EARLIEST_YEAR <= found.year < LATEST_YEAR:
        raise Rejected("time-out-of-range")
    return found


def _since_1970(cell: Any, per_second: int) -> tuple[dt.datetime, int]:
    """Seconds or milliseconds since 1970, whole or not."""
    if cell is None or cell == "":
        raise Rejected("missing")
    if isinstance(cell, str) and re.fullmatch(r"\s*-?[0-9]{1,15}(\.[0-9]{1,9})?\s*", cell):
        cell = float(cell) if "." in cell else int(cell)
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise Rejected("not-a-time")
    try:
        instant = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=cell / per_second)
    except (OverflowError, ValueError):
        raise Rejected("time-out-of-range") from None
    return _utc(instant), 1 if per_second == 1 and isinstance(cell, int) else 0
