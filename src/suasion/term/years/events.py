"""What probes do to zone and belief as they happen.

Within a step probes come one after another; a few substeps let them follow each other. What a
substep does is worked out once and applied to every label.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax.lax import optimization_barrier

from suasion.term.belief_grid import hats
from suasion.term.years.axes import AXES, Space, along, place
from suasion.term.years.given import Given
from suasion.term.years.probing import Probing

SUBSTEPS_PER_YEAR = 4
BELIEF = AXES.index("belief") - len(AXES) - 1
ZONE = AXES.index("zone") - len(AXES) - 1

Weights = list[jax.Array]
"""Share of the probability of a state that moves to each point of the grid of beliefs [1]; a single
share where beliefs are off."""


class Substep(NamedTuple):
    """What a substep does to the probability of each state.

    Parameters
    ----------
    keeps
        Moves that leave the zone as it is: no probe, or an answered one.
    erodes
        Moves after which the zone may be worse: a probe let pass, or not seen.
    """

    keeps: Weights
    erodes: Weights


def after_probes(mass: jax.Array, given: Given, space: Space, probes: Probing) -> jax.Array:
    """Probability once the step's probes have moved zone and belief.

    Parameters
    ----------
    mass
        Shape (labels, kinds, *state, draws).
    """
    one = optimization_barrier(substep(space, probes, substeps(space)))
    again = partial(_applied, given=given, space=space, one=one)
    return jax.lax.fori_loop(0, substeps(space), lambda _, now: again(now), mass)


def substeps(space: Space) -> int:
    """Substeps of a step."""
    return max(SUBSTEPS_PER_YEAR // space.per_year, 1)


def substep(space: Space, probes: Probing, times: int) -> Substep:
    """Shares by what happens, of shape (kinds, *state, draws)."""
    # As many as the rate says, not the chance of at least one: none may be lost to a substep.
    happens = jnp.minimum(probes.rate / (space.per_year * times), 1.0)
    found, seen = probes.found, probes.share_seen
    answered, passed = happens * seen * found.answer, happens * seen * (1 - found.answer)
    stays, unseen = 1 - happens, happens * (1 - seen)
    if found.answered is None or found.passed is None:
        return Substep([stays + answered], [passed + unseen])
    here = hats(along("belief", jnp.array(space.points), jnp), space.points)
    proved, doubted = hats(found.answered, space.points), hats(found.passed, space.points)
    return Substep(
        [stays * at + answered * to for at, to in zip(here, proved, strict=True)],
        [unseen * at + passed * to for at, to in zip(here, doubted, strict=True)],
    )


def _applied(mass: jax.Array, given: Given, space: Space, one: Substep) -> jax.Array:
    kept, worse = _moved(mass, one.keeps), _moved(mass, one.erodes)
    return optimization_barrier(kept + _worsened(optimization_barrier(worse), given, space))


def _moved(mass: jax.Array, shares: Weights) -> jax.Array:
    if len(shares) == 1:
        return mass * shares[0]
    rows = [(mass * share).sum(axis=BELIEF, keepdims=True) for share in shares]
    return jnp.concatenate(rows, axis=BELIEF + mass.ndim)


def _worsened(mass: jax.Array, given: Given, space: Space) -> jax.Array:
    """The transpose of `suasion.term.years.probing.worsened`."""
    if not space.on("zone"):
        return mass
    chance = along("leader", given.own["erosion_per_probe"][None], jnp)
    intact, eroded, collapsed = (place(mass, "zone", at) for at in range(3))
    falls, fails = intact * chance, eroded * chance
    rows = [intact - falls, eroded + falls - fails, collapsed + fails]
    return jnp.concatenate(rows, axis=ZONE + mass.ndim)
