"""Chance that a player goes on, when utilities carry random shocks.

Definitions
-----------
shock
    A random part of utility that the owner knows before it moves and the others do not. Its
    standard deviation is the unit of all utilities: choices cannot tell one from the other.
agent error
    One shock for each action, realised just before the player moves. Two shocks differ with scale
    sqrt(2): normal ("probit") or, for shocks of a Gumbel distribution, logistic ("logit").
private information
    One normal shock for the player's utility of each outcome. A player that moves early weighs the
    shock of an outcome with the chance of getting there, so the spread of a difference is the root
    of the summed squares of these chances.

References
----------
[Signorino2003]_; [KenkelSignorino2014]_.

Examples
--------
>>> goes_on, stops = choice(1.0, "private-information", 1.0, 0.6, 0.8)
>>> round(float(goes_on), 4)
0.7602
"""

from __future__ import annotations

from typing import Literal

import jax
import jax.numpy as jnp

from suasion.theory.solution import Number

Shocks = Literal["probit", "logit", "private-information"]

SHOCKS: tuple[Shocks, ...] = ("probit", "logit", "private-information")
SELECTION = "the only one: later moves do not depend on what an earlier one tells"
SQRT_2 = 2.0**0.5


def choice(advantage: Number, shocks: Shocks, *chances: Number) -> tuple[jax.Array, jax.Array]:
    """Chance of going on and of stopping; both from tails, so neither rounds to 0 early.

    Parameters
    ----------
    advantage
        Expected utility of going on less that of stopping [standard deviations of a shock].
    shocks
        Their kind.
    chances
        For private information: the chance [1] of each outcome that the player can reach from
        here, given its action, on both sides. At a last node 1 and 1, which may be left out.

    Returns
    -------
    tuple
        Two arrays of shape `*batch` that sum to one [1].
    """
    spread: Number = SQRT_2
    if shocks == "private-information" and chances:
        spread = jnp.sqrt(sum(jnp.asarray(chance) ** 2 for chance in chances))
    scaled = jnp.asarray(advantage) / spread
    cdf = jax.nn.sigmoid if shocks == "logit" else jax.scipy.special.ndtr
    return cdf(scaled), cdf(-scaled)
