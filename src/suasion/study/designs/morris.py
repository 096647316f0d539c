"""Morris's trajectories, from SALib.

A trajectory starts at a point of the grid and moves one group of factors at a time, so it has one
row more than there are groups; rows come trajectory by trajectory, as SALib's `morris.analyze`
reads them. Each chunk holds whole trajectories, from a stream of its own.

References
----------
[Morris1991]_
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from suasion.mechanism.prior import Array
from suasion.study.designs.streams import stream


def rows_each(groups: Sequence[str]) -> int:
    """Rows of a trajectory.

    Examples
    --------
    >>> rows_each(["a", "b", "b"])
    3
    """
    return len(dict.fromkeys(groups)) + 1


def quantiles(
    names: Sequence[str], groups: Sequence[str], seed: int, chunk: int, draws: int, levels: int
) -> Array:
    """Rows of a chunk, shape (factors, draws).

    Parameters
    ----------
    names, groups
        Of the factors.
    draws
        A multiple of the rows of a trajectory.
    levels
        Levels of the grid, an even number.
    """
    # SALib loads a plotting library, which no other design needs.
    from SALib.sample.morris import sample  # noqa: PLC0415

    problem = {
        "num_vars": len(names),
        "names": list(names),
        "bounds": [[0.0, 1.0]] * len(names),
        "groups": list(groups),
    }
    trajectories, chance = draws // rows_each(groups), stream(seed, "morris", chunk)
    return np.ascontiguousarray(sample(problem, trajectories, levels, seed=chance).T)
