"""Compliance by side and period: counts always, rates only where the monitors' coverage is known.

Of n violations seen in w days of full coverage, the rate a day has with Jeffreys' prior for a
Poisson count the posterior Gamma(n + 1/2, w); of d days watched with a violation on v of them, the
share of such days has Beta(v + 1/2, d - v + 1/2) [BrownCaiDasGupta2001]_. With coverage c, the
violations of all days are estimated by the rate times the days, and those missed by the rest.

That is right where what was watched is a fair sample of ground and time. Monitors are not sent at
random and are kept from some places: then neither a rate nor what was missed follows from counts.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from suasion.zone.findings.coverage import EVERY_SIDE, Coverage, first_missing_day, watched_days
from suasion.zone.findings.found import OPEN_SIDE, Ints, Verdict
from suasion.zone.findings.ordering import order_of
from suasion.zone.findings.tallies import Violations

LEVEL = 0.95
"""Of the intervals."""
NO_COVERAGE = (
    "The monitors' coverage is not known: the counts say what was seen, and nothing can be said "
    "about the rate of violations or about what was missed."
)


@dataclass(frozen=True)
class Interval:
    """An estimate and the ends of its interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Compliance:
    """One side in one period."""

    side: str
    begins: dt.date
    ends: dt.date
    days: int
    violations: int
    """Clear and likely ones."""
    days_with_one: int
    denied: int
    """Sightings of denied access."""
    coverage: float | None
    """Mean share watched; None where it is not known, and then nothing below is."""
    per_day: Interval | None
    """Rate of violations that would be seen with full coverage [1/day]."""
    days_share: Interval | None
    """Share of days with a violation, of the days watched in full; only where all were."""
    missed: Interval | None
    """Violations that were not seen."""


def compliance(
    found: Violations,
    coverage: Sequence[Coverage],
    *,
    begins: dt.date,
    ends: dt.date,
) -> list[Compliance]:
    """Every side that the observations name, over the whole time.

    Parameters
    ----------
    coverage
        What the monitors watched; empty where it is not known.
    begins, ends
        First and last day looked at.
    """
    present = sorted(
        np.flatnonzero(np.bincount(found.side_code)).tolist(), key=lambda at: found.side_names[at]
    )
    return [
        _compliance(_of_side(found, at), found.side_names[at], coverage, begins, ends)
        for at in present
    ]


def no_span(one: Compliance, coverage: Sequence[Coverage]) -> str:
    """Why a side has no rate although a table of coverage was given."""
    missing = first_missing_day(coverage, one.side, one.begins, one.ends)
    rest = "Nothing can be said about their rate or about what was missed."
    if one.side == OPEN_SIDE:
        return (
            f"Some observations do not say whose they were. Only a coverage of `{EVERY_SIDE}` "
            f"holds for these, and the table gives none for {missing}. {rest}"
        )
    return (
        f"The table of coverage does not span the days from {one.begins} to {one.ends} for "
        f"{one.side!r}: {missing} is the first one without. So nothing can be said about the rate "
        "of this side's violations or about what was missed."
    )


@dataclass(frozen=True, eq=False)
class _Cases:
    """Violations of one side in the order of their days."""

    day: npt.NDArray[np.datetime64]
    verdict: Ints
    sighting: Ints

    def between(self, begins: dt.date, ends: dt.date) -> _Cases:
        bounds = np.array([begins, ends + dt.timedelta(days=1)], "datetime64[D]")
        first, last = np.searchsorted(self.day, bounds)
        return _Cases(self.day[first:last], self.verdict[first:last], self.sighting[first:last])


def _of_side(found: Violations, side: int) -> _Cases:
    mine = np.flatnonzero(found.side_code == side)
    day = found.day[mine]
    order = order_of(day.astype(np.int64))
    mine = mine[order]
    return _Cases(day[order], found.verdict[mine], found.sighting[mine])


def months_of(begins: dt.date, ends: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """First and last day of each calendar month, the first and last one cut to the period."""
    first = begins
    while first <= ends:
        following = (first.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        yield first, min(ends, following - dt.timedelta(days=1))
        first = following


def _compliance(
    every: _Cases,
    side: str,
    coverage: Sequence[Coverage],
    begins: dt.date,
    ends: dt.date,
) -> Compliance:
    found = every.between(begins, ends)
    broken = found.verdict <= Verdict.LIKELY
    number, days = int(broken.sum()), (ends - begins).days + 1
    dated = found.day[broken]
    with_one = int((dated[1:] != dated[:-1]).sum()) + int(number > 0)
    denied = len(np.unique(found.sighting[found.verdict == Verdict.DENIED]))
    watched = watched_days(coverage, side, begins, ends)
    known = not math.isnan(watched)
    rate = per_day(number, watched) if known else None
    return Compliance(
        side,
        begins,
        ends,
        days,
        number,
        with_one,
        denied,
        watched / days if known else None,
        rate,
        share(with_one, days) if known and watched == days else None,
        _missed(number, watched, days) if known else None,
    )


def per_day(number: int, days: float) -> Interval:
    """Rate of a Poisson count over so many days, with Jeffreys' prior [1/day].

    Examples
    --------
    >>> found = per_day(0, 100.0)
    >>> found.low, round(found.high, 4)
    (0.0, 0.0251)
    """
    low, high = stats.gamma.ppf([(1 - LEVEL) / 2, (1 + LEVEL) / 2], number + 0.5, scale=1 / days)
    return Interval(number / days, float(low) if number else 0.0, float(high))


def share(number: int, of: int) -> Interval:
    """A share with the equal-tailed Jeffreys interval, its ends 0 and 1 where it is.

    Examples
    --------
    >>> found = share(4, 20)
    >>> round(found.low, 4), round(found.high, 4)
    (0.0715, 0.4082)
    """
    tails = [(1 - LEVEL) / 2, (1 + LEVEL) / 2]
    low, high = stats.beta.ppf(tails, number + 0.5, of - number + 0.5)
    return Interval(number / of, float(low) if number else 0.0, float(high) if number < of else 1.0)


def _missed(number: int, watched: float, days: int) -> Interval:
    """Violations in the time and ground not watched: a negative binomial, given those seen."""
    rest = days - watched
    if rest <= 0:
        return Interval(0.0, 0.0, 0.0)
    spread = stats.nbinom(number + 0.5, watched / days)
    low, high = spread.ppf([(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(number * rest / watched, float(low), float(high))
