"""Charts: a cumulative sum and a plain limit, each set to a stated number of false alarms a year.

The cumulative sum [Page1954]_ adds up what counts exceed a reference between ordinary times and the
rise that it is meant to find, and is quickest for that rise among all rules with as few false
alarms. For a negative binomial count with means m and n and the same r it is, from the likelihood
ratio, [Lucas1985]_ for Poisson's::

    k = r log((r + n) / (r + m)) / log(n (r + m) / (m (r + n))),   (n - m) / log(n / m) without r

The plain limit looks at each period by itself: it is quicker for a sudden large rise.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from suasion.zone.alarms.baseline import Baseline
from suasion.zone.alarms.run_length import average_run_length, fewest_states

YEAR_DAYS = 365.25
MOST_STATES = 1_500
FINE = 25.0
"""States in a standard deviation of the count."""

Kind = Literal["cusum", "limit"]


@dataclass(frozen=True)
class Chart:
    """A rule that gives alarms, and what it is worth if counts of periods are independent."""

    kind: Kind
    days: float
    """Length of a period [day]."""
    reference: float
    """k [1/day]; 0 for a limit."""
    height: float
    """The alarm is given above it: the sum, or a period's count."""
    false_per_year: float
    false_per_year_high: float
    """The same if the true mean is at the high end of its 90 % interval."""
    delay_days: float
    """Mean time until the alarm once counts have risen by the ratio."""


def cusum(baseline: Baseline, *, ratio: float, false_per_year: float, days: float = 1.0) -> Chart:
    """A cumulative sum with at most so many false alarms a year.

    Parameters
    ----------
    ratio
        The rise that it is meant to find, > 1.
    false_per_year
        [1/year], > 0.
    days
        Length of a period [day].
    """
    width = _width(baseline.deviation(days))
    reference = max(round(_reference(baseline, ratio) * days / width), 1) * width
    ordinary = baseline.cdf(days)
    target = YEAR_DAYS / (days * false_per_year)

    def run_length(states: int) -> float:
        return average_run_length(ordinary, reference, width, states)

    states = fewest_states(run_length, target, MOST_STATES)
    risen, uncertain = (
        average_run_length(baseline.cdf(days, by), reference, width, states)
        for by in (ratio, baseline.high / baseline.mean)
    )
    per_year = YEAR_DAYS / days
    return Chart(
        "cusum",
        days,
        reference / days,
        (states - 1) * width,
        per_year / run_length(states),
        per_year / uncertain,
        risen * days,
    )


def limit(baseline: Baseline, *, ratio: float, false_per_year: float, days: float = 1.0) -> Chart:
    """The lowest limit on a period's count with at most so many false alarms a year."""
    target = false_per_year * days / YEAR_DAYS
    ordinary = baseline.cdf(days)
    high = 1
    while 1 - float(ordinary(np.array(high))) > target:
        high *= 2
    # P(count > h) falls with h: the first h at which it is low enough.
    each = np.arange(high // 2, high + 1, dtype=float)
    height = float(each[np.argmax(1 - ordinary(each) <= target)])
    if 1 - float(ordinary(np.array(0.0))) <= target:
        height = 0.0
    false, uncertain, risen = (
        1 - float(baseline.cdf(days, by)(np.array(height)))
        for by in (1.0, baseline.high / baseline.mean, ratio)
    )
    per_year = YEAR_DAYS / days
    delay = days / risen if risen > 0 else math.inf
    return Chart("limit", days, 0.0, height, per_year * false, per_year * uncertain, delay)


def _reference(baseline: Baseline, ratio: float) -> float:
    """The reference k of a day, by the likelihood ratio."""
    mean, risen, size = baseline.mean, baseline.mean * ratio, baseline.size
    if math.isinf(size):
        return (risen - mean) / math.log(ratio)
    above = size * math.log((size + risen) / (size + mean))
    return above / math.log(risen * (size + mean) / (mean * (size + risen)))


def _width(deviation: float) -> float:
    """Width of a state: 1/4 for small counts, so that the chain is exact, whole for large ones."""
    return 0.25 if deviation < FINE / 4 else float(max(1, round(deviation / FINE)))
