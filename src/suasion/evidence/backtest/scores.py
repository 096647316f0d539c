"""How good chances were, once it is known what happened.

Definitions
-----------
log score    mean of log(chance given to what happened); 0 is perfect, higher is better
Brier score  mean of (chance - outcome)^2; 0 is perfect, lower is better
calibration  in bins of the chance: mean chance beside the share in which it happened
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from suasion.mechanism.prior import Array

Happened = NDArray[np.bool_]
LEAST = 1e-6
"""Chances are held within this of 0 and 1: one certain miss is bad and not infinitely so."""
BINS = 5


@dataclass(frozen=True)
class Scores:
    """Scores of one predictor on one set of cases."""

    log_score: float
    brier: float
    mean_chance: float
    share_happened: float
    n: int


@dataclass(frozen=True)
class Bin:
    """Cases with chances between two bounds."""

    low: float
    high: float
    mean_chance: float
    share_happened: float
    n: int


def log_scores(chance: Array, happened: Happened) -> Array:
    """log(chance given to what happened), case by case.

    Examples
    --------
    >>> log_scores(np.array([0.5, 0.25]), np.array([True, False])).round(3).tolist()
    [-0.693, -0.288]
    """
    held = np.clip(chance, LEAST, 1 - LEAST)
    return np.asarray(np.where(happened, np.log(held), np.log1p(-held)))


def scores(chance: Array, happened: Happened) -> Scores:
    """Scores of chances, shape (cases,)."""
    return Scores(
        float(log_scores(chance, happened).mean()),
        float(np.mean((chance - happened) ** 2)),
        float(chance.mean()),
        float(happened.mean()),
        len(happened),
    )


def calibration(chance: Array, happened: Happened, bins: int = BINS) -> list[Bin]:
    """Bins of equally many cases, by rising chance; ties may join bins."""
    edges = np.unique(np.quantile(chance, np.linspace(0, 1, bins + 1)))
    place = np.clip(np.searchsorted(edges, chance, side="right") - 1, 0, max(len(edges) - 2, 0))
    found = []
    for number in np.unique(place):
        inside = place == number
        some, known = chance[inside], happened[inside]
        bounds = float(some.min()), float(some.max())
        found.append(Bin(*bounds, float(some.mean()), float(known.mean()), int(inside.sum())))
    return found


def ahead(one: Array, other: Array, cluster: NDArray[np.generic]) -> tuple[float, float]:
    """Mean difference of two log scores and its standard error, with clusters as the cases.

    Parameters
    ----------
    one, other
        Log scores case by case, shape (cases,).
    cluster
        Which cases share a fate, shape (cases,).
    """
    _, place = np.unique(cluster, return_inverse=True)
    gap = one - other
    sums = np.bincount(place, gap - gap.mean())
    groups = len(sums)
    error = np.sqrt(np.sum(sums**2) * groups / max(groups - 1, 1)) / len(gap)
    return float(gap.mean()), float(error)
