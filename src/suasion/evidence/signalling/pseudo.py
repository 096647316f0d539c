"""Pseudo-likelihood in two steps, and nested pseudo-likelihood, its fixed point.

Definitions and notation
------------------------
PL takes beliefs from a first stage and maximises the likelihood of best responses to them: no
equilibrium is computed, and none need be selected. It is as good as the first stage. NPL replaces
the beliefs by the best responses at the estimates and maximises again, until neither moves. Its
fixed point is an equilibrium of every game; it may not be reached, which the status says.

References
----------
[CrismanCoxGibilisco2021]_; [AguirregabiriaMira2007]_ for both in general.
"""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
from jax.typing import ArrayLike
from numpy.typing import NDArray

from suasion.evidence.signalling.arrays import belief_arrays, data_arrays, violation
from suasion.evidence.signalling.crises import Crises
from suasion.evidence.signalling.estimates import Estimates
from suasion.evidence.signalling.likelihood import Beliefs, Data, pseudo_derivatives, updated
from suasion.evidence.signalling.optimum import Optimum, maximum
from suasion.evidence.signalling.precision import nested_covariance, pseudo_covariance
from suasion.theory.solution import Status

Array = NDArray[np.float64]

STILL = 1e-7
MOST_ROUNDS = 100


def pseudo_likelihood(
    data: Crises, beliefs: Beliefs, *, start: ArrayLike | None = None
) -> Estimates:
    """Coefficients that maximise the pseudo-likelihood at given beliefs.

    Parameters
    ----------
    data
        The games.
    beliefs
        Of a first stage: z and firm, each of shape `D`.
    start
        Coefficients at which the search starts, of shape `K`; zeros by default.

    Returns
    -------
    Estimates
        The covariance takes the first stage as known and is too small;
        `suasion.evidence.signalling.bootstrap` does not.

    Raises
    ------
    EstimationFault
        If the beliefs do not fit the games.
    """
    with jax.enable_x64(True):
        arrays = data_arrays(data)
        held = belief_arrays(data, beliefs.z, beliefs.firm)
        found = _maximum(arrays, held, _begun(data, start))
        place = jnp.asarray(found.place)
        return Estimates(
            "PL",
            data,
            found.place,
            pseudo_covariance(arrays, place, held),
            found.value,
            np.asarray(held.z),
            np.asarray(held.firm),
            violation(arrays, place, held),
            1,
            _status(found.reached, "The pseudo-likelihood has a maximum here."),
        )


def nested_pseudo_likelihood(
    data: Crises,
    beliefs: Beliefs,
    *,
    start: ArrayLike | None = None,
    most: int = MOST_ROUNDS,
) -> Estimates:
    """Coefficients and beliefs that are the fixed point of pseudo-likelihood and best response.

    Parameters
    ----------
    data
        The games.
    beliefs
        Where to start: z and firm, each of shape `D`.
    start
        Coefficients at which the search starts, of shape `K`; zeros by default.
    most
        Most rounds, 1 or more.

    Returns
    -------
    Estimates
        Status "step-limit" if coefficients or chances still move by more than 1e-7 in the last
        round, or no maximum is found in one.

    Raises
    ------
    EstimationFault
        If the beliefs do not fit the games.
    """
    with jax.enable_x64(True):
        arrays = data_arrays(data)
        held = belief_arrays(data, beliefs.z, beliefs.firm)
        found, rounds, moved = _maximum(arrays, held, _begun(data, start)), 0, np.inf
        while rounds < most and moved > STILL and found.reached:
            held = updated(arrays, jnp.asarray(found.place), held)
            last, found = found.place, _maximum(arrays, held, found.place)
            gap = violation(arrays, found.place, held)
            rounds, moved = rounds + 1, max(float(np.abs(found.place - last).max()), gap)
        place, settled = jnp.asarray(found.place), moved <= STILL and found.reached
        return Estimates(
            "NPL",
            data,
            found.place,
            nested_covariance(arrays, place, held) if settled else None,
            found.value,
            np.asarray(held.z),
            np.asarray(held.firm),
            violation(arrays, place, held),
            rounds,
            _status(settled, f"A fixed point was reached in {rounds} rounds."),
        )


def _begun(data: Crises, start: ArrayLike | None) -> Array:
    return np.zeros(len(data.names)) if start is None else np.asarray(start, float)


def _maximum(arrays: Data, beliefs: Beliefs, start: Array) -> Optimum:
    def derivatives(theta: Array) -> tuple[float, Array, Array]:
        value, gradient, bend = pseudo_derivatives(arrays, jnp.asarray(theta), beliefs)
        return float(value), np.asarray(gradient), np.asarray(bend)

    return maximum(derivatives, start)


def _status(reached: bool, sentence: str) -> Status:
    if reached:
        return Status("ok", sentence)
    return Status("step-limit", "The search ended before a maximum or fixed point was reached.")
