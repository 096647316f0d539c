"""Whether a zone is intact or eroded, month by month, by a threshold that its users state.

A month is *eroded* where the rate of violations at full coverage lies above the threshold with
97.5 %, *intact* where it lies below it with 97.5 %, and otherwise what the month before it was: so
that one bad week, or a count that is too small to tell, turns nothing over. Until the first month
that tells, and again after a month whose coverage is not known, the zone is neither.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import NamedTuple

from suasion.zone.findings.compliance import per_day


class Month(NamedTuple):
    """A month, or the part of it that is looked at.

    Parameters
    ----------
    watched
        Days of full coverage; NaN where it is not known [day].
    """

    begins: dt.date
    days: int
    violations: int
    watched: float


def by_year(found: Sequence[Month], above_per_day: float) -> dict[int, tuple[float, int]]:
    """By year: days that an intact zone was at risk, and how often it was found eroded.

    Parameters
    ----------
    found
        Months, one after the other.
    above_per_day
        Violations a day at full coverage above which the zone counts as eroded [1/day].

    Examples
    --------
    >>> import datetime as dt
    >>> year = [Month(dt.date(2024, at, 1), 30, 0 if at < 10 else 60, 30.0) for at in range(1, 13)]
    >>> by_year(year, 1.0)
    {2024: (300, 1)}
    """
    counts: dict[int, tuple[float, int]] = {}
    eroded: bool | None = None
    for one in found:
        tells = _tells(one, above_per_day)
        days, erosions = counts.get(one.begins.year, (0, 0))
        known = not math.isnan(one.watched)
        at_risk = known and (eroded is False or (eroded is None and tells is False))
        fell = eroded is False and tells is True
        counts[one.begins.year] = (days + one.days * at_risk, erosions + fell)
        eroded = (eroded if tells is None else tells) if known else None
    return counts


def _tells(one: Month, above_per_day: float) -> bool | None:
    """True for eroded, False for intact, None where the count does not tell."""
    if not one.watched > 0:
        return None
    rate = per_day(one.violations, one.watched)
    if rate.low > above_per_day:
        return True
    return False if rate.high < above_per_day else None
