"""How much a box says about failure: one number by which boxes of different size are compared.

The evidence of a box is the log-likelihood ratio of two rates of failure, inside and outside,
against one rate for all (twice the draws times the information, in nats, that the box gives about
failure). Each limit of a box costs the logarithm of the number of draws, as in Schwarz's criterion,
so that a factor which does not matter is not limited because chance favours it.

References
----------
[Schwarz1978]_ for the price of a limit.
"""

from __future__ import annotations

import numpy as np
from scipy.special import xlogy

from suasion.study.analysis.discovery.bins import Bins
from suasion.study.analysis.table import Array, Flags, Whole


def evidence(mass: Array, failing: Array, draws: int, failures: int) -> Array:
    """Evidence of boxes that fail more often than what lies outside [nats x 2]; negative if less.

    Parameters
    ----------
    mass, failing
        Draws in each box, and those of them that fail.
    draws, failures
        The same in all.

    Examples
    --------
    >>> evidence(np.array([50.0, 50.0]), np.array([25.0, 50.0]), 100, 50).round(1).tolist()
    [0.0, 138.6]
    """
    mass, failing = np.asarray(mass, dtype=float), np.asarray(failing, dtype=float)
    whole = _fit(np.asarray(float(draws)), np.asarray(float(failures)))
    found = 2 * (_fit(mass, failing) + _fit(draws - mass, failures - failing) - whole)
    more = failing * draws >= failures * mass
    return np.where(more, np.maximum(found, 0.0), -np.abs(found))


def _fit(draws: Array, failures: Array) -> Array:
    """Log-likelihood of one rate of failure at its best."""
    holding = draws - failures
    return xlogy(failures, failures) + xlogy(holding, holding) - xlogy(draws, draws)


def limits(bins: Bins, boxes: Flags) -> Whole:
    """How many limits boxes have: one for each end of a range, and for each word left out.

    At most half of a factor's words count: saying which are in is as good as which are out.

    Parameters
    ----------
    boxes
        Allowed bins, shape (..., factors, BINS).

    Returns
    -------
    Shape (...).
    """
    numbers, words = np.flatnonzero(~bins.words), np.flatnonzero(bins.words)
    last = boxes[..., numbers, bins.counts[numbers] - 1]
    closed = np.count_nonzero(boxes[..., numbers, 0], axis=-1) + np.count_nonzero(last, axis=-1)
    found = np.asarray(2 * len(numbers) - closed)
    for row in words:
        found = found + of_factor(bins, boxes[..., row, :], int(row))
    return found


def of_factor(bins: Bins, allowed: Flags, row: int) -> Whole:
    """Limits of one factor; `allowed` has the shape (..., BINS)."""
    count = bins.counts[row]
    if not bins.words[row]:
        return np.asarray(2 - allowed[..., 0].astype(int) - allowed[..., count - 1])
    kept = allowed[..., :count].sum(axis=-1)
    return np.asarray(np.minimum(count - kept, kept))


def price(draws: int) -> float:
    """What one limit costs [nats x 2]."""
    return float(np.log(max(draws, 2)))
