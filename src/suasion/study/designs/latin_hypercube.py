"""Latin hypercube: in every chunk, each factor has one draw in each of as many strata.

Each chunk is a Latin hypercube of its own, made from the seed, the factor's name and the chunk's
number alone. So a chunk needs no other, a study can be made longer without a change to the chunks
that it has, and a factor added or dropped leaves the others as they were. Over several chunks each
factor is stratified as finely as one chunk is, and no finer.

A column is made as SciPy's `LatinHypercube` makes it, but without an object for each factor and
chunk, which would take five times as long as the numbers themselves.

References
----------
[McKayEtAl1979]_
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from suasion.mechanism.prior import Array
from suasion.study.designs.streams import stream


def quantiles(factors: Sequence[str], seed: int, chunk: int, draws: int) -> Array:
    """Uniform numbers of a chunk, shape (factors, draws).

    Examples
    --------
    >>> u = quantiles(["a", "b"], 1, 0, 4)
    >>> sorted((u[0] * 4).astype(int).tolist())
    [0, 1, 2, 3]
    """
    found = np.empty((len(factors), draws))
    for row, name in zip(found, factors, strict=True):
        chance = stream(seed, name, chunk)
        chance.random(out=row)
        row += chance.permutation(draws)
    found /= draws
    return found
