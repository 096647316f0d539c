"""Scrambled Sobol sequences, any part of which can be made alone.

The scrambling comes from the root seed and belongs to the number of factors: a factor added or
dropped changes every column.
"""

from __future__ import annotations

import numpy as np
from scipy.stats.qmc import Sobol

from suasion.mechanism.prior import Array
from suasion.study.designs.streams import stream


def sequence(dimensions: int, seed: int, points: range) -> Array:
    """Some points of the sequence, shape (dimensions, points).

    Examples
    --------
    >>> whole, part = sequence(3, 1, range(8)), sequence(3, 1, range(4, 8))
    >>> bool((whole[:, 4:] == part).all())
    True
    """
    engine = Sobol(d=dimensions, rng=stream(seed, "sobol", 0))
    if points.start:
        engine.fast_forward(points.start)
    # The first point apart: scipy warns of a first part that is not a power of two, and our parts
    # are parts of a whole that is.
    found = [engine.random(1)] + ([engine.random(len(points) - 1)] if len(points) > 1 else [])
    return np.ascontiguousarray(np.concatenate(found).T)
