"""How long a cumulative sum runs before its alarm, by a Markov chain [BrookEvans1972]_.

The sum is S = max(0, S + x - k) and the alarm S > h, starting from 0. S is cut into states of equal
width; where x, k and h are multiples of the width the chain is exact, otherwise its error falls
with the square of the width.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from suasion.zone.alarms.baseline import Cdf


def average_run_length(cdf: Cdf, reference: float, width: float, states: int) -> float:
    """Mean number of periods until the alarm, the first period counted.

    Parameters
    ----------
    cdf
        Distribution function of x.
    reference
        k.
    width
        Of a state.
    states
        Number of states; h is (states - 1) x width where all are multiples of the width, and
        (states - 1/2) x width for a continuous x.

    References
    ----------
    [BrookEvans1972]_, section 2.

    Examples
    --------
    >>> from scipy.stats import norm
    >>> states = 200
    >>> round(average_run_length(norm.cdf, 0.5, 4 / (states - 0.5), states), 0)  # h = 4
    335.0
    """
    step = np.arange(1 - states, states, dtype=np.float64) * width + reference
    at_most = cdf(step + width / 2)
    chance = np.diff(np.concatenate([[0.0], at_most]))
    row, column = np.meshgrid(np.arange(states), np.arange(states), indexing="ij")
    within = chance[column - row + states - 1]
    within[:, 0] = at_most[states - 1 - np.arange(states)]
    return float(np.linalg.solve(np.eye(states) - within, np.ones(states))[0])


def fewest_states(run_length: Callable[[int], float], target: float, most: int) -> int:
    """The smallest number of states with a run length of at least `target`; `most` at the most."""
    high = 2
    while high < most and run_length(high) < target:
        high *= 2
    high, low = min(high, most), max(high // 2, 1)
    while low < high:
        middle = (low + high) // 2
        if run_length(middle) >= target:
            high = middle
        else:
            low = middle + 1
    return high
