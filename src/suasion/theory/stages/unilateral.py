"""The Unilateral Deterrence Game as a stage, over opportunities of every size.

At an opportunity a publicly seen extra gain ``t * spread`` (`suasion.theory.hawkishness`) is added to
an unopposed attack. With ``x`` the gain of an unopposed attack over waiting, ``b`` the cost of
backing down, ``hard`` the value of a war against the guarantor to a Hard challenger and ``o`` the
odds that the defender is Hard, the published thresholds read ``c2 <= pDef`` iff ``x <= x2 = o (wait -
hard)`` and ``c1 <= pDef`` iff ``x <= x1 = o b``. So the four regions of
`suasion.theory.unilateral_deterrence` are intervals of x: certain deterrence up to x2, separating
up to x1, then bluff (few Hard challengers) or attack (many). Outcomes: DC is war without the
guarantor, DD war with it, CD the challenger backs down.

Steadfast deterrence, held up by beliefs off the path, exists beside these wherever a resisting Soft
defender could be believed; it is counted in `several` and not selected.
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy.stats import norm

from suasion.theory import hawkishness
from suasion.theory.stage import (
    Play,
    Situation,
    Stage,
    against,
    alone,
    chance_of_victory,
    fights,
    net,
    outcome_array,
)

NODES, WEIGHTS = (array / 2 for array in np.polynomial.legendre.leggauss(4))


class Types(NamedTuple):
    """The game's types: chance that each is Hard, a Hard challenger's war, the bluff limit d1."""

    p_challenger: jax.Array
    hard_war: jax.Array
    p_defender: jax.Array
    d1: jax.Array


class Regions(NamedTuple):
    """Chance that an opportunity falls beyond x2 and beyond x1, and the limits themselves."""

    beyond_x2: jax.Array
    beyond_x1: jax.Array
    k2: jax.Array
    k1: jax.Array


def types(situation: Situation, wait: jax.Array) -> Types:
    """Types as the challenger believes them."""
    spread = situation["hawkishness_spread"]
    k = (wait - situation["backing_down_cost"] - against(situation)) / spread
    p_challenger = hawkishness.chance_above(k)
    hard_war = against(situation) + spread * hawkishness.mean_above(k) / p_challenger
    p_defender = fights(situation, situation["resolve_doubt"])
    return Types(p_challenger, hard_war, p_defender, _bluff_limit(situation))


def _bluff_limit(situation: Situation) -> jax.Array:
    """d1: the share of Hard challengers at which a Soft defender is indifferent."""
    lost = chance_of_victory(situation, "win_alone", 0.0) + situation["abandonment_cost"]
    spread = situation["resolve_spread"]
    z = net(situation, 0.0) / spread
    unwilling = spread * (norm.pdf(z) / jnp.maximum(norm.cdf(-z), 1e-12) - z)
    return lost / (lost + jnp.maximum(unwilling, 1e-9))


def regions(situation: Situation, wait: jax.Array, known: Types) -> Regions:
    """The published regions as intervals of the size of the opportunity."""
    odds = known.p_defender / (1.0 - known.p_defender)
    x1 = odds * situation["backing_down_cost"]
    x2 = jnp.minimum(odds * (wait - known.hard_war), x1)
    middle, spread = alone(situation) - wait, situation["hawkishness_spread"]
    k1, k2 = (x1 - middle) / spread, (x2 - middle) / spread
    return Regions(hawkishness.chance_above(k2), hawkishness.chance_above(k1), k2, k1)


def _mean_c1(situation: Situation, wait: jax.Array, beyond: jax.Array) -> jax.Array:
    """E[c1; x > x1]: Gauss-Legendre in the square root of the upper tail."""
    middle, b = alone(situation) - wait, situation["backing_down_cost"]
    total = jnp.zeros_like(beyond)
    for node, weight in zip(NODES + 0.5, WEIGHTS, strict=True):
        k = hawkishness.quantile_above(beyond * node**2)
        x = jnp.maximum(middle + situation["hawkishness_spread"] * k, 0.0)
        total += weight * 2 * node * x / (x + b)
    return beyond * total


def play(situation: Situation, wait: jax.Array) -> Play:
    """The four regions on the principal branch, weighted by the size of opportunities."""
    known = types(situation, wait)
    limits = regions(situation, wait, known)
    true = fights(situation, 0.0)
    c1 = _mean_c1(situation, wait, limits.beyond_x1)
    bluffs = known.p_challenger < known.d1
    outcomes = _outcomes(known, limits, true, c1, bluffs)
    value = wait + _gain(situation, wait, known, limits, c1, bluffs)
    return Play(outcomes, value, true)


def _outcomes(
    known: Types, limits: Regions, true: jax.Array, c1: jax.Array, bluffs: jax.Array
) -> jax.Array:
    hard, beyond = known.p_challenger, limits.beyond_x1
    separating = hard * (limits.beyond_x2 - beyond)
    soft_bluffs = hard * (1 - known.d1) / jnp.maximum(known.d1, 1e-12)
    soft = jnp.where(bluffs, jnp.minimum(soft_bluffs, 1 - hard), 1 - hard)
    resisted = jnp.where(bluffs, _resisted(known, beyond, true, c1), beyond * true)
    with_guarantor = hard * resisted + separating * true
    backs_down = soft * resisted
    without = (hard + soft) * (beyond - resisted) + separating * (1 - true)
    calm = 1 - with_guarantor - backs_down - without
    return outcome_array(
        status_quo=calm,
        challenger_backs_down=backs_down,
        war_without_guarantor=without,
        war_with_guarantor=with_guarantor,
    )


def _resisted(known: Types, beyond: jax.Array, true: jax.Array, c1: jax.Array) -> jax.Array:
    """P(x > x1 and resisted) in the bluff region, with the true share of Hard defenders."""
    soft_resists = (c1 - known.p_defender * beyond) / (1.0 - known.p_defender)
    return true * beyond + (1.0 - true) * jnp.clip(soft_resists, 0.0, beyond)


def _gain(
    situation: Situation,
    wait: jax.Array,
    known: Types,
    limits: Regions,
    c1: jax.Array,
    bluffs: jax.Array,
) -> jax.Array:
    """The challenger's believed gain over waiting."""
    p, hard = known.p_defender, known.p_challenger
    b = situation["backing_down_cost"]
    over = _gain_above(situation, wait, limits.k1, limits.beyond_x1)
    between = _gain_above(situation, wait, limits.k2, limits.beyond_x2) - over
    fought = known.hard_war - wait
    separating = hard * ((1 - p) * between + p * fought * (limits.beyond_x2 - limits.beyond_x1))
    bluff = hard * c1 * (b + fought)
    attack = (1 - p) * over + p * limits.beyond_x1 * (hard * fought - (1 - hard) * b)
    return separating + jnp.where(bluffs, bluff, attack)


def _gain_above(
    situation: Situation, wait: jax.Array, k: jax.Array, beyond: jax.Array
) -> jax.Array:
    """E[x; t > k]."""
    middle = alone(situation) - wait
    return middle * beyond + situation["hawkishness_spread"] * hawkishness.mean_above(k)


def several(situation: Situation, wait: jax.Array) -> jax.Array:
    """1 where steadfast deterrence exists beside the selected one at the middling opportunity."""
    known = types(situation, wait)
    limits = regions(situation, wait, known)
    return jnp.where((limits.k2 < 0) & (known.hard_war < wait), 1.0, 0.0)


STAGE = Stage(
    "unilateral",
    "Unilateral deterrence: both sides may be hard or soft",
    ("ZagareKilgour2000",),
    ("status_quo", "challenger_backs_down", "war_without_guarantor", "war_with_guarantor"),
    play,
    several,
    "the principal branch of the logit agent quantal response",
)
