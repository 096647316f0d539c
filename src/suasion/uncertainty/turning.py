"""What a result hinges on, and what would turn a ranking.

Factors are independent and every result is computed at every draw, so no further runs are needed.
What a result hinges on is ranked by Spearman's correlation of factor and result. Whether one factor
would reverse two guarantees is read off the expected difference given that factor, fitted by the
first two shifted Legendre polynomials of its quantile; a reversal counts only where the expected
difference at the 5th or 95th percentile has the other sign by more than two standard errors.

References
----------
[SaltelliEtAl2008]_ for both ideas.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from suasion.mechanism.prior import Array

ENDS = (0.05, 0.95)
STANDARD_ERRORS = 2.0
CLEAR = 3.0
"""A correlation counts from this many times 1/sqrt(draws), its standard error under no relation."""
FITTED = 3
"""Coefficients of the fit; as many draws or fewer leave nothing to estimate an error from."""


class Hinge(NamedTuple):
    """A factor and its rank correlation with the result [-1, 1]."""

    factor: str
    correlation: float


class Reversal(NamedTuple):
    """A factor, the percentile that reverses, and the expected difference there [1]."""

    factor: str
    percentile: float
    difference: float
    standard_error: float


def hinges(
    columns: Mapping[str, Array],
    result: Array,
    most: int = 3,
    ranked: Mapping[str, Array] | None = None,
) -> list[Hinge]:
    """The factors that a result clearly hinges on, strongest first.

    Parameters
    ----------
    columns
        Uniform numbers by factor, each of shape (draws,).
    result
        Shape (draws,).
    most
        How many.
    ranked
        `ranks` of the columns, where they are at hand.
    """
    if not columns or np.ptp(result) < 1e-12:
        return []
    names, known = list(columns), ranked or ranks(columns)
    rows = np.stack([known[name] for name in names])
    found = rows @ _ranks(result[None])[0] / len(result)
    clear = np.abs(found) > CLEAR / np.sqrt(len(result))
    order = np.argsort(-np.abs(found))[:most]
    return [Hinge(names[i], float(found[i])) for i in order if clear[i]]


def ranks(columns: Mapping[str, Array]) -> dict[str, Array]:
    """Ranks of each factor's numbers, as `hinges` takes them."""
    return dict(zip(columns, _ranks(np.stack(list(columns.values()))), strict=True))


def _ranks(rows: Array) -> Array:
    """Ranks of each row's values, centred and scaled to a standard deviation of one."""
    ranked = np.empty_like(rows)
    places = np.arange(rows.shape[1], dtype=rows.dtype)
    np.put_along_axis(ranked, rows.argsort(axis=1), places[None], axis=1)
    centred = ranked - ranked.mean(axis=1, keepdims=True)
    return centred / np.maximum(centred.std(axis=1, keepdims=True), 1e-300)


def _powers(u: Array) -> tuple[Array, Array, Array]:
    """Shifted Legendre polynomials of degree 0, 1, 2 at u, each of the shape of u."""
    return np.ones_like(u), np.sqrt(3) * (2 * u - 1), np.sqrt(5) * (6 * u * (u - 1) + 1)


def expected(u: Array, difference: Array) -> list[tuple[float, float, float]]:
    """(percentile, expected difference, standard error) at both ends of one factor's range."""
    values, errors = _ends(u[None], difference)
    return list(zip(ENDS, values[0].tolist(), errors[0].tolist(), strict=True))


def _ends(rows: Array, difference: Array) -> tuple[Array, Array]:
    """Expected differences and their standard errors at the ends of each factor's range.

    Least squares by the normal equations, which are as good as orthogonal: polynomials over strata.
    """
    draws, powers = rows.shape[1], _powers(rows)
    products = [[np.einsum("fn,fn->f", x, y) for y in powers] for x in powers]
    inverse = np.linalg.pinv(np.array(products).transpose(2, 0, 1))
    with_result = np.stack([x @ difference for x in powers], axis=1)
    fit = np.einsum("fij,fj->fi", inverse, with_result)
    left = difference @ difference - np.einsum("fi,fi->f", fit, with_result)
    variance = np.maximum(left, 0.0) / max(draws - FITTED, 1)
    ends = np.stack(_powers(np.array(ENDS)), axis=1)
    spread = np.einsum("ij,fjk,ik->fi", ends, inverse, ends)
    return fit @ ends.T, np.sqrt(variance[:, None] * spread)


def reversal(columns: Mapping[str, Array], difference: Array) -> Reversal | None:
    """The factor that most clearly reverses the sign of the mean difference, or None.

    None too where no standard error can be estimated: with three draws or fewer.
    """
    sign = np.sign(difference.mean())
    if not columns or len(difference) <= FITTED:
        return None
    values, errors = _ends(np.stack(list(columns.values())), difference)
    found = [
        Reversal(name, percentile, value, error)
        for name, row, spread in zip(columns, values.tolist(), errors.tolist(), strict=True)
        for percentile, value, error in zip(ENDS, row, spread, strict=True)
        if error > 0 and value * sign < -STANDARD_ERRORS * error
    ]
    return min(found, key=lambda one: sign * one.difference / one.standard_error, default=None)
