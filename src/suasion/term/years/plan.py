"""The plan: the state game solved backwards, one step after another.

At an opportunity the stage game is played with the value of waiting, the discounted expectation of
the next step. A step of length h in which opportunities come at rate l is worth ::

    V = discount^h E[V'] + discount^(h/2) h (flow + share (l (play - W) + a (war - W) + probes))
    W = discount^(h/2) E[V'] + h/2 (flow + probes)

with W the value of waiting in the middle of the step, a the rate of accidents and ``share`` the
part of the step that is spent before a major attack, so that only rates times chances matter and
not the step. With beliefs on, each kind of guarantor has values as well, for what it
answers to a probe depends on what its name will be worth.

One equilibrium is followed: where a theory has several, the one that its stage selects; in the
answers to probes the one that `suasion.term.reputation` selects. `Rates.second` and
`Rates.residual` tell where others were found and how exactly beliefs fit the answers.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp

from suasion.term.inputs import LOOK_AHEAD_YEARS
from suasion.term.years.ahead import (
    bound_or_not,
    from_unchanging,
    lying_ahead,
    never_changing,
    told_apart,
)
from suasion.term.years.axes import Space, along
from suasion.term.years.crisis import Crisis, crises, losses, mixed, mixed_stay
from suasion.term.years.factors.factor import Moment, Rows
from suasion.term.years.given import Given
from suasion.term.years.moves import expected, moves
from suasion.term.years.probing import Probing, believed, passing, probing, response, worsened
from suasion.term.years.resolve import kinds
from suasion.term.years.scene import Situation, at_time, scene
from suasion.term.years.settling import settled
from suasion.term.years.staging import staged


class Rates(NamedTuple):
    """What a step brings in each state.

    Parameters
    ----------
    crisis
        Crises, by kind of guarantor.
    probes
        Deliberate probes; None where there are none.
    cost
        What each kind of guarantor loses by fighting, abandoning and answering [its stake/year].
    """

    crisis: Crisis
    probes: Probing | None
    cost: jax.Array


class Values(NamedTuple):
    """What a state is worth.

    Parameters
    ----------
    challenger
        [baseline gain], shape (*state, draws).
    guarantor
        By kind [its stake], shape (kinds, *state, draws); None where beliefs are off.
    """

    challenger: jax.Array
    guarantor: jax.Array | None


def planned_steps(space: Space) -> int:
    """Steps that the plan reaches: the horizon and some years past it."""
    return space.steps + LOOK_AHEAD_YEARS * space.per_year


def plan(given: Given, space: Space) -> Rates:
    """Rates in every step of the horizon and every state; the first axis is the step.

    Parameters
    ----------
    given
        One guarantee; its calendar covers `planned_steps`.
    """
    ahead = lying_ahead(space)
    situation = scene(given, ahead)
    start = settled_values(given, situation, ahead)
    stages = staged(partial(step_back, given, situation, ahead), jnp.asarray(0), start)
    fixed = stages.once()

    @jax.checkpoint
    def back(after: Values, step: jax.Array) -> tuple[Values, Rates]:
        return stages.late(fixed, stages.early(fixed, step), after)

    def unseen(after: Values, step: jax.Array) -> tuple[Values, None]:
        return back(after, step)[0], None

    far = jnp.arange(space.steps, planned_steps(space))
    start, _ = jax.lax.scan(unseen, start, far, reverse=True)
    _, rates = jax.lax.scan(back, start, jnp.arange(space.steps), reverse=True)
    return jax.tree.map(partial(told_apart, space), rates)


def settled_values(given: Given, situation: Situation, space: Space) -> Values:
    """Values of states that never change, by Newton's method; probes change nothing there."""
    last = (planned_steps(space) - 1) / space.per_year
    now = at_time(situation, given, space, jnp.asarray(last))
    now = {name: bound_or_not(space, rows) for name, rows in now.items()}
    seen, factor = kinds(now, given, space), discount(now, space)
    probes = passing(now, given, space, seen) if space.probes else None

    def newton(_: jax.Array, value: jax.Array) -> jax.Array:
        wait = at_opportunity(now, space, value, probes)
        crisis = crises(now, seen, space, wait)
        before = worth(now, space, factor * value, crisis, probes)
        slope = factor * mixed_stay(crisis, space)
        return value + (before - value) / (1 - slope)

    shape = (*never_changing(space).sizes, given.base.shape[-1])
    value = jnp.broadcast_to(_flow(now, space, probes) / (1 - factor), shape)
    if not space.myopic:
        stages = staged(newton, jnp.asarray(0), value)
        value = settled(partial(_newton, stages.late), stages.once(), value)
    value = from_unchanging(space, value)
    own = jnp.zeros((space.types, *value.shape)) if space.on("belief") else None
    return Values(value, own)


def _newton(late: Callable[..., jax.Array], fixed: list[jax.Array], value: jax.Array) -> jax.Array:
    return late(fixed, [], value)


def step_back(
    given: Given, situation: Situation, space: Space, step: jax.Array, after: Values
) -> tuple[Values, Rates]:
    """One step towards the present."""
    now = at_time(situation, given, space, step / space.per_year)
    changes = moves(given, now, space, Moment(step, foreseen=True))
    seen = kinds(now, given, space)
    later = waiting(now, given, space, seen, expected(after.challenger, changes))
    others = _later(given, space, after.guarantor, changes)
    probes = None
    if space.probes:
        wait = at_opportunity(now, space, later, None)
        probes = probing(now, given, space, wait, response(seen, given, space, others))
    crisis = crises(now, seen, space, at_opportunity(now, space, later, probes))
    cost = jnp.stack([losses(kind, crisis, at) for at, kind in enumerate(seen)])
    cost = cost if probes is None else cost + _given_up(seen, probes)
    value = worth(now, space, discount(now, space) * later, crisis, probes)
    own = None if others is None else _own(given, space, others, crisis, probes, cost)
    return Values(value, own), Rates(crisis, probes, cost)


def discount(now: Situation, space: Space) -> jax.Array:
    """What the challenger makes today of a gain a step later [1]."""
    return now["discount_per_year"] ** (1 / space.per_year)


def waiting(
    now: Situation, given: Given, space: Space, seen: list[Situation], later: jax.Array
) -> jax.Array:
    """What the next step is worth to the challenger; to a myopic one, peace without end."""
    if not space.myopic:
        return later
    probes = passing(now, given, space, seen) if space.probes else None
    return jnp.broadcast_to(_flow(now, space, probes) / (1 - discount(now, space)), later.shape)


def at_opportunity(
    now: Situation, space: Space, later: jax.Array, probes: Probing | None
) -> jax.Array:
    """What waiting is worth when an opportunity comes, half a step away from the next step."""
    if space.scheduled or not space.midway:
        return discount(now, space) * later
    return discount(now, space) ** 0.5 * later + _flow(now, space, probes) / 2


def _flow(now: Situation, space: Space, probes: Probing | None) -> jax.Array:
    """What a step of peace is worth to the challenger, probes included [baseline gain]."""
    peace = now["peace_value_per_year"]
    return (peace if probes is None else peace + probes.surplus) / space.per_year


def worth(
    now: Situation, space: Space, wait: jax.Array, crisis: Crisis, probes: Probing | None
) -> jax.Array:
    """What a step is worth to the challenger, given what its end is worth now."""
    gain = now["peace_value_per_year"] + mixed(crisis.surplus, space)
    if probes is not None:
        gain = gain + mixed(crisis.share, space) * probes.surplus
    if space.midway and not space.scheduled:
        gain = gain * discount(now, space) ** 0.5
    return wait + gain / space.per_year


def _later(
    given: Given, space: Space, after: jax.Array | None, changes: list[tuple[int, Rows]]
) -> jax.Array | None:
    """What the next step is worth to each kind of guarantor, discounted."""
    if after is None:
        return None
    yearly = along("leader", given.own["guarantor_discount_per_year"][None], jnp)
    return yearly ** (1 / space.per_year) * expected(after, changes)


def _given_up(seen: list[Situation], probes: Probing) -> jax.Array:
    """What probes cost each kind of guarantor [its stake/year]."""
    rows = []
    for at, kind in enumerate(seen):
        answer = probes.found.answer[at]
        answered = probes.share_seen * answer * kind["response_cost"]
        passed = probes.share_seen * (1 - answer) * (1 + kind["abandonment_cost"])
        unseen = 1 - probes.share_seen
        rows.append(probes.rate * (answered + kind["probe_gain"] * (passed + unseen)))
    return jnp.stack(rows)


def _own(
    given: Given,
    space: Space,
    others: jax.Array,
    crisis: Crisis,
    probes: Probing | None,
    cost: jax.Array,
) -> jax.Array:
    """What a step is worth to each kind of guarantor; a war ends it."""
    moved = jnp.zeros_like(others)
    if probes is not None:
        found, seen = probes.found, probes.share_seen
        answered = believed(others, found.answered, space) - others
        passed = worsened(believed(others, found.passed, space), given, space) - others
        unseen = worsened(others, given, space) - others
        met = found.answer * answered + (1 - found.answer) * passed
        moved = probes.rate * (seen * met + (1 - seen) * unseen)
    lost = crisis.attack * others + cost - moved
    return others - crisis.share * lost / space.per_year
