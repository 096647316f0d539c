"""The crisis on the first day, at one draw: every equilibrium that a theory has there."""

from __future__ import annotations

import jax
import jax.numpy as jnp

from suasion.term.anchor import Anchor, with_peace_value
from suasion.term.inputs import FULL, Inputs
from suasion.term.solve import plan
from suasion.term.states import situations
from suasion.theory.registry import stage
from suasion.theory.solution import Solution
from suasion.uncertainty.device import in_double


def first_day(inputs: Inputs, tied: Anchor, theory: str, horizon: int, draw: int) -> Solution:
    """Solve the stage in the state in which the term begins.

    Parameters
    ----------
    inputs, tied
        One guarantee and its anchor.
    draw
        Which draw.
    """
    with in_double():
        one = jax.tree.map(lambda array: jnp.asarray(array[..., [draw]]), inputs)
        one = with_peace_value(one, jnp.asarray(tied.peace_value_per_year[[draw]]))
        numbers = situations(one, FULL)
        rates = plan(one, numbers, theory, FULL, horizon)
        start = {name: value[0, 0, 0, 0, 0] for name, value in numbers.items()}
        return stage(theory).solve(start, rates.wait[0, 0, 0, 0, 0, 0])
