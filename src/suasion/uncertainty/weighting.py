"""A comparison with theories weighed by what they predicted, beside the one that counts all alike.

The spread over theories is no distribution, so the headline counts them alike. Stacking weights
say which mixture predicted the record best out of sample; they are given with their bootstrap,
because few cases leave them open.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from suasion.errors import InputError, Problem
from suasion.mechanism.prior import Array
from suasion.uncertainty.comparison import RANKED, Comparison
from suasion.uncertainty.metrics import HOLDS

PERCENTILES = {"p5": 0.05, "p50": 0.5, "p95": 0.95}


class Weight(NamedTuple):
    """A theory's weight in a mixture [1], and 90 % of its bootstrap."""

    share: float
    low: float
    high: float


class Weights(NamedTuple):
    """Weights by theory, and what they rest on: an identifier and words."""

    id: str
    what: str
    cases: int
    by_theory: Mapping[str, Weight]


def weighted(comparison: Comparison, weights: Weights) -> dict[str, Any]:
    """Rank, mean and percentiles of the ranked metric under weights; theories without one have 0.

    Parameters
    ----------
    weights
        Taken relative to the theories of the comparison, so that they add up to 1.

    Raises
    ------
    InputError
        Where none of the theories of the comparison has any weight.
    """
    shares = shares_of(weights, comparison.options.theories)
    rows = {key: _row(one, shares) for key, one in _scores(comparison).items()}
    order = sorted(rows, key=lambda key: (-rows[key]["mean"], key))
    listed = list(rows)
    return {
        "weights": {
            "id": weights.id,
            "what": weights.what,
            "cases": weights.cases,
            "theories": {
                name: {"used": float(share), **_stated(weights, name)}
                for name, share in zip(comparison.options.theories, shares, strict=True)
            },
        },
        "guarantees": [
            {"id": key, "rank": order.index(key) + 1, "rank_alike": listed.index(key) + 1}
            | rows[key]
            for key in listed
        ],
    }


def shares_of(weights: Weights, theories: tuple[str, ...]) -> Array:
    """Weights of these theories, adding up to 1, shape (theories,)."""
    given = np.array([weights.by_theory.get(name, Weight(0, 0, 0)).share for name in theories])
    if given.sum() > 0:
        return given / given.sum()
    having = [name for name, one in weights.by_theory.items() if one.share > 0]
    remedy = f"Add one of {', '.join(having)} with --theory, or drop --weights"
    message = "none of the theories compared has any of the record's weight"
    raise InputError([Problem("--weights", 0, 0, "", weights.id, message, remedy)])


def _scores(comparison: Comparison) -> dict[str, Array]:
    """The ranked metric of the guarantees asked for, best first under equal weights."""
    wanted = comparison.options.guarantees
    name = RANKED[comparison.options.rank_by]
    return {key: getattr(one, name) for key, one in comparison.found.items() if key in wanted}


def _row(score: Array, shares: Array) -> dict[str, float]:
    """Mean, share holding and percentiles of (theory, draw) values under weights of theories."""
    draws = np.repeat(shares / score.shape[1], score.shape[1])
    quantiles = np.quantile(
        score.ravel().astype(float),
        list(PERCENTILES.values()),
        weights=draws,
        method="inverted_cdf",
    )
    return {
        "mean": float(shares @ score.mean(axis=1)),
        "share_holding": float(shares @ (score >= HOLDS).mean(axis=1)),
        **dict(zip(PERCENTILES, map(float, quantiles), strict=True)),
    }


def _stated(weights: Weights, theory: str) -> dict[str, float | None]:
    """What the record says of a theory; None for one that it was not asked about."""
    found = weights.by_theory.get(theory)
    return {"share": None, "low": None, "high": None} if found is None else found._asdict()
