"""Saltelli's cross-sampled rows for Sobol indices.

The rows are those of SALib's `sobol.sample` on the same Sobol sequence, in the same order, so that
its `sobol.analyze` reads the results as they are. For each base sample: A; A with one group's
columns from B, group by group; with second-order indices also B with one group's columns from A,
group by group; B. Groups come in the order in which the factors first name them. Any part of the
design can be made alone.

References
----------
[SaltelliEtAl2008]_, ch. 4.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from suasion.mechanism.prior import Array
from suasion.study.designs.sobol import sequence


def rows_each(groups: Sequence[str], *, second_order: bool) -> int:
    """Rows for each base sample.

    Examples
    --------
    >>> rows_each(["a", "b", "b"], second_order=False)
    4
    """
    count = len(dict.fromkeys(groups))
    return 2 * count + 2 if second_order else count + 2


def quantiles(groups: Sequence[str], seed: int, points: range, *, second_order: bool) -> Array:
    """Some rows of the design, shape (factors, points).

    Parameters
    ----------
    groups
        Group of each factor; factors of one group move together.
    """
    from_b = _from_b(groups, second_order=second_order)
    each = len(from_b)
    bases = range(points.start // each, (points.stop - 1) // each + 1)
    pair = sequence(2 * len(groups), seed, bases)
    a, b = pair[: len(groups)], pair[len(groups) :]
    rows = np.arange(points.start, points.stop)
    base, kind = rows // each - bases.start, rows % each
    return np.where(from_b[kind].T, b[:, base], a[:, base])


def _from_b(groups: Sequence[str], *, second_order: bool) -> NDArray[np.bool_]:
    """Which columns come from B in each kind of row, shape (kinds, factors)."""
    names = list(dict.fromkeys(groups))
    own = np.array([[group == name for group in groups] for name in names])
    neither = np.zeros((1, len(groups)), bool)
    crossed = [own, ~own] if second_order else [own]
    return np.concatenate([neither, *crossed, ~neither])
