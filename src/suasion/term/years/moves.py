"""From one step's state to the next, apart from what events bring.

`expected` is linear in the next step's values and `carried` is its transpose, so that what is
planned and what happens rest on one piece of code. Slopes are written by hand: those by values are
the transpose again, those by chances are sums over all states, taken one place at a time.
"""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import jax

from suasion.term.transitions import along_axis
from suasion.term.years.axes import AXES, Space
from suasion.term.years.factors.factor import Moment, Rows
from suasion.term.years.factors.registry import FACTORS
from suasion.term.years.given import Given
from suasion.term.years.scene import Situation
from suasion.term.years.spreading import apart, summed


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
    after = apart(after)
    for axis, rows in reversed(changes):
        after = turned(after, axis + after.ndim, rows)
    return apart(after)


def carried(mass: jax.Array, changes: list[tuple[int, Rows]]) -> jax.Array:
    """Probability a step on."""
    mass = apart(mass)
    for axis, rows in changes:
        mass = turned(mass, axis + mass.ndim, list(zip(*rows, strict=True)))
    return apart(mass)


def turned(values: jax.Array, axis: int, rows: Rows) -> jax.Array:
    """Each row's sum of the values at the places of an axis, weighted.

    Parameters
    ----------
    axis
        Counted from the first.
    rows
        A weight for each place, as numbers or as arrays that spread over the values.
    """
    cells = [_of_axes(cell, values.ndim) for row in rows for cell in row]
    numbers = tuple(cell if isinstance(cell, float) else None for cell in cells)
    return _turned((axis, numbers), values, [one for one in cells if not isinstance(one, float)])


def _of_axes(cell: jax.Array | float, axes: int) -> jax.Array | float:
    """A weight with as many axes as what it weighs."""
    return cell if isinstance(cell, float) else cell.reshape((1,) * (axes - cell.ndim) + cell.shape)


Form = tuple[int, tuple[float | None, ...]]
"""An axis, and the weights that are numbers."""


@partial(jax.custom_vjp, nondiff_argnums=(0,))
def _turned(form: Form, values: jax.Array, weights: list[jax.Array]) -> jax.Array:
    return along_axis(values, form[0], _rows(form, weights))


def _rows(form: Form, weights: list[jax.Array]) -> list[list[jax.Array | float]]:
    rest = iter(weights)
    cells = [next(rest) if number is None else number for number in form[1]]
    size = math.isqrt(len(cells))
    return [cells[at : at + size] for at in range(0, len(cells), size)]


def _forwards(form: Form, values: jax.Array, weights: list[jax.Array]) -> tuple[jax.Array, Any]:
    return _turned(form, values, weights), (values, weights)


def _backwards(form: Form, kept: Any, slope: jax.Array) -> tuple[jax.Array, list[jax.Array]]:
    values, weights = kept
    rows, axis = _rows(form, weights), form[0]
    cells = [(i, j, cell) for i, row in enumerate(rows) for j, cell in enumerate(row)]
    by_weight = [
        summed(_place(slope, axis, i) * _place(values, axis, j), cell.shape)
        for i, j, cell in cells
        if not isinstance(cell, float)
    ]
    return along_axis(slope, axis, list(zip(*rows, strict=True))), by_weight


def _place(array: jax.Array, axis: int, at: int) -> jax.Array:
    return jax.lax.slice_in_dim(array, at, at + 1, axis=axis)


_turned.defvjp(_forwards, _backwards)
