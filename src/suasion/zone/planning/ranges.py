"""Numbers that may be ranges: what a person writes, checked, and what is made of it.

A range is the low and the high end of what a number may be. A number that is certain is a range
whose ends are equal.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from suasion.errors import InputError, Problem

DAYS_IN = {"h": 1 / 24, "d": 1.0, "w": 7.0, "": 1.0}
"""Days in an hour, a day, a week; a number without a letter is in days."""
DURATION = re.compile(r"([0-9.eE+-]+)\s*([hdw]?)")


@dataclass(frozen=True)
class Range:
    """Low and high end, both included; `low <= high`."""

    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.low:g}" if self.low == self.high else f"{self.low:g} to {self.high:g}"

    @property
    def certain(self) -> bool:
        """True where both ends are equal."""
        return self.low == self.high


WHOLE, NEVER = Range(1.0, 1.0), Range(0.0, 0.0)
"""A share of all, and a chance of nothing."""


@dataclass(frozen=True)
class Allowed:
    """What a number may be.

    `above` tells that the low limit itself is not allowed.
    """

    low: float = 0.0
    high: float = 1.0
    above: bool = False
    below: bool = False
    unit: str = ""

    def __str__(self) -> str:
        start = f"above {self.low:,.10g} and" if self.above else f"from {self.low:,.10g}"
        end = "below" if self.below else "at most" if self.above else "to"
        return f"a number {start} {end} {self.high:,.10g} {self.unit}".rstrip()

    def holds(self, value: float) -> bool:
        """Whether a number is allowed."""
        under = value < self.high if self.below else value <= self.high
        over = value > self.low if self.above else value >= self.low
        return math.isfinite(value) and over and under


SHARE = Allowed()
"""A chance or a share, 0 and 1 included."""
CHANCE_WANTED = Allowed(above=True, below=True)
"""A chance that is asked for: nothing is certain."""
DAYS = Allowed(0.0, 36_500.0, above=True, unit="days")
DAYS_OR_NONE = Allowed(0.0, 36_500.0, unit="days")
A_DAY = Allowed(0.0, 10_000.0, above=True, unit="a day")


def refused(where: str, text: str, message: str, remedy: str) -> InputError:
    """The error about one option."""
    return InputError([Problem(where, 0, 0, "", repr(text) if text else "", message, remedy)])


def number(where: str, text: str, allowed: Allowed) -> float:
    """One number, checked.

    Parameters
    ----------
    where
        What errors call it, such as `--chance`.
    text
        As it was written.
    allowed
        What it may be.

    Raises
    ------
    InputError
        Where it is no number, or not allowed.

    Examples
    --------
    >>> number("--chance", "0.9", CHANCE_WANTED)
    0.9
    """
    value = _float(where, text, f"must be {allowed}")
    if not allowed.holds(value):
        raise refused(where, text, f"must be {allowed}", "Give a number within these limits")
    return value


def whole(where: str, text: str, low: int, high: int) -> int:
    """One whole number, checked; errors as of `number`."""
    value = number(where, text, Allowed(low, high))
    if value != int(value):
        message = f"must be a whole number from {low} to {high:,}"
        raise refused(where, text, message, "Give a whole number")
    return int(value)


def range_of(where: str, text: str, allowed: Allowed) -> Range:
    """A number, or a low and a high end joined by a colon.

    Examples
    --------
    >>> range_of("--miss", "0.2:0.4", SHARE), str(range_of("--miss", "0.3", SHARE))
    (Range(low=0.2, high=0.4), '0.3')
    """
    parts = text.split(":")
    if len(parts) > 2:
        raise refused(where, text, "a range has two ends", "Write low:high, such as 0.2:0.4")
    ends = [number(where, part.strip(), allowed) for part in parts]
    if ends[0] > ends[-1]:
        message = "the low end comes first"
        raise refused(where, text, message, f"Write {parts[1].strip()}:{parts[0].strip()}")
    return Range(ends[0], ends[-1])


def days(where: str, text: str) -> float:
    """A time in days: `14d`, `14`, `36h` or `2w`.

    Examples
    --------
    >>> days("--within", "14d"), days("--within", "2w"), days("--within", "36h")
    (14.0, 14.0, 1.5)
    """
    found = DURATION.fullmatch(text.strip())
    if found is None:
        message = "must be a time in days, hours or weeks"
        raise refused(where, text, message, "Write 14d, 36h or 2w")
    value = _float(where, found[1], "must be a time in days, hours or weeks") * DAYS_IN[found[2]]
    if not DAYS.holds(value):
        raise refused(where, text, f"must be {DAYS}", "Give a time within these limits")
    return value


def _float(where: str, text: str, message: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise refused(where, text, message, "Write a number such as 0.3") from None
