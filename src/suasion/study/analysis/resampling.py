"""Draws drawn again: bootstrap samples and intervals, always from an explicit seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from suasion.study.analysis.table import Array, Whole

RESAMPLES = 200
LEVEL = 0.95
"""Share of resamples within an interval."""
TWO_SIDED = 1.96
"""Standard errors to either side that hold 95 %."""


class Interval(NamedTuple):
    """An estimate with the ends of its interval."""

    value: float
    low: float
    high: float


def resamples(draws: int, count: int, seed: int) -> Iterator[Whole]:
    """Rows of `count` bootstrap samples of as many draws, one after the other."""
    stream = np.random.default_rng(seed)
    for _ in range(count):
        yield stream.integers(draws, size=draws)


def interval(value: float, samples: Sequence[float] | Array) -> Interval:
    """Percentile interval of an estimate.

    Examples
    --------
    >>> interval(0.5, [0.4, 0.5, 0.6])
    Interval(value=0.5, low=0.405, high=0.595)
    """
    low, high = np.quantile(np.asarray(samples), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(value), round(float(low), 12), round(float(high), 12))


def about(value: float, samples: Sequence[float] | Array) -> Interval:
    """Interval of 1.96 bootstrap standard errors to either side of an estimate.

    For estimates that resampling makes too large, so that percentiles would be too high.

    Examples
    --------
    >>> about(0.5, [0.6, 0.7, 0.8])
    Interval(value=0.5, low=0.304, high=0.696)
    """
    half = TWO_SIDED * float(np.std(np.asarray(samples), ddof=1))
    return Interval(float(value), round(value - half, 12), round(value + half, 12))


def bootstrapped(
    measure: Callable[[Whole], Array], draws: int, seed: int, count: int = RESAMPLES
) -> Array:
    """A measure of rows under resampling, shape (count, ...)."""
    return np.stack([measure(rows) for rows in resamples(draws, count, seed)])
