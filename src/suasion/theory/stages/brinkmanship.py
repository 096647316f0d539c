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
published gamble on the balance of resolve does not arise. Averages over t are in closed form where
power is at its least or full, and a sum over points between.

Common outcomes. A challenge with power p is ``m = (p - p_0)/(1 - p_0)`` of the way from a probe to
an all-out attack, and is counted so: with weight m as a war, in which the guarantor fights with its
true chance, disaster among it; else as a line moved where it prevails and as a limited conflict
where it fails. That convention is ours; it makes the chance of a major attack continuous in p.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from suasion.theory.hawkishness import chance_above, mean_above
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
"""Points of Gauss and Legendre between the least and full power."""


class Terms(NamedTuple):
    """The letters of the choice, each `*batch`; `middle` is v at t = 0, `spread` that of t."""

    p_0: jax.Array
    k: jax.Array
    n: jax.Array
    middle: jax.Array
    spread: jax.Array


class Chosen(NamedTuple):
    """What the challenger would bring.

    The power, the potential risk it believes in [1], and what it expects beyond waiting [baseline
    gain].
    """

    power: jax.Array
    risk: jax.Array
    worth: jax.Array


class Sums(NamedTuple):
    """Averages over reasons: of challenges, their power and its square [1], and their worth."""

    challenges: jax.Array
    power: jax.Array
    square: jax.Array
    worth: jax.Array


def terms(situation: Situation, wait: jax.Array) -> Terms:
    """The choice as the challenger believes it to be."""
    p_0 = jnp.clip(situation["probe_gain"] / situation["gain_ratio"], 0.01, 0.9)
    believed = fights(situation, situation["resolve_doubt"])
    return Terms(
        p_0,
        believed * situation["nuclear_risk"] / (1 - p_0) + SMALL,
        jnp.maximum(situation["nuclear_loss"] + wait, LEAST),
        alone(situation) - wait,
        situation["hawkishness_spread"],
    )


def chosen(known: Terms, reason: jax.Array) -> Chosen:
    """The best challenge by the challenger's own beliefs, given its reason [spreads]."""
    v = jnp.maximum(known.middle + reason * known.spread, LEAST)
    found = power_choice(known.p_0, known.k, v, known.n, q=0.0, R_C=1.0)
    return Chosen(found.free, found.free_risk, found.free_worth)


def kinks(known: Terms) -> list[jax.Array]:
    """Reasons [spreads], rising: a challenge, more power than its least, and full power."""
    start, inverse = -known.middle / known.spread, 1 / known.k + known.p_0
    more, full = (
        known.n / jnp.maximum(inverse - 2 * p, LEAST) / known.spread for p in (known.p_0, 1.0)
    )
    return [start, start + jnp.minimum(more, FAR), start + jnp.minimum(full, FAR)]


def sums(known: Terms) -> Sums:
    """Averages over all reasons that lead to a challenge."""
    start, more, full = kinks(known)
    chances, means = ([f(at) for at in (start, more, full)] for f in (chance_above, mean_above))
    least = _with_power(known, known.p_0, chances[0] - chances[1], means[0] - means[1])
    most = _with_power(known, jnp.ones_like(start), chances[2], means[2])
    rising = _rising(known, more, full)
    return Sums(*(a + b + c for a, b, c in zip(least, rising, most, strict=True)))


def _with_power(known: Terms, power: jax.Array, chance: jax.Array, mean: jax.Array) -> Sums:
    """One power for reasons of a chance and a partial mean: worth is linear in the reason."""
    prevails, risk = known.middle * chance + known.spread * mean, known.k * (power - known.p_0)
    worth = (1 - risk) * power * prevails - risk * known.n * chance
    return Sums(chance, power * chance, power * power * chance, worth)


def _rising(known: Terms, low: jax.Array, high: jax.Array) -> Sums:
    """Power between its bounds: a sum over points of the arc from one reason to another."""
    points, weights = (jnp.asarray(x) for x in np.polynomial.legendre.leggauss(POINTS))
    between = arc(low, high)

    def add(number: int, total: Sums) -> Sums:
        reason, density = at_point(between, points[number])
        best, weight = chosen(known, reason), density * weights[number]
        part = weight, weight * best.power, weight * best.power**2, weight * best.worth
        return Sums(*(a + b for a, b in zip(total, part, strict=True)))

    return jax.lax.fori_loop(0, POINTS, add, Sums(*[jnp.zeros_like(high)] * 4))


class Arc(NamedTuple):
    """Reasons as angles, ``t = sqrt(2) cot a``: a has the density ``sin(a)/2``, smooth to the end.

    Cosine and sine of the arc's middle, and the tangent of a quarter of its length: no angle is
    ever worked out.
    """

    cosine: jax.Array
    sine: jax.Array
    quarter: jax.Array


def arc(low: jax.Array, high: jax.Array) -> Arc:
    """The arc between two reasons [spreads].

    Examples
    --------
    >>> round(float(arc(jnp.asarray(0.0), jnp.asarray(1e9)).quarter), 4)  # tan(90 degrees / 4)
    0.4142
    """
    far = [jnp.sqrt(2.0 + t * t) for t in (low, high)]
    x, last_x, y, last_y = low / far[0], high / far[1], ROOT / far[0], ROOT / far[1]
    whole = jnp.sqrt((x + last_x) ** 2 + (y + last_y) ** 2)
    half = jnp.sqrt((x - last_x) ** 2 + (y - last_y) ** 2) / whole
    quarter = half / (1 + jnp.sqrt(1 + half * half))
    return Arc((x + last_x) / whole, (y + last_y) / whole, quarter)


def at_point(within: Arc, place: jax.Array) -> tuple[jax.Array, jax.Array]:
    """The reason at a place from -1 to 1 of an arc, and the law's density by place."""
    g = within.quarter * place
    scale = 1 / (1 + g * g)
    x, y = (1 - g * g) * scale, 2 * g * scale
    cosine, sine = within.cosine * x - within.sine * y, within.sine * x + within.cosine * y
    return ROOT * cosine / sine, sine * within.quarter * scale


def play(situation: Situation, wait: jax.Array) -> Play:
    """The challenger's choice by its beliefs, the guarantor's chance as it is."""
    known, true = terms(situation, wait), fights(situation, 0.0)
    found, room = sums(known), 1 - known.p_0
    war = (found.power - known.p_0 * found.challenges) / room
    outcomes = outcome_array(
        status_quo=1 - found.challenges,
        limited_conflict=(found.challenges - 2 * found.power + found.square) / room,
        war_without_guarantor=war * (1 - true),
        war_with_guarantor=war * true,
        line_moved=(found.power - found.square) / room,
    )
    return Play(outcomes, wait + found.worth, true)


def solution(situation: Situation, wait: jax.Array) -> Solution:
    """The choices, averaged over the reasons that lead to a challenge."""
    known = terms(situation, wait)
    found = sums(known)
    power = found.power / jnp.maximum(found.challenges, 1e-300)
    strategies = {
        "challenges": found.challenges,
        "power": power,
        "potential_risk": known.k * (power - known.p_0),
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
