"""The fixed point of nested pseudo-likelihood by Newton's method, where iteration is slow.

Definitions and notation
------------------------
At a fixed point the beliefs P of every game are an equilibrium, ``P = Psi(theta, P)``, and the
slope of the pseudo-likelihood l by theta at held beliefs is zero. With the equilibria followed as
P(theta) that is K equations in K unknowns, with derivative ``l_theta,theta + l_theta,P P'``. Rounds
come to rest only where best responses are stable, and slowly near the edge; Newton's method does
not mind.

References
----------
[AguirregabiriaMira2007]_ for the fixed point.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from suasion.evidence.signalling.beliefs import C_B, V_B, Beliefs, answer_slope
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
from suasion.evidence.signalling.precision import moved_beliefs

Array = NDArray[np.float64]

STEPS, ROOT_STEPS = 15, 12
REACHED, ON_ROOT, FARTHEST = 1e-14, 1e-10, 2.0


class FixedPoint(NamedTuple):
    """Coefficients of shape `K`, beliefs of shape `D`, and the pseudo-likelihood there."""

    theta: Array
    beliefs: Beliefs
    value: float


def spread_at(firm: Array) -> Array:
    """How the nine inputs of a game depend on its utilities at held beliefs, of shape `D 9 7`.

    Parameters
    ----------
    firm
        Believed chance [1] above 0 that A stands firm, of shape `D`.
    """
    spread = np.zeros((len(firm), RESISTS + 1, 7))
    spread[:, UTILITIES], spread[:, RESISTS] = np.eye(7), answer_slope(firm)
    return spread


def fixed_point(data: Crises, theta: Array, z: Array) -> FixedPoint | None:
    """The fixed point near the given place; None if Newton's method does not settle there.

    Parameters
    ----------
    data
        The games.
    theta
        Coefficients, of shape `K`.
    z
        Probits of resistance near an equilibrium of each game, of shape `D`.
    """
    weights = np.pad(data.counts, [(0, 0), (0, 2)])
    for _ in range(STEPS):
        settled = _equilibrium(data.utilities(theta), z)
        if settled is None:
            return None
        z, found = settled
        beliefs = Beliefs(z, found.value[:, FIRM])
        value, slopes, bends = collected(found, weights, spread_at(beliefs.firm))
        slope, bend = data.gathered(slopes), data.gathered_twice(bends)
        full = bend + _through_beliefs(data, theta, beliefs, found)
        step = _step(full, slope)
        if step is None or np.abs(step).max() > FARTHEST:
            return None
        if abs(float(slope @ step)) <= REACHED:
            peak = bool((np.linalg.eigvalsh(bend) < 0.0).all())
            return FixedPoint(theta, beliefs, value) if peak else None
        theta = theta + step
    return None


def _step(full: Array, slope: Array) -> Array | None:
    if not np.isfinite(full).all() or np.linalg.cond(full) > 1e14:
        return None
    return np.asarray(-np.linalg.solve(full, slope))


def _equilibrium(utility: Array, z: Array) -> tuple[Array, Local] | None:
    """The equilibrium of each game near z, and the game there."""
    for _ in range(ROOT_STEPS):
        found = local(utility, z, z)
        gap, slope = found.value[:, GAP], found.slope[:, GAP, BELIEVED]
        if not (np.isfinite(gap).all() and slope.all()):
            return None
        if np.abs(gap).max() <= ON_ROOT:
            return z, found
        z = z - np.clip(gap / slope, -1.0, 1.0)
    return None


def _through_beliefs(data: Crises, theta: Array, beliefs: Beliefs, found: Local) -> Array:
    """``l_theta,P P'`` of shape `K K`."""
    utility, firm = data.utilities(theta), beliefs.firm
    turn = (utility[:, C_B] - utility[:, V_B]) / firm**2
    slope = np.einsum("do,doi->di", data.counts, found.slope[:, CHANCES])
    bend = np.einsum("do,doij->dij", data.counts, found.bend[:, CHANCES])
    by_inputs = np.swapaxes(spread_at(firm), 1, 2) @ bend
    by_firm = by_inputs[..., RESISTS] * turn[:, None]
    # The answer to q is linear in the utilities; its slope by c_b and v_b moves with q.
    by_firm[:, C_B] += slope[:, RESISTS] / firm**2
    by_firm[:, V_B] -= slope[:, RESISTS] / firm**2
    cross = np.stack([by_inputs[..., BELIEVED], by_firm], axis=-1)
    return data.gathered_twice(cross @ moved_beliefs(found, beliefs, turn))
