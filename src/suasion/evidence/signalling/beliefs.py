"""Beliefs about the other side's play, and best responses to them.

Definitions and notation
------------------------
Against beliefs (z, q) the best responses are

    B: z' = (v_b - c_b)/q + w_b - v_b          A: q' = firm(c(z)).

An equilibrium is a fixed point.

References
----------
[CrismanCoxGibilisco2021]_.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from suasion.evidence.signalling.faults import EstimationFault
from suasion.evidence.signalling.games import UTILITIES, Crises
from suasion.evidence.signalling.local import FIRM, local

Array = NDArray[np.float64]
C_B, W_B, V_B = (UTILITIES.index(name) for name in ("c_b", "w_b", "v_b"))


class Beliefs(NamedTuple):
    """Of each game: z, the probit of B's resistance, and the chance q [1] that A stands firm."""

    z: Array
    firm: Array


def answer_slope(firm: Array) -> Array:
    """B's best response per unit of each utility, of shape `D 7`: it is linear in them.

    Parameters
    ----------
    firm
        Chance [1] above 0 that A stands firm, of shape `D`.
    """
    slope = np.zeros((len(firm), len(UTILITIES)))
    slope[:, C_B], slope[:, W_B], slope[:, V_B] = -1.0 / firm, 1.0, 1.0 / firm - 1.0
    return slope


def answer(utility: Array, firm: Array) -> Array:
    """B's best response z', of shape `D`.

    Parameters
    ----------
    utility
        Of shape `D 7` [standard deviations of a shock].
    firm
        Chance [1] above 0 that A stands firm, of shape `D`.

    Examples
    --------
    >>> answer(np.array([[0.0, 1.0, 0.0, -1.9, -2.9, -1.2, 1.0]]), np.array([0.5])).round(6)
    array([-1.9])
    """
    return np.asarray((answer_slope(firm) * utility).sum(axis=1))


def best_response(utility: Array, beliefs: Beliefs) -> Beliefs:
    """What each side does best against beliefs about the other.

    Parameters
    ----------
    utility
        Of shape `D 7` [standard deviations of a shock].
    beliefs
        Of shape `D`.
    """
    firm = local(utility, beliefs.z, beliefs.z).value[:, FIRM]
    return Beliefs(answer(utility, beliefs.firm), firm)


def violation(utility: Array, beliefs: Beliefs) -> float:
    """Largest distance [1] between a chance in the beliefs and its best response.

    Parameters
    ----------
    utility
        Of shape `D 7` [standard deviations of a shock].
    beliefs
        Of shape `D`.
    """
    best = best_response(utility, beliefs)
    resists, firm = ndtr(best.z) - ndtr(beliefs.z), best.firm - beliefs.firm
    return float(np.abs([resists, firm]).max())


def checked(data: Crises, z: ArrayLike, firm: ArrayLike) -> Beliefs:
    """Beliefs of shape `D` that an estimator can use.

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
    found = Beliefs(np.asarray(z, float), np.asarray(firm, float))
    count = len(data.counts)
    if found.z.shape != (count,) or found.firm.shape != (count,):
        raise EstimationFault(
            f"beliefs have the shapes {found.z.shape} and {found.firm.shape}; one number for each "
            f"of the {count} games is needed"
        )
    if not (np.isfinite(found.z).all() and ((found.firm > 0.0) & (found.firm <= 1.0)).all()):
        raise EstimationFault(
            "beliefs must be chances: of resistance above 0 and below 1, of standing firm above 0. "
            "Keep first-stage chances off 0 and 1"
        )
    return found
