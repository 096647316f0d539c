"""Pseudo-likelihood in two steps, and nested pseudo-likelihood, its fixed point.

Definitions and notation
------------------------
PL takes beliefs from a first stage and maximises the likelihood of best responses to them: no
equilibrium is computed, and none need be selected. It is as good as the first stage. NPL replaces
the beliefs by the best responses at the estimates and maximises again, until neither moves. Its
fixed point is an equilibrium of every game. Rounds come to it slowly or not at all where best
responses are hardly stable; then it is found by `suasion.evidence.signalling.fixed_point`.

References
----------
[CrismanCoxGibilisco2021]_; [AguirregabiriaMira2007]_ for both in general.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from suasion.evidence.signalling.beliefs import (
    Beliefs,
    answer,
    best_response,
    checked,
    violation,
)
from suasion.evidence.signalling.estimates import Estimates
from suasion.evidence.signalling.faults import EstimationFault
from suasion.evidence.signalling.fixed_point import fixed_point, spread_at
from suasion.evidence.signalling.games import Crises
from suasion.evidence.signalling.local import collected, local
from suasion.evidence.signalling.optimum import Derivatives, Optimum, maximum
from suasion.evidence.signalling.precision import nested_covariance, pseudo_covariance
from suasion.theory.solution import Status

Array = NDArray[np.float64]

STILL = 1e-7
MOST_ROUNDS, TURNS = 100, 5


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
        If the beliefs or the start do not fit the games.
    """
    held = checked(data, beliefs.z, beliefs.firm)
    found = _maximum(data, held, _begun(data, start))
    return Estimates(
        "PL",
        data,
        found.place,
        pseudo_covariance(data, found.place, held) if found.reached else None,
        found.value,
        *held,
        violation(data.utilities(found.place), held),
        1,
        _status("The pseudo-likelihood has a maximum here." if found.reached else None),
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
        In the first round and every fifth after it, Newton's method looks for the fixed point near
        by. Status "step-limit" if it finds none and coefficients or chances still move by more than
        1e-7 in the last round, or no maximum is found in one.

    Raises
    ------
    EstimationFault
        If the beliefs or the start do not fit the games.
    """
    held = checked(data, beliefs.z, beliefs.firm)
    found = _maximum(data, held, _begun(data, start))
    rounds = 0
    while found.reached and rounds < most:
        rounds += 1
        held = best_response(data.utilities(found.place), held)
        last, found = found.place, _maximum(data, held, found.place)
        gap = violation(data.utilities(found.place), held)
        if found.reached and max(np.abs(found.place - last).max(), gap) <= STILL:
            return _nested(data, found, held, rounds, f"A fixed point after {rounds} rounds.")
        near = fixed_point(data, found.place, held.z) if rounds % TURNS == 1 else None
        if near is not None:
            sentence = f"A fixed point near round {rounds}, reached by Newton's method."
            return _nested(
                data, Optimum(near.theta, near.value, True), near.beliefs, rounds, sentence
            )
    return _nested(data, found, held, rounds, None)


def _nested(
    data: Crises, found: Optimum, held: Beliefs, rounds: int, sentence: str | None
) -> Estimates:
    return Estimates(
        "NPL",
        data,
        found.place,
        nested_covariance(data, found.place, held) if sentence else None,
        found.value,
        *held,
        violation(data.utilities(found.place), held),
        rounds,
        _status(sentence),
    )


def _begun(data: Crises, start: ArrayLike | None) -> Array:
    place = np.zeros(len(data.names)) if start is None else np.asarray(start, float)
    if place.shape != (len(data.names),) or not np.isfinite(place).all():
        raise EstimationFault(
            f"start has the shape {place.shape}; {len(data.names)} finite numbers are needed, one "
            "for each coefficient"
        )
    return place


def _maximum(data: Crises, beliefs: Beliefs, start: Array) -> Optimum:
    spread = spread_at(beliefs.firm)
    weights = np.pad(data.counts, [(0, 0), (0, 2)])

    def derivatives(theta: Array) -> Derivatives:
        utility = data.utilities(theta)
        found = local(utility, beliefs.z, answer(utility, beliefs.firm))
        value, slopes, bends = collected(found, weights, spread)
        return value, data.gathered(slopes), data.gathered_twice(bends)

    return maximum(derivatives, start)


def _status(sentence: str | None) -> Status:
    if sentence:
        return Status("ok", sentence)
    return Status("step-limit", "The search ended before a maximum or fixed point was reached.")
