"""Which share of the ground and the time the monitors watched: a small table, or unknown."""

from __future__ import annotations

import csv
import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from suasion.errors import InputError, Problem

FIELDS = ("side", "begins", "ends", "coverage", "source")
EVERY_SIDE = "all"


@dataclass(frozen=True)
class Coverage:
    """The share of ground and time of one side that was watched, from one day to another."""

    side: str
    """`all` stands for every side."""
    begins: dt.date
    ends: dt.date
    share: float
    """Above 0 and at most 1."""
    source: str


def coverage_from(path: Path) -> list[Coverage]:
    """A CSV table `side,begins,ends,coverage,source`; an empty share is unknown and left out.

    Raises
    ------
    InputError
        With every fault and its line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise InputError([_problem(path, 0, "", "", "cannot be read as UTF-8 text")]) from None
    rows: list[dict[str, str]] = list(csv.DictReader(text.splitlines()))
    if not rows or set(rows[0]) != set(FIELDS):
        header = ",".join(map(str, rows[0])) if rows else ""
        raise InputError([_problem(path, 1, "header", header, f"must be {','.join(FIELDS)}")])
    found: list[Coverage] = []
    faults: list[Problem] = []
    for line, row in enumerate(rows, 2):
        wrong = list(_faults(path, line, row))
        faults += wrong
        if not wrong and row["coverage"].strip():
            found.append(_coverage(row))
    faults = faults or list(_overlaps(path, found))
    if faults:
        raise InputError(faults)
    return found


def _faults(path: Path, line: int, row: dict[str, str]) -> Iterator[Problem]:
    if None in row or None in row.values():
        yield _problem(path, line, "", "", f"must have {len(FIELDS)} cells")
        return
    dates = []
    for name in ("begins", "ends"):
        try:
            dates.append(dt.date.fromisoformat(row[name].strip()))
        except ValueError:
            yield _problem(path, line, name, row[name], "must be a day, YYYY-MM-DD")
    if len(dates) == 2 and dates[1] < dates[0]:
        yield _problem(path, line, "ends", row["ends"], "must not come before begins")
    if row["coverage"].strip() and not _is_share(row["coverage"]):
        message = "must be above 0 and at most 1, or empty where it is not known"
        yield _problem(path, line, "coverage", row["coverage"], message)
    for name in ("side", "source"):
        if not row[name].strip():
            yield _problem(path, line, name, "", "must be given")


def _is_share(text: str) -> bool:
    try:
        share = float(text)
    except ValueError:
        return False
    return math.isfinite(share) and 0 < share <= 1


def _coverage(row: dict[str, str]) -> Coverage:
    begins, ends = (dt.date.fromisoformat(row[name].strip()) for name in ("begins", "ends"))
    side, source = row["side"].strip(), row["source"].strip()
    return Coverage(side, begins, ends, float(row["coverage"]), source)


def _overlaps(path: Path, found: Sequence[Coverage]) -> Iterator[Problem]:
    for number, one in enumerate(found):
        for other in found[:number]:
            shared = EVERY_SIDE in (one.side, other.side) or one.side == other.side
            if shared and one.begins <= other.ends and other.begins <= one.ends:
                message = (
                    f"two rows give a coverage of this side on {max(one.begins, other.begins)}"
                )
                yield _problem(path, 0, "side", one.side, message)


def _problem(path: Path, line: int, field: str, value: str, message: str) -> Problem:
    remedy = f"Write a table {','.join(FIELDS)}"
    return Problem(str(path), line, 1 if line else 0, field, repr(value), message, remedy)


def watched_days(found: Sequence[Coverage], side: str, begins: dt.date, ends: dt.date) -> float:
    """Days of full coverage of a side between two days, both counted; NaN if any is unknown.

    Examples
    --------
    >>> import datetime as dt
    >>> table = [Coverage("north", dt.date(2024, 1, 1), dt.date(2024, 1, 10), 0.5, "mission")]
    >>> watched_days(table, "north", dt.date(2024, 1, 1), dt.date(2024, 1, 4))
    2.0
    >>> watched_days(table, "north", dt.date(2024, 1, 1), dt.date(2024, 1, 11))
    nan
    """
    days, watched = 0, 0.0
    for one in found:
        if one.side in (side, EVERY_SIDE):
            shared = (min(ends, one.ends) - max(begins, one.begins)).days + 1
            days += max(shared, 0)
            watched += max(shared, 0) * one.share
    return watched if days == (ends - begins).days + 1 else math.nan
