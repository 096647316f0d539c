"""Full factorial designs: every combination of a few levels of each factor.

A number has its levels in the middle of as many parts of equal probability; a word or theory has
each of its own. The last factor moves fastest.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import numpy as np

from suasion.mechanism.prior import Array


def quantiles(levels: Sequence[int], points: range) -> Array:
    """Some rows of the design, shape (factors, points).

    Parameters
    ----------
    levels
        Of each factor.

    Examples
    --------
    >>> quantiles([2, 2], range(4)).tolist()
    [[0.25, 0.25, 0.75, 0.75], [0.25, 0.75, 0.25, 0.75]]
    """
    at = np.unravel_index(np.arange(points.start, points.stop), tuple(levels))
    return np.stack([(one + 0.5) / count for one, count in zip(at, levels, strict=True)])


def count(levels: Sequence[int]) -> int:
    """Number of combinations.

    Examples
    --------
    >>> count([3, 3, 2])
    18
    """
    return prod(levels)
