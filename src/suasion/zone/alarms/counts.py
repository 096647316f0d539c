"""Counts from a CSV file: one row a period, each with its day, count and length."""

from __future__ import annotations

import csv
import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from suasion.errors import InputError, Problem, UnknownName

MOST_ROWS = 100_000
LARGEST = 10_000_000
LONGEST_DAYS = 366.0


@dataclass(frozen=True)
class Period:
    """What was counted in one period."""

    day: dt.date
    """Its last day."""
    count: int
    days: float
    """Its length [day]."""


@dataclass(frozen=True)
class Series:
    """Periods in the order of time, and how many rows have no count."""

    periods: tuple[Period, ...]
    blank: int


def series_from(
    path: Path, *, day: str = "day", counts: Sequence[str] = ("count",), days: str | None = None
) -> Series:
    """The periods in a CSV file.

    Parameters
    ----------
    day, counts, days
        Names of the columns: the last day of a period, what is counted (several are added up),
        and its length in days; 1 where there is none. A row without one of the counts is not
        known and is left out.

    Raises
    ------
    InputError
        With every fault and its line.
    UnknownName
        Where there is no such column.
    """
    rows = _rows(path)
    columns = list(rows[0]) if rows else []
    for name in (day, *counts, *([days] if days else [])):
        if name not in columns:
            raise UnknownName(f"column of {path}", name, columns or ["none"])
    found: list[Period] = []
    faults: list[Problem] = []
    blank = 0
    for line, row in enumerate(rows, 2):
        wrong = list(_faults(path, line, row, day, counts, days))
        faults += wrong
        if not wrong and any(not row[name].strip() for name in counts):
            blank += 1
        elif not wrong:
            total = sum(int(row[name]) for name in counts)
            length = float(row[days]) if days else 1.0
            found.append(Period(dt.date.fromisoformat(row[day].strip()), total, length))
    faults += _doubled(path, found)
    if faults:
        raise InputError(faults)
    return Series(tuple(sorted(found, key=lambda one: one.day)), blank)


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        problem = _problem(path, 0, "", "", "cannot be read as UTF-8 text")
        raise InputError([problem]) from None
    rows: list[dict[str, str]] = []
    for row in csv.DictReader(text.splitlines()):
        rows.append(row)
        if len(rows) > MOST_ROWS:
            raise InputError([_problem(path, 0, "", "", f"has more than {MOST_ROWS:,} rows")])
    return rows


def _faults(
    path: Path,
    line: int,
    row: Mapping[str, str],
    day: str,
    counts: Sequence[str],
    days: str | None,
) -> Iterator[Problem]:
    if None in row or None in row.values():
        yield _problem(path, line, "", "", "has more or fewer cells than the header")
        return
    try:
        dt.date.fromisoformat(row[day].strip())
    except ValueError:
        yield _problem(path, line, day, row[day], "must be a day, YYYY-MM-DD")
    for name in counts:
        text = row[name].strip()
        if text and not (text.isascii() and text.isdigit() and int(text) <= LARGEST):
            message = f"must be a whole number from 0 to {LARGEST:,}, or empty"
            yield _problem(path, line, name, row[name], message)
    if days and not _is_length(row[days]):
        message = f"must be a number of days above 0 and at most {LONGEST_DAYS:g}"
        yield _problem(path, line, days, row[days], message)


def _is_length(text: str) -> bool:
    try:
        number = float(text)
    except ValueError:
        return False
    return math.isfinite(number) and 0 < number <= LONGEST_DAYS


def _doubled(path: Path, found: Sequence[Period]) -> Iterator[Problem]:
    seen: set[dt.date] = set()
    for one in found:
        if one.day in seen:
            yield _problem(path, 0, "day", str(one.day), "stands in more than one row")
        seen.add(one.day)


def _problem(path: Path, line: int, field: str, value: str, message: str) -> Problem:
    remedy = "Write one row a period, such as 2024-02-01,17"
    shown = repr(value) if value else ""
    return Problem(str(path), line, 1 if line else 0, field, shown, message, remedy)
