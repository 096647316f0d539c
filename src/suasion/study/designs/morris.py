"""Morris's trajectories: one group of factors moves at a time.

A trajectory starts at a point of a grid and has one row more than there are groups. Each group
moves once, in random order, by ``levels / (2 (levels - 1))``, each of its factors up or down. Rows
come trajectory by trajectory, as SALib's `morris.analyze` reads them; they are built here, all
trajectories at once, since SALib's own take longer to build one by one than our model takes to play
them. Each chunk holds whole trajectories, from a stream of its own.

References
----------
[Morris1991]_, [CampolongoEtAl2007]_
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


def quantiles(groups: Sequence[str], seed: int, chunk: int, draws: int, levels: int) -> Array:
    """Rows of a chunk, shape (factors, draws).

    Parameters
    ----------
    groups
        Of the factors.
    draws
        A multiple of the rows of a trajectory.
    levels
        Levels of the grid, an even number.

    Examples
    --------
    >>> rows = quantiles(["a", "b"], 1, 0, 3, 4)
    >>> np.abs(np.diff(rows)).sum(axis=1).round(3).tolist()
    [0.667, 0.667]
    """
    names, each = list(dict.fromkeys(groups)), rows_each(groups)
    chance, many = stream(seed, "morris", chunk), (draws // each, len(groups))
    step = levels / (2 * (levels - 1))
    lowest = chance.integers(0, levels // 2, many) / (levels - 1)
    up = chance.integers(0, 2, many).astype(bool)
    turns = chance.permuted(np.tile(np.arange(len(names)), (many[0], 1)), axis=1)
    turn = turns[:, [names.index(group) for group in groups]]
    moved = np.arange(each)[:, None] > turn[:, None]
    high = moved == up[:, None]
    rows = np.clip(lowest[:, None] + step * high, 0.0, 1.0)
    return np.ascontiguousarray(rows.reshape(-1, len(groups)).T)
