"""Factors as a table: one column for each, numbers or words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.intp]


@dataclass(frozen=True)
class Table:
    """What was assumed in each draw.

    Parameters
    ----------
    names
        The factors.
    values
        Shape (draws, factors): a number, or the position of a word among the factor's words.
    words
        By factor, the words that it may take; a factor that is not named here is a number.
    """

    names: tuple[str, ...]
    values: Array
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def draws(self) -> int:
        """Number of draws."""
        return len(self.values)

    def column(self, name: str) -> Array:
        """One factor's values, shape (draws,)."""
        return self.values[:, self.names.index(name)]

    def at(self, rows: Whole | Flags) -> Table:
        """The same factors in some of the draws."""
        return Table(self.names, self.values[rows], self.words)

    def only(self, names: Sequence[str]) -> Table:
        """Some of the factors."""
        places = [self.names.index(name) for name in names]
        words = {name: said for name, said in self.words.items() if name in names}
        return Table(tuple(names), self.values[:, places], words)

    def varying(self) -> Table:
        """The factors that take more than one value.

        Examples
        --------
        >>> table = Table(("still", "moves"), np.array([[1.0, 0.2], [1.0, 0.7]]))
        >>> table.varying().names
        ('moves',)
        """
        spread = np.ptp(self.values, axis=0) > 0
        return self.only([name for name, moves in zip(self.names, spread, strict=True) if moves])


def sound(table: Table, results: Array) -> tuple[Table, Array, int]:
    """Table and results without the draws in which any result is missing, and how many those were.

    Parameters
    ----------
    results
        Shape (..., draws); NaN where a draw failed.
    """
    kept: Flags = np.asarray(np.isfinite(results).reshape(-1, results.shape[-1]).all(axis=0))
    return table.at(kept), results[..., kept], int(np.sum(~kept))
