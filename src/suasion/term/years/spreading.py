"""Small arrays that many states read: worked out once before, and summed once afterwards.

The compiler joins operations as it sees fit, whatever barriers there are, and may do one again for
everything that reads its result. Forwards this costs little. Slopes are sums over many states of
what long chains of operations give, and each sum would go through its chain again.
"""

from __future__ import annotations

from functools import partial, reduce
from typing import Any

import jax
import jax.numpy as jnp

Shape = tuple[int, ...]


def solid(arrays: Any) -> Any:
    """The same arrays, made once, before anything that reads them.

    The compiler does not look into a loop. This one turns no times, which it cannot know; two turns
    would change nothing either.
    """
    first = jnp.ravel(jax.tree.leaves(arrays)[0])[0]
    turns = jnp.where(first != first, 2, 0)

    def turn(at: tuple[jax.Array, Any]) -> tuple[jax.Array, Any]:
        return at[0] - 1, jax.tree.map(jnp.negative, at[1])

    return jax.lax.while_loop(lambda at: at[0] > 0, turn, (turns, arrays))[1]


@jax.custom_vjp
def apart(array: jax.Array) -> jax.Array:
    """The same array; where slopes are wanted, it and they are made before what reads them."""
    return array


apart.defvjp(lambda array: (solid(array), None), lambda _, slope: (solid(slope),))


@partial(jax.custom_vjp, nondiff_argnums=(1,))
def spread(small: jax.Array, shape: Shape) -> jax.Array:
    """An array over all states, from one of as many axes of which some have size 1.

    Examples
    --------
    >>> spread(jnp.ones((1, 2)), (3, 2)).shape
    (3, 2)
    """
    return jnp.broadcast_to(small, shape)


def _spread(small: jax.Array, shape: Shape) -> tuple[jax.Array, Shape]:
    return spread(small, shape), small.shape


def _gathered(_: Shape, small: Shape, slope: jax.Array) -> tuple[jax.Array]:
    return (summed(solid(slope), small),)


spread.defvjp(_spread, _gathered)


def summed(array: jax.Array, shape: Shape) -> jax.Array:
    """The sum over every axis that has size 1 in a shape of as many axes.

    Place by place, so that each sum goes through whole rows of draws; the compiler's own sums over
    several axes take twice as long.

    Examples
    --------
    >>> summed(jnp.ones((3, 2)), (1, 2)).tolist()
    [[3.0, 3.0]]
    """
    for axis, (size, wanted) in enumerate(zip(array.shape, shape, strict=True)):
        if size > wanted:
            places = [jax.lax.slice_in_dim(array, k, k + 1, axis=axis) for k in range(size)]
            array = reduce(jnp.add, places)
    return array
