"""Brinkmanship, reduced form, as a stage: how much power the challenger dares to bring.

The choice is that of `suasion.theory.library.brinkmanship`, with its letters. Everything counts
from waiting, since peace goes on where a challenge fails or stays small. A private and passing
reason t (`suasion.theory.hawkishness`) is one to prevail: ``v = alone + t spread - wait``, and a
challenge is made if ``v > 0``. The least power is that of a probe, ``p_0 = probe_gain /
gain_ratio``. A guarantor that fights, chance pi, makes power dangerous: the potential risk rises
from 0 at p_0 to ``pi nuclear_risk`` at full power; what else its fighting costs is left out.
Disaster costs ``n = nuclear_loss + wait``. So the power brought is

    p* = (1/k - n/v + p_0)/2,   between p_0 and 1,   with k = pi nuclear_risk / (1 - p_0).

No challenger is outbid: at a risk beyond its critical risk, ``(v + q)/(v + n)`` with q the cost of
backing down, even full power is worth less than backing down, and none would bring it. So the
published gamble on the balance of resolve does not arise. Averages over t are sums between kinks.

Common outcomes. A challenge with power p is ``m = (p - p_0)/(1 - p_0)`` of the way from a probe to
an all-out attack, and is counted so: with weight m as a war, in which the guarantor fights with its
true chance, disaster among it; else as a line moved where it prevails and as a limited conflict
where it fails. That convention is ours; it makes the chance of a major attack continuous in p.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from suasion.theory.hawkishness import chance_above
from suasion.theory.library.brinkmanship import power_choice
from suasion.theory.solution import Solution
from suasion.theory.stage import (
    Play,
    Situation,
    Stage,
    alone,
    fights,
    only_one,
    outcome_array,
    single,
)

LEAST, SMALL, FAR = 1e-9, 1e-18, 1e6
"""Least worth of prevailing and of disaster [baseline gain]; a sharpness that is not zero [1]; the
largest reason told from larger ones [spreads]."""
ROOT = math.sqrt(2.0)
POINTS = 12
"""Points of Gauss and Legendre in each interval of reasons."""


class Chosen(NamedTuple):
    """What the challenger would bring.

    The power, the potential risk it believes in [1], and what it expects beyond waiting [baseline
    gain].
    """

    power: jax.Array
    risk: jax.Array
    worth: jax.Array


def least_power(situation: Situation) -> jax.Array:
    """Power of a probe [1]."""
    return jnp.clip(situation["probe_gain"] / situation["gain_ratio"], 0.01, 0.9)


def sharpness(situation: Situation, fights_with: jax.Array) -> jax.Array:
    """k: how fast the risk rises with power [1 per unit of power]."""
    return fights_with * situation["nuclear_risk"] / (1 - least_power(situation)) + SMALL


def prevailing(situation: Situation, wait: jax.Array, reason: jax.Array) -> jax.Array:
    """v: what an all-out attack is worth over waiting, at least LEAST [baseline gain]."""
    v = alone(situation) + reason * situation["hawkishness_spread"] - wait
    return jnp.maximum(v, LEAST)


def disaster(situation: Situation, wait: jax.Array) -> jax.Array:
    """n: how much worse disaster is than waiting [baseline gain]."""
    return jnp.maximum(situation["nuclear_loss"] + wait, LEAST)


def chosen(situation: Situation, wait: jax.Array, reason: jax.Array) -> Chosen:
    """The best challenge by the challenger's own beliefs, given its reason [spreads]."""
    k = sharpness(situation, fights(situation, situation["resolve_doubt"]))
    v, n = prevailing(situation, wait, reason), disaster(situation, wait)
    found = power_choice(least_power(situation), k, v, n, q=0.0, R_C=1.0)
    return Chosen(found.free, found.free_risk, found.free_worth)


def kinks(situation: Situation, wait: jax.Array) -> list[jax.Array]:
    """Reasons [spreads], rising: a challenge, more power than its least, and full power."""
    k = sharpness(situation, fights(situation, situation["resolve_doubt"]))
    p_0, n = least_power(situation), disaster(situation, wait)
    spread = situation["hawkishness_spread"]
    start = (wait - alone(situation)) / spread
    more, full = (n / jnp.maximum(1 / k + p_0 - 2 * p, LEAST) / spread for p in (p_0, 1.0))
    return [start, start + jnp.minimum(more, FAR), start + jnp.minimum(full, FAR)]


def weighed(situation: Situation, wait: jax.Array) -> tuple[jax.Array, jax.Array]:
    """Reasons that lead to a challenge [spreads] and their weights, first axis over points.

    With ``t = sqrt(2) cot a`` the density of a is ``sin(a)/2``: everything is smooth to the end.
    """
    ends = [jnp.arctan2(ROOT, at) for at in kinks(situation, wait)]
    points, weights = np.polynomial.legendre.leggauss(POINTS)
    shape = (POINTS,) + (1,) * ends[0].ndim
    y, w = (jnp.asarray(x).reshape(shape) for x in ((points + 1) / 2, weights / 2))
    steps = list(pairwise([*ends, jnp.zeros_like(ends[0])]))
    angle = jnp.concatenate([low + (high - low) * y for high, low in steps])
    width = jnp.concatenate([(high - low) * w for high, low in steps])
    return ROOT / jnp.tan(angle), jnp.sin(angle) / 2 * width


def play(situation: Situation, wait: jax.Array) -> Play:
    """The challenger's choice by its beliefs, the guarantor's chance as it is."""
    reason, weight = weighed(situation, wait)
    best, true = chosen(situation, wait, reason), fights(situation, 0.0)
    p_0 = least_power(situation)
    share = (best.power - p_0) / (1 - p_0)
    war, short = (weight * share).sum(0), weight * (1 - share)
    outcomes = outcome_array(
        status_quo=1 - chance_above(kinks(situation, wait)[0]),
        limited_conflict=(short * (1 - best.power)).sum(0),
        war_without_guarantor=war * (1 - true),
        war_with_guarantor=war * true,
        line_moved=(short * best.power).sum(0),
    )
    return Play(outcomes, wait + (weight * best.worth).sum(0), true)


def solution(situation: Situation, wait: jax.Array) -> Solution:
    """The choices, averaged over the reasons that lead to a challenge."""
    reason, weight = weighed(situation, wait)
    best, challenges = chosen(situation, wait, reason), weight.sum(0)
    shares = weight / jnp.maximum(challenges, 1e-300)
    strategies = {
        "challenges": challenges,
        "power": (shares * best.power).sum(0),
        "potential_risk": (shares * best.risk).sum(0),
    }
    return single("brinkmanship", play(situation, wait), strategies, SELECTION)


SELECTION = "the only one: a choice against given chances"

STAGE = Stage(
    "brinkmanship",
    "How much power a challenger dares to bring (reduced form)",
    ("Powell2015",),
    (
        "status_quo",
        "limited_conflict",
        "war_without_guarantor",
        "war_with_guarantor",
        "line_moved",
    ),
    play,
    only_one,
    solution,
    SELECTION,
)
