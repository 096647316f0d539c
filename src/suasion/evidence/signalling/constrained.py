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

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import NonlinearConstraint, OptimizeResult, minimize

from suasion.evidence.signalling.arrays import data_arrays, violation
from suasion.evidence.signalling.crises import Crises
from suasion.evidence.signalling.estimates import Estimates
from suasion.evidence.signalling.faults import EstimationFault
from suasion.evidence.signalling.likelihood import Beliefs, Data, log_chances, utilities
from suasion.evidence.signalling.precision import constrained_covariance
from suasion.theory.solution import Status
from suasion.theory.solvers.signalling_equation import Crisis, cut_at, excess, firm

Array = NDArray[np.float64]

# Of the gradient of the Lagrangian [log-likelihood per unit] and of H [standard deviations].
FLAT, HELD, STILL = 1e-5, 1e-9, 1e-12
MOST_STEPS = 600


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
        Status "step-limit" if none of the searches ended at a maximum.

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
    with jax.enable_x64(True):
        found = [_searched(data, one, most) for one in several]
    return max(found, key=lambda one: (one.status.code == "ok", one.log_likelihood))


def _searched(data: Crises, start: Estimates, most: int) -> Estimates:
    arrays, width = data_arrays(data), len(data.names)
    problem = _Problem(arrays, width)
    begun = np.concatenate([start.values, start.z])
    with np.errstate(all="ignore"):
        end: OptimizeResult = minimize(
            problem.value,
            begun,
            jac=True,
            hess=problem.bend,
            method="trust-constr",
            constraints=NonlinearConstraint(
                problem.gaps, 0.0, 0.0, jac=problem.slopes, hess=problem.gap_bend
            ),
            options={"gtol": FLAT, "xtol": STILL, "maxiter": most},
        )
    reached = end.optimality <= FLAT and end.constr_violation <= HELD
    return _estimates(data, arrays, np.asarray(end.x), int(end.nit), bool(reached))


def _estimates(data: Crises, arrays: Data, end: Array, steps: int, reached: bool) -> Estimates:
    theta, z = jnp.asarray(end[: len(data.names)]), jnp.asarray(end[len(data.names) :])
    game = Crisis(*utilities(arrays, theta).T)
    share = firm(cut_at(game, z), jnp.asarray(game.w_a), jnp.asarray(game.a))
    ended = f"The likelihood has a maximum here, reached in {steps} steps."
    limit = f"The search ended after {steps} steps before a maximum was reached."
    return Estimates(
        "CMLE",
        data,
        np.asarray(theta),
        constrained_covariance(arrays, theta, z) if reached else None,
        -float(_first(arrays, theta, z)[0]),
        np.asarray(z),
        np.asarray(share),
        violation(arrays, theta, Beliefs(z, share)),
        steps,
        Status("ok", ended) if reached else Status("step-limit", limit),
    )


def _cost(point: jax.Array, counts: jax.Array) -> jax.Array:
    """Minus the log-likelihood of one game at its utilities and z, of shape `8`."""
    return -jnp.sum(counts * log_chances(Crisis(*point[:-1]), point[-1], point[-1]))


def _gap(point: jax.Array) -> jax.Array:
    return excess(Crisis(*point[:-1]), point[-1])


def _points(data: Data, theta: jax.Array, z: jax.Array) -> jax.Array:
    return jnp.concatenate([utilities(data, theta), z[:, None]], axis=1)


@jax.jit
def _first(data: Data, theta: jax.Array, z: jax.Array) -> tuple[jax.Array, ...]:
    """Cost, its slopes by theta and z; H, and its slopes by theta and z."""
    points = _points(data, theta, z)
    cost, cost_slope = jax.vmap(jax.value_and_grad(_cost))(points, data.counts)
    gap, gap_slope = jax.vmap(jax.value_and_grad(_gap))(points)
    by_theta = jnp.einsum("du,duk->k", cost_slope[:, :-1], data.design)
    gap_by_theta = jnp.einsum("du,duk->dk", gap_slope[:, :-1], data.design)
    return cost.sum(), by_theta, cost_slope[:, -1], gap, gap_by_theta, gap_slope[:, -1]


@jax.jit
def _second(
    data: Data, theta: jax.Array, z: jax.Array, weight: jax.Array, multipliers: jax.Array
) -> tuple[jax.Array, jax.Array, jax.Array]:
    """Second derivatives of weighted cost and H: by theta, by theta and z, by z."""

    def mixed(point: jax.Array, counts: jax.Array, multiplier: jax.Array) -> jax.Array:
        return weight * _cost(point, counts) + multiplier * _gap(point)

    bend = jax.vmap(jax.hessian(mixed))(_points(data, theta, z), data.counts, multipliers)
    by_theta = jnp.einsum("duk,duw,dwl->kl", data.design, bend[:, :-1, :-1], data.design)
    return by_theta, jnp.einsum("duk,du->kd", data.design, bend[:, :-1, -1]), bend[:, -1, -1]


class _Problem:
    """What the search asks for at a point x = (theta, z)."""

    def __init__(self, data: Data, width: int) -> None:
        self.data, self.width = data, width
        self.none = np.zeros(data.counts.shape[0])

    def _at(self, x: Array) -> tuple[jax.Array, jax.Array]:
        return jnp.asarray(x[: self.width]), jnp.asarray(x[self.width :])

    def value(self, x: Array) -> tuple[float, Array]:
        cost, by_theta, by_z, *_ = _first(self.data, *self._at(x))
        return float(cost), np.concatenate([by_theta, by_z])

    def gaps(self, x: Array) -> Array:
        return np.asarray(_first(self.data, *self._at(x))[3])

    def slopes(self, x: Array) -> sparse.csr_matrix:
        *_, by_theta, by_z = _first(self.data, *self._at(x))
        parts = [np.asarray(by_theta), sparse.diags_array(np.asarray(by_z))]
        return sparse.csr_matrix(sparse.hstack(parts))

    def bend(self, x: Array) -> sparse.csr_matrix:
        return self._bent(x, 1.0, self.none)

    def gap_bend(self, x: Array, multipliers: Array) -> sparse.csr_matrix:
        return self._bent(x, 0.0, multipliers)

    def _bent(self, x: Array, weight: float, multipliers: Array) -> sparse.csr_matrix:
        parts = _second(self.data, *self._at(x), jnp.asarray(weight), jnp.asarray(multipliers))
        by_theta, cross, by_z = (np.asarray(part) for part in parts)
        blocks = [[by_theta, cross], [cross.T, sparse.diags_array(by_z)]]
        return sparse.csr_matrix(sparse.block_array(blocks))
