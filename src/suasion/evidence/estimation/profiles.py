"""Profile likelihood of one coefficient: an interval that does not assume a parabola.

The interval holds the values at which the others, estimated anew, leave what is maximised within
``z^2/2`` of its maximum, z the normal quantile. An end beyond `FARTHEST` standard errors is given
as infinite: the data do not bound the coefficient on that side.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtri

from suasion.errors import UnknownName
from suasion.evidence.estimation.faults import refused
from suasion.evidence.estimation.fitting import Estimate, constants
from suasion.evidence.estimation.maximum import Objective, Point, maximum

FARTHEST = 40.0
"""Standard errors from the estimate beyond which an end counts as infinite."""


class Interval(NamedTuple):
    """Ends of a profile-likelihood interval of a coefficient."""

    low: float
    high: float


class Held:
    """An objective of all coefficients but one, which is held at a value."""

    def __init__(self, whole: Objective, at: int, value: float) -> None:
        self.whole, self.place, self.value = whole, at, value

    def at(self, beta: np.ndarray) -> Point:
        """The objective at the other coefficients."""
        full = self.whole.at(np.insert(beta, self.place, self.value))
        found = full.likelihood._replace(scores=np.delete(full.likelihood.scores, self.place, 1))
        hessian = np.delete(np.delete(full.hessian, self.place, 0), self.place, 1)
        return Point(beta, full.value, np.delete(full.gradient, self.place), hessian, found)


def profile(found: Estimate, name: str, level: float = 0.95) -> Interval:
    """The profile-likelihood interval of a coefficient.

    Parameters
    ----------
    found
        The estimate.
    name
        Of the coefficient.
    level
        Of confidence [1].

    Raises
    ------
    UnknownName
        For a coefficient that the model does not have.
    InputError
        Where the estimate is no maximum.
    """
    if name not in found.names:
        raise UnknownName("coefficient", name, list(found.names))
    if not found.converged or not np.isfinite(found.errors).all() or len(found.names) < 2:
        message = "a profile needs a maximum of two coefficients or more"
        raise refused("profile", name, None, message, "Use a penalty, or change the model")
    at = found.names.index(name)
    drop = _drop(found, at, 0.5 * float(ndtri(0.5 + level / 2.0)) ** 2)
    centre, error = float(found.coefficients[at]), float(found.errors[at])
    return Interval(*(_end(drop, centre, sign * error) for sign in (-1.0, 1.0)))


def _drop(found: Estimate, at: int, allowed: float) -> Callable[[float], float]:
    """How far below the allowed drop the objective is when a coefficient is held at a value."""
    whole = Objective(found.model.likelihood, constants(found.model), found.penalty)
    best = whole.at(found.coefficients).value
    along = found.covariance[:, at] / found.covariance[at, at]

    def drop(value: float) -> float:
        begun = found.coefficients + along * (value - found.coefficients[at])
        point = maximum(Held(whole, at, value), [np.delete(begun, at)]).point
        return best - point.value - allowed

    return drop


def _end(drop: Callable[[float], float], centre: float, error: float) -> float:
    reach = 1.0
    while drop(centre + reach * error) < 0.0:
        reach *= 2.0
        if reach > FARTHEST:
            return float(np.copysign(np.inf, error))
    return float(brentq(lambda z: drop(centre + z * error), 0.0, reach, xtol=1e-6)) * error + centre
