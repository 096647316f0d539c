"""A step's crises: the stage game at opportunities, and wars that nobody decided on."""

from __future__ import annotations

import math
from functools import reduce
from typing import NamedTuple

import jax
import jax.numpy as jnp

from suasion.term.years.axes import Space, along
from suasion.term.years.scene import Situation
from suasion.theory.outcomes import OUTCOMES
from suasion.theory.registry import stage
from suasion.theory.stage import against, alone, chance_of_victory

AT = {name: row for row, name in enumerate(OUTCOMES)}


class Crisis(NamedTuple):
    """What crises bring in a step, by kind of guarantor: shape (kinds, *state, draws).

    Parameters
    ----------
    hazard
        Minus the logarithm of the chance that the step passes without a major attack.
    stay
        That chance [1].
    attack, met, accident
        Major attacks, those that the guarantor meets, those that nobody decided on [1/year], each
        to be counted over the part of the step before the first.
    share
        That part [1].
    concession, limited
        Coerced concessions; limited conflicts and lines moved [1/year].
    honour
        Chance that the guarantor fights if the protege is attacked [1].
    surplus
        What crises add to waiting for the challenger [baseline gain/year], as it believes.
    """

    hazard: jax.Array
    stay: jax.Array
    attack: jax.Array
    met: jax.Array
    accident: jax.Array
    share: jax.Array
    concession: jax.Array
    limited: jax.Array
    honour: jax.Array
    surplus: jax.Array


def crises(now: Situation, kinds: list[Situation], space: Space, wait: jax.Array) -> Crisis:
    """The stage game under each kind of guarantor."""
    played = [stage(space.theory).play(kind, wait) for kind in kinds]
    honour = jnp.stack([one.honour for one in played])
    rate = space.per_year * 1.0 if space.scheduled else now["opportunity_rate_per_year"]
    accident = now["incident_rate_per_year"] * now["escalation"]
    chance = {name: jnp.stack([one.outcomes[row] for one in played]) for name, row in AT.items()}
    met = rate * chance["war_with_guarantor"] + accident * honour
    unmet = rate * chance["war_without_guarantor"] + accident * (1 - honour)
    hazard, stay, share = _passes(space, met + unmet)
    war = (1 - honour) * alone(now) + honour * against(now)
    value = jnp.stack([jnp.broadcast_to(one.challenger_value, wait.shape) for one in played])
    surplus = rate * (value - wait) + accident * (war - wait)
    limited = now["incident_rate_per_year"] + rate * (
        chance["limited_conflict"] + chance["line_moved"]
    )
    conceded = rate * chance["concession"]
    return Crisis(
        hazard, stay, met + unmet, met, accident, share, conceded, limited, honour, share * surplus
    )


def _passes(space: Space, attack: jax.Array) -> tuple[jax.Array, jax.Array, jax.Array]:
    """The step's hazard, the chance that it passes, and the share of it before an attack."""
    count = attack / space.per_year
    if not space.scheduled:
        stay = jnp.exp(-count)
        return count, stay, before_war(count, stay)
    struck = jnp.minimum(count, 1 - 1e-15)
    return -jnp.log1p(-struck), 1 - struck, jnp.ones_like(count)


FEW = 0.35
"""Hazard up to which the series below is as exact as the numbers themselves."""
SERIES = tuple((-1) ** k / math.factorial(k + 1) for k in range(13))


def before_war(hazard: jax.Array, stay: jax.Array) -> jax.Array:
    """(1 - exp(-H)) / H: the share of a step that is spent before a war of hazard H [1].

    Parameters
    ----------
    hazard
        H [1/step], >= 0.
    stay
        exp(-H) [1], which is at hand.

    Examples
    --------
    >>> h = jnp.array([0.0, 0.1, 2.0])
    >>> [round(float(share), 6) for share in before_war(h, jnp.exp(-h))]
    [1.0, 0.951626, 0.432332]
    """
    few = hazard < FEW
    small, large = jnp.where(few, hazard, 0.0), jnp.where(few, 1.0, hazard)
    series = reduce(lambda total, term: total * small + term, reversed(SERIES))
    return jnp.where(few, series, (1 - stay) / large)


def mixed(values: jax.Array, space: Space) -> jax.Array:
    """The average over kinds of guarantor as the challenger believes, without their axis."""
    if not space.on("belief"):
        return values[0]
    belief = along("belief", jnp.array(space.points), jnp)
    return (1 - belief) * values[0] + belief * values[1]


def mixed_stay(crisis: Crisis, space: Space) -> jax.Array:
    """The chance that a step passes without a major attack at the average of the hazards [1]."""
    return jnp.exp(-mixed(crisis.hazard, space)) if space.on("belief") else crisis.stay[0]


def losses(kind: Situation, crisis: Crisis, at: int) -> jax.Array:
    """What crises cost one kind of guarantor [its stake/year]: fighting, or abandoning."""
    fighting = kind["intervention_cost"] + chance_of_victory(kind, "win_guarantor", 0.0)
    abandoning = kind["abandonment_cost"] + chance_of_victory(kind, "win_alone", 0.0)
    met = crisis.met[at]
    return met * fighting + (crisis.attack[at] - met) * abandoning
