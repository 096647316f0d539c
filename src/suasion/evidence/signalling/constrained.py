"""Constrained maximum likelihood: the equilibrium of every game is a constraint, not a routine.

Definitions and notation
------------------------
Unknowns are the coefficients and one z for each game; the log-likelihood of the outcomes is
maximised subject to ``H(z_d; theta) = 0`` for every game d. No equilibrium is selected by rule:
where a game has several, the data choose, and games may differ in which they play. The likelihood
may have several maxima; give several starts.

SciPy's trust-region method for constraints is used with exact first and second derivatives. The
Jacobian and the Hessian are sparse: a z meets the coefficients and itself only.

References
----------
[CrismanCoxGibilisco2021]_; [SuJudd2012]_ for the method in general.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import NonlinearConstraint, OptimizeResult, minimize

from suasion.evidence.signalling.beliefs import Beliefs, violation
from suasion.evidence.signalling.estimates import Estimates
from suasion.evidence.signalling.faults import EstimationFault
from suasion.evidence.signalling.games import Crises
from suasion.evidence.signalling.local import (
    BELIEVED,
    CHANCES,
    FIRM,
    GAP,
    RESISTS,
    UTILITIES,
    Local,
    collected,
    local,
)
from suasion.evidence.signalling.precision import constrained_covariance
from suasion.theory.solution import Status

Array = NDArray[np.float64]

# Of the gradient of the Lagrangian [log-likelihood per unit] and of H [standard deviations].
FLAT, HELD, STILL = 1e-5, 1e-9, 1e-12
# Slopes are sums over plays: per play, what rounding leaves of them at a maximum.
ROUNDING = 1e-10
MOST_STEPS = 600
# Log points within which ends are the same maximum, and chances within which a game is at rest.
ALIKE, IN_EQUILIBRIUM = 1e-3, 1e-6


def constrained_likelihood(
    data: Crises, starts: Estimates | Sequence[Estimates], *, most: int = MOST_STEPS
) -> Estimates:
    """Coefficients and equilibria that maximise the likelihood from the given starts.

    Parameters
    ----------
    data
        The games.
    starts
        Earlier estimates of the same games, such as PL and NPL; of several, the start that leads
        to the highest likelihood is kept.
    most
        Most steps from each start.

    Returns
    -------
    Estimates
        Status "step-limit" if the search that came highest did not end at a maximum.

    Raises
    ------
    EstimationFault
        If there is no start, or one is of other games.
    """
    several = [starts] if isinstance(starts, Estimates) else list(starts)
    if not several:
        raise EstimationFault("no start is given. Start from pseudo-likelihood estimates")
    size = len(data.names), len(data.counts)
    strange = [one for one in several if (one.values.size, one.z.size) != size]
    if strange:
        raise EstimationFault(
            f"a start has {strange[0].values.size} coefficients and {strange[0].z.size} games; "
            f"the data have {size[0]} and {size[1]}"
        )
    return highest([_searched(data, one, most) for one in several])


def highest(ends: Sequence[Estimates]) -> Estimates:
    """The end of a search with the highest likelihood at which every game is in equilibrium.

    One that is no maximum is kept if it lies higher than all that are: they are local maxima.

    Parameters
    ----------
    ends
        At least one.
    """
    held = [one for one in ends if one.violation <= IN_EQUILIBRIUM] or ends
    top = max(one.log_likelihood for one in held)
    near = [one for one in held if one.log_likelihood >= top - ALIKE]
    return max(near, key=lambda one: (one.status.code == "ok", one.log_likelihood))


def _searched(data: Crises, start: Estimates, most: int) -> Estimates:
    problem = _Problem(data)
    flat = max(FLAT, ROUNDING * float(data.counts.sum()))
    with np.errstate(all="ignore"):
        end: OptimizeResult = minimize(
            problem.cost,
            np.concatenate([start.values, start.z]),
            jac=problem.cost_slope,
            hess=problem.cost_bend,
            method="trust-constr",
            constraints=NonlinearConstraint(
                problem.gaps, 0.0, 0.0, jac=problem.gap_slope, hess=problem.gap_bend
            ),
            options={"gtol": flat, "xtol": STILL, "maxiter": most},
        )
    reached = end.optimality <= flat and end.constr_violation <= HELD
    return _estimates(data, np.asarray(end.x), int(end.nit), bool(reached))


def _estimates(data: Crises, end: Array, steps: int, reached: bool) -> Estimates:
    theta, z = np.split(end, [len(data.names)])
    utility = data.utilities(theta)
    found = local(utility, z, z)
    firm = found.value[:, FIRM]
    ended = f"The likelihood has a maximum here, reached in {steps} steps."
    limit = f"The search ended after {steps} steps before a maximum was reached."
    return Estimates(
        "CMLE",
        data,
        theta,
        constrained_covariance(data, theta, z) if reached else None,
        float(np.sum(data.counts * found.value[:, CHANCES])),
        z,
        firm,
        violation(utility, Beliefs(z, firm)),
        steps,
        Status("ok", ended) if reached else Status("step-limit", limit),
    )


class _Problem:
    """What the search asks for at a point x = (theta, z), evaluated once for each x."""

    def __init__(self, data: Crises) -> None:
        self.data, self.width = data, len(data.names)
        self.weights = np.pad(-data.counts, [(0, 0), (0, 2)])
        # Of the nine inputs, both the z that A believes and that of B are the game's unknown.
        self.spread = np.zeros((len(data.counts), RESISTS + 1, 8))
        self.spread[:, UTILITIES, :7] = np.eye(7)
        self.spread[:, BELIEVED:, 7] = 1.0
        self.last: tuple[Array, Local] | None = None

    def _at(self, x: Array) -> Local:
        if self.last is None or not np.array_equal(self.last[0], x):
            theta, z = np.split(x, [self.width])
            self.last = x.copy(), local(self.data.utilities(theta), z, z)
        return self.last[1]

    def cost(self, x: Array) -> float:
        return collected(self._at(x), self.weights, self.spread)[0]

    def cost_slope(self, x: Array) -> Array:
        slope = collected(self._at(x), self.weights, self.spread)[1]
        return np.concatenate([self.data.gathered(slope[:, :7]), slope[:, 7]])

    def cost_bend(self, x: Array) -> sparse.csr_matrix:
        return self._bent(x, self.weights)

    def gaps(self, x: Array) -> Array:
        return self._at(x).value[:, GAP]

    def gap_slope(self, x: Array) -> sparse.csr_matrix:
        slope = self._at(x).slope[:, GAP]
        by_theta = (slope[:, None, UTILITIES] @ self.data.design)[:, 0]
        return sparse.csr_matrix(sparse.hstack([by_theta, sparse.diags_array(slope[:, BELIEVED])]))

    def gap_bend(self, x: Array, multipliers: Array) -> sparse.csr_matrix:
        weights = np.zeros_like(self.weights)
        weights[:, GAP] = multipliers
        return self._bent(x, weights)

    def _bent(self, x: Array, weights: Array) -> sparse.csr_matrix:
        bend = collected(self._at(x), weights, self.spread)[2]
        cross = (bend[:, 7, None, :7] @ self.data.design)[:, 0].T
        by_theta = self.data.gathered_twice(bend[:, :7, :7])
        blocks = [[by_theta, cross], [cross.T, sparse.diags_array(bend[:, 7, 7])]]
        return sparse.csr_matrix(sparse.block_array(blocks))
