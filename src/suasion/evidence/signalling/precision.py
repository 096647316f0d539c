"""Covariance matrices of the estimates.

Definitions and notation
------------------------
All come from expected information: scores are averaged over the four outcomes at the estimates,
with the number of plays of each game as weight. With s the score in the coefficients, r that in the
beliefs P, Psi the best responses, and ``P' = (I - Psi_P)^-1 Psi_theta`` at a fixed point,

- PL: ``Omega^-1`` with ``Omega = E s s'``, as if the first stage were known: too small;
- NPL: ``M^-1 Omega M^-T`` with ``M = Omega + E s r' P'``;
- CMLE: ``(E t t')^-1`` with t the score along the equilibrium, ``dz/dtheta = -H_theta/H_z``.

References
----------
[AguirregabiriaMira2007]_, proposition on the nested pseudo-likelihood estimator.
"""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from suasion.evidence.signalling.likelihood import (
    Beliefs,
    Data,
    answer,
    best_response,
    log_chances,
    utilities,
)
from suasion.theory.solvers.signalling_equation import Crisis, excess

Array = NDArray[np.float64]


def _pseudo(utility: jax.Array, beliefs: Beliefs) -> jax.Array:
    game = Crisis(*utility)
    return log_chances(game, beliefs.z, answer(game, beliefs.firm))


def _best(utility: jax.Array, beliefs: Beliefs) -> jax.Array:
    return jnp.stack(best_response(Crisis(*utility), beliefs))


def _along(utility: jax.Array, z: jax.Array) -> jax.Array:
    return log_chances(Crisis(*utility), z, z)


def _gap(utility: jax.Array, z: jax.Array) -> jax.Array:
    return excess(Crisis(*utility), z)


@jax.jit
def _pseudo_parts(data: Data, theta: jax.Array, beliefs: Beliefs) -> tuple[jax.Array, jax.Array]:
    """Omega, and E s r' P'."""
    u = utilities(data, theta)
    by_u, by_p = jax.vmap(jax.jacfwd(_pseudo, (0, 1)))(u, beliefs)
    psi_u, psi_p = jax.vmap(jax.jacfwd(_best, (0, 1)))(u, beliefs)
    steady = jnp.eye(2) - jnp.stack(psi_p, axis=-1)
    follow = jnp.linalg.solve(steady, jnp.einsum("dpu,duk->dpk", psi_u, data.design))
    weights = data.counts.sum(axis=-1, keepdims=True) * jnp.exp(jax.vmap(_pseudo)(u, beliefs))
    score = jnp.einsum("dyu,duk->dyk", by_u, data.design)
    through = jnp.einsum("dyp,dpk->dyk", jnp.stack(by_p, axis=-1), follow)
    return _weighed(score, weights, score), _weighed(score, weights, through)


def _weighed(left: jax.Array, weights: jax.Array, right: jax.Array) -> jax.Array:
    return jnp.einsum("dyk,dy,dyl->kl", left, weights, right)


@jax.jit
def _constrained_information(data: Data, theta: jax.Array, z: jax.Array) -> jax.Array:
    u = utilities(data, theta)
    by_u, by_z = jax.vmap(jax.jacfwd(_along, (0, 1)))(u, z)
    gap_u, gap_z = jax.vmap(jax.jacfwd(_gap, (0, 1)))(u, z)
    follow = -gap_u / gap_z[:, None]
    score = jnp.einsum("dyu,duk->dyk", by_u + by_z[..., None] * follow[:, None, :], data.design)
    weights = data.counts.sum(axis=-1, keepdims=True) * jnp.exp(jax.vmap(_along)(u, z))
    return _weighed(score, weights, score)


def pseudo_covariance(data: Data, theta: jax.Array, beliefs: Beliefs) -> Array | None:
    """Covariance of PL as if the first stage were known, of shape `K K`; None if singular.

    Parameters
    ----------
    data
        The games.
    theta
        Coefficients, of shape `K`.
    beliefs
        Of the first stage, of shape `D`.
    """
    return _inverse(np.asarray(_pseudo_parts(data, theta, beliefs)[0]))


def nested_covariance(data: Data, theta: jax.Array, beliefs: Beliefs) -> Array | None:
    """Covariance of NPL, of shape `K K`; None if singular.

    Parameters
    ----------
    data
        The games.
    theta
        Coefficients, of shape `K`.
    beliefs
        A fixed point, of shape `D`.
    """
    omega, through = (np.asarray(part) for part in _pseudo_parts(data, theta, beliefs))
    if not np.isfinite(through).all() or np.linalg.cond(omega + through) > 1e14:
        return None
    bread = np.linalg.inv(omega + through)
    return np.asarray(bread @ omega @ bread.T)


def constrained_covariance(data: Data, theta: jax.Array, z: jax.Array) -> Array | None:
    """Covariance of CMLE, of shape `K K`; None if singular.

    Parameters
    ----------
    data
        The games.
    theta
        Coefficients, of shape `K`.
    z
        Equilibria, of shape `D`.
    """
    return _inverse(np.asarray(_constrained_information(data, theta, z)))


def _inverse(information: Array) -> Array | None:
    if not np.isfinite(information).all() or np.linalg.cond(information) > 1e14:
        return None
    return np.asarray(np.linalg.inv(information))
