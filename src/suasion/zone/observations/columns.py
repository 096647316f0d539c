"""The canonical columns of an observation: one table for reading, storing, checking and the page.

=================  ======  ==========================================================
kind               stored  a value
=================  ======  ==========================================================
time               us      an instant in UTC
number             double  a finite number within the limits
whole              int64   a whole number within the limits
text               string  text that is not empty, perhaps one of a few words
=================  ======  ==========================================================

A value that is not known is missing in the columns that allow it; it is never zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
LONGEST_TEXT = 200
LARGEST_COUNT = 10_000_000
LARGEST_ERROR_M = 1_000_000.0
DAY_S = 86_400


class Act(StrEnum):
    """What was observed of a weapon or a force."""

    PRESENT = "present"
    FIRED = "fired"
    MOVED = "moved"
    DENIED_ACCESS = "denied-access"
    SEALED = "sealed"
    """Inspected in its store, the seal whole."""
    SEAL_BROKEN = "seal-broken"
    SEAL_ABSENT = "seal-absent"


@dataclass(frozen=True)
class Column:
    """One canonical column."""

    name: str
    kind: Literal["time", "number", "whole", "text"]
    unit: str
    meaning: str
    required: bool = True
    low: float | None = None
    high: float | None = None
    words: tuple[str, ...] = ()


COLUMNS = (
    Column(
        "row_id",
        "text",
        "",
        "first twelve digits of the source file's SHA-256, a hyphen, and the number of the line, "
        "feature or row in it",
    ),
    Column("time", "time", "UTC", "the earliest instant at which it may have been seen"),
    Column(
        "time_span_s",
        "whole",
        "s",
        "how long after `time` it may have been: 86,400 for a bare date, 60 for a time to the "
        "minute, 0 for an exact one",
        low=0,
        high=2 * DAY_S,
    ),
    Column("lat", "number", "degree", "latitude in WGS 84, north positive", low=-90, high=90),
    Column("lon", "number", "degree", "longitude in WGS 84, east positive", low=-180, high=180),
    Column(
        "position_error_m",
        "number",
        "m",
        "standard deviation of the position in each direction",
        required=False,
        low=0,
        high=LARGEST_ERROR_M,
    ),
    Column("class", "text", "", "class of the weapon or force", required=False),
    Column("side", "text", "", "whose it is", required=False),
    Column("count", "whole", "1", "how many; 0 says that none was seen", False, 0, LARGEST_COUNT),
    Column("source", "text", "", "who or what saw it"),
    Column("confidence", "number", "1", "the source's own chance that it is right", False, 0, 1),
    Column("observed", "text", "", "what was observed", words=tuple(act.value for act in Act)),
)
"""In the order in which they are stored."""

NAMES = tuple(column.name for column in COLUMNS)


def limits(column: Column) -> str:
    """What a column allows, in words.

    Examples
    --------
    >>> limits(next(column for column in COLUMNS if column.name == "lat"))
    '-90 to 90'
    """
    if column.words:
        return ", ".join(column.words)
    if column.kind == "time":
        return f"{EARLIEST_YEAR} to {LATEST_YEAR}"
    if column.kind == "text":
        return f"at most {LONGEST_TEXT} letters"
    return f"{column.low:,.0f} to {column.high:,.0f}"
