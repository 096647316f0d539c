"""Sensitivity from slopes of the model: how fast a result changes with each assumption.

A slope is that of the result by the quantile of a factor, so it is in units of the result for the
factor's whole range, and comparable across factors. From slopes at many draws come the mean, the
mean size, and an upper bound of the factor's total variance share: for a uniform number between 0
and 1 the mean squared slope over pi squared and the variance.

References
----------
[SobolKucherenko2009]_ for the bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from suasion.study.analysis.resampling import Interval, bootstrapped, interval
from suasion.study.analysis.table import Array, Whole


@dataclass(frozen=True)
class Slope:
    """One factor's slopes.

    Parameters
    ----------
    mean, size
        Mean slope and mean absolute slope [result for the whole range].
    bound
        Upper bound of its total share of the variance, which may be over 1.
    up
        Share of draws in which more of it raises the result.
    """

    factor: str
    mean: Interval
    size: Interval
    bound: Interval
    up: float


def from_slopes(names: Sequence[str], slopes: Array, result: Array, seed: int) -> tuple[Slope, ...]:
    """Slopes summed up, the largest first.

    Parameters
    ----------
    names
        The k factors.
    slopes
        Derivative of the result by each factor's quantile, shape (draws, k).
    result
        Shape (draws,).
    seed
        Of the bootstrap over draws.
    """

    def told(rows: Whole) -> Array:
        part, spread = slopes[rows], max(float(result[rows].var()), 1e-300)
        square = (part**2).mean(axis=0) / (np.pi**2 * spread)
        return np.stack([part.mean(axis=0), np.abs(part).mean(axis=0), square])

    value, samples = told(np.arange(len(result))), bootstrapped(told, len(result), seed)
    rows = [
        Slope(name, *_ends(value, samples, at), up=float((slopes[:, at] > 0).mean()))
        for at, name in enumerate(names)
    ]
    return tuple(sorted(rows, key=lambda row: -row.size.value))


def _ends(value: Array, samples: Array, at: int) -> tuple[Interval, Interval, Interval]:
    """The three measures of one factor with their intervals."""
    mean, size, square = (interval(value[i, at], samples[:, i, at]) for i in range(3))
    return mean, size, square
