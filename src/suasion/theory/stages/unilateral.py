"""The Unilateral Deterrence Game as a stage, over opportunities of every size.

At an opportunity a publicly seen extra gain ``t * spread`` (`suasion.theory.hawkishness`) is added
to an unopposed attack. With ``x`` the gain of an unopposed attack over waiting, ``b`` the cost of
backing down, ``hard`` the value of a war against the guarantor to a Hard challenger and ``o(p) = p
/ (1 - p)``, the published thresholds read ``c2 <= pDef`` iff ``x <= x2 = o(pDef) (wait - hard)``
and ``c1 <= pDef`` iff ``x <= x1 = o(pDef) b``. So the four regions of
`suasion.theory.library.unilateral_deterrence` are intervals of x: certain deterrence up to x2,
separating up to x1, then bluff (few Hard challengers) or attack (many). Outcomes: DC is war without
the guarantor, DD war with it, CD the challenger backs down.

One type is added to the published ones: a defender that is not able to come must concede. So in the
bluff region resistance cannot exceed the share ``able``; beyond ``xa = o(able) b`` every challenger
initiates and every able defender resists.

Steadfast deterrence, held up by beliefs off the path, exists beside these wherever a resisting Soft
defender could be believed; it is counted in `several` and not selected.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import jax
import jax.numpy as jnp

from suasion.theory import hawkishness
from suasion.theory.library import unilateral_deterrence
from suasion.theory.library.unilateral_deterrence import UnilateralPayoffs
from suasion.theory.logarithm import log
from suasion.theory.normal_tails import DENSITY_AT_ZERO, sides
from suasion.theory.once import once
from suasion.theory.solution import Solution
from suasion.theory.stage import (
    Play,
    Situation,
    Stage,
    able,
    against,
    alone,
    chance_of_victory,
    fights,
    net,
    outcome_array,
)


class Types(NamedTuple):
    """Shares of types [1], and what a war is worth to a Hard challenger [baseline gain].

    Hard challengers; believed and true Hard defenders; able defenders; and d1, the share of Hard
    challengers up to which Soft defenders resist.
    """

    hard: jax.Array
    hard_war: jax.Array
    believed: jax.Array
    true: jax.Array
    able: jax.Array
    d1: jax.Array


class Mass(NamedTuple):
    """An interval of opportunities x > limit: its chance [1], E[x] and E[c1] on it."""

    chance: jax.Array
    gain: jax.Array
    c1: jax.Array


class Regions(NamedTuple):
    """The regions by size of the opportunity: separating, bluff or attack, and beyond xa."""

    separating: Mass
    contested: Mass
    overrun: Mass


def types(situation: Situation, wait: jax.Array) -> Types:
    """Types as the challenger believes them."""
    spread = situation["hawkishness_spread"]
    k = (wait - situation["backing_down_cost"] - against(situation)) / spread
    hard = hawkishness.chance_above(k)
    hard_war = against(situation) + spread * hawkishness.mean_above(k) / hard
    believed = fights(situation, situation["resolve_doubt"])
    true = fights(situation, 0.0)
    return Types(hard, hard_war, believed, true, able(situation), _bluff_limit(situation))


def _bluff_limit(situation: Situation) -> jax.Array:
    """d1: the share of Hard challengers at which a Soft defender is indifferent."""
    lost = chance_of_victory(situation, "win_alone", 0.0) + situation["abandonment_cost"]
    spread = situation["resolve_spread"]
    z = net(situation, 0.0) / spread
    _, above, bell = sides(z)
    unwilling = spread * (DENSITY_AT_ZERO * bell / jnp.maximum(above, 1e-12) - z)
    return lost / (lost + jnp.maximum(unwilling, 1e-9))


def regions(situation: Situation, wait: jax.Array, known: Types) -> Regions:
    """The published regions as intervals of the size of the opportunity."""
    b = situation["backing_down_cost"]
    odds = _odds(known.believed)
    x1 = odds * b
    x2 = jnp.minimum(odds * (wait - known.hard_war), x1)
    xa = jnp.maximum(_odds(known.able) * b, x1)
    above_2, above_1, above_a = (_above(situation, wait, limit) for limit in (x2, x1, xa))
    bluffs = known.hard < known.d1
    overrun = Mass(*(jnp.where(bluffs, part, 0.0) for part in above_a))
    return Regions(_less(above_2, above_1), _less(above_1, overrun), overrun)


def _odds(chance: jax.Array) -> jax.Array:
    return chance / (1.0 - chance)


def _less(larger: Mass, smaller: Mass) -> Mass:
    return Mass(*(a - b for a, b in zip(larger, smaller, strict=True)))


def _above(situation: Situation, wait: jax.Array, limit: jax.Array) -> Mass:
    """Opportunities x > limit."""
    spread, middle = situation["hawkishness_spread"], alone(situation) - wait
    k = (limit - middle) / spread
    chance = hawkishness.chance_above(k)
    gain = middle * chance + spread * hawkishness.mean_above(k)
    return once(wait, Mass(chance, gain, _mean_c1(situation, middle, limit)))


def _mean_c1(situation: Situation, middle: jax.Array, limit: jax.Array) -> jax.Array:
    """E[c1; x > limit], c1 = x / (x + b) for x > 0.

    It is P(x > limit) less b times the integral of f(k) / (a + spread k), a = middle + b. With k =
    sqrt(2) tan(u + phi), phi the angle of (a, sqrt(2) spread) and r its length, the integrand is
    cos(u + phi)^2 / (2 r cos u), whose integral is elementary.
    """
    spread, b = situation["hawkishness_spread"], situation["backing_down_cost"]
    a, side = middle + b, math.sqrt(2) * spread
    k = (jnp.maximum(limit, 0.0) - middle) / spread
    per_r = 1.0 / jnp.sqrt(a * a + side * side)
    cosine, sine = a * per_r, side * per_r
    upper = once(middle, _integral(cosine, sine, cosine, sine))
    scale = per_r * hawkishness.mean_above(k)
    at = (k * a - math.sqrt(2) * side) * scale, math.sqrt(2) * (a + spread * k) * scale
    lower = _integral(cosine, sine, *at)
    chance = hawkishness.chance_above(k)
    return jnp.clip(chance - 0.5 * b * per_r * (upper - lower), 0.0, chance)


def _integral(cosine: jax.Array, sine: jax.Array, sin_u: jax.Array, cos_u: jax.Array) -> jax.Array:
    """Integral of cos(u + phi)^2 / cos u."""
    ahead = sin_u > 0
    half = jnp.where(ahead, 1 + sin_u, cos_u) / jnp.where(ahead, cos_u, 1 - sin_u)
    secant = log(half) - sin_u
    return cosine**2 * sin_u + 2 * sine * cosine * cos_u + sine**2 * secant


def play(situation: Situation, wait: jax.Array) -> Play:
    """The four regions on the principal branch, weighted by the size of opportunities."""
    known = types(situation, wait)
    found = regions(situation, wait, known)
    outcomes = _outcomes(known, found)
    return Play(outcomes, wait + _gain(situation, wait, known, found), known.true)


def _resisted(known: Types, contested: Mass, bluffs: jax.Array) -> jax.Array:
    """P(contested and resisted): Hard defenders, and in a bluff Soft ones up to c1."""
    soft = jnp.maximum(known.able - known.believed, 1e-12)
    share = jnp.clip(contested.c1 - known.believed * contested.chance, 0.0, soft * contested.chance)
    resist = jnp.maximum(known.able - known.true, 0.0) * share / soft
    return known.true * contested.chance + jnp.where(bluffs, resist, 0.0)


def _outcomes(known: Types, found: Regions) -> jax.Array:
    hard, bluffs = known.hard, known.hard < known.d1
    few = jnp.minimum(hard * (1 - known.d1) / jnp.maximum(known.d1, 1e-12), 1 - hard)
    soft = jnp.where(bluffs, few, 1 - hard)
    resisted = _resisted(known, found.contested, bluffs)
    stormed = known.able * found.overrun.chance
    tried = hard * found.separating.chance
    fought = hard * (resisted + stormed) + tried * known.true
    backs_down = soft * resisted + (1 - hard) * stormed
    unopposed = (hard + soft) * (found.contested.chance - resisted) + tried * (1 - known.true)
    unopposed = unopposed + found.overrun.chance - stormed
    return outcome_array(
        status_quo=1 - fought - backs_down - unopposed,
        challenger_backs_down=backs_down,
        war_without_guarantor=unopposed,
        war_with_guarantor=fought,
    )


def _gain(situation: Situation, wait: jax.Array, known: Types, found: Regions) -> jax.Array:
    """The challenger's believed gain over waiting."""
    hard, b, fought = known.hard, situation["backing_down_cost"], known.hard_war - wait
    p, separating, contested = known.believed, found.separating, found.contested
    tried = hard * ((1 - p) * separating.gain + p * fought * separating.chance)
    bluff = hard * contested.c1 * (b + fought)
    met = hard * fought - (1 - hard) * b
    attack = (1 - p) * contested.gain + p * contested.chance * met
    storm = (1 - known.able) * found.overrun.gain + known.able * found.overrun.chance * met
    return tried + storm + jnp.where(hard < known.d1, bluff, attack)


def several(situation: Situation, wait: jax.Array) -> jax.Array:
    """1 where steadfast deterrence exists beside the selected one at the middling opportunity."""
    known = types(situation, wait)
    worthwhile = alone(situation) - wait > _odds(known.believed) * (wait - known.hard_war)
    return jnp.where(worthwhile & (known.hard_war < wait), 1.0, 0.0)


def payoffs(situation: Situation, wait: jax.Array, known: Types) -> UnilateralPayoffs:
    """The published payoffs at an opportunity of middling size."""
    lost = chance_of_victory(situation, "win_alone", 0.0) + situation["abandonment_cost"]
    helped = chance_of_victory(situation, "win_guarantor", 0.0) + situation["intervention_cost"]
    soft = wait - 2 * situation["backing_down_cost"]
    return UnilateralPayoffs(
        c_sq=wait,
        c_dc=alone(situation),
        c_cd=wait - situation["backing_down_cost"],
        c_dd_hard=known.hard_war,
        c_dd_soft=jnp.minimum(against(situation), soft),
        d_sq=jnp.zeros_like(wait),
        d_cd=-0.01 * jnp.ones_like(wait),
        d_dd_hard=-jnp.minimum(helped, 0.99 * lost),
        d_dd_soft=-lost / known.d1,
        d_dc=-lost,
    )


def solution(situation: Situation, wait: jax.Array) -> Solution:
    """Every perfect Bayesian equilibrium at an opportunity of middling size."""
    known = types(situation, wait)
    game = UnilateralPayoffs(*map(float, payoffs(situation, wait, known)))
    return unilateral_deterrence.solve(game, float(known.hard), float(known.believed))


STAGE = Stage(
    "unilateral",
    "Unilateral deterrence: both sides may be hard or soft",
    ("ZagareKilgour2000",),
    ("status_quo", "challenger_backs_down", "war_without_guarantor", "war_with_guarantor"),
    play,
    several,
    solution,
    "the principal branch of the logit agent quantal response",
)
