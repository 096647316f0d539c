"""Rows that are near each other in place and time, found by cells.

Space and time are cut into cells of size 1, and rows are sorted by cell. Whoever is within 1 of a
row in every direction lies in its cell or in one beside it; three cells in a line follow each other
in the order, so that five looks into it find half of them, and the other half finds the row.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from suasion.zone.findings.found import Ints
from suasion.zone.geometry.ellipsoid import Floats

FORWARD = ((0, 0), (0, 1), (1, -1), (1, 0), (1, 1))
"""Steps to the lines of cells that come later, the own one first."""
AT_ONCE = 2_000_000
"""Pairs that are given together."""


def near_pairs(where: Floats, kind: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Pairs of rows of one kind that are at most 1 apart in every direction, each pair once.

    Parameters
    ----------
    where
        Place and time of each row, shape (n, 3).
    kind
        Of each row, from 0.

    Examples
    --------
    >>> where = np.array([[0.0, 0, 0], [5.0, 0, 0], [0.9, 0.9, 0.9]])
    >>> list(near_pairs(where, np.zeros(3, np.int64)))
    [(array([0]), array([2]))]
    """
    if len(where) < 2:
        return
    # A cell of air on both sides, so that the last of a line is not beside the first of the next.
    cell = np.floor(where - where.min(axis=0)).astype(np.int64) + 1
    columns, rows, layers = (int(most) + 2 for most in cell.max(axis=0))
    key = ((kind * layers + cell[:, 2]) * rows + cell[:, 1]) * columns + cell[:, 0]
    order = np.argsort(key)
    key, where = key[order], where[order]
    for layer, row in FORWARD:
        step = (layer * rows + row) * columns
        low = np.arange(1, len(key) + 1) if not step else np.searchsorted(key, key + (step - 1))
        for one, other in _between(key, low, key + (step + 1)):
            close = (np.abs(where[one] - where[other]) <= 1).all(axis=1)
            pair = order[one[close]], order[other[close]]
            yield np.minimum(*pair), np.maximum(*pair)


def _between(key: Ints, low: Ints, last: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Places from `low` on whose key is not above `last`, with the place that asked for them."""
    some = np.flatnonzero(low < len(key))
    some = some[key[low[some]] <= last[some]]
    if not len(some):
        return
    number = np.searchsorted(key, last[some], side="right") - low[some]
    ends = np.cumsum(number)
    bounds = np.searchsorted(ends, np.arange(0, ends[-1], AT_ONCE))
    for begin, end in zip(bounds, [*bounds[1:], len(some)], strict=True):
        asked, many = some[begin:end], number[begin:end]
        before = np.repeat(np.cumsum(many) - many, many)
        within = np.arange(int(many.sum())) - before
        yield np.repeat(asked, many), np.repeat(low[asked], many) + within
