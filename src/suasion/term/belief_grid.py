"""A grid of beliefs: what a belief between its points is worth, and how mass is spread over them.

Both are linear between neighbouring points, and one is the transpose of the other: what is expected
of a belief and what then happens rest on the same shares.
"""

from __future__ import annotations

from collections.abc import Sequence

import jax
import jax.numpy as jnp

Grid = jax.Array | Sequence[float]


def looked_up(value: jax.Array, belief_after: jax.Array, grid: jax.Array, axis: int) -> jax.Array:
    """Value at the belief to which every state moves, linear between the places of the grid.

    Parameters
    ----------
    value
        By state, K along the belief axis, shape (*states, draws).
    belief_after
        Belief to which each state moves [1], broadcastable to the same.
    grid
        Beliefs, shape (K,), rising from 0 to 1.
    axis
        Position of the belief axis.

    Examples
    --------
    >>> grid = jnp.array([0.0, 0.5, 1.0])
    >>> looked_up(grid**2, jnp.array([0.0, 0.25, 0.75]), grid, 0).tolist()
    [0.0, 0.125, 0.625]
    """
    first, *others = _places(value, axis)
    total = jnp.broadcast_to(first, jnp.broadcast_shapes(value.shape, belief_after.shape))
    for last, now, share in zip(
        [first, *others], others, _passed(belief_after, grid), strict=False
    ):
        total = total + (now - last) * share
    return total


def hats(belief: jax.Array, grid: Grid) -> list[jax.Array]:
    """Weight of each place of the grid in a belief; their mean is the belief.

    Parameters
    ----------
    belief
        Any shape, from 0 to 1 [1].
    grid
        Beliefs, K of them, rising from 0 to 1.

    Examples
    --------
    >>> [float(share) for share in hats(jnp.array(0.75), (0.0, 0.5, 1.0))]
    [0.0, 0.5, 0.5]
    """
    inner = _passed(belief, grid)
    shares = [jnp.ones_like(belief), *inner, jnp.zeros_like(belief)]
    return [shares[k] - shares[k + 1] for k in range(len(grid))]


def _places(array: jax.Array, axis: int) -> list[jax.Array]:
    return [jax.lax.slice_in_dim(array, k, k + 1, axis=axis) for k in range(array.shape[axis])]


def _passed(belief: jax.Array, grid: Grid) -> list[jax.Array]:
    """Share of each step of the grid that lies below a belief."""
    steps = range(len(grid) - 1)
    return [jnp.clip((belief - grid[k]) / (grid[k + 1] - grid[k]), 0.0, 1.0) for k in steps]
