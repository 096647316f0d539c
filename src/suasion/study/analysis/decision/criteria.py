"""Criteria by which candidates are ordered under many futures, none of which has a probability.

Regret in a future is how far a candidate stays behind the best candidate of that future. The mean
regret orders candidates as the mean does, so it is no criterion of its own here.

References
----------
[Savage1951]_ for regret; [Wald1950]_ for the worst case; [Simon1956]_ for what is good enough.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from suasion.study.analysis.table import Array

TAIL = 0.05
"""Share of futures in a tail: what is worse, or what regret is larger."""


class Scores(NamedTuple):
    """What a criterion reads; higher is better in all of it.

    Parameters
    ----------
    result
        Shape (candidates, draws).
    regret
        The same shape, >= 0.
    enough
        From where on a result is good enough.
    """

    result: Array
    regret: Array
    enough: float


class Criterion(NamedTuple):
    """One criterion.

    Parameters
    ----------
    id, title
        As tables call it, and in words.
    measure
        From scores to one number a candidate.
    of_result
        Whether the number is in the result's own terms, so that its sign goes with the result's.
    low
        Whether less of it is better.
    bootstrap
        Whether drawing again tells its error; an extreme of a sample is never exceeded there.
    """

    id: str
    title: str
    measure: Callable[[Scores], Array]
    of_result: bool
    low: bool
    bootstrap: bool = True


CRITERIA: tuple[Criterion, ...] = (
    Criterion("expected", "mean over futures", lambda s: s.result.mean(1), True, False),
    Criterion(
        "satisficing",
        "share of futures in which it is good enough",
        lambda s: np.mean(s.result >= s.enough, axis=1),
        False,
        False,
    ),
    Criterion(
        "tail",
        "what it comes to in all but the worst 5 % of futures",
        lambda s: np.quantile(s.result, TAIL, axis=1),
        True,
        False,
    ),
    Criterion("worst", "the worst future (maximin)", lambda s: s.result.min(1), True, False, False),
    Criterion(
        "tail-regret",
        "regret that 5 % of futures exceed",
        lambda s: np.quantile(s.regret, 1 - TAIL, axis=1),
        False,
        True,
    ),
    Criterion(
        "most-regret",
        "the largest regret (minimax regret)",
        lambda s: s.regret.max(1),
        False,
        True,
        False,
    ),
)


def scores(result: Array, enough: float, *, high: bool) -> Scores:
    """Results as scores, turned round where low results are better.

    Examples
    --------
    >>> found = scores(np.array([[0.2, 0.9], [0.5, 0.8]]), 0.8, high=True)
    >>> found.regret.round(1).tolist()
    [[0.3, 0.0], [0.0, 0.1]]
    """
    sign = 1.0 if high else -1.0
    turned = sign * np.asarray(result, dtype=float)
    return Scores(turned, turned.max(axis=0) - turned, sign * enough)


def measured(found: Scores) -> Array:
    """Every criterion of every candidate, higher is better, shape (criteria, candidates)."""
    rows = [(one.measure(found), one.low) for one in CRITERIA]
    return np.stack([-row if low else row for row, low in rows])
