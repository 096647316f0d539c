"""The state game solved backwards, then carried forward exactly.

In a year opportunities arrive at the rate ``lam``; at each the stage game is played with the value
of waiting ``wait``, the discounted expectation of next year's value. With ``q`` the chance of a
major attack at an opportunity and ``a`` the rate of accidental wars, the year's hazard is ``H = lam
q + a`` and an event of rate r happens ``r (1 - exp(-H)) / H`` times before a war ends the year, so
that only rates times chances matter and not the step.

The plan starts past the horizon from states that never change any more, whose values are found by
Newton's method; between there and the horizon a few years are planned one by one.

The values are those of one Markov perfect equilibrium: shocks are redrawn at every opportunity,
leaders and guarantors have no further persistent private types.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax.lax import optimization_barrier

from suasion.term.inputs import DRIFT_YEARS, LOOK_AHEAD_YEARS, Inputs, Result
from suasion.term.invariant import Kept, hoisted, split
from suasion.term.states import Sizes, in_year, situations
from suasion.term.transitions import Chances, carried, chances, expectation
from suasion.theory.once import once
from suasion.theory.outcomes import OUTCOMES
from suasion.theory.registry import stage
from suasion.theory.stage import against, alone

SETTLING = 8
"""Newton steps towards the value of a state that never changes, from which the plan starts."""

SMALL = 0.1
"""Hazard below which the share of the year before a war is a series [1/year]."""
SERIES = tuple((-1) ** n / math.factorial(n + 1) for n in range(9))
"""Of (1 - exp(-H)) / H, constant first; at a hazard of 0.1 the next term is below 1e-15."""

Masses = tuple[jax.Array, jax.Array | None]
"""Probability by state: in peace; in peace without a coerced concession, if the theory has any."""

AT = {name: row for row, name in enumerate(OUTCOMES)}


class Rates(NamedTuple):
    """What one year brings in each state.

    Parameters
    ----------
    attack, met, limited
        Major attacks, those that the guarantor meets, limited incidents [1/year].
    share
        Share of the year that is spent before a major attack [1].
    concession
        Coerced concessions [1/year]; None where the theory has none.
    honour
        Chance that the guarantor would fight [1].
    wait
        What waiting is worth to the challenger [baseline gain].
    """

    attack: jax.Array
    met: jax.Array
    share: jax.Array
    concession: jax.Array | None
    limited: jax.Array
    honour: jax.Array
    wait: jax.Array


class Course(NamedTuple):
    """What carries probability through a year, in each state.

    Parameters
    ----------
    war, met
        Chance that a major attack, and one that the guarantor meets, ends the peace in the year.
    spared
        Chance that no concession is coerced; None where the theory has none.
    limited
        Limited incidents [1/year].
    honour
        Chance that the guarantor would fight [1].
    """

    war: jax.Array
    met: jax.Array
    spared: jax.Array | None
    limited: jax.Array
    honour: jax.Array


class Step(NamedTuple):
    """One step of the plan: its year, its kind, and where its rates go.

    `fresh` where anything drifted since the last step. Rates of years past those reported go where
    the last of these overwrites them.
    """

    year: jax.Array
    fresh: jax.Array
    settling: jax.Array
    place: jax.Array


Carry = tuple[jax.Array, Kept, Any]
"""Value of the year that was planned last, what its game has that does not depend on it, and what
was kept of the rates so far."""


@partial(jax.jit, static_argnames=("theory", "sizes", "horizon"))
def solve(inputs: Inputs, theory: str, sizes: Sizes, horizon: int) -> Result:
    """Play `theory` through the years.

    Parameters
    ----------
    inputs
        One guarantee; its arrays reach `horizon` plus the look-ahead.
    theory
        Identifier of a stage.
    sizes
        Sizes of the state axes.
    horizon
        Years reported.
    """
    numbers = situations(inputs, sizes)
    courses = plan(inputs, numbers, theory, sizes, horizon, keep=course)
    return forward(inputs, numbers, courses, horizon)


def course(rates: Rates) -> Course:
    """What a year's rates do to the probability of each state."""
    conceded = rates.concession
    return Course(
        rates.attack * rates.share,
        rates.met * rates.share,
        None if conceded is None else jnp.exp(-conceded),
        rates.limited,
        rates.honour,
    )


def plan(
    inputs: Inputs,
    numbers: dict[str, jax.Array],
    theory: str,
    sizes: Sizes,
    horizon: int,
    reported: int | None = None,
    keep: Callable[[Rates], Any] = lambda rates: rates,
) -> Any:
    """Rates in every year and state when the challenger looks ahead, or what is kept of them.

    All years of the horizon are planned; the first `reported` are given, or all of them.

    One loop runs from the future to the present, so that a game is compiled once: first the value
    settles in the last year, then the years are planned one by one. What a game has that does not
    depend on the value is worked out again only while the balance of forces drifts.
    """
    years, zero, rows = horizon + LOOK_AHEAD_YEARS, jnp.asarray(0), reported or horizon
    steady = min(DRIFT_YEARS, years - 1)
    flow = jnp.broadcast_to(numbers["peace_value_per_year"], sizes + inputs.base.shape[-1:])
    prepare, play = split(hoisted(partial(_year, numbers, theory), zero, flow), zero, flow)

    def back(carry: Carry, step: Step) -> tuple[Carry, None]:
        after, kept, found = carry
        kept = jax.lax.cond(step.fresh, prepare, lambda _: kept, jnp.minimum(step.year, steady))
        planned = expectation(after, chances(inputs, numbers, step.year, foreseen=True))
        # Barriers: else values are worked out again, one at a time, wherever they are stored.
        expected = optimization_barrier(jnp.where(step.settling, after, planned))
        before, rates = optimization_barrier(play(kept, expected))
        settled = partial(_settled, numbers["discount_per_year"], after, before)
        value = jax.lax.cond(step.settling, settled, lambda _: before, rates)
        kept_now = keep(rates)
        found = jax.tree.map(lambda every, one: every.at[step.place].set(one), found, kept_now)
        return (value, kept, found), None

    empty = _empty(jax.eval_shape(prepare, zero))
    found = _empty(jax.eval_shape(lambda *given: keep(play(*given)[1]), empty, flow), rows)
    start = (flow / (1 - numbers["discount_per_year"]), empty, found)
    steps = _steps(rows, years, steady)
    first = jax.tree.map(lambda array: array[0], steps)
    (_, _, found), _ = jax.lax.scan(hoisted(back, start, first), start, steps, reverse=True)
    return found


def _empty(shapes: Any, *rows: int) -> Any:
    """Arrays of these shapes, each in rows if there are any."""
    return jax.tree.map(lambda one: jnp.zeros((*rows, *one.shape), one.dtype), shapes)


def _steps(rows: int, years: int, steady: int) -> Step:
    """The steps of the plan, the first one last."""
    number = jnp.arange(years + SETTLING)
    fresh = (number < steady) | (number == years + SETTLING - 1)
    place = jnp.minimum(number, rows - 1)
    return Step(jnp.minimum(number, years - 1), fresh, number >= years, place)


def _settled(discount: jax.Array, value: jax.Array, before: jax.Array, rates: Rates) -> jax.Array:
    """A Newton step towards the value of a year that is followed by itself."""
    return value + (before - value) / (1 - discount * (1 - rates.attack * rates.share))


def _year(
    numbers: dict[str, jax.Array], theory: str, year: jax.Array, expected: jax.Array
) -> tuple[jax.Array, Rates]:
    """Value and rates of a year, given the expected value of the next."""
    now = in_year(numbers, year)
    wait = now["discount_per_year"] * expected
    play = stage(theory).play(now, wait)
    rates = _rates(now, play.outcomes, play.honour, wait)
    rates = rates if "concession" in stage(theory).models else rates._replace(concession=None)
    war = (1 - play.honour) * alone(now) + play.honour * against(now)
    accident = now["incident_rate_per_year"] * now["escalation"]
    gain = now["opportunity_rate_per_year"] * (play.challenger_value - wait)
    gain = gain + accident * (war - wait)
    return now["peace_value_per_year"] + wait + gain * rates.share, rates


def _rates(
    now: dict[str, jax.Array], outcomes: jax.Array, honour: jax.Array, wait: jax.Array
) -> Rates:
    rate = now["opportunity_rate_per_year"]
    accident = now["incident_rate_per_year"] * now["escalation"]
    met = rate * outcomes[AT["war_with_guarantor"]] + accident * honour
    unmet = rate * outcomes[AT["war_without_guarantor"]] + accident * (1 - honour)
    probes = outcomes[AT["limited_conflict"]] + outcomes[AT["line_moved"]]
    limited = now["incident_rate_per_year"] + rate * probes
    conceded = rate * outcomes[AT["concession"]]
    met, unmet = once(wait, (met, unmet))
    attack = met + unmet
    return Rates(attack, met, before_war(attack), conceded, limited, honour, wait)


def before_war(hazard: jax.Array) -> jax.Array:
    """(1 - exp(-H)) / H: the share of a year that is spent before a war of hazard H >= 0."""
    small = hazard < SMALL
    near = jnp.full_like(hazard, SERIES[-1])
    for coefficient in reversed(SERIES[:-1]):
        near = near * hazard + coefficient
    return jnp.where(small, near, (1 - jnp.exp(-hazard)) / jnp.where(small, 1.0, hazard))


def forward(inputs: Inputs, numbers: dict[str, jax.Array], courses: Course, horizon: int) -> Result:
    """The distribution over states, year by year, and what happens in it."""
    shape = jnp.broadcast_shapes(*(one.shape[1:] for one in jax.tree.leaves(courses)))
    start = jnp.zeros(shape, inputs.base.dtype).at[0, 0, 0, 0].set(1.0)
    masses = (start, None if courses.spared is None else start)
    steps = (jnp.arange(horizon), courses)

    def on(masses: Masses, step: tuple[jax.Array, Course]) -> tuple[Masses, Result]:
        year, now = step
        return _step(masses, now, chances(inputs, numbers, year, foreseen=False))

    first = jax.tree.map(lambda array: array[0], steps)
    _, result = jax.lax.scan(hoisted(on, masses, first), masses, steps)
    return result


def _step(masses: Masses, course: Course, now: Chances) -> tuple[Masses, Result]:
    """One year forward for the mass in peace and the mass that is uncoerced as well."""
    peace, uncoerced = masses
    left = calm = peace * (1 - course.war)
    if uncoerced is not None and course.spared is not None:
        calm = uncoerced * (1 - course.war) * course.spared
    alive = jnp.maximum(_total(peace), 1e-300)
    result = Result(
        _total(left),
        _total(calm),
        _total(peace * course.met),
        _total(peace * (course.war - course.met)),
        _total(peace * course.honour) / alive,
        _total(peace * course.limited) / alive,
    )
    moved = None if uncoerced is None else carried(calm, now)
    return (carried(left, now), moved), result


def _total(mass: jax.Array) -> jax.Array:
    """Sum over all states."""
    return mass.sum((0, 1, 2, 3))
