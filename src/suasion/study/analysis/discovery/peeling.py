"""Peeling: a box that shrinks by a small share of its futures at a time, towards failures.

At every step each side of each factor is tried, and each word that could be dropped. Taken is the
peel whose draws fail least against the box, in standard errors: the drop of their share of failures
below the box's, times the square root of their number. Peels of one size are ordered as the rise of
the density orders them [FriedmanFisher1999]_; between peels of different size, which words bring
about, it lies between the rise itself, which favours large ones, and the rise for each draw taken,
which favours small ones [KwakkelJaxaRozen2016]_.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from suasion.study.analysis.discovery.bins import BINS, Bins
from suasion.study.analysis.table import Array, Flags, Whole

PEEL = 0.05
"""Share of a box that a peel takes at most, unless one bin or word holds more."""
LEAST = 0.05
"""Share of all futures that a box must keep."""


class Peeling(NamedTuple):
    """The boxes of one peeling, from everything to the last.

    Parameters
    ----------
    mass, failing
        Draws in each box, and those of them that fail, shape (boxes,).
    boxes
        Allowed bins, shape (boxes, factors, BINS).
    """

    mass: Array
    failing: Array
    boxes: Flags


class _Peel(NamedTuple):
    """What one peel would take: its score, and the bins of a factor."""

    score: float
    factor: int
    bins: Flags


def peeled(bins: Bins, fails: Flags, peel: float = PEEL, least: float = LEAST) -> Peeling:
    """Peel a box until it has hardly any draws left.

    Parameters
    ----------
    bins
        The factors.
    fails
        Whether each draw fails, shape (draws,).
    peel
        Share of a box taken at a time, in (0, 1).
    least
        Share of all draws at which peeling ends, in (0, 1).
    """
    allowed, alive = bins.everything(), np.arange(bins.draws)
    flat = bins.codes.T + BINS * np.arange(len(bins.counts))
    sums = _sums(flat, alive, fails)
    boxes, mass, failing = [allowed.copy()], [len(alive)], [int(fails.sum())]
    while 0 < failing[-1] < mass[-1]:
        best = _best(bins, sums, mass[-1], failing[-1], peel)
        if best is None:
            break
        gone = best.bins[bins.codes[best.factor, alive]]
        if len(alive) - gone.sum() < least * bins.draws:
            break
        sums -= _sums(flat, alive[gone], fails)
        alive = alive[~gone]
        allowed[best.factor] &= ~best.bins
        boxes.append(allowed.copy())
        mass.append(len(alive))
        failing.append(int(fails[alive].sum()))
    return Peeling(np.array(mass, float), np.array(failing, float), np.array(boxes))


def _sums(flat: Whole, rows: Whole, fails: Flags) -> NDArray[np.int64]:
    """Draws by factor and bin, all and failing, shape (2, factors, BINS)."""
    factors = flat.shape[1]
    every = np.bincount(flat[rows].ravel(), minlength=factors * BINS)
    worse = np.bincount(flat[rows[fails[rows]]].ravel(), minlength=factors * BINS)
    return np.stack([every, worse]).reshape(2, factors, BINS)


def _best(
    bins: Bins, sums: NDArray[np.int64], mass: int, failing: int, peel: float
) -> _Peel | None:
    """The peel with the best score, or None where no side has anything to take."""
    found = [_side(bins, sums, mass, failing, peel, high=high) for high in (False, True)]
    found += [_word(bins, sums, mass, failing)]
    real = [one for one in found if one is not None]
    return max(real, key=lambda one: one.score, default=None)


def _score(taken: Whole, worse: Whole, mass: int, failing: int) -> Array:
    """Standard errors by which peels lower the share of failures; -inf where nothing remains."""
    possible = (taken > 0) & (taken < mass)
    counted = np.where(possible, taken, 1)
    score = (failing / mass - worse / counted) * np.sqrt(counted) / (1 - counted / max(mass, 2))
    return np.where(possible, score, -np.inf)


def _side(
    bins: Bins, sums: NDArray[np.int64], mass: int, failing: int, peel: float, *, high: bool
) -> _Peel | None:
    """The best peel from the low or the high end of a number."""
    ordered = sums[:, :, ::-1] if high else sums
    every, worse = ordered.cumsum(axis=2)
    first = (every > 0).argmax(axis=1)
    last = np.maximum((every > peel * mass).argmax(axis=1) - 1, first)
    row = np.arange(len(last))
    score = np.where(bins.words, -np.inf, _score(every[row, last], worse[row, last], mass, failing))
    factor = int(score.argmax())
    taken = np.arange(BINS) <= last[factor]
    found = _Peel(float(score[factor]), factor, taken[::-1] if high else taken)
    return found if np.isfinite(found.score) else None


def _word(bins: Bins, sums: NDArray[np.int64], mass: int, failing: int) -> _Peel | None:
    """The best word to drop."""
    rows = np.flatnonzero(bins.words)
    if not len(rows):
        return None
    score = _score(sums[0, rows], sums[1, rows], mass, failing)
    at, word = np.unravel_index(int(score.argmax()), score.shape)
    found = _Peel(float(score[at, word]), int(rows[at]), np.arange(BINS) == word)
    return found if np.isfinite(found.score) else None
