"""Peeling: a box that shrinks by a small share of its futures at a time, towards failures.

At every step each side of each factor is tried, and each word that could be dropped. Taken is the
peel whose draws fail least against the box, in standard errors: the drop of their share of failures
below the box's, times the square root of their number. Peels of one size are ordered as the rise of
the density orders them [FriedmanFisher1999]_. Dropping a word may take much more than a usual peel;
by the rise of the density it would come first and end the patience of the method, so it counts for
no more draws than a usual peel has, as the rise for each draw taken would have it
[KwakkelJaxaRozen2016]_. A peel of few draws, which may look good by chance, counts for less.
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


Sums = NDArray[np.int64]
"""Draws by factor and bin, all and failing, shape (2, factors, BINS)."""


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


def _sums(flat: Whole, rows: Whole, fails: Flags) -> Sums:
    """Draws by factor and bin, all and failing."""
    factors = flat.shape[1]
    labels = flat[rows] + factors * BINS * fails[rows, None]
    found = np.bincount(labels.ravel(), minlength=2 * factors * BINS)
    found = found.reshape(2, factors, BINS)
    found[0] += found[1]
    return found


def _best(bins: Bins, sums: Sums, mass: int, failing: int, peel: float) -> _Peel | None:
    """The peel with the best score, or None where no side has anything to take."""
    found = [*_sides(bins, sums, mass, failing, peel), _word(bins, sums, mass, failing, peel)]
    real = [one for one in found if one is not None and np.isfinite(one.score)]
    return max(real, key=lambda one: one.score, default=None)


def _score(taken: Whole, worse: Whole, mass: int, failing: int, peel: float) -> Array:
    """By how much the draws of peels fail less than the box; -inf where nothing would remain."""
    possible = (taken > 0) & (taken < mass)
    counted = np.where(possible, taken, 1)
    weight = np.sqrt(np.minimum(counted, max(peel * mass, 1.0)))
    return np.where(possible, (failing / mass - worse / counted) * weight, -np.inf)


def _sides(bins: Bins, sums: Sums, mass: int, failing: int, peel: float) -> list[_Peel]:
    """The best peels from the low and from the high end of a number.

    A peel takes as many bins as fit into its share, and at least the first that holds a draw.
    """
    every, worse = sums.cumsum(axis=2)
    row = np.arange(len(bins.counts))
    last = np.maximum((every > peel * mass).argmax(1) - 1, (every > 0).argmax(1))
    low = _score(every[row, last], worse[row, last], mass, failing, peel)
    first = np.minimum((every >= (1 - peel) * mass).argmax(1) + 1, (every >= mass).argmax(1))
    before = np.maximum(first - 1, 0)
    taken, fail = mass - every[row, before], failing - worse[row, before]
    high = _score(np.where(first > 0, taken, mass), fail, mass, failing, peel)
    found = []
    for score, ends, upper in ((low, last, False), (high, first, True)):
        score[bins.words] = -np.inf
        factor = int(score.argmax())
        places = np.arange(BINS)
        within = places >= ends[factor] if upper else places <= ends[factor]
        found.append(_Peel(float(score[factor]), factor, within))
    return found


def _word(bins: Bins, sums: Sums, mass: int, failing: int, peel: float) -> _Peel | None:
    """The best word to drop."""
    rows = np.flatnonzero(bins.words)
    if not len(rows):
        return None
    score = _score(sums[0, rows], sums[1, rows], mass, failing, peel)
    at, word = np.unravel_index(int(score.argmax()), score.shape)
    return _Peel(float(score[at, word]), int(rows[at]), np.arange(BINS) == word)
