"""Weights of theories by what their mixture would have scored.

The weights lie on the simplex and maximise the mean log score of the mixture of out-of-sample
chances [YaoEtAl2018]_. The problem is concave, so that any maximum is the maximum. Cases to which
all predictors gave the same chances are counted together.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from suasion.evidence.backtest.scores import LEAST, Happened
from suasion.mechanism.prior import Array

STEPS, STILL = 500, 1e-12
PLACES = 9
"""Decimals to which likelihoods are alike."""


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
    even = np.full(predictors, 1 / predictors)
    scale = max(-float(share @ np.log(likelihood @ even)), LEAST)

    def missed(found: Array) -> tuple[float, Array]:
        mixed = np.maximum(likelihood @ found, LEAST**2)
        slope = -(share / mixed) @ likelihood
        return -float(share @ np.log(mixed)) / scale, slope / scale

    best = minimize(
        missed,
        even,
        jac=True,
        method="SLSQP",
        bounds=[(0.0, 1.0)] * predictors,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1, "jac": np.ones_like},
        options={"maxiter": STEPS, "ftol": STILL},
    )
    held = np.clip(best.x, 0.0, None)
    return np.asarray(held / held.sum())


def resampled(
    likelihood: Array, cluster: NDArray[np.generic], number: int = 200, seed: int = 1
) -> Array:
    """Weights under the bootstrap over clusters of cases, shape (number, predictors)."""
    alike, row = np.unique(likelihood.round(PLACES), axis=0, return_inverse=True)
    names, place = np.unique(cluster, return_inverse=True)
    random = np.random.default_rng(seed)
    drawn = random.multinomial(len(names), np.full(len(names), 1 / len(names)), size=number)
    counts = (np.bincount(row.ravel(), one[place], len(alike)) for one in drawn * 1.0)
    return np.array([weights(alike, one.astype(float)) for one in counts])
