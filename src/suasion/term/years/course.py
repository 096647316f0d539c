"""What happens: the distribution over states carried forward exactly, and what is counted."""

from __future__ import annotations

from functools import partial, reduce
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax.lax import optimization_barrier

from suasion.term.years.axes import AXES, Space, along
from suasion.term.years.causes import LABELS, labelled, wrong
from suasion.term.years.events import after_probes
from suasion.term.years.factors.factor import Moment
from suasion.term.years.given import Given
from suasion.term.years.moves import carried, moves
from suasion.term.years.plan import Rates, plan
from suasion.term.years.scene import Situation, at_time, scene

ANY_STATE = tuple(range(-len(AXES) - 1, -1))
"""The axes of the state, counted from the last."""
TINY = 1e-300


class Course(NamedTuple):
    """What happens in every step, of shape (steps, draws) unless it says otherwise.

    Parameters
    ----------
    survival
        Chance that no major attack has happened by the end of the step [1].
    with_guarantor, without_guarantor
        Chance that the first major attack comes in this step and is, or is not, met by the
        guarantor [1]; accidents among them.
    causes
        The same by first cause, accidents last, shape (causes, steps, draws).
    office
        The same by the challenger's leader, shape (leaders, steps, draws).
    honour
        Chance that the guarantor would fight if the protege were attacked [1], in peace so far.
    incidents, concessions, probes, answered
        Limited incidents, probes among them; coerced concessions; deliberate probes, and those
        that are answered [1/year], in peace so far.
    cost
        What the guarantor loses in the step by fighting, abandoning and answering [its stake].
    places
        Chance of each place at the end of the step, in peace so far [1], by factor, shape
        (places, steps, draws).
    resolute
        Chance that the guarantor is resolute, in peace so far [1]; NaN where beliefs are off.
    second, residual
        Share of states with a second solution of the answers to probes, and how far the selected
        one misses its fixed point at worst, shape (steps, draws).
    """

    survival: jax.Array
    with_guarantor: jax.Array
    without_guarantor: jax.Array
    causes: jax.Array
    office: jax.Array
    honour: jax.Array
    incidents: jax.Array
    concessions: jax.Array
    probes: jax.Array
    answered: jax.Array
    cost: jax.Array
    places: dict[str, jax.Array]
    resolute: jax.Array
    second: jax.Array
    residual: jax.Array


def solve(given: Given, space: Space) -> Course:
    """Play a theory through the years: the plan, then what happens.

    Parameters
    ----------
    given
        One guarantee; its calendar covers `suasion.term.years.plan.planned_steps`.
    space
        What is on, and for how long.
    """
    return forward(given, space, plan(given, space))


def forward(given: Given, space: Space, rates: Rates) -> Course:
    """The distribution over states step by step, under the plan's rates."""
    situation = scene(given, space)
    bad = wrong(space, given.own.get("resolute"))
    on = partial(_on, given, situation, space, bad)
    steps = (jnp.arange(space.steps), rates)
    _, found = jax.lax.scan(jax.checkpoint(on), labelled(first_day(given, space), bad), steps)
    return found._replace(
        causes=jnp.moveaxis(found.causes, 1, 0),
        office=jnp.moveaxis(found.office, 1, 0),
        places={name: jnp.moveaxis(rows, 1, 0) for name, rows in found.places.items()},
    )


def first_day(given: Given, space: Space) -> jax.Array:
    """Probability on the first day, shape (labels, kinds, *state, draws), without labels yet."""
    draws = given.base.shape[-1]
    rows = [along(name, given.start[name], jnp) for name in AXES if space.on(name)]
    state = reduce(jnp.multiply, rows, jnp.ones((1,) * len(AXES) + (draws,)))
    kinds = state[None]
    if space.on("belief"):
        resolute = given.own["resolute"]
        kinds = jnp.stack([state * (1 - resolute), state * resolute])
    others = len(LABELS) - 1 if space.causes else 0
    return jnp.concatenate([kinds[None], jnp.zeros((others, *kinds.shape))])


def _on(
    given: Given,
    situation: Situation,
    space: Space,
    bad: jax.Array,
    mass: jax.Array,
    now: tuple[jax.Array, Rates],
) -> tuple[jax.Array, Course]:
    """One step forward."""
    step, rates = now
    here = at_time(situation, given, space, step / space.per_year)
    left = mass * rates.crisis.stay
    after = left
    if rates.probes is not None:
        after = after_probes(after, given, space, rates.probes)
    after = carried(after, moves(given, here, space, Moment(step, foreseen=False)))
    after = labelled(after, bad)
    return after, _counted(space, mass, after, rates)


def _counted(space: Space, mass: jax.Array, after: jax.Array, rates: Rates) -> Course:
    crisis, h = rates.crisis, 1 / space.per_year
    # Barriers: else sums over labels are worked out again in every sum that reads them.
    peace, later = optimization_barrier((mass.sum(axis=0), after.sum(axis=0)))
    spent = optimization_barrier(peace * crisis.share * h)
    decided = optimization_barrier(crisis.share * h * (crisis.attack - crisis.accident))
    attacks = optimization_barrier(spent * crisis.attack)
    accidents = _sum(spent * crisis.accident)
    alive, end = jnp.maximum(_sum(peace), TINY), jnp.maximum(_sum(later), TINY)
    answered, probed, second, residual = _probed(peace, rates, alive)
    return Course(
        survival=_sum(later),
        with_guarantor=_sum(spent * crisis.met),
        without_guarantor=_sum(spent * (crisis.attack - crisis.met)),
        causes=jnp.concatenate([_total(mass * decided), accidents[None]]),
        office=_by_place(attacks, "leader"),
        honour=_sum(peace * crisis.honour) / alive,
        incidents=_sum(peace * crisis.limited) / alive + probed,
        concessions=_sum(peace * crisis.concession) / alive,
        probes=probed,
        answered=answered,
        cost=_sum(spent * rates.cost),
        places={name: _by_place(later, name) / end for name in AXES if space.on(name)},
        resolute=later[-1].sum(ANY_STATE) / end
        if space.on("belief")
        else jnp.full_like(end, jnp.nan),
        second=second,
        residual=residual,
    )


def _probed(
    peace: jax.Array, rates: Rates, alive: jax.Array
) -> tuple[jax.Array, jax.Array, jax.Array, jax.Array]:
    """Probes answered and all probes [1/year], and how good the solution of the answers is."""
    nothing = jnp.zeros_like(alive)
    if rates.probes is None:
        return nothing, nothing, nothing, nothing
    probes, found = rates.probes, rates.probes.found
    all_probes = _sum(peace * probes.rate) / alive
    answered = _sum(peace * probes.rate * probes.share_seen * found.answer) / alive
    if found.answered is None:
        return answered, all_probes, nothing, nothing
    second = _sum(peace * found.second) / alive
    return answered, all_probes, second, found.residual.max(ANY_STATE)


def _total(mass: jax.Array) -> jax.Array:
    """Sum over kinds and states, shape (labels, draws)."""
    return mass.sum(axis=(1, *ANY_STATE))


def _sum(mass: jax.Array) -> jax.Array:
    """Sum over kinds and states, shape (draws,)."""
    return mass.sum(axis=(0, *ANY_STATE))


def _by_place(mass: jax.Array, factor: str) -> jax.Array:
    """Sum over everything but a factor's places, shape (places, draws)."""
    keep = AXES.index(factor) - len(AXES) - 1
    axes = tuple(axis for axis in ANY_STATE if axis != keep)
    return mass.sum(axis=0).sum(axis=axes)
