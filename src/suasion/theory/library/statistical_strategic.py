"""Statistical strategic models egame12 and egame123, with agent error.

Definitions and notation
------------------------
Each player adds a random shock to the expected utility of each of its actions, realised just before
it moves. A difference of two standard normal shocks has scale sqrt(2), so an action whose expected
utility is higher by x is taken with probability ``F(x/sqrt(2))``; F is the normal distribution
function (probit) or the logistic one (logit). The scale of the shocks is fixed at 1: utilities are
in units of it.

egame12. Player 1 stops (outcome 1) or goes on; player 2 stops (3) or goes on (4).
egame123. Player 1 stops (1) or goes on; player 2 stops (3) or goes on; player 3 stops (5) or goes
on (6). Read here as challenger, protege, guarantor: status quo, concession, war without and war
with the guarantor.

``uij`` is the utility of player i at outcome j; those not listed are fixed at 0. ``p2``, ``p4`` and
``p6`` are the probabilities that the first, second and third player go on.

References
----------
[Signorino1999]_; [Signorino2003]_; [KenkelSignorino2014]_. [SignorinoTarar2006]_ estimate the tree
of egame12 for extended immediate deterrence, with private information instead of agent error.
"""

from typing import Literal, NamedTuple

import jax
import jax.numpy as jnp

from suasion.theory.solution import Equilibrium, Number, Solution

SELECTION = "the only one: perfect information and independent shocks to actions"
LABEL = "agent quantal response"
SQRT_2 = 2.0**0.5

AgentError = Literal["probit", "logit"]


class Egame12Utilities(NamedTuple):
    """Utilities [standard deviations of a shock]; each a number or an array `*batch`."""

    u11: Number
    u13: Number
    u14: Number
    u24: Number


class Egame123Utilities(NamedTuple):
    """Utilities [standard deviations of a shock]; each a number or an array `*batch`."""

    u11: Number
    u13: Number
    u15: Number
    u16: Number
    u23: Number
    u25: Number
    u26: Number
    u36: Number


class Egame12Outcomes(NamedTuple):
    """Probability of outcomes 1, 3 and 4 [1], of shape `*batch`; they sum to one."""

    status_quo: jax.Array
    concession: jax.Array
    war: jax.Array


class Egame123Outcomes(NamedTuple):
    """Probability of outcomes 1, 3, 5 and 6 [1], of shape `*batch`; they sum to one."""

    status_quo: jax.Array
    concession: jax.Array
    war_without_guarantor: jax.Array
    war_with_guarantor: jax.Array


class Egame12Response(NamedTuple):
    """Probabilities p2 and p4 [1] and the outcomes, of shape `*batch`."""

    initiates: jax.Array
    resists: jax.Array
    outcomes: Egame12Outcomes


class Egame123Response(NamedTuple):
    """Probabilities p2, p4 and p6 [1] and the outcomes, of shape `*batch`."""

    initiates: jax.Array
    resists: jax.Array
    intervenes: jax.Array
    outcomes: Egame123Outcomes


def egame12(utilities: Egame12Utilities, error: AgentError = "probit") -> Egame12Response:
    """Choices and outcomes of the two-player model.

    Parameters
    ----------
    utilities
        Utilities of shape `*batch` [standard deviations of a shock]; any sign.
    error
        "probit" or "logit"; the logistic distribution function of the difference has scale sqrt(2).

    Returns
    -------
    Egame12Response
        ``p4 = F(u24/sqrt(2))``, ``p2 = F((p3 u13 + p4 u14 - u11)/sqrt(2))`` with ``p3 = 1 - p4``.

    References
    ----------
    [KenkelSignorino2014]_, model egame12.

    Examples
    --------
    >>> calm = egame12(Egame12Utilities(0.0, 1.0, -1.0, 0.0))
    >>> [round(float(p), 3) for p in calm.outcomes]
    [0.5, 0.25, 0.25]
    """
    u = utilities
    p4, p3 = _choice(u.u24, error)
    p2, p1 = _choice(p3 * u.u13 + p4 * u.u14 - u.u11, error)
    return Egame12Response(p2, p4, Egame12Outcomes(p1, p2 * p3, p2 * p4))


def egame123(utilities: Egame123Utilities, error: AgentError = "probit") -> Egame123Response:
    """Choices and outcomes of the three-player model: challenger, protege, guarantor.

    Parameters
    ----------
    utilities
        Utilities of shape `*batch` [standard deviations of a shock]; any sign.
    error
        "probit" or "logit"; the logistic distribution function of the difference has scale sqrt(2).

    Returns
    -------
    Egame123Response
        ``p6 = F(u36/sqrt(2))``, ``p4 = F((p5 u25 + p6 u26 - u23)/sqrt(2))`` and
        ``p2 = F((p3 u13 + p4 (p5 u15 + p6 u16) - u11)/sqrt(2))`` with ``p3 = 1 - p4``,
        ``p5 = 1 - p6``.

    References
    ----------
    [KenkelSignorino2014]_, model egame123.

    Examples
    --------
    >>> firm = egame123(Egame123Utilities(0.0, 1.0, 0.5, -3.0, -1.0, -2.0, 0.5, 2.0))
    >>> [round(float(p), 3) for p in firm.outcomes]
    [0.927, 0.013, 0.005, 0.055]
    """
    u = utilities
    p6, p5 = _choice(u.u36, error)
    p4, p3 = _choice(p5 * u.u25 + p6 * u.u26 - u.u23, error)
    p2, p1 = _choice(p3 * u.u13 + p4 * (p5 * u.u15 + p6 * u.u16) - u.u11, error)
    outcomes = Egame123Outcomes(p1, p2 * p3, p2 * p4 * p5, p2 * p4 * p6)
    return Egame123Response(p2, p4, p6, outcomes)


def _choice(advantage: Number, error: AgentError) -> tuple[jax.Array, jax.Array]:
    """Probability of going on and of stopping; both from tails, so neither rounds to 0 early."""
    cdf = jax.scipy.special.ndtr if error == "probit" else jax.nn.sigmoid
    scaled = jnp.asarray(advantage) / SQRT_2
    return cdf(scaled), cdf(-scaled)


def solve(
    utilities: Egame12Utilities | Egame123Utilities, error: AgentError = "probit"
) -> Solution:
    """The equilibrium of egame12 or egame123, by the kind of utilities given.

    Parameters
    ----------
    utilities
        Scalar utilities [standard deviations of a shock].
    error
        "probit" or "logit".

    Returns
    -------
    Solution
        One equilibrium, the only one. Values leave out the shocks and are those of a player who
        has been given the move. Computed in 64-bit, whatever the setting of JAX.

    Examples
    --------
    >>> solve(Egame12Utilities(0.0, 1.0, -1.0, 0.0)).chosen.outcomes["war"]
    0.25
    """
    with jax.enable_x64(True):
        parameters = {name: float(u) for name, u in utilities._asdict().items()}
        if isinstance(utilities, Egame12Utilities):
            equilibrium = _equilibrium_12(Egame12Utilities(**parameters), error)
        else:
            equilibrium = _equilibrium_123(Egame123Utilities(**parameters), error)
    model = f"{'egame12' if isinstance(utilities, Egame12Utilities) else 'egame123'}, {error}"
    return Solution(model, parameters, (equilibrium,), 0, SELECTION)


def _equilibrium_12(u: Egame12Utilities, error: AgentError) -> Equilibrium:
    found = egame12(u, error)
    outcomes = {name: float(p) for name, p in found.outcomes._asdict().items()}
    p1, p3, p4 = outcomes.values()
    resists = float(found.resists)
    strategies = {"challenger_initiates": float(found.initiates), "defender_resists": resists}
    values = {
        "challenger": float(p1 * u.u11 + p3 * u.u13 + p4 * u.u14),
        "defender": float(resists * u.u24),
    }
    return Equilibrium(LABEL, strategies, outcomes, values, {})


def _equilibrium_123(u: Egame123Utilities, error: AgentError) -> Equilibrium:
    found = egame123(u, error)
    outcomes = {name: float(p) for name, p in found.outcomes._asdict().items()}
    p1, p3, p5, p6 = outcomes.values()
    resists, intervenes = float(found.resists), float(found.intervenes)
    war = (1.0 - intervenes) * u.u25 + intervenes * u.u26
    strategies = {
        "challenger_initiates": float(found.initiates),
        "protege_resists": resists,
        "guarantor_intervenes": intervenes,
    }
    values = {
        "challenger": float(p1 * u.u11 + p3 * u.u13 + p5 * u.u15 + p6 * u.u16),
        "protege": float((1.0 - resists) * u.u23 + resists * war),
        "guarantor": float(intervenes * u.u36),
    }
    return Equilibrium(LABEL, strategies, outcomes, values, {})
