"""Weights of theories by what their mixture would have scored.

The weights lie on the simplex and maximise the mean log score of the mixture of out-of-sample
chances [YaoEtAl2018]_. The problem is concave; the EM algorithm of mixture shares rises to it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from suasion.evidence.backtest.scores import LEAST, Happened
from suasion.mechanism.prior import Array

STEPS, STILL = 5000, 1e-12


def likelihoods(chances: Array, happened: Happened) -> Array:
    """Chance that each predictor gave to what happened, shape (cases, predictors).

    Parameters
    ----------
    chances
        Shape (predictors, cases).
    """
    held = np.clip(chances, LEAST, 1 - LEAST)
    return np.asarray(np.where(happened, held, 1 - held)).T


def weights(likelihood: Array, counts: Array | None = None) -> Array:
    """Stacking weights, shape (predictors,), that add up to 1.

    Parameters
    ----------
    likelihood
        Shape (cases, predictors), above 0.
    counts
        How often each case counts; once where None.

    Examples
    --------
    >>> good, bad = [0.9, 0.8, 0.9], [0.5, 0.5, 0.5]
    >>> weights(np.array([good, bad]).T).round(3).tolist()
    [1.0, 0.0]
    """
    cases, predictors = likelihood.shape
    share = np.ones(cases) if counts is None else counts
    share = share / share.sum()
    found = np.full(predictors, 1 / predictors)
    before = -np.inf
    for _ in range(STEPS):
        mixed = likelihood @ found
        score = float(share @ np.log(mixed))
        if score - before < STILL:
            break
        before = score
        found = found * (share @ (likelihood / mixed[:, None]))
    return np.asarray(found / found.sum())


def resampled(
    likelihood: Array, cluster: NDArray[np.generic], number: int = 400, seed: int = 1
) -> Array:
    """Weights under the bootstrap over clusters of cases, shape (number, predictors)."""
    names, place = np.unique(cluster, return_inverse=True)
    random = np.random.default_rng(seed)
    drawn = random.multinomial(len(names), np.full(len(names), 1 / len(names)), size=number)
    return np.array([weights(likelihood, counts[place].astype(float)) for counts in drawn])
