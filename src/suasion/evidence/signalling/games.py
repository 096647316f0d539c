"""Data of crisis-signalling games: how often each game ended how, and what its utilities are of.

Definitions and notation
------------------------
A utility of game d is ``x_d' theta``, or a fixed number where it has no regressors. All of them are
one product, ``design @ theta + fixed``, in the order s_a, v_a, c_b, w_a, w_b, a, v_b.

Identification. A regressor, the constant included, may not be in all four utilities of A, nor in
all three that B can reach (B's status quo is 0): adding it to all of them changes no choice.

References
----------
[LewisSchultz2003]_ for the rule of identification.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from suasion.evidence.signalling.faults import EstimationFault
from suasion.theory.solvers.signalling_equation import Crisis

CONSTANT = "1"
UTILITIES = Crisis._fields
PLAYERS = {"A": ("s_a", "v_a", "w_a", "a"), "B": ("c_b", "w_b", "v_b")}
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
        Utilities without regressors, of shape `7` [standard deviations of a shock].
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
        return Crises(self.names, self.design[rows], self.fixed, self.counts[rows])

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
    _check_identified(columns)
    counts = _numbers(frame, outcomes)
    if (counts < 0.0).any() or (counts.sum(axis=1) == 0.0).any():
        row = frame.index[((counts < 0.0).any(axis=1) | (counts.sum(axis=1) == 0.0)).argmax()]
        raise EstimationFault(
            f"row {row!r}: counts of {', '.join(outcomes)} must be 0 or more, with at least one "
            "above 0. Leave the row out or correct it"
        )
    parts = [_block(frame, name, columns[name]) for name in UTILITIES]
    width = sum(part.shape[1] for part in parts)
    if not width:
        raise EstimationFault("no utility has a regressor. Name at least one: {'w_a': ['1']}")
    design, start = np.zeros((len(frame), len(UTILITIES), width)), 0
    for place, part in enumerate(parts):
        design[:, place, start : start + part.shape[1]] = part
        start += part.shape[1]
    names = tuple(f"{name}: {column}" for name in UTILITIES for column in columns[name])
    return Crises(names, design, np.array([held.get(name, 0.0) for name in UTILITIES]), counts)


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


def _check_identified(columns: Mapping[str, tuple[str, ...]]) -> None:
    for player, own in PLAYERS.items():
        shared = set.intersection(*(set(columns[name]) for name in own))
        if shared:
            raise EstimationFault(
                f"{min(shared)!r} is in all utilities of {player} ({', '.join(own)}): its "
                "coefficients are not identified. Leave it out of one of them"
            )


def _block(frame: pd.DataFrame, name: str, columns: tuple[str, ...]) -> Array:
    """Regressors of one utility, of shape `D k`."""
    block = _numbers(frame, columns)
    if np.linalg.matrix_rank(block) < len(columns):
        raise EstimationFault(
            f"the columns of {name} ({', '.join(columns)}) depend on each other or do not vary. "
            "Leave one of them out"
        )
    return block


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
