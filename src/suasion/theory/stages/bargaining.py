"""Fearon's bargaining as a stage: a demand, and war where a private cost makes it refused.

The model is that of `suasion.theory.library.bargaining_range` with a take-it-or-leave-it demand.
Definitions. ``w`` is the challenger's believed value of war, the guarantor fighting with chance pi;
a private and passing reason t adds ``t spread`` to it (`suasion.theory.hawkishness`). A demand is
made only if war would be better than waiting, ``w + t spread > wait``: else it is no threat.

What is demanded is the share x of what one crisis can yield: it hands `concession_share` of the
gain to the challenger and costs the protege `concession_loss`, L, as in the other theories. Giving
x costs the protege ``x L``; war costs it ``lost + c``, where ``lost`` is its chance to fall and c
its private cost, uniform on 0 to
``C = 2 protege_war_cost``. It accepts ``x = (lost + y)/L`` if ``c >= y``, so that war comes with
chance ``y / C``. A concession leaves the challenger with ``wait + x g``, g being `concession_share`
times `gain_ratio`. With
``D = w + t spread - wait`` the best demand is

    y* = (C - lost + D L / g) / 2,   between 0 and min(C, max(L - lost, 0)).

Averages over t are in closed form: y* is linear in t between two kinks. What the guarantee adds is
in w (it costs) and in ``lost`` (a stronger protege concedes less). Bluffs and delay are left out.
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp

from suasion.theory.hawkishness import chance_above, mean_above, square_between
from suasion.theory.solution import Solution
from suasion.theory.stage import (
    Play,
    Situation,
    Stage,
    against,
    alone,
    chance_of_victory,
    fights,
    only_one,
    outcome_array,
    single,
)


class Terms(NamedTuple):
    """Terms of the bargain: each `*batch`.

    `margin` is war over waiting [baseline gain], `spread` of reasons; `lost`, `cost` C, `whole` L
    and `most` y [protege's stake]; `rate` is g / L, the challenger's gain for each unit that the
    protege gives up.
    """

    margin: jax.Array
    spread: jax.Array
    lost: jax.Array
    cost: jax.Array
    whole: jax.Array
    most: jax.Array
    rate: jax.Array


def terms(situation: Situation, wait: jax.Array) -> Terms:
    """The bargain as the challenger sees it; the protege counts on the true chance of help."""
    believed, true = fights(situation, situation["resolve_doubt"]), fights(situation, 0.0)
    war = (1 - believed) * alone(situation) + believed * against(situation)
    fall = [chance_of_victory(situation, f"win_{who}", 0.0) for who in ("alone", "guarantor")]
    lost = (1 - true) * fall[0] + true * fall[1]
    cost, whole = 2 * situation["protege_war_cost"], situation["concession_loss"]
    most = jnp.minimum(cost, jnp.maximum(whole - lost, 0.0))
    rate = situation["concession_share"] * situation["gain_ratio"] / whole
    return Terms(war - wait, situation["hawkishness_spread"], lost, cost, whole, most, rate)


class Reasons(NamedTuple):
    """Limits of t: threats are made above `threat`; y* rises from 0 at `low` to most at `high`."""

    threat: jax.Array
    low: jax.Array
    high: jax.Array


def reasons(known: Terms) -> Reasons:
    """The kinks, each at or above the first."""
    threat = -known.margin / known.spread
    step = known.spread / known.rate
    start = known.lost - known.cost - known.margin / known.rate
    low = jnp.maximum(start / step, threat)
    return Reasons(threat, low, jnp.maximum((start + 2 * known.most) / step, low))


def refused(known: Terms) -> tuple[jax.Array, jax.Array]:
    """Chance of a threat, and of a threat and a refusal [1]."""
    at = reasons(known)
    chance = chance_above(at.low) - chance_above(at.high)
    mean = mean_above(at.low) - mean_above(at.high)
    fixed = known.cost - known.lost + known.margin / known.rate
    rising = 0.5 * (fixed * chance + known.spread / known.rate * mean)
    demanded = rising + known.most * chance_above(at.high)
    return chance_above(at.threat), jnp.clip(demanded / known.cost, 0.0, chance_above(at.threat))


def worth(known: Terms) -> jax.Array:
    """What an opportunity adds to waiting, by the challenger's beliefs [baseline gain].

    At y the demand is worth ``(1 - y/C) rate (lost + y) + (y/C) D``, at most the whole prize.
    """
    at, c = reasons(known), known.cost
    base = known.rate * jnp.minimum(known.lost, known.whole)
    calm = base * (chance_above(at.threat) - chance_above(at.low))
    top, share = base + known.rate * known.most, known.most / c
    above = (1 - share) * top + share * known.margin
    full = above * chance_above(at.high) + share * known.spread * mean_above(at.high)
    return calm + full + _between(known, at)


def _between(known: Terms, at: Reasons) -> jax.Array:
    """The same where y* is between its bounds: ``base + rate y*^2 / C``, quadratic in t."""
    fixed = 0.5 * (known.cost - known.lost + known.margin / known.rate)
    slope = 0.5 * known.spread / known.rate
    chance = chance_above(at.low) - chance_above(at.high)
    mean = mean_above(at.low) - mean_above(at.high)
    square = square_between(at.low, at.high)
    squared = fixed**2 * chance + 2 * fixed * slope * mean + slope**2 * square
    return known.rate * known.lost * chance + known.rate / known.cost * squared


def play(situation: Situation, wait: jax.Array) -> Play:
    """A threat, a demand, and war or concession."""
    known, true = terms(situation, wait), fights(situation, 0.0)
    threat, war = refused(known)
    outcomes = outcome_array(
        status_quo=1 - threat,
        concession=threat - war,
        war_without_guarantor=war * (1 - true),
        war_with_guarantor=war * true,
    )
    return Play(outcomes, wait + jnp.maximum(worth(known), 0.0), true)


def solution(situation: Situation, wait: jax.Array) -> Solution:
    """The one equilibrium, averaged over the challenger's private reasons."""
    known = terms(situation, wait)
    threat, war = refused(known)
    strategies = {
        "challenger_demands": threat,
        "protege_refuses": war / jnp.maximum(threat, 1e-300),
    }
    return single("bargaining", play(situation, wait), strategies, SELECTION)


SELECTION = "the only one: the best demand against a private cost"

STAGE = Stage(
    "bargaining",
    "A demand under threat, refused where a private cost is small",
    ("Fearon1995",),
    ("status_quo", "concession", "war_without_guarantor", "war_with_guarantor"),
    play,
    only_one,
    solution,
    SELECTION,
)
