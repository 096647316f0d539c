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
[AguirregabiriaMira2007]_ for the nested pseudo-likelihood.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from suasion.evidence.signalling.beliefs import C_B, V_B, Beliefs, answer, answer_slope
from suasion.evidence.signalling.games import Crises
from suasion.evidence.signalling.local import (
    BELIEVED,
    CHANCES,
    FIRM,
    GAP,
    RESISTS,
    UTILITIES,
    Local,
    local,
)

Array = NDArray[np.float64]
# Beyond this ratio of its axes information is singular in 64 bit.
SINGULAR = 1e14


def pseudo_covariance(data: Crises, theta: Array, beliefs: Beliefs) -> Array | None:
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
    utility = data.utilities(theta)
    found = local(utility, beliefs.z, answer(utility, beliefs.firm))
    score = _pseudo_score(data, found, beliefs)
    return _inverse(_weighed(score, _weights(data, found), score))


def nested_covariance(data: Crises, theta: Array, beliefs: Beliefs) -> Array | None:
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
    utility = data.utilities(theta)
    found = local(utility, beliefs.z, answer(utility, beliefs.firm))
    turn = (utility[:, C_B] - utility[:, V_B]) / beliefs.firm**2
    score, weights = _pseudo_score(data, found, beliefs), _weights(data, found)
    by_firm = found.slope[:, CHANCES, RESISTS] * turn[:, None]
    by_beliefs = np.stack([found.slope[:, CHANCES, BELIEVED], by_firm], axis=-1)
    through = by_beliefs @ moved_beliefs(found, beliefs, turn) @ data.design
    omega = _weighed(score, weights, score)
    bread = _inverse(omega + _weighed(score, weights, through))
    return None if bread is None else np.asarray(bread @ omega @ bread.T)


def constrained_covariance(data: Crises, theta: Array, z: Array) -> Array | None:
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
    found = local(data.utilities(theta), z, z)
    follow = -found.slope[:, GAP, UTILITIES] / found.slope[:, GAP, BELIEVED, None]
    by_z = found.slope[:, CHANCES, BELIEVED] + found.slope[:, CHANCES, RESISTS]
    by_utility = found.slope[:, CHANCES, UTILITIES] + by_z[..., None] * follow[:, None, :]
    score = by_utility @ data.design
    return _inverse(_weighed(score, _weights(data, found), score))


def _pseudo_score(data: Crises, found: Local, beliefs: Beliefs) -> Array:
    """Slopes of the log chances by the coefficients at given beliefs, of shape `D 4 K`."""
    through = found.slope[:, CHANCES, RESISTS, None] * answer_slope(beliefs.firm)[:, None, :]
    return np.asarray((found.slope[:, CHANCES, UTILITIES] + through) @ data.design)


def moved_beliefs(found: Local, beliefs: Beliefs, turn: Array) -> Array:
    """Beliefs at the fixed point per unit of each utility, of shape `D 2 7`.

    Parameters
    ----------
    found
        The games at the fixed point.
    beliefs
        The fixed point, of shape `D`.
    turn
        Slope of B's best response by the chance that A stands firm, of shape `D`.
    """
    by_utility = np.stack([answer_slope(beliefs.firm), found.slope[:, FIRM, UTILITIES]], axis=1)
    steady = np.broadcast_to(np.eye(2), (len(turn), 2, 2)).copy()
    steady[:, 0, 1], steady[:, 1, 0] = -turn, -found.slope[:, FIRM, BELIEVED]
    return np.asarray(np.linalg.solve(steady, by_utility))


def _weights(data: Crises, found: Local) -> Array:
    """Expected number of each outcome, of shape `D 4`."""
    return np.asarray(data.counts.sum(axis=1)[:, None] * np.exp(found.value[:, CHANCES]))


def _weighed(left: Array, weights: Array, right: Array) -> Array:
    return np.asarray(np.einsum("dyk,dyl->kl", left * weights[..., None], right))


def _inverse(matrix: Array) -> Array | None:
    if not np.isfinite(matrix).all() or np.linalg.cond(matrix) > SINGULAR:
        return None
    return np.asarray(np.linalg.inv(matrix))
