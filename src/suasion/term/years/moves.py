"""From one step's state to the next, apart from what events bring.

`expected` is linear in the next step's values and `carried` is its transpose, so that what is
planned and what happens rest on one piece of code.
"""

from __future__ import annotations

import jax
from jax.lax import optimization_barrier

from suasion.term.transitions import along_axis
from suasion.term.years.axes import AXES, Space
from suasion.term.years.factors.factor import Moment, Rows
from suasion.term.years.factors.registry import FACTORS
from suasion.term.years.given import Given
from suasion.term.years.scene import Situation


def moves(
    given: Given, situation: Situation, space: Space, moment: Moment
) -> list[tuple[int, Rows]]:
    """Axis, counted from the last, and chances of each next place, in the order of a step."""
    return [
        (AXES.index(one.id) - len(AXES) - 1, one.rows(given, situation, space, moment))
        for one in FACTORS
        if one.rows is not None and space.on(one.id)
    ]


def expected(after: jax.Array, changes: list[tuple[int, Rows]]) -> jax.Array:
    """Expected value a step on, by present state; leading axes are carried along."""
    for axis, rows in reversed(changes):
        after = optimization_barrier(along_axis(after, axis + after.ndim, rows))
    return after


def carried(mass: jax.Array, changes: list[tuple[int, Rows]]) -> jax.Array:
    """Probability a step on."""
    for axis, rows in changes:
        mass = along_axis(mass, axis + mass.ndim, list(zip(*rows, strict=True)))
        mass = optimization_barrier(mass)
    return mass
