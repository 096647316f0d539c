"""What a design is worth: cost, robustness, acceptability, and who dominates whom.

Definitions
-----------
holds       in a draw under a theory the chance of a major attack through the horizon, given entry,
            is below the threshold
robustness  share of draws x theories in which a design holds, every theory with the same weight
worst       the same share under the theory in which it is least
dominates   no worse in all objectives and better in one
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from suasion.mechanism.prior import Array

NORMAL_95 = 1.959964
"""Half the width of a 95 % interval in standard errors."""


@dataclass(frozen=True)
class Score:
    """A design in one sample.

    Parameters
    ----------
    cost
        Mean over draws [billion US dollars a year].
    cost_spread
        5th and 95th percentile over draws.
    holds
        Share of theories under which it holds [1], shape (draws,).
    by_theory
        Theory -> share of draws in which it holds [1].
    attack
        Mean chance of a major attack through the horizon, given entry [1].
    acceptability
        Mean chance of entry, or the least of the parties' acceptances [1].
    steps
        Step to entry -> mean chance [1].
    each
        Field -> mean chance that would state the same there [1].
    measures
        Limit -> the number that it bounds.
    """

    cost: float
    cost_spread: tuple[float, float]
    holds: Array
    by_theory: Mapping[str, float]
    attack: float
    acceptability: float
    steps: Mapping[str, float]
    each: Mapping[str, float]
    measures: Mapping[str, float]

    @property
    def robustness(self) -> float:
        """Share of draws x theories in which it holds [1]."""
        return float(np.mean(self.holds))

    @property
    def worst(self) -> tuple[str, float]:
        """The theory under which it holds least, and the share there."""
        name = min(self.by_theory, key=lambda theory: (self.by_theory[theory], theory))
        return name, self.by_theory[name]

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the robustness from the number of draws: normal, held in [0, 1]."""
        half = NORMAL_95 * float(np.std(self.holds)) / np.sqrt(max(self.holds.size - 1, 1))
        return max(self.robustness - half, 0.0), min(self.robustness + half, 1.0)

    @property
    def objectives(self) -> tuple[float, float, float]:
        """Cost, robustness and acceptability, all as losses: less is better."""
        return self.cost, -self.robustness, -self.acceptability


def undominated(losses: Sequence[Sequence[float]]) -> list[int]:
    """Which rows no other row dominates; of equal rows the first stays.

    Parameters
    ----------
    losses
        One row for each design; less is better.

    Examples
    --------
    >>> undominated([(1, 2), (2, 1), (2, 2), (1, 2)])
    [0, 1]
    """
    rows: NDArray[np.float64] = np.asarray(losses, dtype=float)
    return [at for at in range(len(rows)) if not _beaten(rows, at)]


def _beaten(rows: Array, at: int) -> bool:
    no_worse = (rows <= rows[at]).all(axis=1)
    better = (rows < rows[at]).any(axis=1)
    equal_before = no_worse & ~better & (np.arange(len(rows)) < at)
    return bool((no_worse & better).any() or equal_before.any())


def spread(losses: Sequence[Sequence[float]], most: int) -> list[int]:
    """At most so many rows that lie apart: the best in each objective, then the farthest.

    Examples
    --------
    >>> spread([(0, 10), (1, 9), (5, 5), (10, 0)], 3)
    [0, 2, 3]
    """
    rows = np.asarray(losses, dtype=float)
    if len(rows) <= most:
        return list(range(len(rows)))
    width = rows.max(axis=0) - rows.min(axis=0)
    unit = (rows - rows.min(axis=0)) / np.where(width > 0, width, 1.0)
    chosen = list(dict.fromkeys(int(at) for at in unit.argmin(axis=0)))[:most]
    while len(chosen) < most:
        gaps = np.linalg.norm(unit[:, None] - unit[chosen][None], axis=2).min(axis=1)
        chosen.append(int(gaps.argmax()))
    return sorted(chosen)
