"""Results regressed on one factor, and what the best choice by factor seems to gain by chance.

Where a factor has nothing to do with the results, the coefficients of a regression on it have, over
all orders in which the factor could have been drawn, the mean and covariance of a sample without
replacement, and are normal but for terms that fall with the number of draws. So what shuffling
would show is drawn from that distribution, often enough for the tail that many factors need.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from suasion.study.analysis.table import Array, Table

DEGREE = 5
POINTS = 400
"""Quantiles at which the best candidate is looked up."""
FEW = 12
"""A number with at most so many values has a mean for each."""
CHANCE = 0.95
"""Chance that no factor exceeds what chance shows where none of them matters."""
LOTS, LEAST_LOTS, BATCH = 60_000, 4_000, 500
"""Drawn for the bar: so many among all candidates, at least so many, and so many at once."""


class Design(NamedTuple):
    """A regression on one factor.

    Parameters
    ----------
    basis
        Orthonormal columns, shape (draws, terms).
    at
        The same terms at the places where the choice is looked up, shape (places, terms).
    weight
        Share of futures at each place.
    edges
        Values between which each place lies, shape (places + 1,); for cells, the values.
    cells
        Whether the places are single values.
    """

    basis: Array
    at: Array
    weight: Array
    edges: Array
    cells: bool


def designed(table: Table, name: str) -> Design:
    """The regression on a factor: a mean for each word or few values, else polynomials."""
    column = table.column(name)
    distinct, place, count = np.unique(column, return_inverse=True, return_counts=True)
    if name in table.words or len(distinct) <= FEW:
        scale = np.sqrt(len(column) / count)
        member = (place[:, None] == np.arange(len(distinct))) * scale
        return Design(member, np.diag(scale), count / len(column), distinct, True)
    rank = (np.argsort(np.argsort(column, kind="stable"), kind="stable") + 0.5) / len(column)
    middle = (np.arange(POINTS) + 0.5) / POINTS
    edges = np.quantile(column, np.linspace(0, 1, POINTS + 1))
    return Design(_terms(rank), _terms(middle), np.full(POINTS, 1 / POINTS), edges, False)


def _terms(u: Array) -> Array:
    """Orthonormal polynomials on (0, 1), shape (places, DEGREE + 1)."""
    found = np.polynomial.legendre.legvander(2 * u - 1, DEGREE)
    return np.asarray(found * np.sqrt(2 * np.arange(DEGREE + 1) + 1))


def fitted(design: Design, gains: Array) -> Array:
    """Expected gain of each candidate at each place, shape (places, candidates)."""
    return np.asarray(design.at @ (design.basis.T @ gains) / len(gains))


def worth(design: Design, fit: Array) -> float:
    """Mean of the best over places, less the best of the means."""
    means = design.weight @ fit
    return float(design.weight @ fit.max(axis=1) - means.max())


def by_chance(design: Design, gains: Array, factors: int, seed: int) -> float:
    """What the estimate stays below where no factor matters, all factors taken together.

    Parameters
    ----------
    design
        The regression.
    gains
        Of each candidate over the one that is chosen, shape (draws, candidates).
    factors
        How many factors are looked at: each has its share of the one chance in twenty.
    seed
        Of the lots.
    """
    stream = np.random.default_rng([seed, 3])
    lots = max(LOTS // gains.shape[1], LEAST_LOTS)
    found = [_lots(design, gains, stream, BATCH) for _ in range(lots // BATCH)]
    return float(np.quantile(np.concatenate(found), CHANCE ** (1 / max(factors, 1))))


def _lots(design: Design, gains: Array, stream: np.random.Generator, count: int) -> Array:
    """The estimate for regressions on factors that do not matter, shape (count,)."""
    draws, candidates = gains.shape
    spread, axes = np.linalg.eigh(np.atleast_2d(np.cov(gains, rowvar=False)) / draws)
    root = axes * np.sqrt(spread.clip(0))
    normal = stream.standard_normal((count, design.basis.shape[1], candidates)) @ root.T
    level = design.basis.mean(axis=0)
    moved = normal - level[:, None] * (level @ normal)[:, None, :] / (level @ level)
    fit = design.at @ (level[:, None] * gains.mean(axis=0) + moved)
    means = design.weight @ fit
    return np.asarray(fit.max(axis=2) @ design.weight - means.max(axis=1))
