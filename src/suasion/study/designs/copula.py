"""Correlated factors by a Gaussian copula.

A file states Spearman's rank correlation r, which does not depend on the priors' shapes. In a
Gaussian copula it belongs to Pearson's correlation ``2 sin(pi r / 6)`` of the normal scores. The
pairs of a file must fit together: their matrix has to be positive definite. Where they do not, the
nearest matrix that does is told in the error; a study never takes it by itself.

References
----------
[Nelsen2006]_, [Higham2002]_
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri

from suasion.mechanism.prior import Array

EDGE = 1e-12
"""How far normal scores stay from probabilities 0 and 1."""
LEAST = 1e-6
"""Least eigenvalue of a matrix that counts as positive definite."""
ROUNDS = 1000


class Pair(NamedTuple):
    """Two factors and their rank correlation."""

    first: str
    second: str
    rank: float


def pearson(rank: Array) -> Array:
    """Pearson's correlation of normal scores that have a rank correlation.

    Examples
    --------
    >>> round(float(pearson(np.array(0.5))), 4)
    0.5176
    """
    return np.asarray(2 * np.sin(np.pi * rank / 6))


def rank_of(correlation: Array) -> Array:
    """The rank correlation of normal scores that have a Pearson's correlation."""
    return np.asarray(6 / np.pi * np.arcsin(correlation / 2))


def members(pairs: Sequence[Pair]) -> list[str]:
    """The factors that go together with any other, in the order of the file."""
    return list(dict.fromkeys(name for one in pairs for name in (one.first, one.second)))


def matrix(pairs: Sequence[Pair]) -> Array:
    """Pearson's correlations of the members' normal scores; 0 for pairs that are not stated."""
    names = members(pairs)
    found = np.eye(len(names))
    for one in pairs:
        i, j = names.index(one.first), names.index(one.second)
        found[i, j] = found[j, i] = pearson(np.array(one.rank))
    return found


def fits(correlations: Array) -> bool:
    """Whether a matrix is positive definite.

    Examples
    --------
    >>> fits(np.eye(2)), fits(np.ones((2, 2)))
    (True, False)
    """
    return bool(np.linalg.eigvalsh(correlations)[0] > LEAST)


def nearest(correlations: Array) -> Array:
    """The nearest positive definite correlation matrix, by alternating projections.

    Examples
    --------
    >>> bool(np.allclose(nearest(np.eye(2)), np.eye(2)))
    True
    """
    found, correction = correlations.copy(), np.zeros_like(correlations)
    for _ in range(ROUNDS):
        values, vectors = np.linalg.eigh(found - correction)
        cone = (vectors * np.maximum(values, 10 * LEAST)) @ vectors.T
        correction = cone - (found - correction)
        found = cone.copy()
        np.fill_diagonal(found, 1.0)
    return found


def joined(u: Array, correlations: Array) -> Array:
    """Uniform numbers that go together, from independent ones, shape (members, draws).

    The first member stays as it was; a later one keeps its distribution but not its strata.
    """
    scores = ndtri(np.clip(u, EDGE, 1 - EDGE))
    return np.asarray(ndtr(np.linalg.cholesky(correlations) @ scores))
