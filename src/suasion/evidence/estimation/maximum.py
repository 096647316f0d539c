"""The maximum of a penalised log-likelihood, by a trust region with exact second derivatives.

Convergence is judged by what a full Newton step would still gain: half the Newton decrement, in
units of the log-likelihood, which does not hang on the scale of the regressors.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from scipy.linalg import LinAlgError, cho_factor, cho_solve
from scipy.optimize import minimize

from suasion.evidence.estimation.likelihood import Derivatives, Likelihood
from suasion.evidence.estimation.penalty import PENALTIES, Penalty

ENOUGH = 1e-8
"""What a step may still gain [log unit] at a maximum."""
NEWTON_STEPS, MOST_STEPS = 60, 500
CLOSE = 1e-5
"""Two log-likelihoods that differ by less are the same maximum."""


class Point(NamedTuple):
    """A point of the search: objective, gradient and Hessian, and the likelihood's own part."""

    beta: np.ndarray
    value: float
    gradient: np.ndarray
    hessian: np.ndarray
    likelihood: Derivatives

    @property
    def gain(self) -> float:
        """What a Newton step would gain [log unit]; infinite where the Hessian is not negative."""
        try:
            factor = cho_factor(-self.hessian)
        except LinAlgError:
            return float("inf")
        return 0.5 * float(self.gradient @ cho_solve(factor, self.gradient))


class Maximum(NamedTuple):
    """The best point, whether it is a maximum, and where each start ended [log unit]."""

    point: Point
    converged: bool
    ends: tuple[float, ...]


class Climbable(Protocol):
    """What has a maximum to be found."""

    def at(self, beta: np.ndarray) -> Point:
        """The objective at coefficients."""
        ...


class Objective:
    """A log-likelihood with its penalty; remembers the last point, which SciPy asks for thrice."""

    def __init__(
        self, likelihood: Likelihood, constant: np.ndarray, penalty: Penalty = "none"
    ) -> None:
        self.likelihood, self.constant = likelihood, constant
        self.penalty = PENALTIES[penalty]
        self._last: Point | None = None

    def at(self, beta: np.ndarray) -> Point:
        """The objective at coefficients."""
        if self._last is None or not np.array_equal(self._last.beta, beta):
            found, extra = self.likelihood.derivatives(beta), self.penalty(beta, self.constant)
            self._last = Point(
                beta.copy(),
                found.value + extra.value,
                found.gradient + extra.slope,
                found.hessian + np.diag(extra.curve),
                found,
            )
        return self._last


def maximum(objective: Climbable, starts: Sequence[np.ndarray]) -> Maximum:
    """The best of the maxima that are reached from the starts; the best end where none is one."""
    points = [_climbed(objective, start) for start in starts]
    best = max(points, key=lambda one: (one.gain < ENOUGH, one.value))
    return Maximum(best, best.gain < ENOUGH, tuple(one.value for one in points))


def _climbed(objective: Climbable, start: np.ndarray) -> Point:
    """Newton's method where it arrives; else a trust region first."""
    point = _newton(objective, objective.at(start), NEWTON_STEPS)
    if point.gain < ENOUGH:
        return point
    size = _sizes(point)
    found = minimize(
        lambda z: -objective.at(z * size).value,
        point.beta / size,
        jac=lambda z: -objective.at(z * size).gradient * size,
        hess=lambda z: -objective.at(z * size).hessian * np.outer(size, size),
        method="trust-exact",
        options={"gtol": 1e-5, "maxiter": MOST_STEPS},
    )
    return _newton(objective, objective.at(found.x * size), NEWTON_STEPS)


def _sizes(point: Point) -> np.ndarray:
    """A common scale for coefficients, from the curvature or, failing that, the scores."""
    spread = np.sqrt(np.maximum((point.likelihood.scores**2).sum(axis=0), 1e-12))
    return np.sqrt(1.0 * len(spread)) / spread


def _newton(objective: Climbable, point: Point, steps: int) -> Point:
    """Newton's method with shortened steps, as long as the Hessian is negative and steps gain."""
    for _ in range(steps):
        if not ENOUGH / 1e4 < point.gain < float("inf"):
            break
        after = _shortened(objective, point, np.linalg.solve(-point.hessian, point.gradient))
        if after is None:
            break
        point = after
    return point


def _shortened(objective: Climbable, point: Point, step: np.ndarray) -> Point | None:
    for _ in range(12):
        after = objective.at(point.beta + step)
        if np.isfinite(after.value) and after.value > point.value:
            return after
        step = step / 4.0
    return None
