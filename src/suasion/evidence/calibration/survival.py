"""Chances of an event within a time when some cases are still unfinished, with cases in clusters.

Definitions
-----------
spell         a time from an end to the next start, or to the end of the data
Kaplan-Meier  the product over years of the share that did not see the event in that year
cluster       spells that share a fate, such as the pairs of one war; weighted as a whole
Bayesian bootstrap  random weights of the clusters, each set a draw from the posterior [Rubin1981]_
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from suasion.evidence.calibration.posterior import Posterior, grid, share
from suasion.mechanism.prior import Array

DRAWS, SEED = 4000, 20260101
"""Enough draws for two stable decimals, and always the same."""


@dataclass(frozen=True)
class Spells:
    """Spells of whole years.

    Parameters
    ----------
    years
        Time to the event, or to the end of the data [year], whole, at least 0.
    again
        Whether the event came.
    cluster
        Which spells share a fate; any labels.
    """

    years: NDArray[np.int64]
    again: NDArray[np.bool_]
    cluster: NDArray[np.generic]

    def counts(self, within: int) -> tuple[Array, Array]:
        """Events and spells at risk by cluster and year, two arrays (clusters, within + 1)."""
        labels, place = np.unique(self.cluster, return_inverse=True)
        when = np.arange(within + 1)
        events, at_risk = np.zeros((2, len(labels), within + 1))
        np.add.at(events, place, (self.years[:, None] == when) & self.again[:, None])
        np.add.at(at_risk, place, self.years[:, None] >= when)
        return events, at_risk


def chance(events: Array, at_risk: Array) -> Array:
    """Kaplan-Meier chance of an event by the last year [1]; years on the last axis.

    Examples
    --------
    >>> float(chance(np.array([1.0, 1.0]), np.array([4.0, 2.0])))
    0.625
    """
    share = np.divide(events, at_risk, out=np.zeros(np.shape(at_risk)), where=at_risk > 0)
    found: Array = 1 - np.prod(1 - share, axis=-1)
    return found


def draws(spells: Spells, within: int, number: int = DRAWS, seed: int = SEED) -> Array:
    """Draws of the chance within so many years by the Bayesian bootstrap, shape (number,)."""
    events, at_risk = spells.counts(within)
    weights = np.random.default_rng(seed).standard_exponential((number, len(events)))
    return chance(weights @ events, weights @ at_risk)


def posterior(
    id: str,
    what: str,
    spells: Spells,
    within: int,
    source: tuple[str, ...],
    files: tuple[str, ...],
    remark: str = "",
) -> Posterior:
    """Posterior of the chance of an event within so many years.

    Where none was seen weights say nothing, and the spells that lasted so long count as a share.
    """
    seen = int(np.sum(spells.again & (spells.years <= within)))
    unit = f"spell, probability within {within} y"
    if not seen:
        return share(id, what, unit, 0, int(np.sum(spells.years >= within)), source, files, remark)
    values = grid(draws(spells, within))
    return Posterior(
        id, what, unit, "quantiles", values, seen, len(spells.years), source, files, remark
    )
