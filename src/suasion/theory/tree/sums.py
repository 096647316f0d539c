"""Sums that are rounded once, and what counts as probabilities."""

from __future__ import annotations

import math
from collections.abc import Sequence

SUM_TOLERANCE = 1e-9
"""How far from one written probabilities may sum to, for thirds in decimals."""


def total(values: Sequence[float]) -> float:
    """The sum; not a number where it is beyond all numbers.

    Examples
    --------
    >>> total([0.1] * 10), total([1e308, 1e308]), total([math.inf, -math.inf])
    (1.0, nan, nan)
    """
    try:
        return math.fsum(values)
    except (OverflowError, ValueError):
        return math.nan


def are_probabilities(chances: Sequence[float]) -> bool:
    """Whether numbers are 0 or more and sum to one."""
    return all(one >= 0 for one in chances) and abs(total(chances) - 1) <= SUM_TOLERANCE
