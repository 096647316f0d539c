"""Games as arrays for the compiler, in 64 bit."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
from jax.typing import ArrayLike
from scipy.special import ndtr

from suasion.evidence.signalling.crises import Crises
from suasion.evidence.signalling.faults import EstimationFault
from suasion.evidence.signalling.likelihood import Beliefs, Data, updated


def data_arrays(data: Crises) -> Data:
    """The games as arrays; call it where 64 bit is on.

    Parameters
    ----------
    data
        The games.
    """
    return Data(jnp.asarray(data.design), jnp.asarray(data.fixed), jnp.asarray(data.counts))


def belief_arrays(data: Crises, z: ArrayLike, firm: ArrayLike) -> Beliefs:
    """Beliefs as arrays of shape `D`, checked.

    Parameters
    ----------
    data
        The games.
    z
        Probits of B's resistance, finite.
    firm
        Chances [1] that A stands firm, above 0.

    Raises
    ------
    EstimationFault
        If they do not fit the games, or are out of range.
    """
    z, firm = np.asarray(z, float), np.asarray(firm, float)
    count = len(data.counts)
    if z.shape != (count,) or firm.shape != (count,):
        raise EstimationFault(
            f"beliefs have the shapes {z.shape} and {firm.shape}; one number for each of the "
            f"{count} games is needed"
        )
    if not (np.isfinite(z).all() and ((firm > 0.0) & (firm <= 1.0)).all()):
        raise EstimationFault(
            "beliefs must be chances: of resistance above 0 and below 1, of standing firm above 0. "
            "Keep first-stage chances off 0 and 1"
        )
    return Beliefs(jnp.asarray(z), jnp.asarray(firm))


def violation(data: Data, theta: ArrayLike, beliefs: Beliefs) -> float:
    """Largest distance [1] between a chance in the beliefs and its best response.

    Parameters
    ----------
    data
        The games.
    theta
        Coefficients, of shape `K`.
    beliefs
        Of shape `D`.
    """
    best = updated(data, jnp.asarray(theta), beliefs)
    resists = np.abs(ndtr(np.asarray(best.z)) - ndtr(np.asarray(beliefs.z)))
    return float(max(resists.max(), np.abs(np.asarray(best.firm - beliefs.firm)).max()))
