"""Two kinds of guarantor within one spread of willingness, and how the challenger sees them.

What others do not know of the guarantor's willingness has variance s^2. A share f of it is the
guarantor's lasting type, resolute or irresolute, the rest is of the day::

    willingness = net + or - g + e,   g = sqrt(f) s,   sd(e) = sqrt(1 - f) s

At even odds of the two types mean and variance are those of the situation, so nothing is counted
twice. Theories read one guarantor. So the challenger's belief b is put to them as the doubt d with

    F((net - d) / sd) = b F((net + g) / sd) + (1 - b) F((net - g) / sd)

the same chance that a guarantor is willing, and each type is played with its own cost of
abandoning.
"""

from __future__ import annotations

import jax
import jax.numpy as jnp
from jax.scipy.special import ndtri

from suasion.term.years.axes import Space, along
from suasion.term.years.given import Given
from suasion.term.years.scene import Situation
from suasion.theory.stage import net, normal

RARE = 1e-12
"""Chances of willingness are kept this far from 0 and 1, so that their quantiles are finite."""


def kinds(situation: Situation, given: Given, space: Space) -> list[Situation]:
    """The situation under each kind of guarantor, as the challenger believes and as it is."""
    if not space.on("belief"):
        return [situation]
    persistence = along("leader", given.own["resolve_persistence"][None], jnp)
    gap = situation["resolve_spread"] * jnp.sqrt(persistence)
    day = situation["resolve_spread"] * jnp.sqrt(1 - persistence)
    seen = _as_seen(situation, space, gap, day)
    plain = net(situation, 0.0)
    return [
        situation
        | {
            "abandonment_cost": situation["abandonment_cost"] + sign * gap,
            "resolve_doubt": plain + sign * gap - seen,
            "resolve_spread": day,
        }
        for sign in (-1.0, 1.0)
    ]


def _as_seen(situation: Situation, space: Space, gap: jax.Array, day: jax.Array) -> jax.Array:
    """Net willingness of the one guarantor that is as likely to fight as the two together."""
    belief = along("belief", jnp.array(space.points), jnp)
    doubted = net(situation, situation["resolve_doubt"])
    resolute, other = (normal((doubted + sign * gap) / day) for sign in (1.0, -1.0))
    chance = jnp.clip(belief * resolute + (1 - belief) * other, RARE, 1 - RARE)
    return day * ndtri(chance)
