"""Dyad-years as single numbers, and looking them up.

Notation
--------
key    year x 10^6 + first state x 10^3 + second state; a directed dyad in one year
grid   an array of state by year: [STATES, YEARS]
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Yes = NDArray[np.bool_]

STATES = 1000
"""One more than the highest number of a state."""
YEARS_APART = 10_000
"""Room for a year behind a pair."""
YEARS = 2101
"""One more than the last year that a loader lets pass."""


def dyad_keys(first: Whole, second: Whole, year: Whole) -> Whole:
    """Keys of directed dyad-years.

    Examples
    --------
    >>> dyad_keys(np.array([2]), np.array([365]), np.array([1949])).tolist()
    [1949002365]
    """
    found: Whole = (year * STATES + first) * STATES + second
    return found


def keys_of(frame: pd.DataFrame) -> Whole:
    """Keys of a table with the columns `ccode1`, `ccode2` and `year`."""
    first, second, year = (frame[name].to_numpy() for name in ("ccode1", "ccode2", "year"))
    return dyad_keys(first, second, year)


def parts(keys: Whole) -> tuple[Whole, Whole, Whole]:
    """First state, second state and year of each key."""
    return keys // STATES % STATES, keys % STATES, keys // STATES**2


def undirected(keys: Whole) -> Whole:
    """The same dyad-years with the lower number first."""
    first, second, year = parts(keys)
    return dyad_keys(np.minimum(first, second), np.maximum(first, second), year)


def by_pair(keys: Whole) -> Whole:
    """The same dyad-years numbered pair first, so that the years of a pair are neighbours.

    Examples
    --------
    >>> by_pair(np.array([1949002365])).tolist()
    [23651949]
    """
    first, second, year = parts(keys)
    found: Whole = (first * STATES + second) * YEARS_APART + year
    return found


def rows(keys: Whole, wanted: Whole) -> Whole:
    """For each wanted key its row in `keys`, which must be in order; -1 where it has none."""
    if not len(keys):
        return np.full(len(wanted), -1)
    row = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[row] == wanted, row, -1)


def among(keys: Whole, wanted: Whole) -> Yes:
    """Whether each wanted key is one of `keys`, which must be in order."""
    found: Yes = rows(keys, wanted) >= 0
    return found


def spells(code: Sequence[int], start: Sequence[int], end: Sequence[int]) -> Yes:
    """Grid of the years that any spell of a state touches, first and last year included."""
    grid = np.zeros((STATES, YEARS), dtype=bool)
    for state, first, last in zip(code, start, end, strict=True):
        grid[state, first : last + 1] = True
    return grid


def state_grid(frame: pd.DataFrame, column: str) -> Real:
    """Grid of a column of state-years; not a number where nothing is known."""
    grid = np.full((STATES, YEARS), np.nan)
    grid[frame["ccode"].to_numpy(), frame["year"].to_numpy()] = frame[column].to_numpy()
    return grid
