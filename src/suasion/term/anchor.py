"""The anchor: in each draw the case without a guarantee meets a base rate from the record.

Payoffs have no natural zero, so one number must be tied to the record. The challenger's value of a
year of peace is solved for, draw by draw and theory by theory, so that the chance of a major attack
within ten years without any guarantee equals a recurrence rate drawn from the record's range. The
chance falls as peace is worth more: bisection brackets the value, false position (the Illinois
rule, on the log-odds) closes in, and the result says where no value does it.

References
----------
[DowellJarratt1971]_ for the Illinois rule.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp

from suasion.mechanism.situation import position
from suasion.term.inputs import LEADER_ONLY, Inputs
from suasion.term.inputs import Anchor as Anchor
from suasion.term.invariant import hoisted
from suasion.term.solve import course, forward, plan
from suasion.term.states import situations

ANCHOR_YEARS = 10
LOW, HIGH = -3.0, 6.0
"""Range searched for the value of a year of peace [baseline gain/year]."""
HALVINGS, SECANTS = 12, 6
"""Steps of bisection and of false position; together they miss by less than the tolerance."""
TOLERANCE = 1e-4
"""Largest miss of the anchored chance that still counts as met [1]."""


def with_peace_value(inputs: Inputs, value: jax.Array) -> Inputs:
    """The inputs with another baseline value of a year of peace."""
    return inputs._replace(base=inputs.base.at[position("peace_value_per_year")].set(value))


@partial(jax.jit, static_argnames=("theory", "horizon"))
def anchor(inputs: Inputs, recurrence: jax.Array, theory: str, horizon: int) -> Anchor:
    """Solve for the value of a year of peace.

    Parameters
    ----------
    inputs
        The case without a guarantee.
    recurrence
        Chance of a major attack within ten years to be met [1], shape (draws,).
    theory
        Identifier of a stage.
    horizon
        Years that the challenger plans, as in the comparison; at least ten.
    """
    numbers, name = situations(inputs, LEADER_ONLY), "peace_value_per_year"
    sought = log_odds(recurrence)

    def attacked(value: jax.Array) -> jax.Array:
        # Nothing else of the situation depends on the value, so that it is worked out once.
        changed = situations(with_peace_value(inputs, value), LEADER_ONLY)[name]
        known = numbers | {name: changed}
        found = plan(inputs, known, theory, LEADER_ONLY, horizon, ANCHOR_YEARS, course)
        return 1 - forward(inputs, known, found, ANCHOR_YEARS).survival[-1]

    def missed(value: jax.Array) -> jax.Array:
        return log_odds(attacked(value)) - sought

    excess = hoisted(missed, recurrence)
    value, miss = root(excess, jnp.full_like(recurrence, LOW), jnp.full_like(recurrence, HIGH))
    reached = jax.nn.sigmoid(sought + miss)
    return Anchor(value, jnp.abs(reached - recurrence) < TOLERANCE)


def log_odds(chance: jax.Array) -> jax.Array:
    """log(p / (1 - p)), finite at 0 and 1."""
    return jax.scipy.special.logit(jnp.clip(chance, 1e-12, 1 - 1e-12))


class Bracket(NamedTuple):
    """A root's bounds, the function there, and which bound moved last (-1 low, 1 high, 0 none).

    `last` is the function where it was evaluated last, at the bound that moved.
    """

    low: jax.Array
    high: jax.Array
    at_low: jax.Array
    at_high: jax.Array
    moved: jax.Array
    last: jax.Array


def root(
    function: Callable[[jax.Array], jax.Array], low: jax.Array, high: jax.Array
) -> tuple[jax.Array, jax.Array]:
    """Root of a falling function between two bounds, and what the function is there.

    Where there is no root it is the nearer bound.

    Examples
    --------
    >>> found, miss = root(lambda x: 2.0 - jnp.exp(x), jnp.array(-3.0), jnp.array(6.0))
    >>> bool(jnp.isclose(found, jnp.log(2.0), atol=1e-5)), bool(abs(miss) < 1e-4)
    (True, True)
    """

    def step(number: int, bracket: Bracket) -> Bracket:
        low, high, at_low, at_high, *_ = bracket
        secant = (low * at_high - high * at_low) / (at_high - at_low)
        between = (secant > low) & (secant < high) & (number >= HALVINGS)
        return _narrowed(function, bracket, jnp.where(between, secant, (low + high) / 2))

    one, nothing = jnp.ones_like(low), jnp.zeros_like(low)
    start = Bracket(low, high, one, -one, nothing, nothing)
    end = jax.lax.fori_loop(0, HALVINGS + SECANTS, step, start)
    return jnp.where(end.moved < 0, end.low, end.high), end.last


def _narrowed(
    function: Callable[[jax.Array], jax.Array], old: Bracket, middle: jax.Array
) -> Bracket:
    """The half with the root; a bound that stays twice has its value halved (Illinois)."""
    here = function(middle)
    up = here > 0
    stale_high = jnp.where(old.moved < 0, old.at_high / 2, old.at_high)
    stale_low = jnp.where(old.moved > 0, old.at_low / 2, old.at_low)
    return Bracket(
        jnp.where(up, middle, old.low),
        jnp.where(up, old.high, middle),
        jnp.where(up, here, stale_low),
        jnp.where(up, stale_high, here),
        jnp.where(up, -1.0, 1.0),
        here,
    )
