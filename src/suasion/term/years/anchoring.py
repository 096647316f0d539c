"""The anchor of the full model: the case without a guarantee meets a base rate from the record.

As `suasion.term.anchor`, with whatever factors are on: leader and balance make a difference to a
case without a guarantee, and to nothing else does anybody react there.
"""

from __future__ import annotations

import jax
import jax.numpy as jnp

from suasion.mechanism.situation import position
from suasion.term.anchor import ANCHOR_YEARS, HIGH, LOW, log_odds, root
from suasion.term.years.axes import Space
from suasion.term.years.given import Given
from suasion.term.years.peace import survival


def with_peace_value(given: Given, value: jax.Array) -> Given:
    """The same with another baseline value of a year of peace [baseline gain/year]."""
    return given._replace(base=given.base.at[position("peace_value_per_year")].set(value))


def anchor(given: Given, recurrence: jax.Array, space: Space) -> jax.Array:
    """The value of a year of peace that meets the base rate [baseline gain/year], shape (draws,).

    Where no value within the range does, the nearer end of the range.

    Parameters
    ----------
    given
        The case without a guarantee.
    recurrence
        Chance of a major attack within ten years to be met [1], shape (draws,).
    space
        Its horizon must reach ten years.
    """
    last = ANCHOR_YEARS * space.per_year - 1

    def missed(value: jax.Array) -> jax.Array:
        attacked = 1 - survival(with_peace_value(given, value), space)[last]
        return log_odds(attacked) - log_odds(recurrence)

    return root(missed, jnp.full_like(recurrence, LOW), jnp.full_like(recurrence, HIGH))[0]
