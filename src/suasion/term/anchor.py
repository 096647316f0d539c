"""The anchor: in each draw the case without a guarantee meets a base rate from the record.

Payoffs have no natural zero, so one number must be tied to the record. The challenger's value of a
year of peace is solved for, draw by draw and theory by theory, so that the chance of a major attack
within ten years without any guarantee equals a recurrence rate drawn from the record's range. The
chance falls as peace is worth more; bisection finds the value, and says where none does.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp

from suasion.mechanism.situation import position
from suasion.term.inputs import LEADER_ONLY, AnyArray, Inputs
from suasion.term.solve import solve

ANCHOR_YEARS = 10
LOW, HIGH = -3.0, 6.0
"""Range searched for the value of a year of peace [baseline gain/year]."""
STEPS = 34
"""Halvings: 9 / 2^34 is below 1e-9."""
TOLERANCE = 1e-4
"""Largest miss of the anchored chance that still counts as met [1]."""


class Anchor(NamedTuple):
    """The anchored value [baseline gain/year] and whether the base rate was met, per draw."""

    peace_value_per_year: AnyArray
    met: AnyArray


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

    def attacked(value: jax.Array) -> jax.Array:
        result = solve(with_peace_value(inputs, value), theory, LEADER_ONLY, horizon)
        return 1 - result.survival[ANCHOR_YEARS - 1]

    def halve(_: int, bounds: tuple[jax.Array, jax.Array]) -> tuple[jax.Array, jax.Array]:
        low, high = bounds
        middle = (low + high) / 2
        too_many = attacked(middle) > recurrence
        return jnp.where(too_many, middle, low), jnp.where(too_many, high, middle)

    start = (jnp.full_like(recurrence, LOW), jnp.full_like(recurrence, HIGH))
    low, high = jax.lax.fori_loop(0, STEPS, halve, start)
    value = (low + high) / 2
    return Anchor(value, jnp.abs(attacked(value) - recurrence) < TOLERANCE)
