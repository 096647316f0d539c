"""Brinkmanship, reduced form, as a stage: how much power the challenger dares to bring.

The choice is that of `suasion.theory.library.brinkmanship`, with its letters. Prevailing with full
power is worth a war against the protege alone, ``v = alone``; the least power is that of a probe,
``p_0 = probe_gain / gain_ratio``. A guarantor that fights, chance pi, makes power dangerous: the
potential risk rises from 0 at p_0 to ``pi nuclear_risk`` at full power. Disaster costs
``nuclear_loss``, backing down ``backing_down_cost``. The largest risk that the challenger would run
is its critical risk (`suasion.theory.library.critical_risk`), and the balance of resolve favours
the guarantor with chance pi. At an opportunity a private and passing reason
(`suasion.theory.hawkishness`) is added to a challenge of any size.

Common outcomes. A challenge with power p is ``m = (p - p_0)/(1 - p_0)`` of the way from a probe to
an all-out attack, and is counted so: with weight m as a war without the guarantor, else as a line
moved where it prevails and as a limited conflict where it fails. Disaster is war with the
guarantor. That convention is ours; it makes the chance of a major attack continuous in p.
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp

from suasion.theory import hawkishness
from suasion.theory.library.brinkmanship import PowerChoice, power_choice
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

LEAST, SMALL = 1e-3, 1e-18
"""Least worth of prevailing [baseline gain], and of a sharpness that is not zero [1]."""


class Chosen(NamedTuple):
    """What the challenger would bring.

    The power, the potential risk it believes in [1], whether it gambles on not being outbid [0 or
    1], and what it expects [baseline gain].
    """

    power: jax.Array
    risk: jax.Array
    gambles: jax.Array
    worth: jax.Array


def least_power(situation: Situation) -> jax.Array:
    """Power of a probe [1]."""
    return jnp.clip(situation["probe_gain"] / situation["gain_ratio"], 0.01, 0.9)


def sharpness(situation: Situation, fights_with: jax.Array) -> jax.Array:
    """k: how fast the risk rises with power [1 per unit of power]."""
    return fights_with * situation["nuclear_risk"] / (1 - least_power(situation)) + SMALL


def critical_risk(situation: Situation, wait: jax.Array) -> jax.Array:
    """The largest risk of disaster at which holding on is no worse than backing down [1]."""
    quits = wait - situation["backing_down_cost"]
    return jnp.clip(
        (alone(situation) - quits) / (alone(situation) + situation["nuclear_loss"]), 0, 1
    )


def chosen(situation: Situation, wait: jax.Array) -> Chosen:
    """The best challenge by the challenger's own beliefs."""
    believed, q = fights(situation, situation["resolve_doubt"]), situation["backing_down_cost"]
    worth = jnp.maximum(alone(situation), LEAST)
    found: PowerChoice = power_choice(
        least_power(situation),
        sharpness(situation, believed),
        worth,
        situation["nuclear_loss"],
        q,
        critical_risk(situation, wait),
    )
    # What is outbid falls back to the status quo less the cost of backing down.
    gambled = (1 - believed) * found.free_worth + believed * (wait - q)
    gambles = (found.free > found.limited) & (gambled > found.limited_worth)
    return Chosen(
        jnp.where(gambles, found.free, found.limited),
        jnp.where(gambles, found.free_risk, found.limited_risk),
        jnp.where(gambles, 1.0, 0.0),
        jnp.where(gambles, gambled, found.limited_worth),
    )


def play(situation: Situation, wait: jax.Array) -> Play:
    """The challenger's choice by its beliefs, the risk and the resolve as they are."""
    best, true = chosen(situation, wait), fights(situation, 0.0)
    spread = situation["hawkishness_spread"]
    k = (wait - best.worth) / spread
    starts = hawkishness.chance_above(k)
    share = (best.power - least_power(situation)) / (1 - least_power(situation))
    goes_on = starts * (1 - best.gambles * true)
    risk = jnp.clip(sharpness(situation, true) * (best.power - least_power(situation)), 0.0, 1.0)
    calm = goes_on * (1 - risk)
    outcomes = outcome_array(
        status_quo=1 - starts,
        challenger_backs_down=starts * best.gambles * true,
        war_with_guarantor=goes_on * risk,
        war_without_guarantor=calm * share,
        line_moved=calm * (1 - share) * best.power,
        limited_conflict=calm * (1 - share) * (1 - best.power),
    )
    return Play(outcomes, wait + spread * hawkishness.surplus(k), true)


def solution(situation: Situation, wait: jax.Array) -> Solution:
    """The one choice at a point."""
    best = chosen(situation, wait)
    strategies = {
        "power": best.power,
        "potential_risk": best.risk,
        "gambles": best.gambles,
        "critical_risk": critical_risk(situation, wait),
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
        "challenger_backs_down",
        "war_without_guarantor",
        "war_with_guarantor",
        "line_moved",
    ),
    play,
    only_one,
    solution,
    SELECTION,
)
