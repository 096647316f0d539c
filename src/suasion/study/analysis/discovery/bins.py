"""Columns in bins of equal counts: what lets a box be peeled without sorting again.

Every number is replaced by the place of its bin, at most 128 a factor and never splitting equal
values; a factor of few values or of words has a bin for each. Sums of failures by bin then say at
once what each possible peel would take away, and a peel changes them only by the draws that it
took. So a whole peeling costs about as much as one look at each draw.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from suasion.study.analysis.table import Array, Flags, Table, Whole

BINS = 128
"""Most bins of a factor: limits are as fine as 0.8 % of the draws."""
Codes = NDArray[np.uint8]


@dataclass(frozen=True)
class Bins:
    """A table in bins.

    Parameters
    ----------
    codes
        Bin of each draw, shape (factors, draws).
    words
        Whether each factor is one of words, shape (factors,).
    edges
        By factor, the values between bins, one fewer than there are bins.
    counts
        By factor, how many bins there are.
    """

    codes: Codes
    words: Flags
    edges: tuple[Array, ...]
    counts: Whole

    @property
    def draws(self) -> int:
        """Number of draws."""
        return self.codes.shape[1]

    def at(self, rows: Whole | Flags) -> Bins:
        """The same bins with some of the draws, which may be repeated."""
        return Bins(self.codes[:, rows], self.words, self.edges, self.counts)

    def only(self, rows: list[int]) -> Bins:
        """Some of the factors."""
        edges = tuple(self.edges[row] for row in rows)
        return Bins(self.codes[rows], self.words[rows], edges, self.counts[rows])

    def everything(self) -> Flags:
        """The box without limits: allowed bins, shape (factors, BINS)."""
        return np.arange(BINS) < self.counts[:, None]


def binned(table: Table) -> Bins:
    """A table put into bins.

    Raises
    ------
    ValueError
        For a factor of more than 128 words.

    Examples
    --------
    >>> bins = binned(Table(("x",), np.array([[0.1], [0.7], [0.7], [0.9]])))
    >>> bins.codes.tolist(), bins.edges[0].round(2).tolist()
    ([[0, 1, 1, 2]], [0.4, 0.8])
    """
    words = np.array([name in table.words for name in table.names], dtype=bool)
    codes = np.empty(table.values.T.shape, dtype=np.uint8)
    edges, counts = [], []
    for row, name in enumerate(table.names):
        between, count = _edges(table.values[:, row], len(table.words.get(name, ())))
        codes[row] = np.searchsorted(between, table.values[:, row], side="right")
        edges.append(between)
        counts.append(count)
    return Bins(codes, words, tuple(edges), np.array(counts, dtype=np.intp))


def _edges(values: Array, words: int) -> tuple[Array, int]:
    """Values between bins, and the number of bins."""
    if words > BINS:
        raise ValueError(f"a factor has {words} words; at most {BINS} can be told apart")
    if words:
        return np.arange(1.0, words) - 0.5, words
    distinct: Array = np.unique(values)
    if len(distinct) > BINS:
        middle = (distinct[1:] + distinct[:-1]) / 2
        ranked = np.sort(values)[(np.arange(1, BINS) * len(values)) // BINS]
        between = middle[np.unique(np.searchsorted(distinct, ranked, side="left") - 1).clip(0)]
    else:
        between = (distinct[1:] + distinct[:-1]) / 2
    return between, len(between) + 1


def inside(bins: Bins, allowed: Flags) -> Flags:
    """Whether each draw lies in a box, shape (draws,).

    Parameters
    ----------
    allowed
        Allowed bins, shape (factors, BINS).
    """
    found = np.ones(bins.draws, dtype=bool)
    for row in restricted(bins, allowed):
        found &= allowed[row][bins.codes[row]]
    return found


def restricted(bins: Bins, allowed: Flags) -> list[int]:
    """Factors that a box limits."""
    kept = (allowed & bins.everything()).sum(axis=1)
    return [int(row) for row in np.flatnonzero(kept < bins.counts)]


def runs(allowed: Flags, count: int) -> Iterator[tuple[int, int]]:
    """First and last bin that a box allows of a factor that is a number, if that is not all."""
    places = np.flatnonzero(allowed[:count])
    if len(places) < count:
        yield int(places[0]), int(places[-1])
