"""Which share of the ground and the time the monitors watched: a small table, or unknown."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from suasion.errors import InputError, Problem
from suasion.zone.observations.small_table import Row, form_faults, problem, rows_of

FIELDS = ("side", "begins", "ends", "coverage", "source")
MUST = ("side", "source")
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
    found: list[Coverage] = []
    faults: list[Problem] = []
    for line, row in rows_of(path, FIELDS):
        wrong = [*form_faults(path, FIELDS, line, row, MUST), *_faults(path, line, row)]
        faults += wrong
        if not wrong and row["coverage"]:
            found.append(_coverage(row))
    faults = faults or list(_overlaps(path, found))
    if faults:
        raise InputError(faults)
    return found


def _faults(path: Path, line: int, row: Row) -> Iterator[Problem]:
    if row and row["coverage"] and not _is_share(row["coverage"]):
        message = "must be above 0 and at most 1, or empty where it is not known"
        yield problem(path, FIELDS, line, "coverage", row["coverage"], message)


def _is_share(text: str) -> bool:
    try:
        share = float(text)
    except ValueError:
        return False
    return math.isfinite(share) and 0 < share <= 1


def _coverage(row: Row) -> Coverage:
    begins, ends = (dt.date.fromisoformat(row[name]) for name in ("begins", "ends"))
    return Coverage(row["side"], begins, ends, float(row["coverage"]), row["source"])


def _overlaps(path: Path, found: Sequence[Coverage]) -> Iterator[Problem]:
    for number, one in enumerate(found):
        for other in found[:number]:
            shared = EVERY_SIDE in (one.side, other.side) or one.side == other.side
            if shared and one.begins <= other.ends and other.begins <= one.ends:
                message = (
                    f"two rows give a coverage of this side on {max(one.begins, other.begins)}"
                )
                yield problem(path, FIELDS, 0, "side", one.side, message)


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


def first_missing_day(
    found: Sequence[Coverage], side: str, begins: dt.date, ends: dt.date
) -> dt.date | None:
    """The first day of a period without a known coverage of a side; None if there is none.

    Examples
    --------
    >>> import datetime as dt
    >>> table = [Coverage("north", dt.date(2024, 1, 1), dt.date(2024, 1, 10), 0.5, "mission")]
    >>> first_missing_day(table, "north", dt.date(2024, 1, 1), dt.date(2024, 1, 31))
    datetime.date(2024, 1, 11)
    """
    day = begins
    for one in sorted(found, key=lambda one: one.begins):
        if one.side in (side, EVERY_SIDE) and one.begins <= day <= one.ends:
            day = one.ends + dt.timedelta(days=1)
    return day if day <= ends else None
