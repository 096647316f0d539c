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

from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp

from suasion.term.inputs import LOOK_AHEAD_YEARS, Inputs, Result
from suasion.term.states import Sizes, in_year, situations
from suasion.term.transitions import Chances, carried, chances, expectation
from suasion.theory.outcomes import OUTCOMES
from suasion.theory.registry import stage
from suasion.theory.stage import against, alone

SETTLING = 8
"""Newton steps towards the value of a state that never changes, from which the plan starts."""

Masses = tuple[jax.Array, jax.Array]
"""Probability by state: in peace, and in peace without a coerced concession."""

AT = {name: row for row, name in enumerate(OUTCOMES)}


class Rates(NamedTuple):
    """What one year brings in each state: rates [1/year], the chance of honour [1], waiting."""

    attack: jax.Array
    met: jax.Array
    concession: jax.Array
    limited: jax.Array
    honour: jax.Array
    wait: jax.Array


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
    rates = plan(inputs, numbers, theory, sizes, horizon)
    return forward(inputs, numbers, rates, horizon)


def plan(
    inputs: Inputs, numbers: dict[str, jax.Array], theory: str, sizes: Sizes, horizon: int
) -> Rates:
    """Rates in every year and state when the challenger looks ahead."""
    years = jnp.arange(horizon + LOOK_AHEAD_YEARS)

    def back(after: jax.Array, year: jax.Array) -> tuple[jax.Array, Rates]:
        planned = expectation(after, chances(inputs, numbers, year, foreseen=True))
        return _year(numbers, theory, planned, year)

    def settle(_: int, value: jax.Array) -> jax.Array:
        before, rates = _year(numbers, theory, value, years[-1])
        kept = numbers["discount_per_year"] * jnp.exp(-rates.attack)
        return value + (before - value) / (1 - kept)

    flow = jnp.broadcast_to(numbers["peace_value_per_year"], sizes + inputs.base.shape[-1:])
    last = jax.lax.fori_loop(0, SETTLING, settle, flow / (1 - numbers["discount_per_year"]))
    _, rates = jax.lax.scan(back, last, years, reverse=True)
    return jax.tree.map(lambda rate: rate[:horizon], rates)


def _year(
    numbers: dict[str, jax.Array], theory: str, expected: jax.Array, year: jax.Array
) -> tuple[jax.Array, Rates]:
    """Value and rates of a year, given the expected value of the next."""
    now = in_year(numbers, year)
    wait = now["discount_per_year"] * expected
    play = stage(theory).play(now, wait)
    rates = _rates(now, play.outcomes, play.honour, wait)
    war = (1 - play.honour) * alone(now) + play.honour * against(now)
    accident = now["incident_rate_per_year"] * now["escalation"]
    gain = now["opportunity_rate_per_year"] * (play.challenger_value - wait)
    gain = gain + accident * (war - wait)
    return now["peace_value_per_year"] + wait + gain * before_war(rates.attack), rates


def _rates(
    now: dict[str, jax.Array], outcomes: jax.Array, honour: jax.Array, wait: jax.Array
) -> Rates:
    rate = now["opportunity_rate_per_year"]
    accident = now["incident_rate_per_year"] * now["escalation"]
    met = rate * outcomes[AT["war_with_guarantor"]] + accident * honour
    unmet = rate * outcomes[AT["war_without_guarantor"]] + accident * (1 - honour)
    probes = outcomes[AT["limited_conflict"]] + outcomes[AT["line_moved"]]
    limited = now["incident_rate_per_year"] + rate * probes
    return Rates(met + unmet, met, rate * outcomes[AT["concession"]], limited, honour, wait)


def before_war(hazard: jax.Array) -> jax.Array:
    """(1 - exp(-H)) / H: the share of a year that is spent before a war of hazard H."""
    small = hazard < 1e-6
    safe = jnp.where(small, 1.0, hazard)
    return jnp.where(small, 1 - hazard / 2, -jnp.expm1(-safe) / safe)


def forward(inputs: Inputs, numbers: dict[str, jax.Array], rates: Rates, horizon: int) -> Result:
    """The distribution over states, year by year, and what happens in it."""
    start = jnp.zeros_like(rates.attack[0]).at[0, 0, 0, 0].set(1.0)

    def on(masses: Masses, step: tuple[jax.Array, Rates]) -> tuple[Masses, Result]:
        year, rate = step
        return _step(masses, rate, chances(inputs, numbers, year, foreseen=False))

    steps = (jnp.arange(horizon), rates)
    _, result = jax.lax.scan(on, (start, start), steps)
    return result


def _step(masses: Masses, rate: Rates, now: Chances) -> tuple[Masses, Result]:
    """One year forward for the mass in peace and the mass that is uncoerced as well."""
    peace, uncoerced = masses
    states = (0, 1, 2, 3)
    share = before_war(rate.attack)
    left = peace * jnp.exp(-rate.attack)
    calm = uncoerced * jnp.exp(-rate.attack - rate.concession)
    alive = jnp.maximum(peace.sum(states), 1e-300)
    result = Result(
        left.sum(states),
        calm.sum(states),
        (peace * rate.met * share).sum(states),
        (peace * (rate.attack - rate.met) * share).sum(states),
        (peace * rate.honour).sum(states) / alive,
        (peace * rate.limited).sum(states) / alive,
    )
    return (carried(left, now), carried(calm, now)), result
