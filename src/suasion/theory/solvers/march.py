"""Following the principal branch of many games at once: a fixed march in precision, compiled.

Each game takes the same steps in t, each a tangent and Newton corrections at fixed t. That is the
principal branch as long as it has no fold: the determinant of the slopes is one at t = 0 and must
stay positive. A game where it does not, or where the last residual is not small, is marked: such
games are left to `suasion.theory.solvers.continuation`, which passes folds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from suasion.theory.solvers.fixed_point import Linearised

STEPS, CORRECTIONS, LAST_CORRECTIONS = 24, 2, 4
TOLERANCE = 1e-10
Slopes = Callable[[jax.Array, jax.Array], Linearised]


class Marched(NamedTuple):
    """Where the march ended, shape (dimension,), and whether the branch was kept to."""

    z: jax.Array
    reached: jax.Array


def march(slopes: Slopes, dimension: int) -> Marched:
    """March from (0, 0) to t = 1; meant to be mapped over a batch.

    Parameters
    ----------
    slopes
        (z, t) -> F and its slopes; F(z, 0) = z.
    dimension
        Length of z.
    """
    times = (np.arange(STEPS + 1) / STEPS) ** 2

    def step(state: Marched, ends: jax.Array) -> tuple[Marched, None]:
        z, fine = state
        found = slopes(z, ends[0])
        along, positive = solved(found.by_z, -found.by_t)
        z, fine = z + (ends[1] - ends[0]) * along, fine & positive
        for _ in range(CORRECTIONS):
            z, fine = _corrected(slopes, z, ends[1], fine)
        return Marched(z, fine), None

    start = Marched(jnp.zeros(dimension), jnp.array(True))
    spans = jnp.stack([jnp.asarray(times[:-1]), jnp.asarray(times[1:])], axis=1)
    (z, fine), _ = jax.lax.scan(step, start, spans)
    one = jnp.array(1.0)
    for _ in range(LAST_CORRECTIONS):
        z, fine = _corrected(slopes, z, one, fine)
    gap = jnp.max(jnp.abs(slopes(z, one).value)) / (1.0 + jnp.max(jnp.abs(z)))
    return Marched(z, fine & (gap < TOLERANCE))


def _corrected(
    slopes: Slopes, z: jax.Array, t: jax.Array, fine: jax.Array
) -> tuple[jax.Array, jax.Array]:
    found = slopes(z, t)
    change, positive = solved(found.by_z, found.value)
    return z - change, fine & positive


def solved(matrix: Any, right: Any) -> tuple[jax.Array, jax.Array]:
    """Solution of a small linear system, and whether its determinant is positive.

    Elimination without a search for pivots, written out so that a batch is straight-line
    arithmetic. What a tiny pivot costs in accuracy the next correction mends, and the residual at
    the end tells.
    """
    size = right.shape[0]
    rows = [[matrix[i, j] for j in range(size)] + [right[i]] for i in range(size)]
    positive, scales = jnp.array(True), []
    for k in range(size):
        positive = positive ^ (rows[k][k] < 0)
        scales.append(1.0 / jnp.where(rows[k][k] == 0, 1e-30, rows[k][k]))
        for i in range(k + 1, size):
            factor = rows[i][k] * scales[k]
            rows[i] = [a - factor * b for a, b in zip(rows[i], rows[k], strict=True)]
    found: list[Any] = [None] * size
    for k in reversed(range(size)):
        rest = sum((rows[k][j] * found[j] for j in range(k + 1, size)), jnp.zeros(()))
        found[k] = (rows[k][size] - rest) * scales[k]
    return jnp.stack(found), positive
