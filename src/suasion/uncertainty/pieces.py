"""A kernel over the draws piece by piece, so that what it works on stays in the core's cache."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp

from suasion.uncertainty.device import by_draw, mesh

PIECE = 64
"""Draws of one piece: what a game keeps of them is about as large as a second-level cache. Fewer
are a loop so short that the compiler unrolls it, and leaves the wide vectors unused."""


def by_pieces(function: Callable[..., Any], *arrays: Any) -> Any:
    """`function` of arrays whose last axis is the draw, a piece after the other.

    Parameters
    ----------
    function
        Takes arrays and gives arrays, both with the draw last, each draw for itself.
    arrays
        Trees of arrays. Draws that are no whole number of pieces are taken all at once.

    Examples
    --------
    >>> by_pieces(lambda x: x + 1.0, jnp.zeros((2, 3 * PIECE))).shape
    (2, 192)
    """
    draws = jax.tree.leaves(arrays)[0].shape[-1]
    if draws % (PIECE * len(jax.devices())):
        return function(*arrays)
    local = partial(_one_by_one, function)
    places = {"in_specs": by_draw(arrays), "out_specs": by_draw(jax.eval_shape(function, *arrays))}
    # Unchecked: what loops keep loses the mark of the axis that it is spread along.
    return jax.shard_map(local, mesh=mesh(), check_vma=False, **places)(*arrays)


def _one_by_one(function: Callable[..., Any], *arrays: Any) -> Any:
    cut = jax.tree.map(_cut, arrays)
    return jax.tree.map(_joined, jax.lax.map(lambda piece: function(*piece), cut))


def _cut(array: jax.Array) -> jax.Array:
    """(…, draws) as (pieces, …, draws of a piece)."""
    return jnp.moveaxis(array.reshape(*array.shape[:-1], -1, PIECE), -2, 0)


def _joined(array: jax.Array) -> jax.Array:
    """The other way round."""
    return jnp.moveaxis(array, 0, -2).reshape(*array.shape[1:-1], -1)
