"""What counts look like in ordinary times: Poisson, or negative binomial where they spread more.

Counts of a day have the mean m and the variance m + m²/r; a period of d days has d m and d (m +
m²/r), as the sum of d such days. Without r (infinite) that is Poisson's distribution.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import optimize, stats

from suasion.zone.alarms.counts import Period
from suasion.zone.geometry.ellipsoid import Floats

Cdf = Callable[[Floats], Floats]
FEWEST = 8
"""Periods from which a baseline is fitted."""
LEAST_MEAN = 1e-3


@dataclass(frozen=True)
class Baseline:
    """The distribution of the count of a day."""

    mean: float
    """Of a day [1/day]."""
    size: float
    """The r of the negative binomial distribution; infinite for Poisson's."""
    low: float
    """Ends of the 90 % interval of the mean, from the periods it was fitted to [1/day]."""
    high: float
    periods: int

    def cdf(self, days: float = 1.0, ratio: float = 1.0) -> Cdf:
        """Distribution function of the count of a period, its mean changed by a ratio."""
        mean = max(self.mean * ratio, LEAST_MEAN) * days
        if math.isinf(self.size):
            return lambda x: np.asarray(stats.poisson.cdf(np.floor(x + 1e-9), mean))
        size = self.size * days
        share = size / (size + mean)
        return lambda x: np.asarray(stats.nbinom.cdf(np.floor(x + 1e-9), size, share))

    def deviation(self, days: float = 1.0) -> float:
        """Standard deviation of the count of a period."""
        return math.sqrt(days * (self.mean + self.mean**2 / self.size))


def fitted(periods: Sequence[Period]) -> Baseline:
    """The baseline of some periods, by maximum likelihood; at least eight.

    Examples
    --------
    >>> import datetime as dt
    >>> day = dt.date(2024, 1, 1).toordinal()
    >>> counts = [3, 5, 4, 4, 2, 6, 4, 4]
    >>> rows = [Period(dt.date.fromordinal(day + at), n, 1.0) for at, n in enumerate(counts)]
    >>> found = fitted(rows)
    >>> found.mean, found.size
    (4.0, inf)
    """
    counts = np.array([one.count for one in periods], float)
    days = np.array([one.days for one in periods])
    mean = max(float(counts.sum() / days.sum()), LEAST_MEAN)
    size = _size(counts, days, mean)
    spread = math.sqrt((mean + mean**2 / size) / days.sum()) / mean
    step = math.exp(float(stats.norm.ppf(0.95)) * spread)
    return Baseline(mean, size, mean / step, mean * step, len(periods))


def _size(counts: Floats, days: Floats, mean: float) -> float:
    """The r of the negative binomial; infinite unless it fits better than Poisson's."""

    def against(log_size: float) -> float:
        size = days * math.exp(log_size)
        return -float(stats.nbinom.logpmf(counts, size, size / (size + days * mean)).sum())

    found = optimize.minimize_scalar(against, bounds=(-6, 12), method="bounded")
    plain = -float(stats.poisson.logpmf(counts, days * mean).sum())
    # Half of a chi-square's 5 % point with one degree of freedom, one-sided.
    return math.exp(found.x) if plain - found.fun > 1.353 else math.inf
