"""The chance of peace alone, and its slopes by everything that it rests on.

Of a state only what lies ahead of it counts (`suasion.term.years.ahead`). The plan tells of every
step and state how likely the step passes without a major attack and how far its probes erode the
zone; the distribution over states is carried forward under both.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp

from suasion.term.years.ahead import lying_ahead, without_past
from suasion.term.years.axes import AXES, Space, along, place
from suasion.term.years.course import first_day, solve
from suasion.term.years.events import substeps
from suasion.term.years.factors.factor import Moment
from suasion.term.years.given import Given
from suasion.term.years.moves import carried, moves
from suasion.term.years.plan import Values, planned_steps, settled_values, step_back
from suasion.term.years.probing import expected_answer
from suasion.term.years.scene import Situation, at_time, scene
from suasion.term.years.spreading import summed
from suasion.term.years.staging import staged
from suasion.term.years.sweeps import Loops, swept


class Passes(NamedTuple):
    """What a step brings in each state, as far as peace goes.

    Parameters
    ----------
    stay
        Chance that the step passes without a major attack [1], shape (*state, draws).
    fall
        Chance that the probes of a substep make the zone worse by a place [1]; None where nobody
        probes or there is no zone.
    """

    stay: jax.Array
    fall: jax.Array | None


def survival(given: Given, space: Space) -> jax.Array:
    """Chance that no major attack has happened by the end of each step [1], shape (steps, draws).

    The same as `suasion.term.years.course.solve(given, space).survival`, without the rest.

    Parameters
    ----------
    given
        One guarantee; its calendar covers `suasion.term.years.plan.planned_steps`.
    space
        What is on. With beliefs on everything else is worked out as well.
    """
    if space.on("belief"):
        return solve(given, space._replace(causes=False)).survival
    space = lying_ahead(space)._replace(causes=False)
    situation = scene(given, space)
    values = settled_values(given, situation, space).challenger
    mass = jnp.broadcast_to(first_day(without_past(given), space)[0, 0], values.shape)
    back = staged(partial(_back, given, situation, space), jnp.asarray(0), values)
    passes = jax.eval_shape(partial(_back, given, situation, space), jnp.asarray(0), values)[1]
    on = staged(partial(_on, given, situation, space), jnp.asarray(0), mass, passes)
    loops = Loops(back, on, space.steps, planned_steps(space))
    return swept(loops, back.once(), on.once(), values, mass)


def _back(
    given: Given, situation: Situation, space: Space, step: jax.Array, after: jax.Array
) -> tuple[jax.Array, Passes]:
    """One step of the plan."""
    values, rates = step_back(given, situation, space, step, Values(after, None))
    stay, probes = rates.crisis.stay[0], rates.probes
    if probes is None or not space.on("zone"):
        return values.challenger, Passes(stay, None)
    happens = jnp.minimum(probes.rate / (space.per_year * substeps(space)), 1.0)
    let_pass = 1 - probes.share_seen * expected_answer(probes.found, space)
    worse = along("leader", given.own["erosion_per_probe"][None], jnp)
    fall = jnp.broadcast_to(happens * (let_pass * worse), stay.shape)
    return values.challenger, Passes(stay, fall)


def _on(
    given: Given,
    situation: Situation,
    space: Space,
    step: jax.Array,
    mass: jax.Array,
    passes: Passes,
) -> tuple[jax.Array, jax.Array]:
    """One step forward, and the chance of peace at its end."""
    here = at_time(situation, given, space, step / space.per_year)
    after = mass * passes.stay
    if passes.fall is not None:
        after = _eroded(after, passes.fall, substeps(space))
    after = carried(after, moves(given, here, space, Moment(step, foreseen=False)))
    return after, summed(after, (1,) * len(AXES) + after.shape[-1:]).reshape(-1)


def _eroded(mass: jax.Array, fall: jax.Array, times: int) -> jax.Array:
    """The distribution after the probes of a step's substeps."""
    intact, eroded, collapsed = (place(mass, "zone", at) for at in range(3))
    falls, fails = (place(fall, "zone", at) for at in range(2))
    for _ in range(times):
        lost, gone = intact * falls, eroded * fails
        intact, eroded, collapsed = intact - lost, eroded + lost - gone, collapsed + gone
    return jnp.concatenate([intact, eroded, collapsed], axis=AXES.index("zone"))
