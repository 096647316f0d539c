"""Data of crisis-signalling games: how often each game ended how, and what its utilities are of.

Definitions and notation
------------------------
A utility of game d is ``x_d' theta``, or a fixed number where it has no regressors. All of them are
one product, ``design @ theta + fixed``, in the order s_a, v_a, c_b, w_a, w_b, a, v_b.

`suasion.evidence.signalling.identified` refuses what the data cannot tell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from suasion.evidence.signalling.faults import EstimationFault
from suasion.evidence.signalling.identified import check, check_names
from suasion.theory.solvers.signalling_equation import Crisis

CONSTANT = "1"
UTILITIES = Crisis._fields
OUTCOMES = ("sq", "cd", "sf", "bd")

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Crises:
    """Games ready for estimation; made by `crises`.

    Parameters
    ----------
    names
        One for each coefficient, such as "w_a: polity".
    design
        Regressors, of shape `D 7 K`.
    fixed
        Known parts of the utilities, of shape `D 7` [standard deviations of a shock].
    counts
        How often each game ended in SQ, CD, SF, BD, of shape `D 4`.
    """

    names: tuple[str, ...]
    design: Array
    fixed: Array
    counts: Array

    def utilities(self, theta: Array) -> Array:
        """Utilities of each game, of shape `D 7` [standard deviations of a shock].

        Parameters
        ----------
        theta
            Coefficients, of shape `K`.
        """
        return np.asarray(self.design @ theta + self.fixed)

    def gathered(self, slopes: Array) -> Array:
        """Slopes by the utilities of each game, `D 7`, as one slope by the coefficients, `K`.

        Parameters
        ----------
        slopes
            Of shape `D 7`.
        """
        return np.asarray(np.einsum("du,duk->k", slopes, self.design))

    def gathered_twice(self, bends: Array) -> Array:
        """Second derivatives by utilities, `D 7 7`, as those by the coefficients, `K K`.

        Parameters
        ----------
        bends
            Of shape `D 7 7`.
        """
        # A plain sum: so small a product is not worth waking the threads of a matrix library.
        return np.asarray(np.einsum("duk,dul->kl", self.design, bends @ self.design))

    def taken(self, rows: NDArray[np.int64]) -> Crises:
        """The games of the given rows, repeats included.

        Parameters
        ----------
        rows
            Positions of games, from 0.
        """
        return Crises(self.names, self.design[rows], self.fixed[rows], self.counts[rows])

    def with_counts(self, counts: Array) -> Crises:
        """The same games with other outcomes.

        Parameters
        ----------
        counts
            Of shape `D 4`.
        """
        return Crises(self.names, self.design, self.fixed, counts)


def crises(
    frame: pd.DataFrame,
    utilities: Mapping[str, Sequence[str]],
    *,
    fixed: Mapping[str, float] | None = None,
    outcomes: Sequence[str] = OUTCOMES,
) -> Crises:
    """Games from a table, one row each.

    Parameters
    ----------
    frame
        Regressors and counts of outcomes, without missing values.
    utilities
        For each utility (s_a, v_a, c_b, w_a, w_b, a, v_b) its columns; "1" is the constant.
        Utilities that are left out are fixed.
    fixed
        Values of utilities without regressors [standard deviations of a shock]; 0 if not given.
    outcomes
        Columns that count SQ, CD, SF and BD.

    Raises
    ------
    EstimationFault
        If a utility or column is unknown, a value is missing or not finite, a game was never
        played, or the coefficients are not identified.

    Examples
    --------
    >>> table = pd.DataFrame({"sq": [9, 8], "cd": [0, 1], "sf": [1, 0], "bd": [0, 1], "x": [0, 1]})
    >>> crises(table, {"w_a": ["1"], "w_b": ["1", "x"]}, fixed={"v_a": 1.0}).names
    ('w_a: 1', 'w_b: 1', 'w_b: x')
    """
    columns = {name: tuple(utilities.get(name, ())) for name in UTILITIES}
    held = dict(fixed or {})
    _check_names(utilities, held, frame, outcomes)
    check_names(columns)
    counts = _numbers(frame, outcomes)
    if (counts < 0.0).any() or (counts.sum(axis=1) == 0.0).any():
        row = frame.index[((counts < 0.0).any(axis=1) | (counts.sum(axis=1) == 0.0)).argmax()]
        raise EstimationFault(
            f"row {row!r}: counts of {', '.join(outcomes)} must be 0 or more, with at least one "
            "above 0. Leave the row out or correct it"
        )
    known = np.tile([held.get(name, 0.0) for name in UTILITIES], (len(frame), 1))
    blocks = {name: _numbers(frame, columns[name]) for name in UTILITIES}
    return assembled(columns, blocks, known, counts)


def assembled(
    names: Mapping[str, tuple[str, ...]], blocks: Mapping[str, Array], fixed: Array, counts: Array
) -> Crises:
    """Games from the regressors of each utility.

    Parameters
    ----------
    names
        Of the regressors of each utility.
    blocks
        Their values, of shape `D k` for each utility.
    fixed
        Known parts of the utilities, of shape `D 7`.
    counts
        Of shape `D 4`.

    Raises
    ------
    EstimationFault
        If there is nothing to estimate, or the coefficients are not identified.
    """
    check(names, blocks)
    width = sum(block.shape[1] for block in blocks.values())
    design, start = np.zeros((len(counts), len(UTILITIES), width)), 0
    for place, name in enumerate(UTILITIES):
        end = start + blocks[name].shape[1]
        design[:, place, start:end], start = blocks[name], end
    labels = tuple(f"{name}: {one}" for name in UTILITIES for one in names[name])
    return Crises(labels, design, fixed, counts)


def _check_names(
    utilities: Mapping[str, Sequence[str]],
    fixed: Mapping[str, float],
    frame: pd.DataFrame,
    outcomes: Sequence[str],
) -> None:
    strange = [name for name in (*utilities, *fixed) if name not in UTILITIES]
    if strange:
        raise EstimationFault(f"no utility is called {strange[0]!r}. Known: {', '.join(UTILITIES)}")
    both = [name for name in fixed if utilities.get(name)]
    if both:
        raise EstimationFault(
            f"{both[0]} is fixed at {fixed[both[0]]:g} and has regressors. Give one of the two"
        )
    if len(outcomes) != len(OUTCOMES):
        raise EstimationFault(
            f"outcomes names {len(outcomes)} columns; four are needed, for SQ, CD, SF and BD"
        )
    wanted = [*outcomes, *(column for part in utilities.values() for column in part)]
    absent = [column for column in wanted if column != CONSTANT and column not in frame]
    if absent:
        raise EstimationFault(
            f"the table has no column {absent[0]!r}; it has {', '.join(map(str, frame.columns))}"
        )


def _numbers(frame: pd.DataFrame, columns: Sequence[str]) -> Array:
    """Columns as numbers, of shape `D k`; the constant is 1."""
    block = np.ones((len(frame), len(columns)))
    for place, column in enumerate(columns):
        if column == CONSTANT:
            continue
        try:
            block[:, place] = frame[column].to_numpy(dtype=float, na_value=np.nan)
        except (TypeError, ValueError):
            raise EstimationFault(f"column {column!r} does not hold numbers") from None
        if not np.isfinite(block[:, place]).all():
            row = frame.index[(~np.isfinite(block[:, place])).argmax()]
            raise EstimationFault(
                f"row {row!r}, column {column!r}: a value is missing or not finite. Leave the row "
                "out, or say what it is"
            )
    return block
