"""What a count says of a rate: a posterior with its events, its exposure and its sources.

Definitions
-----------
beta       posterior of a share under Jeffreys' prior Beta(1/2, 1/2)
gamma      posterior of a rate under Jeffreys' prior for a Poisson rate
quantiles  values at evenly spaced probabilities from 0 to 1, straight lines between them
bound      with no event: the value that lies above the rate with a chance of 95 %
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betaincinv, gammaincinv

from suasion.mechanism.prior import Array

if TYPE_CHECKING:
    import xarray as xr

LEVEL = 0.95
HALF = 0.5
GRID = 51
"""Values that a posterior of quantiles keeps."""
ENDS = (0.001, 0.999)
"""Probabilities that stand for 0 and 1 there: a quantile at 0 or 1 itself may be infinite."""


@dataclass(frozen=True)
class Posterior:
    """A rate or share after the record has been read.

    Parameters
    ----------
    id
        Name, family first, e.g. `disputes.land.nuclear_ally.war`.
    what
        What is counted, in words.
    unit
        Unit of the rate, e.g. `1/leader-year`, or the case that a share is of.
    shape
        `beta`, `gamma` or `quantiles`; see the module.
    parameters
        Both parameters of the beta; shape and exposure of the gamma; the values.
    events, exposure
        How often it happened, out of how many cases or in how long a time.
    source
        Bibliography keys.
    files
        Registry names of the data sets that were counted.
    remark
        What a reader must know besides.
    """

    id: str
    what: str
    unit: str
    shape: str
    parameters: tuple[float, ...]
    events: int
    exposure: float
    source: tuple[str, ...]
    files: tuple[str, ...]
    remark: str = ""

    def quantile(self, u: Array) -> Array:
        """Quantiles at probabilities `u` in (0, 1), any shape."""
        if self.shape == "beta":
            return np.asarray(betaincinv(*self.parameters, u))
        if self.shape == "gamma":
            return np.asarray(gammaincinv(self.parameters[0], u) / self.parameters[1])
        places = np.linspace(0, 1, len(self.parameters))
        return np.interp(u, places, self.parameters)

    @property
    def mean(self) -> float:
        """Posterior mean."""
        first, *rest = self.parameters
        if self.shape == "beta":
            return first / (first + rest[0])
        if self.shape == "gamma":
            return first / rest[0]
        values = np.array(self.parameters)
        return float(np.mean((values[1:] + values[:-1]) / 2))

    @property
    def interval(self) -> tuple[float, float]:
        """Middle 95 %; from 0 where nothing happened, to 1 where a share always happened."""
        tail = (1 - LEVEL) / 2
        low, high = map(float, self.quantile(np.array([tail, 1 - tail])))
        always = self.shape == "beta" and self.events == self.exposure
        return 0.0 if self.events == 0 else low, 1.0 if always else high

    @property
    def bound(self) -> float | None:
        """Upper bound of 95 % where no event was seen; none where there was one."""
        return None if self.events else float(self.quantile(np.array(LEVEL)))


def share(
    id: str,
    what: str,
    unit: str,
    events: int,
    n: int,
    source: tuple[str, ...],
    files: tuple[str, ...],
    remark: str = "",
) -> Posterior:
    """Posterior of a share: `events` out of `n`.

    References
    ----------
    [BrownCaiDasGupta2001]_.

    Examples
    --------
    >>> found = share("x", "kept", "promise", 6, 43, (), ())
    >>> round(found.mean, 4), [round(end, 2) for end in found.interval]
    (0.1477, [0.06, 0.27])
    >>> none = share("x", "war", "year", 0, 302, (), ())
    >>> none.interval[0], round(none.bound, 4)
    (0.0, 0.0063)
    """
    after = (events + HALF, n - events + HALF)
    return Posterior(id, what, unit, "beta", after, events, n, source, files, remark)


def rate(
    id: str,
    what: str,
    unit: str,
    events: int,
    exposure: float,
    source: tuple[str, ...],
    files: tuple[str, ...],
    remark: str = "",
) -> Posterior:
    """Posterior of a rate: `events` in an exposure above 0.

    Examples
    --------
    >>> rate("x", "exits", "1/leader-year", 25, 291.0, (), ()).mean == 25.5 / 291
    True
    """
    after = (events + HALF, float(exposure))
    return Posterior(id, what, unit, "gamma", after, events, exposure, source, files, remark)


def grid(values: Array, weights: Array | None = None) -> tuple[float, ...]:
    """Quantiles of draws, or of weighted draws, as a posterior of quantiles keeps them.

    Parameters
    ----------
    values
        Draws, shape (draws,).
    weights
        Their weights, at least 0 and not all 0; equal where None.
    """
    order = np.argsort(values, kind="stable")
    mass = np.ones(len(values)) if weights is None else weights[order]
    places = (np.cumsum(mass) - mass / 2) / mass.sum()
    asked = np.linspace(0, 1, GRID)
    asked[[0, -1]] = ENDS
    found = np.interp(asked, places, values[order])
    return tuple(float(f"{value:.6g}") for value in found)


def dataset(posteriors: Iterable[Posterior]) -> xr.Dataset:
    """Posteriors as one data set.

    Returns
    -------
    Dimensions `posterior` (by id) and `probability` (0.01 to 0.99); variables `events`, `exposure`,
    `mean`, `low_95`, `high_95` of (posterior), `quantile` of (posterior, probability); coordinates
    `unit` and `what` of (posterior).
    """
    import xarray as xr  # noqa: PLC0415 - needed here alone

    rows = list(posteriors)
    u = np.linspace(0.01, 0.99, 99)
    ends = np.array([one.interval for one in rows]).reshape(-1, 2)
    numbers = {
        "events": [one.events for one in rows],
        "exposure": [float(one.exposure) for one in rows],
        "mean": [one.mean for one in rows],
        "low_95": ends[:, 0],
        "high_95": ends[:, 1],
    }
    found = {name: ("posterior", values) for name, values in numbers.items()}
    curves = np.array([one.quantile(u) for one in rows]).reshape(-1, len(u))
    texts = {name: ("posterior", [getattr(one, name) for one in rows]) for name in ("unit", "what")}
    return xr.Dataset(
        found | {"quantile": (("posterior", "probability"), curves)},
        {"posterior": [one.id for one in rows], "probability": u, **texts},
    )
