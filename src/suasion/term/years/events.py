"""What probes do to zone and belief as they happen.

Within a step probes come one after another; a few substeps let them follow each other.
"""

from __future__ import annotations

import jax
import jax.numpy as jnp

from suasion.term.reputation import spread_over
from suasion.term.years.axes import AXES, Space, along, place
from suasion.term.years.given import Given
from suasion.term.years.probing import BELIEF, Probing

SUBSTEPS_PER_YEAR = 2


def after_probes(mass: jax.Array, given: Given, space: Space, probes: Probing) -> jax.Array:
    """Probability once the step's probes have moved zone and belief.

    Parameters
    ----------
    mass
        Shape (labels, kinds, *state, draws).
    """
    substeps = max(SUBSTEPS_PER_YEAR // space.per_year, 1)
    happens = -jnp.expm1(-probes.rate / (space.per_year * substeps))
    return jax.lax.fori_loop(
        0, substeps, lambda _, now: _one(now, given, space, probes, happens), mass
    )


def _one(
    mass: jax.Array, given: Given, space: Space, probes: Probing, happens: jax.Array
) -> jax.Array:
    moving, found = mass * happens, probes.found
    seen, unseen = moving * probes.share_seen, moving * (1 - probes.share_seen)
    answered, passed = seen * found.answer, seen * (1 - found.answer)
    slack = _spread(passed, found.passed, space) + unseen
    return mass - moving + _spread(answered, found.answered, space) + _worse(slack, given, space)


def _spread(mass: jax.Array, after: jax.Array | None, space: Space) -> jax.Array:
    if after is None:
        return mass
    return spread_over(mass, after, jnp.array(space.points), BELIEF + mass.ndim - len(AXES) - 1)


def _worse(mass: jax.Array, given: Given, space: Space) -> jax.Array:
    """The transpose of `suasion.term.years.probing.worsened`."""
    if not space.on("zone"):
        return mass
    chance = along("leader", given.own["erosion_per_probe"][None], jnp)
    intact, eroded, collapsed = (place(mass, "zone", at) for at in range(3))
    falls, fails = intact * chance, eroded * chance
    axis = AXES.index("zone") + mass.ndim - len(AXES) - 1
    return jnp.concatenate([intact - falls, eroded + falls - fails, collapsed + fails], axis=axis)
