"""Which cases are predicted from which: leave one out, leave groups out, and forward in time.

A fold is a pair of masks over cases, (training, test), that share no case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from suasion.mechanism.prior import Array

Mask = NDArray[np.bool_]
Fold = tuple[Mask, Mask]
Fit = Callable[[Mask, Mask], Array]
"""(training, test) -> chances of the test cases, shape (number of them,). It may read outcomes of
the training cases only."""
LEAST_TRAINED = 12
"""Cases below which nothing is fitted forward in time."""


def one_out(cases: int) -> Iterator[Fold]:
    """Each case from all others."""
    for number in range(cases):
        test = np.arange(cases) == number
        yield ~test, test


def groups_out(group: NDArray[np.generic], folds: int = 10, seed: int = 1) -> Iterator[Fold]:
    """Groups of cases from all other groups; a group is never in both parts."""
    names, place = np.unique(group, return_inverse=True)
    part = np.random.default_rng(seed).permutation(len(names)) % folds
    for number in range(min(folds, len(names))):
        test = part[place] == number
        yield ~test, test


def forward(start: NDArray[np.int64], known: NDArray[np.int64]) -> Iterator[Fold]:
    """Cases of each starting year from those whose outcome was known before it.

    Parameters
    ----------
    start
        Year in which each case begins.
    known
        Last year that its outcome speaks of; a case is trained on from the year after.
    """
    for year in np.unique(start):
        training, test = known < year, start == year
        if training.sum() >= LEAST_TRAINED:
            yield training, test


def predicted(fit: Fit, folds: Iterator[Fold], cases: int) -> Array:
    """Chances out of sample, shape (cases,); NaN for cases that no fold tests."""
    found = np.full(cases, np.nan)
    for training, test in folds:
        found[test] = fit(training, test)
    return found
